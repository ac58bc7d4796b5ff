#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::document {

// Where something stands in its file; lines and columns count from 1.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Member;

// A value of a TOML document together with its place: a plain tree, so that nobody else needs the
// parser's headers.
struct Node {
  enum class Kind { text, integer, boolean, number, date, list, table };
  Kind kind = Kind::table;
  Place place;
  std::string text;  // of a text; numbers and dates as TOML writes them
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<Node> items;      // of a list
  std::vector<Member> members;  // of a table, in the order of the file
};

struct Member {
  std::string key;
  Place place;  // of the key
  Node value;
};

// "a text", "a list": for messages.
[[nodiscard]] std::string_view kind_words(Node::Kind kind);

// Reads TOML of at most 1 MiB. `name` is what messages call the document. Throws Error(config) with
// name:line:column where it is not TOML, or is larger or deeper than anybody writes.
[[nodiscard]] Node parse(std::string_view text, const std::string& name);

}  // namespace bursar::document
