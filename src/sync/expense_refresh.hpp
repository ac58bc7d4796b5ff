#pragma once

#include <cstdint>
#include <functional>
#include <string>
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

// What a refresh came across besides.
struct RefreshNews {
  std::vector<std::string> missing_expenses;  // looked up, and not found
  std::vector<std::string> touched_orders;    // disputed, reviewed, re-categorised (F 9.5)
};

// Expenses have no change feed (F 4.6); their news is the union of what this finds: the
// non-terminal ones listed anew, those that were open here but are in that list no more, those that
// activities name, those of new transactions, and the slice of history whose turn
// it is today (F 11.10). Hands what it reads to `write` from the calling thread.
[[nodiscard]] RefreshNews refresh_expenses(store::Database& database,
                                           opencollective::Client& client,
                                           const ExpenseRefresh& refresh, PageSize& page_size,
                                           const std::function<void(Delivery)>& write);

// The expenses of transactions that this run has written and that it has not read yet: proving
// history anew brings some after the refresh. Costs no request where there are none. Returns those
// that do not exist.
[[nodiscard]] std::vector<std::string> read_linked_expenses(
    store::Database& database, opencollective::Client& client, const ExpenseRefresh& refresh,
    const std::function<void(Delivery)>& write);

// A part of the source's expenses in order of creation.
struct Slice {
  std::int64_t offset = 0;
  std::int64_t rows = 0;
};

// The part whose turn it is on day number `day` (days since 1970): about a page, so that a night
// costs one request, or more where the whole would not come round within 28 days (F 11.10e).
[[nodiscard]] Slice slice_of_the_day(std::int64_t expenses, std::int64_t day);

}  // namespace bursar::sync
