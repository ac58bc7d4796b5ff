#include "config/source_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "document/table_reader.hpp"

namespace bursar::config {
namespace {

using document::Node;
using document::Problems;
using document::TableReader;

// Slug and perspective, from whichever of "account" and "host" is there.
void read_root(TableReader& reader, document::Place place, SourceConfig& source,
               Problems& problems) {
  const Node* account = reader.text("account");
  const Node* host = reader.text("host");
  if (account != nullptr && host != nullptr) {
    problems.add(host->place,
                 fmt::format("{} has both \"account\" and \"host\"; a source is one perspective: "
                             "make two sources of it",
                             reader.title()));
  } else if (account == nullptr && host == nullptr) {
    problems.add(place,
                 fmt::format("{} needs account = \"slug\" or host = \"slug\"", reader.title()));
  }
  const Node* slug = host != nullptr ? host : account;
  if (slug == nullptr) return;
  source.perspective = host != nullptr ? Perspective::host : Perspective::account;
  source.slug = slug->text;
  const std::string problem = slug_problem(slug->text);
  if (!problem.empty()) problems.add(slug->place, problem);
}

void read_start(TableReader& reader, const ledger::TimeZone& zone, SourceConfig& source,
                Problems& problems) {
  const Node* start = reader.node("start");
  if (start == nullptr) return;
  if (start->kind == Node::Kind::text || start->kind == Node::Kind::date) {
    if (const auto date = ledger::parse_civil_date(start->text)) {
      source.start = zone.start_of(*date);
      return;
    }
    if (const auto instant = ledger::parse_rfc3339(start->text)) {
      source.start = *instant;
      return;
    }
  }
  problems.add(start->place,
               fmt::format("start: \"{}\" is no date; write it as \"2020-01-31\"", start->text));
}

// A list of accounts. Ids have the same letters as slugs.
std::vector<std::string> read_accounts(TableReader& reader, std::string_view key,
                                       Problems& problems) {
  std::vector<std::string> accounts;
  const Node* list = reader.list(key);
  if (list == nullptr) return accounts;
  for (const Node& item : list->items) {
    const std::string problem =
        item.kind == Node::Kind::text
            ? slug_problem(item.text)
            : fmt::format("an account's slug or id in quotes is expected, not {}",
                          document::kind_words(item.kind));
    if (problem.empty()) {
      accounts.push_back(item.text);
    } else {
      problems.add(item.place, fmt::format("{}: {}", key, problem));
    }
  }
  return accounts;
}

// An account in both lists is a slip of the pen: one of the two was not meant.
void refuse_contradictions(TableReader& reader, const SourceConfig& source, Problems& problems) {
  for (const std::string& account : source.exclude) {
    if (std::find(source.include.begin(), source.include.end(), account) == source.include.end()) {
      continue;
    }
    problems.add(reader.node("exclude")->place,
                 fmt::format("exclude: {} both includes and excludes \"{}\"; keep one of the two",
                             reader.title(), account));
  }
}

}  // namespace

SourceConfig read_source(const document::Member& member, const ledger::TimeZone& zone,
                         Problems& problems) {
  TableReader reader(member.value, fmt::format("[source.{}]", member.key), problems);
  SourceConfig source;
  source.name = member.key;
  source.origin = {OriginKind::file, problems.where(member.value.place)};
  read_root(reader, member.place, source, problems);
  read_start(reader, zone, source, problems);
  source.include = read_accounts(reader, "include", problems);
  source.exclude = read_accounts(reader, "exclude", problems);
  refuse_contradictions(reader, source, problems);
  reader.refuse_others();
  for (const document::Member& key : member.value.members) {
    source.origins[key.key] = {OriginKind::file, problems.where(key.value.place)};
  }
  return source;
}

std::string slug_problem(std::string_view slug) {
  if (slug.find('/') != std::string_view::npos) {
    const std::string_view last = slug.substr(slug.rfind('/') + 1);
    return fmt::format("\"{}\" is an address; write the slug alone: \"{}\"", slug, last);
  }
  const bool good =
      !slug.empty() && slug.size() <= 255 && std::all_of(slug.begin(), slug.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
      });
  if (good) return {};
  return fmt::format(
      "\"{}\" is no slug; it is the last part of the page's address on Open Collective", slug);
}

}  // namespace bursar::config
