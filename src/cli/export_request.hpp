#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "config/config.hpp"
#include "export/export.hpp"
#include "store/database.hpp"

namespace bursar::cli {

// A configured profile as the export room wants it: layout and chart read, accounts named by their
// public ids. Throws Error(try_later) where nothing of its source is stored yet, Error(config)
// where layout or chart are wrong or an account is not known.
[[nodiscard]] exporting::Request request_of(store::Database& database, const config::Config& config,
                                            const config::ProfileConfig& profile,
                                            Invocation& invocation);

// The public ids of the accounts that a source names under `key` (include, exclude). Throws
// Error(config) where one is not stored.
[[nodiscard]] std::vector<std::string> public_ids(store::Database& database,
                                                  const config::SourceConfig& source,
                                                  const std::vector<std::string>& names,
                                                  const char* key);

// Reads a chart by its name or path.
[[nodiscard]] exporting::LoadedChart read_chart(const std::string& name);

// As ledger::parse_period. Throws Error(usage), naming the flag.
[[nodiscard]] exporting::DayRange parse_period(const std::string& flag, const std::string& text);

}  // namespace bursar::cli
