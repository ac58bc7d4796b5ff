#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/accounting_date.hpp"
#include "ledger/instant.hpp"

namespace bursar::config {

// Where a value came from, in the order of precedence from weakest to strongest.
enum class OriginKind : std::uint8_t { built_in, file, environment, flag };
struct Origin {
  OriginKind kind = OriginKind::built_in;
  std::string where;  // "bursar.toml:12:3", "BURSAR_URL", "--url"; empty for a default
};

template <typename T>
struct Setting {
  T value{};
  Origin origin;
};

enum class Perspective : std::uint8_t { account, host };

struct SourceConfig {
  std::string name;
  Perspective perspective = Perspective::account;
  std::string slug;
  ledger::Instant start{1'420'070'400'000};  // 2015-01-01T00:00:00Z, before the platform existed
  Origin origin;
};

using DateBasis = ledger::DateBasis;

struct ProfileConfig {
  std::string name;
  std::string source;
  std::string layout;  // name of a shipped layout, or a path (it contains "/" or ends in ".toml")
  std::string chart;   // path; empty where the layout needs none
  std::filesystem::path directory;
  std::optional<DateBasis> date;  // nothing: what the kind of layout is usually dated by (R8)
  unsigned file_mode = 0600;
  Origin origin;
};

// The whole of bursar.toml with environment and flags applied. Paths are absolute, or relative to
// the working directory; those of the file were relative to the file.
struct Config {
  std::filesystem::path file;  // empty when none was read
  Setting<std::string> time_zone{"UTC", {}};
  Setting<std::string> api_url{"https://api.opencollective.com/graphql/v2", {}};
  Setting<std::string> api_auth{"header", {}};  // header | query | bearer
  Setting<std::string> ca_file;                 // empty: the system's
  // At most one of the two is not empty.
  Setting<std::string> token_file;     // mode checked: no group or world access
  Setting<std::string> token_command;  // run by /bin/sh; its first line of output is the token
  Setting<std::string> database;
  Setting<std::int64_t> settle_seconds{300, {}};
  Setting<std::int64_t> overlap_seconds{72 * 60 * 60, {}};
  Setting<std::int64_t> max_shrink_percent{2, {}};  // of a source's rows, lost in one run
  Setting<std::int64_t> page_size{1000, {}};        // to start with
  Setting<bool> page_size_fixed{false, {}};         // neither grow nor shrink (measurements)
  Setting<std::int64_t> timeout_seconds{60, {}};    // per request, total
  std::vector<SourceConfig> sources;
  std::vector<ProfileConfig> profiles;

  // Throw Error(config) naming the known ones when there is none of this name.
  [[nodiscard]] const SourceConfig& source(std::string_view name) const;
  [[nodiscard]] const ProfileConfig& profile(std::string_view name) const;
};

// What flags and environment may say besides the file. Empty members say nothing.
struct Overrides {
  std::optional<std::string> config_file;  // --config, BURSAR_CONFIG
  std::optional<std::string> database;     // --database
  std::optional<std::string> api_url;      // --url
  std::optional<std::string> token_file;   // --token-file
  std::optional<std::int64_t> page_size;   // --page-size
  bool page_size_fixed = false;            // --fixed-page-size
  // `--account SLUG` / `--host SLUG`: the only source of this invocation. The file's source of that
  // perspective and slug if it has one, else one without any file, named after the slug.
  std::optional<std::string> account;
  std::optional<std::string> host;
};

using Environment = std::map<std::string, std::string>;

// Reads bursar.toml (the one named, else the first that exists of $BURSAR_CONFIG,
// $XDG_CONFIG_HOME/bursar/bursar.toml, /etc/bursar/bursar.toml; none at all is fine), then the
// environment, then flags. Every problem is an Error(config) with file:line:column and, for unknown
// keys, a suggestion; all problems are reported at once.
[[nodiscard]] Config load(const Overrides& overrides, const Environment& environment);

// A setting as people write it and where it came from, for `bursar config show`.
struct ShownSetting {
  std::string name;  // "sync.overlap"
  std::string value;
  Origin origin;
};
[[nodiscard]] std::vector<ShownSetting> shown_settings(const Config& config);
// "default", "BURSAR_URL", "bursar.toml:3:9"
[[nodiscard]] std::string describe(const Origin& origin);

}  // namespace bursar::config
