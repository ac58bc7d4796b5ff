#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "opencollective/client.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"
#include "sync/batch_queue.hpp"
#include "sync/plan.hpp"
#include "sync/stream_reader.hpp"

namespace bursar::sync {

struct ExpenseRefresh {
  store::Source source;
  std::vector<ScopePart> parts;
  ledger::Instant since;  // where the last run's news ended, less the overlap
  ledger::Instant to;     // settled now
  bool may_read_activities = false;
  std::int64_t run = 0;
};

// Expenses have no change feed (F 4.6); their news is the union of what this finds: the
// non-terminal ones listed anew, those that were open here but are in that list no more, those that
// activities name, those of new transactions, and the slice of history whose turn
// it is today (F 11.10). Hands what it reads to `write` from the calling thread.
void refresh_expenses(store::Database& database, opencollective::Client& client,
                      const ExpenseRefresh& refresh, PageSize& page_size,
                      const std::function<void(Delivery)>& write);

// The part of [oldest, newest] whose turn it is on the day of `now`: the whole comes round in 14
// days (F 11.10e).
[[nodiscard]] store::Interval slice_of_the_day(ledger::Instant oldest, ledger::Instant newest,
                                               ledger::Instant now);

}  // namespace bursar::sync
