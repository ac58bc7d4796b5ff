#include "document/node.hpp"

#include <algorithm>
#include <sstream>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "document/file_text.hpp"
#include "error/error.hpp"

namespace bursar::document {
namespace {

namespace tomlpp = ::toml;

Place place_of(const tomlpp::source_region& region) {
  return {region.begin.line, region.begin.column};
}

template <typename Value>
std::string written(const Value& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Node converted(const tomlpp::node& node);

std::vector<Member> members_of(const tomlpp::table& table) {
  std::vector<Member> members;
  for (const auto& [key, value] : table) {
    members.push_back({std::string(key.str()), place_of(key.source()), converted(value)});
  }
  // toml++ keeps tables sorted by key.
  std::stable_sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  return members;
}

Node converted(const tomlpp::node& node) {
  Node result;
  result.place = place_of(node.source());
  if (const auto* table = node.as_table()) {
    result.kind = Node::Kind::table;
    result.members = members_of(*table);
  } else if (const auto* list = node.as_array()) {
    result.kind = Node::Kind::list;
    for (const auto& item : *list) result.items.push_back(converted(item));
  } else if (const auto* text = node.as_string()) {
    result.kind = Node::Kind::text;
    result.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    result.kind = Node::Kind::integer;
    result.integer = integer->get();
    result.text = std::to_string(result.integer);
  } else if (const auto* boolean = node.as_boolean()) {
    result.kind = Node::Kind::boolean;
    result.boolean = boolean->get();
    result.text = result.boolean ? "true" : "false";
  } else if (const auto* number = node.as_floating_point()) {
    result.kind = Node::Kind::number;
    result.text = written(*number);
  } else {
    result.kind = Node::Kind::date;
    node.visit([&](const auto& value) { result.text = written(value); });
  }
  return result;
}

}  // namespace

std::string_view kind_words(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::text:
      return "a text";
    case Node::Kind::integer:
      return "a whole number";
    case Node::Kind::boolean:
      return "true or false";
    case Node::Kind::number:
      return "a number";
    case Node::Kind::date:
      return "a date";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::table:
      return "a table";
  }
  return "a value";
}

namespace {

// Each part of a key is a table within a table, and the parser goes down them by recursion.
constexpr std::ptrdiff_t most_dots_in_a_line = 500;

void check_size(std::string_view text, const std::string& name) {
  if (text.size() > most_bytes_of_text) {
    throw Error(ErrorKind::config, fmt::format("{}: it is larger than 1 MiB", name),
                "what Bursar reads is far smaller; look whether this is the right file");
  }
  std::size_t line = 1;
  for (std::size_t from = 0; from < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view one = text.substr(from, end - from);
    if (std::count(one.begin(), one.end(), '.') > most_dots_in_a_line) {
      throw Error(
          ErrorKind::config,
          fmt::format("{}:{}:1: this line has more than {} dots", name, line, most_dots_in_a_line),
          "no key has so many parts; break a long text into several lines");
    }
    from = end + 1;
  }
}

}  // namespace

Node parse(std::string_view text, const std::string& name) {
  check_size(text, name);
  try {
    return converted(tomlpp::parse(text, name));
  } catch (const tomlpp::parse_error& error) {
    const Place place = place_of(error.source());
    throw Error(ErrorKind::config,
                fmt::format("{}:{}:{}: {}", name, place.line, place.column, error.description()),
                "correct the file; texts stand in double quotes, tables begin with [name]");
  }
}

}  // namespace bursar::document
