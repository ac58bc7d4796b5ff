#include "config/file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "config/scalar_settings.hpp"
#include "document/node.hpp"
#include "document/table_reader.hpp"
#include "error/error.hpp"
#include "error/suggestion.hpp"
#include "ledger/civil_date.hpp"

namespace bursar::config {
namespace {

namespace fs = std::filesystem;
using document::Node;
using document::Problems;
using document::TableReader;

constexpr std::int64_t schema_version = 1;

std::string whole_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in || in.bad()) {
    throw Error(ErrorKind::config, fmt::format("cannot read {}", file.string()),
                "make sure that it is a file and that this user may read it");
  }
  return text;
}

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
    for (const std::string_view name : {"api", "store", "sync"}) {
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
    for (const document::Member& member : sources.members) {
      if (!good_name(member, "source")) continue;
      TableReader reader(member.value, fmt::format("[source.{}]", member.key), problems_);
      SourceConfig source;
      source.name = member.key;
      source.origin = origin(member.value);
      const Node* account = reader.text("account");
      const Node* host = reader.text("host");
      if (account != nullptr && host != nullptr) {
        problems_.add(
            host->place,
            fmt::format("{} has both \"account\" and \"host\"; a source is one perspective: "
                        "make two sources of it",
                        reader.title()));
      } else if (account == nullptr && host == nullptr) {
        problems_.add(member.place, fmt::format("{} needs account = \"slug\" or host = \"slug\"",
                                                reader.title()));
      }
      const Node* slug = host != nullptr ? host : account;
      if (slug != nullptr) {
        source.perspective = host != nullptr ? Perspective::host : Perspective::account;
        source.slug = slug->text;
        const std::string problem = slug_problem(slug->text);
        if (!problem.empty()) problems_.add(slug->place, problem);
      }
      source.start = start_of(reader.node("start"));
      reader.refuse_others();
      config_.sources.push_back(std::move(source));
    }
  }

  ledger::Instant start_of(const Node* start) {
    if (start == nullptr) return default_start();
    const auto zone = ledger::TimeZone::find(config_.time_zone.value);
    if (start->kind == Node::Kind::text || start->kind == Node::Kind::date) {
      if (const auto date = ledger::parse_civil_date(start->text)) return zone->start_of(*date);
      if (const auto instant = ledger::parse_rfc3339(start->text)) return *instant;
    }
    problems_.add(start->place,
                  fmt::format("start: \"{}\" is no date; write it as \"2020-01-31\"", start->text));
    return default_start();
  }

  void read_profiles(const Node& profiles) {
    for (const document::Member& member : profiles.members) {
      if (!good_name(member, "profile")) continue;
      TableReader reader(member.value, fmt::format("[profile.{}]", member.key), problems_);
      ProfileConfig profile;
      profile.name = member.key;
      profile.origin = origin(member.value);
      for (const std::string_view key : {"source", "layout", "directory"}) reader.require(key);
      read_profile_source(reader, profile);
      if (const Node* layout = reader.text("layout")) profile.layout = layout_name(layout->text);
      if (const Node* chart = reader.text("chart")) profile.chart = resolved(chart->text);
      if (const Node* directory = reader.text("directory")) {
        profile.directory = resolved(directory->text);
      }
      static constexpr std::array<std::string_view, 3> bases{"created", "effective", "paid"};
      if (const auto basis = reader.choice("date", bases)) {
        profile.date = static_cast<DateBasis>(*basis);
      }
      read_file_mode(reader, profile);
      reader.refuse_others();
      config_.profiles.push_back(std::move(profile));
    }
  }

  void read_profile_source(TableReader& reader, ProfileConfig& profile) {
    const Node* source = reader.text("source");
    if (source == nullptr) return;
    profile.source = source->text;
    std::vector<std::string_view> names;
    for (const SourceConfig& known : config_.sources) names.push_back(known.name);
    if (std::find(names.begin(), names.end(), source->text) != names.end()) return;
    problems_.add(source->place,
                  fmt::format("{} names the source \"{}\", which the file does not have{}",
                              reader.title(), source->text, did_you_mean(source->text, names)));
  }

  void read_file_mode(TableReader& reader, ProfileConfig& profile) {
    const Node* mode = reader.text("file_mode");
    if (mode == nullptr) return;
    unsigned value = 0;
    bool good = mode->text.size() == 4 && mode->text.front() == '0';
    for (const char c : mode->text) {
      good = good && c >= '0' && c <= '7';
      value = value * 8 + static_cast<unsigned>(c - '0');
    }
    // Readable and writable for its owner, executable for nobody, writable for no stranger.
    good = good && (value & 0600U) == 0600U && (value & 0113U) == 0;
    if (good) {
      profile.file_mode = value;
    } else {
      problems_.add(mode->place,
                    fmt::format("file_mode: \"{}\" is not one of \"0600\", \"0640\", \"0660\", "
                                "\"0644\", \"0664\"",
                                mode->text));
    }
  }

  std::string resolved(const std::string& path) const {
    return (base_ / path).lexically_normal().string();
  }
  std::string layout_name(const std::string& text) const {
    const bool is_path = text.find('/') != std::string::npos || text.ends_with(".toml");
    return is_path ? resolved(text) : text;
  }
  static ledger::Instant default_start() { return SourceConfig{}.start; }

  fs::path base_;
  Config& config_;
  Problems& problems_;
};

}  // namespace

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

void read_file(const fs::path& file, Config& config, Problems& problems) {
  const Node root = document::parse(whole_text(file), problems.name());
  FileReader(file, config, problems).read(root);
}

}  // namespace bursar::config
