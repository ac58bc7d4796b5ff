#pragma once

#include <string_view>

#include "graphql/document.hpp"
#include "graphql/lexer.hpp"

namespace bursar::sandbox {

/// What the request parser and the SDL parser have in common.
class TokenStream {
 public:
  /// `max_tokens` 0 means no limit; beyond it parsing fails as the armor does (F 2.2.4).
  TokenStream(std::string_view source, std::size_t max_tokens);

  const Token& peek() const { return token_; }
  bool at(std::string_view punctuator) const;
  bool at_keyword(std::string_view word) const;
  Token take();
  bool skip(std::string_view punctuator);
  bool skip_keyword(std::string_view word);
  void expect(std::string_view punctuator);
  std::string name();
  [[noreturn]] void unexpected() const;

  TypeRef type();
  Value value(bool constant);

 private:
  Value list_value(bool constant);
  Value object_value(bool constant);

  Lexer lexer_;
  std::size_t max_tokens_;
  std::size_t taken_ = 0;
  Token token_;
};

/// Parses an executable document. Throws SyntaxError.
Document parse_document(std::string_view source, std::size_t max_tokens);

}  // namespace bursar::sandbox
