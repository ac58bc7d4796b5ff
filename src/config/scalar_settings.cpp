#include "config/scalar_settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "config/byte_size.hpp"
#include "config/duration.hpp"
#include "config/locations.hpp"
#include "error/error.hpp"
#include "error/suggestion.hpp"
#include "ledger/civil_date.hpp"
#include "text/token_like.hpp"

namespace bursar::config {
namespace {

std::string set_text(Setting<std::string>& setting, const Given& given) {
  setting = {given.text, given.origin};
  return {};
}

std::string set_path(Setting<std::string>& setting, const Given& given) {
  if (given.text.empty()) return "a path is expected";
  setting = {(given.base / given.text).lexically_normal().string(), given.origin};
  return {};
}

std::string set_duration(Setting<std::int64_t>& setting, const Given& given) {
  const auto seconds = parse_duration(given.text);
  if (!seconds) {
    return fmt::format(
        "\"{}\" is no duration; write it with a unit: \"90 s\", \"5 min\", \"72 h\", "
        "\"3 d\"",
        given.text);
  }
  setting = {*seconds, given.origin};
  return {};
}

std::string set_time_zone(Config& config, const Given& given) {
  if (!ledger::TimeZone::find(given.text)) {
    return fmt::format(
        "unknown time zone \"{}\"; use a name of the IANA database, such as "
        "\"Europe/Brussels\"",
        given.text);
  }
  return set_text(config.time_zone, given);
}

std::string set_url(Config& config, const Given& given) {
  const bool is_url = given.text.starts_with("https://") || given.text.starts_with("http://");
  if (!is_url) return fmt::format("\"{}\" is no URL; it begins with https://", given.text);
  if (given.text.find_first_of("?#@ ") != std::string::npos) {
    return "the URL must have no query, fragment, user name or blank; a token has no place in it";
  }
  return set_text(config.api_url, given);
}

// A URL is known to whoever may ping it and to nobody else, so no message repeats it.
std::string set_ping(Setting<std::string>& setting, const Given& given) {
  if (!given.text.starts_with("https://") && !given.text.starts_with("http://")) {
    return "this is no URL; it begins with https://";
  }
  if (given.text.find_first_of("?#@ ") != std::string::npos) {
    return "the URL must have no query, fragment, user name or blank";
  }
  setting = {given.text, given.origin};
  while (setting.value.ends_with('/')) setting.value.pop_back();
  return {};
}

std::string set_jitter(Config& config, const Given& given) {
  Setting<std::int64_t> jitter;
  if (std::string problem = set_duration(jitter, given); !problem.empty()) return problem;
  if (jitter.value > 24 * 3600) return "the wait at the beginning is at most 24 h";
  config.jitter_seconds = jitter;
  return {};
}

ShownSetting shown_ping(const char* name, const Setting<std::string>& setting) {
  return {name, setting.value.empty() ? "" : "(set)", setting.origin};
}

std::string set_auth(Config& config, const Given& given) {
  static constexpr std::array<std::string_view, 3> ways{"header", "query", "bearer"};
  if (std::find(ways.begin(), ways.end(), given.text) == ways.end()) {
    return fmt::format("\"{}\" is not one of {}{}", given.text, fmt::join(ways, ", "),
                       did_you_mean(given.text, ways));
  }
  return set_text(config.api_auth, given);
}

std::string set_timeout(Config& config, const Given& given) {
  Setting<std::int64_t> timeout;
  if (std::string problem = set_duration(timeout, given); !problem.empty()) return problem;
  if (timeout.value < 1 || timeout.value > 3600) return "a time-out is between 1 s and 1 h";
  config.timeout_seconds = timeout;
  return {};
}

std::string set_page_size(Config& config, const Given& given) {
  std::int64_t rows = 0;
  const char* end = given.text.data() + given.text.size();
  const auto [stop, error] = std::from_chars(given.text.data(), end, rows);
  if (error != std::errc() || stop != end || rows < 1 || rows > 10'000) {
    return fmt::format("\"{}\" is no page size; it is a whole number from 1 to 10000", given.text);
  }
  config.page_size = {rows, given.origin};
  return {};
}

std::string set_max_shrink(Config& config, const Given& given) {
  std::string_view text = given.text;
  if (text.ends_with('%')) text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  std::int64_t percent = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, percent);
  if (error != std::errc() || stop != end || percent < 0 || percent > 100) {
    return fmt::format("\"{}\" is no share; write it as \"2 %\", from 0 to 100", given.text);
  }
  config.max_shrink_percent = {percent, given.origin};
  return {};
}

std::string set_receipts_max_size(Config& config, const Given& given) {
  const auto bytes = parse_byte_size(given.text);
  if (!bytes) {
    return fmt::format("\"{}\" is no size; write it with a unit: \"500 kB\", \"25 MB\"",
                       given.text);
  }
  constexpr std::int64_t most = 250'000'000;  // a file is held in memory while it comes
  if (*bytes < 1 || *bytes > most) return "a size is between 1 kB and 250 MB";
  config.receipts_max_size = {*bytes, given.origin};
  return {};
}

// "pdf, jpeg": commas or blanks between them.
std::string set_receipts_types(Config& config, const Given& given) {
  std::vector<std::string_view> known;
  for (const auto type : ledger::all_document_types()) known.push_back(name_of(type));
  Setting<std::vector<ledger::DocumentType>> types{{}, given.origin};
  std::string_view rest = given.text;
  constexpr std::string_view between = ", ";
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find_first_of(between));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (word.empty()) continue;
    const auto type = ledger::find_document_type(word);
    if (!type) {
      return fmt::format("\"{}\" is not one of {}{}", word, fmt::join(known, ", "),
                         did_you_mean(word, known));
    }
    types.value.push_back(*type);
  }
  if (types.value.empty()) return fmt::format("name some of {}", fmt::join(known, ", "));
  config.receipts_types = std::move(types);
  return {};
}

std::string document_type_list(const std::vector<ledger::DocumentType>& types) {
  std::vector<std::string_view> names;
  for (const auto type : types) names.push_back(name_of(type));
  return fmt::format("{}", fmt::join(names, ", "));
}

// The last of the two that is set at one level wins over a weaker level; see also check_token().
std::string set_token_file(Config& config, const Given& given) {
  if (given.origin.kind > config.token_command.origin.kind) config.token_command = {};
  return set_path(config.token_file, given);
}

std::string set_token_command(Config& config, const Given& given) {
  if (given.origin.kind > config.token_file.origin.kind) config.token_file = {};
  return set_text(config.token_command, given);
}

constexpr std::array<ScalarSetting, 22> settings{{
    {"", "time_zone", "BURSAR_TIME_ZONE", false, set_time_zone,
     [](const Config& c) {
       return ShownSetting{"time_zone", c.time_zone.value, c.time_zone.origin};
     }},
    {"", "token_file", "BURSAR_TOKEN_FILE", false, set_token_file,
     [](const Config& c) {
       return ShownSetting{"token_file", text::named_file(c.token_file.value, "token_file"),
                           c.token_file.origin};
     }},
    {"", "token_command", "BURSAR_TOKEN_COMMAND", false, set_token_command,
     [](const Config& c) {
       // The command may hold what is secret to its author.
       return ShownSetting{"token_command", c.token_command.value.empty() ? "" : "(set)",
                           c.token_command.origin};
     }},
    {"api", "url", "BURSAR_URL", false, set_url,
     [](const Config& c) {
       return ShownSetting{"api.url", c.api_url.value, c.api_url.origin};
     }},
    {"api", "auth", "BURSAR_AUTH", false, set_auth,
     [](const Config& c) {
       return ShownSetting{"api.auth", c.api_auth.value, c.api_auth.origin};
     }},
    {"api", "ca_file", "BURSAR_CA_FILE", false,
     [](Config& c, const Given& given) { return set_path(c.ca_file, given); },
     [](const Config& c) {
       return ShownSetting{"api.ca_file", c.ca_file.value, c.ca_file.origin};
     }},
    {"api", "timeout", "BURSAR_TIMEOUT", false, set_timeout,
     [](const Config& c) {
       return ShownSetting{"api.timeout", format_duration(c.timeout_seconds.value),
                           c.timeout_seconds.origin};
     }},
    {"store", "database", "BURSAR_DATABASE", false,
     [](Config& c, const Given& given) { return set_path(c.database, given); },
     [](const Config& c) {
       return ShownSetting{"store.database", c.database.value, c.database.origin};
     }},
    {"sync", "settle", "BURSAR_SETTLE", false,
     [](Config& c, const Given& given) { return set_duration(c.settle_seconds, given); },
     [](const Config& c) {
       return ShownSetting{"sync.settle", format_duration(c.settle_seconds.value),
                           c.settle_seconds.origin};
     }},
    {"sync", "overlap", "BURSAR_OVERLAP", false,
     [](Config& c, const Given& given) { return set_duration(c.overlap_seconds, given); },
     [](const Config& c) {
       return ShownSetting{"sync.overlap", format_duration(c.overlap_seconds.value),
                           c.overlap_seconds.origin};
     }},
    {"sync", "max_shrink", "BURSAR_MAX_SHRINK", false, set_max_shrink,
     [](const Config& c) {
       return ShownSetting{"sync.max_shrink", fmt::format("{} %", c.max_shrink_percent.value),
                           c.max_shrink_percent.origin};
     }},
    {"sync", "page_size", "BURSAR_PAGE_SIZE", true, set_page_size,
     [](const Config& c) {
       return ShownSetting{"sync.page_size", std::to_string(c.page_size.value), c.page_size.origin};
     }},
    {"sync", "jitter", "BURSAR_JITTER", false, set_jitter,
     [](const Config& c) {
       return ShownSetting{"sync.jitter", format_duration(c.jitter_seconds.value),
                           c.jitter_seconds.origin};
     }},
    {"store", "wait", "BURSAR_WAIT", false,
     [](Config& c, const Given& given) { return set_duration(c.wait_seconds, given); },
     [](const Config& c) {
       return ShownSetting{"store.wait", format_duration(c.wait_seconds.value),
                           c.wait_seconds.origin};
     }},
    {"metrics", "file", "BURSAR_METRICS_FILE", false,
     [](Config& c, const Given& given) { return set_path(c.metrics_file, given); },
     [](const Config& c) {
       return ShownSetting{"metrics.file", c.metrics_file.value, c.metrics_file.origin};
     }},
    {"ping", "sync", "BURSAR_PING_SYNC", false,
     [](Config& c, const Given& given) { return set_ping(c.ping_sync, given); },
     [](const Config& c) { return shown_ping("ping.sync", c.ping_sync); }},
    {"ping", "export", "BURSAR_PING_EXPORT", false,
     [](Config& c, const Given& given) { return set_ping(c.ping_export, given); },
     [](const Config& c) { return shown_ping("ping.export", c.ping_export); }},
    {"ping", "reconcile", "BURSAR_PING_RECONCILE", false,
     [](Config& c, const Given& given) { return set_ping(c.ping_reconcile, given); },
     [](const Config& c) { return shown_ping("ping.reconcile", c.ping_reconcile); }},
    {"ping", "receipts", "BURSAR_PING_RECEIPTS", false,
     [](Config& c, const Given& given) { return set_ping(c.ping_receipts, given); },
     [](const Config& c) { return shown_ping("ping.receipts", c.ping_receipts); }},
    {"receipts", "directory", "BURSAR_RECEIPTS_DIRECTORY", false,
     [](Config& c, const Given& given) { return set_path(c.receipts_directory, given); },
     [](const Config& c) {
       return ShownSetting{"receipts.directory", receipts_directory(c).string(),
                           c.receipts_directory.origin};
     }},
    {"receipts", "max_size", "BURSAR_RECEIPTS_MAX_SIZE", false, set_receipts_max_size,
     [](const Config& c) {
       return ShownSetting{"receipts.max_size", format_byte_size(c.receipts_max_size.value),
                           c.receipts_max_size.origin};
     }},
    {"receipts", "types", "BURSAR_RECEIPTS_TYPES", false, set_receipts_types,
     [](const Config& c) {
       return ShownSetting{"receipts.types", document_type_list(c.receipts_types.value),
                           c.receipts_types.origin};
     }},
}};

}  // namespace

std::span<const ScalarSetting> scalar_settings() {
  return settings;
}

const ScalarSetting& scalar_setting(std::string_view variable) {
  for (const ScalarSetting& setting : settings) {
    if (setting.variable == variable) return setting;
  }
  throw Error(ErrorKind::bug, fmt::format("no setting has the variable {}", variable));
}

std::string full_name(const ScalarSetting& setting) {
  if (setting.table.empty()) return std::string(setting.key);
  return fmt::format("{}.{}", setting.table, setting.key);
}

std::vector<ShownSetting> shown_settings(const Config& config) {
  std::vector<ShownSetting> shown;
  for (const ScalarSetting& setting : settings) shown.push_back(setting.show(config));
  return shown;
}

}  // namespace bursar::config
