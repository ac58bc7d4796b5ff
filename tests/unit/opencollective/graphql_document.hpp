#pragma once

#include <cctype>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar::opencollective {

// A reader for the GraphQL that our queries are written in, to hold them to the API's limits and
// schema. Values are kept as words: names, numbers, texts in quotes,
// "$variables" and punctuation.
inline std::vector<std::string> graphql_tokens(std::string_view text) {
  std::vector<std::string> tokens;
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == ',') {
      ++at;
    } else if (text.substr(at, 3) == "...") {
      tokens.emplace_back("...");
      at += 3;
    } else if (is_word(c) || c == '-') {
      std::size_t end = at + 1;
      while (end < text.size() && (is_word(text[end]) || text[end] == '.')) ++end;
      tokens.emplace_back(text.substr(at, end - at));
      at = end;
    } else if (c == '"') {
      const std::size_t end = text.find('"', at + 1);
      tokens.emplace_back(text.substr(at, end + 1 - at));
      at = end + 1;
    } else if (std::string_view("!$():=@[]{|}&").find(c) != std::string_view::npos) {
      tokens.emplace_back(1, c);
      ++at;
    } else {
      throw std::runtime_error("unexpected character in a query: " + std::string(1, c));
    }
  }
  return tokens;
}

struct Selection {
  enum class Kind { field, spread, inline_fragment };
  Kind kind = Kind::field;
  std::string name;   // of the field or fragment
  std::string alias;  // of a field; empty if none
  std::string type;   // of an inline fragment
  std::vector<std::pair<std::string, std::vector<std::string>>> arguments;
  std::vector<Selection> children;
};

struct ParsedDocument {
  std::string operation;
  std::map<std::string, std::string> variables;  // name to type, "[Ref!]"
  std::vector<Selection> selections;
  struct Fragment {
    std::string type;
    std::vector<Selection> selections;
  };
  std::map<std::string, Fragment> fragments;
};

class DocumentParser {
 public:
  explicit DocumentParser(std::string_view text) : tokens_(graphql_tokens(text)) {}

  ParsedDocument parse() {
    ParsedDocument document;
    expect("query");
    document.operation = take();
    if (peek() == "(") read_variables(document);
    document.selections = read_selections();
    while (at_ < tokens_.size()) {
      expect("fragment");
      const std::string name = take();
      expect("on");
      const std::string type = take();
      if (!document.fragments.try_emplace(name, ParsedDocument::Fragment{type, read_selections()})
               .second) {
        throw std::runtime_error("fragment " + name + " is there twice");
      }
    }
    return document;
  }

 private:
  const std::string& peek() const {
    static const std::string end = "<end>";
    return at_ < tokens_.size() ? tokens_[at_] : end;
  }
  std::string take() {
    if (at_ >= tokens_.size()) throw std::runtime_error("the query ends too early");
    return tokens_[at_++];
  }
  void expect(const std::string& token) {
    const std::string found = take();
    if (found != token) throw std::runtime_error("expected " + token + ", not " + found);
  }

  void read_variables(ParsedDocument& document) {
    expect("(");
    while (peek() != ")") {
      expect("$");
      const std::string name = take();
      expect(":");
      std::string type;
      while (peek() != "$" && peek() != ")") type += take();
      document.variables[name] = type;
    }
    expect(")");
  }

  std::vector<std::string> read_value() {
    std::vector<std::string> words;
    int depth = 0;
    do {
      std::string word = take();
      if (word == "{" || word == "[") ++depth;
      if (word == "}" || word == "]") --depth;
      if (word == "$") word += take();
      words.push_back(word);
    } while (depth > 0);
    return words;
  }

  Selection read_selection() {
    Selection selection;
    if (peek() == "...") {
      take();
      selection.kind = Selection::Kind::spread;
      if (peek() != "on") {
        selection.name = take();
        return selection;
      }
      take();
      selection.kind = Selection::Kind::inline_fragment;
      selection.type = take();
      selection.children = read_selections();
      return selection;
    }
    selection.name = take();
    if (peek() == ":") {
      take();
      selection.alias = std::exchange(selection.name, take());
    }
    if (peek() == "(") {
      take();
      while (peek() != ")") {
        const std::string name = take();
        expect(":");
        selection.arguments.emplace_back(name, read_value());
      }
      expect(")");
    }
    if (peek() == "{") selection.children = read_selections();
    return selection;
  }

  std::vector<Selection> read_selections() {
    std::vector<Selection> selections;
    expect("{");
    while (peek() != "}") selections.push_back(read_selection());
    expect("}");
    return selections;
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
};

}  // namespace bursar::opencollective
