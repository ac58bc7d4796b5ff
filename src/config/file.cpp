#include "config/file.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/profile_table.hpp"
#include "config/scalar_settings.hpp"
#include "config/source_table.hpp"
#include "document/file_text.hpp"
#include "document/node.hpp"
#include "document/table_reader.hpp"
#include "error/error.hpp"
#include "ledger/civil_date.hpp"

namespace bursar::config {
namespace {

namespace fs = std::filesystem;
using document::Node;
using document::Problems;
using document::TableReader;

constexpr std::int64_t schema_version = 1;

// Reads one bursar.toml; lives no longer than that.
class FileReader {
 public:
  FileReader(const fs::path& file, Config& config, Problems& problems)
      : base_(file.has_parent_path() ? file.parent_path() : fs::path(".")),
        config_(config),
        problems_(problems) {}

  void read(const Node& root) {
    TableReader top(root, "the file", problems_);
    read_schema(top);
    read_scalars(top, "");
    for (const std::string_view name : {"api", "store", "sync", "metrics", "ping", "receipts"}) {
      const Node* table = top.table(name);
      if (table == nullptr) continue;
      TableReader reader(*table, fmt::format("[{}]", name), problems_);
      read_scalars(reader, name);
      reader.refuse_others();
    }
    if (!config_.token_file.value.empty() && !config_.token_command.value.empty()) {
      problems_.add(top.node("token_command")->place,
                    "both token_file and token_command are set; keep one");
    }
    // After time_zone, which `start` depends on.
    if (const Node* sources = top.table("source")) read_sources(*sources);
    if (const Node* profiles = top.table("profile")) read_profiles(*profiles);
    top.refuse_others();
  }

 private:
  Origin origin(const Node& node) const { return {OriginKind::file, problems_.where(node.place)}; }

  void read_schema(TableReader& top) {
    const Node* schema = top.node("schema");
    if (schema == nullptr) {
      problems_.add(document::Place{1, 1}, "the file lacks \"schema = 1\"");
    } else if (schema->kind != Node::Kind::integer || schema->integer != schema_version) {
      problems_.add(schema->place,
                    fmt::format("schema {} is not one this version reads; it reads schema = 1",
                                schema->text));
    }
  }

  void read_scalars(TableReader& reader, std::string_view table) {
    for (const ScalarSetting& setting : scalar_settings()) {
      if (setting.table != table) continue;
      const Node* node = reader.node(setting.key);
      if (node == nullptr) continue;
      const Node::Kind expected = setting.is_number ? Node::Kind::integer : Node::Kind::text;
      std::string problem;
      if (node->kind == expected) {
        problem = setting.set(config_, {node->text, origin(*node), base_});
      } else if (node->kind == Node::Kind::integer) {
        problem = "a text in quotes is expected; durations have a unit: \"5 min\", \"72 h\"";
      } else {
        problem = fmt::format("{} is expected, not {}", document::kind_words(expected),
                              document::kind_words(node->kind));
      }
      if (!problem.empty()) {
        problems_.add(node->place, fmt::format("{}: {}", full_name(setting), problem));
      }
    }
  }

  bool good_name(const document::Member& member, std::string_view what) {
    const bool good = !member.key.empty() && member.key.size() <= 64 && member.key.front() != '.' &&
                      std::all_of(member.key.begin(), member.key.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
                      });
    if (!good) {
      problems_.add(
          member.place,
          fmt::format("\"{}\" cannot name a {}; use letters, digits, - and _", member.key, what));
    }
    return good;
  }

  void read_sources(const Node& sources) {
    const auto zone = ledger::TimeZone::find(config_.time_zone.value);
    for (const document::Member& member : sources.members) {
      if (!good_name(member, "source")) continue;
      config_.sources.push_back(read_source(member, *zone, problems_));
    }
  }

  void read_profiles(const Node& profiles) {
    for (const document::Member& member : profiles.members) {
      if (!good_name(member, "profile")) continue;
      config_.profiles.push_back(read_profile(member, base_, config_.sources, problems_));
    }
  }

  fs::path base_;
  Config& config_;
  Problems& problems_;
};

}  // namespace

void read_file(const fs::path& file, Config& config, Problems& problems) {
  const Node root = document::parse(
      document::file_text(file, file.string(),
                          "make sure that it is a file and that this user may read it"),
      problems.name());
  FileReader(file, config, problems).read(root);
}

}  // namespace bursar::config
