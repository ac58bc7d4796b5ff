#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/source_report.hpp"
#include "http/transport.hpp"
#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "os/clock.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "sync/losses.hpp"
#include "sync/observer.hpp"

namespace bursar::sync {

// A client with what it stands on. Each lane (thread) of a run has one of its own.
struct Lane {
  std::unique_ptr<http::Transport> transport;
  std::unique_ptr<opencollective::Client> client;  // uses `transport`: declared after it
};

// Makes lanes that share one request budget.
class Connector {
 public:
  virtual ~Connector() = default;
  [[nodiscard]] virtual Lane open() = 0;
  // Requests left in the present minute, where the API has told (F 2.1.3). Any thread may ask.
  [[nodiscard]] virtual std::optional<std::int64_t> requests_left() const = 0;
  // What the API's own clock says now, where it has told.
  [[nodiscard]] virtual std::optional<ledger::Instant> server_now() const { return std::nullopt; }
};

// One configured source, by slug.
struct SourceRequest {
  std::string name;
  opencollective::Perspective perspective = opencollective::Perspective::account;
  std::string slug;
  ledger::Instant start;  // rows created before are not asked for
};

struct Options {
  std::int64_t settle_ms = 5 * 60 * ledger::ms_per_second;         // F 5.7.1
  std::int64_t overlap_ms = 72 * 60 * 60 * ledger::ms_per_second;  // F 5.7.4
  std::int64_t page_size = 1000;                                   // to start with
  bool page_size_fixed = false;  // neither grows nor shrinks, for measurements
  bool deep = false;             // a sync reads all of history again
  // An audit reads again whatever differs, not only months with few rows.
  bool repair = true;
  LossPolicy losses;
  std::string program_version;
};

// How a run over several sources ended. A failing source does not stop the others.
struct RunResult {
  std::int64_t run = 0;
  std::int64_t sources_done = 0;
  std::int64_t inserted = 0;
  std::int64_t changed = 0;
  std::int64_t unreadable = 0;
  std::int64_t unread_sources = 0;  // of which rows exist, and not one can be read
  std::int64_t requests = 0;
  std::int64_t findings = 0;  // told to the observer, one by one
  struct SourceFailure {
    std::string source;
    Error error;
  };
  std::vector<SourceFailure> failures;
  std::vector<audit::SourceReport> audits;  // of the sources that went well, by sync and reconcile
  bool stopped = false;                     // SIGTERM or SIGINT: what was done is committed

  // 0; 4 when a difference remains; 3 when some sources failed, nothing of one can be read or
  // evidence was refused for several runs; the failure's own status when all sources failed; 75
  // when stopped.
  [[nodiscard]] int exit_status() const;
};

// Brings every source up to date: from its watermark less the overlap to `settle` before now;
// everything from its start when it has none. Each complete window is committed with its rows, so
// the next run goes on wherever this one ends. Then each source is audited: what the platform's
// counts, sums and balances of all history point at is read again at once (audit/evidence.hpp), and
// rows that are gone from the platform become tombstones (losses.hpp). Throws only what concerns
// all sources (the database).
[[nodiscard]] RunResult run_sync(store::Database& database, Connector& connector, os::Clock& clock,
                                 const std::vector<SourceRequest>& sources, const Options& options,
                                 Observer& observer);

// Audits every source at full depth, and reads again what differs. Sources must have been read.
[[nodiscard]] RunResult run_reconcile(store::Database& database, Connector& connector,
                                      os::Clock& clock, const std::vector<SourceRequest>& sources,
                                      const Options& options, Observer& observer);

// Reads [from, to) of every source, whatever was read before, and leaves the rest alone. `to`
// is cut to `settle` before now. A backfill that was interrupted goes on where it stood when it is
// asked for again with the same range. `to` nothing: up to now less settle.
[[nodiscard]] RunResult run_backfill(store::Database& database, Connector& connector,
                                     os::Clock& clock, const std::vector<SourceRequest>& sources,
                                     std::optional<ledger::Instant> from,
                                     std::optional<ledger::Instant> to, const Options& options,
                                     Observer& observer);

}  // namespace bursar::sync
