#include "graphql/lexer.hpp"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace bursar::sandbox {
namespace {

bool is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_part(char c) {
  return is_name_start(c) || is_digit(c);
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

/// The excerpt below a syntax error: the line, its neighbours and a caret (graphql-js,
/// printLocation).
std::string excerpt(std::string_view source, Location at) {
  const auto lines = split_lines(source);
  const auto index = static_cast<std::size_t>(at.line - 1);
  std::vector<std::pair<std::string, std::string>> rows;
  if (index > 0) rows.emplace_back(std::to_string(at.line - 1) + " |", lines[index - 1]);
  rows.emplace_back(std::to_string(at.line) + " |", lines[index]);
  rows.emplace_back("|", std::string(static_cast<std::size_t>(at.column - 1), ' ') + '^');
  if (index + 1 < lines.size()) {
    rows.emplace_back(std::to_string(at.line + 1) + " |", lines[index + 1]);
  }
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.first.size());
  std::string text;
  for (const auto& [prefix, line] : rows) {
    text += '\n' + std::string(width - prefix.size(), ' ') + prefix;
    if (!line.empty()) text += ' ' + line;
  }
  return text;
}

void append_utf8(std::string& out, unsigned code) {
  const auto byte = [&out](unsigned value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

/// Removes the common indentation of a block string (GraphQL specification, BlockStringValue).
std::string dedent(std::string_view raw) {
  auto lines = split_lines(raw);
  const auto indent_of = [](std::string_view line) { return line.find_first_not_of(" \t"); };
  std::size_t common = std::string_view::npos;
  for (std::size_t i = 1; i < lines.size(); ++i) common = std::min(common, indent_of(lines[i]));
  for (std::size_t i = 1; i < lines.size() && common != std::string_view::npos; ++i) {
    lines[i].remove_prefix(std::min(common, lines[i].size()));
  }
  const auto blank = [&](std::string_view line) { return indent_of(line) == line.npos; };
  while (!lines.empty() && blank(lines.front())) lines.erase(lines.begin());
  while (!lines.empty() && blank(lines.back())) lines.pop_back();
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += lines[i];
  }
  return text;
}

}  // namespace

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::End:
      return "<EOF>";
    case TokenKind::Punctuator:
      return '"' + std::string(token.text) + '"';
    case TokenKind::Name:
      return "Name \"" + std::string(token.text) + '"';
    case TokenKind::Int:
      return "Int \"" + std::string(token.text) + '"';
    case TokenKind::Float:
      return "Float \"" + std::string(token.text) + '"';
    case TokenKind::String:
      return "String \"" + token.value + '"';
  }
  return {};
}

Location Lexer::location_of(std::size_t offset) const {
  const auto before = source_.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const std::size_t newline = before.rfind('\n');
  const std::size_t start = newline == before.npos ? 0 : newline + 1;
  return {static_cast<int>(line) + 1, static_cast<int>(offset - start) + 1};
}

void Lexer::fail(const std::string& what, std::size_t offset) const {
  const Location at = location_of(offset);
  throw SyntaxError("Syntax Error: " + what + "\n\nGraphQL request:" + std::to_string(at.line) +
                    ':' + std::to_string(at.column) + excerpt(source_, at));
}

void Lexer::skip_ignored() {
  while (position_ < source_.size()) {
    const char c = source_[position_];
    if (c == '\n') {
      ++line_;
      line_start_ = ++position_;
    } else if (c == ' ' || c == '\t' || c == ',' || c == '\r') {
      ++position_;
    } else if (c == '#') {
      while (position_ < source_.size() && source_[position_] != '\n') ++position_;
    } else if (source_.substr(position_).starts_with("\xEF\xBB\xBF")) {
      position_ += 3;
    } else {
      return;
    }
  }
}

Token Lexer::next() {
  skip_ignored();
  Token token;
  token.offset = position_;
  token.location = {line_, static_cast<int>(position_ - line_start_) + 1};
  if (position_ >= source_.size()) return token;
  const char c = source_[position_];
  const Location at = token.location;
  const std::size_t start = position_;
  if (is_name_start(c)) {
    token = name_token();
  } else if (is_digit(c) || c == '-') {
    token = number_token();
  } else if (c == '"') {
    token = source_.substr(position_).starts_with("\"\"\"") ? block_string_token() : string_token();
  } else if (source_.substr(position_).starts_with("...")) {
    token.kind = TokenKind::Punctuator;
    position_ += 3;
  } else if (std::string_view("!$&():=@[]{|}").find(c) != std::string_view::npos) {
    token.kind = TokenKind::Punctuator;
    ++position_;
  } else {
    fail("Unexpected character: \"" + std::string(1, c) + "\".", position_);
  }
  token.text = source_.substr(start, position_ - start);
  token.offset = start;
  token.location = at;
  return token;
}

Token Lexer::name_token() {
  while (position_ < source_.size() && is_name_part(source_[position_])) ++position_;
  Token token;
  token.kind = TokenKind::Name;
  return token;
}

Token Lexer::number_token() {
  Token token;
  token.kind = TokenKind::Int;
  const auto digits = [this] {
    if (position_ >= source_.size() || !is_digit(source_[position_])) {
      const bool end = position_ >= source_.size();
      fail("Invalid number, expected digit but got: " +
               (end ? std::string("<EOF>") : '"' + std::string(1, source_[position_]) + '"') + '.',
           position_);
    }
    while (position_ < source_.size() && is_digit(source_[position_])) ++position_;
  };
  const auto at = [this](std::string_view any) {
    return position_ < source_.size() && any.find(source_[position_]) != any.npos;
  };
  if (at("-")) ++position_;
  digits();
  if (at(".")) {
    token.kind = TokenKind::Float;
    ++position_;
    digits();
  }
  if (at("eE")) {
    token.kind = TokenKind::Float;
    ++position_;
    if (at("+-")) ++position_;
    digits();
  }
  return token;
}

unsigned Lexer::read_hex4() {
  unsigned code = 0;
  for (int i = 0; i < 4; ++i, ++position_) {
    const char c = position_ < source_.size() ? source_[position_] : ' ';
    const auto digit = std::string_view("0123456789abcdef")
                           .find(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    if (digit == std::string_view::npos) fail("Invalid Unicode escape sequence.", position_);
    code = code * 16 + static_cast<unsigned>(digit);
  }
  return code;
}

void Lexer::read_escape(std::string& value) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char c = position_ < source_.size() ? source_[position_++] : ' ';
  if (c != 'u') {
    const std::size_t index = kLetters.find(c);
    if (index == kLetters.npos) fail("Invalid character escape sequence.", position_ - 2);
    value += kMeanings[index];
    return;
  }
  unsigned code = read_hex4();
  if (code >= 0xD800 && code < 0xDC00 && source_.substr(position_).starts_with("\\u")) {
    position_ += 2;
    code = 0x10000 + ((code - 0xD800) << 10) + (read_hex4() - 0xDC00);
  }
  append_utf8(value, code);
}

Token Lexer::string_token() {
  Token token;
  token.kind = TokenKind::String;
  ++position_;
  while (true) {
    if (position_ >= source_.size() || source_[position_] == '\n') {
      fail("Unterminated string.", position_);
    }
    const char c = source_[position_++];
    if (c == '"') return token;
    if (c == '\\') {
      read_escape(token.value);
    } else {
      token.value += c;
    }
  }
}

Token Lexer::block_string_token() {
  const std::size_t start = position_ + 3;
  std::size_t end = source_.find("\"\"\"", start);
  while (end != source_.npos && source_[end - 1] == '\\') end = source_.find("\"\"\"", end + 3);
  if (end == source_.npos) fail("Unterminated string.", source_.size());
  for (std::size_t i = start; i < end; ++i) {
    if (source_[i] != '\n') continue;
    ++line_;
    line_start_ = i + 1;
  }
  Token token;
  token.kind = TokenKind::String;
  std::string raw(source_.substr(start, end - start));
  for (std::size_t at = 0; (at = raw.find("\\\"\"\"", at)) != raw.npos; at += 3) raw.erase(at, 1);
  token.value = dedent(raw);
  position_ = end + 3;
  return token;
}

}  // namespace bursar::sandbox
