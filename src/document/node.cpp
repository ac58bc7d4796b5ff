#include "document/node.hpp"

#include <algorithm>
#include <sstream>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

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

Node parse(std::string_view text, const std::string& name) {
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
