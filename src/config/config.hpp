#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"

namespace bursar::config {

// Where a value came from, in the order of precedence from weakest to strongest.
enum class OriginKind { built_in, file, environment, flag };
struct Origin {
  OriginKind kind = OriginKind::built_in;
  std::string where;  // "bursar.toml:12:3", "BURSAR_URL", "--url"; empty for a default
};

template <typename T>
struct Setting {
  T value{};
  Origin origin;
};

enum class Perspective { account, host };

struct SourceConfig {
  std::string name;
  Perspective perspective = Perspective::account;
  std::string slug;
  ledger::Instant start;  // default 2015-01-01T00:00:00Z, before the platform existed
  Origin origin;
};

// Which date of a row counts (accounting.md R8).
enum class DateBasis { created, effective, paid };

struct ProfileConfig {
  std::string name;
  std::string source;
  std::string layout;  // name of a shipped layout or a path relative to bursar.toml
  std::string chart;   // path; empty where the layout needs none
  std::filesystem::path directory;
  DateBasis date = DateBasis::created;
  unsigned file_mode = 0600;
  Origin origin;
};

// How the token reaches us (design.md section 10). At most one is set in a file.
struct TokenConfig {
  std::string file;     // mode checked: no group or world access
  std::string command;  // run by /bin/sh; its first line of output is the token
};

// The whole of bursar.toml with environment and flags applied.
struct Config {
  std::filesystem::path file;  // empty when none was read
  Setting<std::string> time_zone{"UTC", {}};
  Setting<std::string> api_url{"https://api.opencollective.com/graphql/v2", {}};
  Setting<std::string> api_auth{"header", {}};  // header | query | bearer
  Setting<std::string> ca_file;                 // empty: the system's
  Setting<std::string> token_file;
  Setting<std::string> token_command;
  Setting<std::filesystem::path> database;
  Setting<std::int64_t> settle_seconds{300, {}};
  Setting<std::int64_t> overlap_hours{72, {}};
  Setting<std::int64_t> page_size{1000, {}};      // to start with
  Setting<bool> page_size_fixed{false, {}};       // neither grow nor shrink (measurements)
  Setting<std::int64_t> timeout_seconds{60, {}};  // per request, total
  std::vector<SourceConfig> sources;
  std::vector<ProfileConfig> profiles;

  // Throws Error(config) naming the known sources when there is none of this name.
  [[nodiscard]] const SourceConfig& source(std::string_view name) const;
};

// What flags and environment may say besides the file. Empty members say nothing.
struct Overrides {
  std::optional<std::string> config_file;  // --config, BURSAR_CONFIG
  std::optional<std::string> database;     // --database
  std::optional<std::string> api_url;      // --url
  std::optional<std::string> token_file;   // --token-file
  std::optional<std::int64_t> page_size;   // --page-size
  bool page_size_fixed = false;            // --fixed-page-size
  // `--account SLUG` / `--host SLUG`: a source without any file. Named after the slug.
  std::optional<std::string> account;
  std::optional<std::string> host;
};

using Environment = std::map<std::string, std::string>;

// Reads bursar.toml (the one named, else the first that exists of $BURSAR_CONFIG,
// $XDG_CONFIG_HOME/bursar/bursar.toml, /etc/bursar/bursar.toml; none at all is fine), then the
// environment, then flags. Every problem is an Error(config) with file:line:column and, for unknown
// keys, a suggestion; all problems of a file are reported at once.
[[nodiscard]] Config load(const Overrides& overrides, const Environment& environment);

}  // namespace bursar::config
