#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/database.hpp"

namespace bursar::store {

// SQL: a run is a pull. Other commands look at no row of the platform.
inline constexpr const char* is_pull = "command IN ('sync', 'backfill')";

// The run table: what was done when, and how it ended; `bursar status` reads it. Pulls (sync,
// backfill) are in it, and what hands over, compares and archives.
[[nodiscard]] std::int64_t begin_run(Database& database, const std::string& command,
                                     const std::string& version, ledger::Instant now);

struct SourceOutcome {
  std::string source;  // name; empty: all of them
  std::string stream;  // "transactions", "expenses", "probe"; else the command's name
  std::int64_t requests = 0;
  std::int64_t rows_read = 0;
  std::int64_t inserted = 0;
  std::int64_t changed = 0;
  std::int64_t unreadable = 0;
  std::string error;  // empty when it went well; never holds a token
};
void record_outcome(Database& database, std::int64_t run, const SourceOutcome& outcome);
void end_run(Database& database, std::int64_t run, int exit_status, ledger::Instant now);

struct Run {
  std::int64_t run = 0;
  std::string command;
  std::string version;
  ledger::Instant started_at;
  std::optional<ledger::Instant> ended_at;  // nothing: killed, or still running
  std::optional<int> exit_status;
  std::vector<SourceOutcome> outcomes;
};
// The newest runs first, at most `count`.
[[nodiscard]] std::vector<Run> last_runs(Database& database, int count);
// The same of pulls alone.
[[nodiscard]] std::vector<Run> last_pulls(Database& database, int count);

}  // namespace bursar::store
