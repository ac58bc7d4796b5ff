#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/origin.hpp"
#include "config/profile.hpp"
#include "config/source.hpp"
#include "ledger/document_type.hpp"

namespace bursar::config {

template <typename T>
struct Setting {
  T value{};
  Origin origin;
};

[[nodiscard]] inline std::vector<ledger::DocumentType> every_document_type() {
  const auto types = ledger::all_document_types();
  return {types.begin(), types.end()};
}

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
  Setting<std::int64_t> jitter_seconds{0, {}};      // most that an unattended sync waits at first
  Setting<std::int64_t> wait_seconds{0, {}};        // for another instance to end
  Setting<std::string> metrics_file;                // empty: none
  // Where to tell that a command begins and ends; each is a kind of password. Empty: nowhere.
  Setting<std::string> ping_sync;
  Setting<std::string> ping_export;
  Setting<std::string> ping_reconcile;
  Setting<std::string> ping_receipts;
  Setting<std::string> receipts_directory;                  // empty: beside the database
  Setting<std::int64_t> receipts_max_size{25'000'000, {}};  // bytes of one file
  Setting<std::vector<ledger::DocumentType>> receipts_types{every_document_type(), {}};
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
  std::optional<std::string> wait;         // --wait
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

// The same of environment and flags alone.
[[nodiscard]] Config load_without_file(const Overrides& overrides, const Environment& environment);

// What file, environment and flags can set once for all, for `bursar config show`.
[[nodiscard]] std::vector<ShownSetting> shown_settings(const Config& config);

}  // namespace bursar::config
