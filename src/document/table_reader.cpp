#include "document/table_reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "error/suggestion.hpp"

namespace bursar::document {

TableReader::TableReader(const Node& table, std::string title, Problems& problems)
    : table_(table), title_(std::move(title)), problems_(problems) {
  if (table.kind != Node::Kind::table) {
    problems_.add(table.place,
                  fmt::format("{} must be a table, not {}", title_, kind_words(table.kind)));
  }
}

const Node* TableReader::node(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  const auto found = std::find_if(table_.members.begin(), table_.members.end(),
                                  [&](const Member& member) { return member.key == key; });
  return found == table_.members.end() ? nullptr : &found->value;
}

const Node* TableReader::of_kind(std::string_view key, Node::Kind kind) {
  const Node* found = node(key);
  if (found == nullptr || found->kind == kind) return found;
  problems_.add(found->place, fmt::format("\"{}\" must be {}, not {}", key, kind_words(kind),
                                          kind_words(found->kind)));
  return nullptr;
}

const Node* TableReader::table(std::string_view key) {
  return of_kind(key, Node::Kind::table);
}
const Node* TableReader::list(std::string_view key) {
  return of_kind(key, Node::Kind::list);
}
const Node* TableReader::text(std::string_view key) {
  return of_kind(key, Node::Kind::text);
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  const Node* found = of_kind(key, Node::Kind::boolean);
  if (found == nullptr) return std::nullopt;
  return found->boolean;
}

std::optional<std::size_t> TableReader::choice(std::string_view key,
                                               std::span<const std::string_view> words) {
  const Node* found = text(key);
  if (found == nullptr) return std::nullopt;
  const auto word = std::find(words.begin(), words.end(), found->text);
  if (word != words.end()) return static_cast<std::size_t>(word - words.begin());
  problems_.add(found->place,
                fmt::format("\"{}\" cannot be \"{}\"; it is one of {}{}", key, found->text,
                            fmt::join(words, ", "), did_you_mean(found->text, words)));
  return std::nullopt;
}

void TableReader::require(std::string_view key) {
  if (node(key) == nullptr) {
    problems_.add(table_.place, fmt::format("{} lacks \"{}\"", title_, key));
  }
}

void TableReader::refuse_others() {
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const Member& member : table_.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    problems_.add(member.place, fmt::format("unknown key \"{}\" in {}{}", member.key, title_,
                                            did_you_mean(member.key, known)));
  }
}

}  // namespace bursar::document
