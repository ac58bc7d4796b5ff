#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "reconcile/balance_check.hpp"
#include "reconcile/difference.hpp"
#include "reconcile/profile_check.hpp"
#include "reconcile/scope.hpp"
#include "store/database.hpp"
#include "store/interval_set.hpp"
#include "store/sources.hpp"

namespace bursar::reconcile {

// What reconciling a source came to (accounting.md R21).
struct SourceReport {
  std::string source;
  ledger::Instant safe;     // the date of the first pair of balances
  ledger::Instant read_to;  // proven up to here
  std::vector<AccountBalance> balances;
  std::vector<ProfileReport> profiles;
  std::vector<Difference> differences;  // healed and harmless ones, too
  std::vector<store::Interval> read_again;

  [[nodiscard]] bool agrees() const;
};

struct Options {
  ledger::Instant now;
  bool heal = false;  // read months again however many rows they have
};

// Reads a part of the source again, as `bursar backfill` does.
using ReadAgain = std::function<void(const store::Interval& range)>;

// Compares the platform's balances with the stored rows and these with what was handed over. Months
// that differ are read again, up to twice (a row that is gone must be missing in two runs), where
// that is cheap or `heal` says so; then all is compared again. Throws Error.
[[nodiscard]] SourceReport reconcile_source(store::Database& database,
                                            opencollective::Client& client,
                                            const store::Source& source, const Options& options,
                                            const ReadAgain& read_again);

// A report on which nothing was compared yet.
[[nodiscard]] SourceReport begin_report(const Scope& scope);

}  // namespace bursar::reconcile
