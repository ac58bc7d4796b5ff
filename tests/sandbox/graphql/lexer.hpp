#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "graphql/errors.hpp"

namespace bursar::sandbox {

enum class TokenKind { End, Punctuator, Name, Int, Float, String };

struct Token {
  TokenKind kind = TokenKind::End;
  std::string_view text;  ///< as written; the source must outlive the token
  std::string value;      ///< strings only: without quotes and escapes
  std::size_t offset = 0;
  Location location;
};

/// Splits GraphQL source (a document or SDL) into tokens.
class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Token next();

  /// Throws a SyntaxError worded and illustrated as graphql-js does.
  [[noreturn]] void fail(const std::string& what, std::size_t offset) const;

 private:
  void skip_ignored();
  Location location_of(std::size_t offset) const;
  Token name_token();
  Token number_token();
  Token string_token();
  Token block_string_token();
  void read_escape(std::string& value);
  unsigned read_hex4();

  std::string_view source_;
  std::size_t position_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

/// How graphql-js names a token in messages: `Name "x"`, `"{"`, `<EOF>`.
std::string describe(const Token& token);

}  // namespace bursar::sandbox
