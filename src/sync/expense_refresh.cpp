#include "sync/expense_refresh.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/expense.hpp"
#include "store/queries.hpp"
#include "sync/plan.hpp"

namespace bursar::sync {
namespace {

// A little below a page, for the expenses that were added since.
constexpr std::int64_t rows_of_a_slice = 950;
constexpr std::int64_t most_days = 28;

std::vector<std::string> open_statuses() {
  std::vector<std::string> statuses;
  for (const std::string_view status : opencollective::all_expense_statuses()) {
    if (!ledger::is_terminal_status(status)) statuses.emplace_back(status);
  }
  return statuses;
}

// Hands deliveries on and remembers the ids that were in them.
class Collector {
 public:
  explicit Collector(const std::function<void(Delivery)>& write) : write_(write) {}

  void take(Delivery delivery) {
    const auto& batch = std::get<Batch<ledger::Expense>>(delivery.batch);
    for (const ledger::Expense& expense : batch.page.rows) seen_.insert(expense.public_id);
    write_(std::move(delivery));
  }

  // Those of `ids` that no delivery held.
  [[nodiscard]] std::vector<std::string> unseen(const std::vector<std::string>& ids) const {
    std::vector<std::string> result;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(result),
                 [this](const std::string& id) { return !seen_.contains(id); });
    return result;
  }

 private:
  const std::function<void(Delivery)>& write_;
  std::set<std::string> seen_;
};

// Returns those of `ids` that do not exist.
std::vector<std::string> look_up(opencollective::Client& client, const ExpenseRefresh& refresh,
                                 const std::vector<std::string>& ids, Collector& collector) {
  if (ids.empty()) return {};
  Batch<ledger::Expense> batch;
  batch.page = client.expenses_by_id(ids);
  batch.interval = {refresh.since, refresh.to};
  batch.rows = batch.page.node_count();
  std::set<std::int64_t> found(batch.page.indexes.begin(), batch.page.indexes.end());
  for (const ledger::UnreadableNode& node : batch.page.unreadable) found.insert(node.index);
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!found.contains(static_cast<std::int64_t>(i))) missing.push_back(ids[i]);
  }
  collector.take({{refresh.source.source, expenses_stream, {}}, std::move(batch), false, 0});
  return missing;
}

// The expenses that are not settled, and the slice of history whose turn it is.
void list_anew(store::Database& database, opencollective::Client& client,
               const ExpenseRefresh& refresh, const ScopePart& part, PageSize& page_size,
               Collector& collector) {
  const store::StreamKey key{refresh.source.source, expenses_stream, part.part};
  const Sink sink = [&](Delivery delivery) {
    collector.take(std::move(delivery));
    return true;
  };
  read_expenses(client,
                {key, part.scope, {refresh.source.start, refresh.to}, open_statuses(), false},
                page_size, sink);
  const Slice slice = slice_of_the_day(store::count_expenses(database, refresh.source),
                                       refresh.to.ms / ledger::ms_per_day);
  const auto extent = store::expense_extent(database, refresh.source, slice.offset, slice.rows);
  if (!extent) return;
  const store::Interval range{extent->oldest, std::min(extent->newest + 1, refresh.to)};
  if (range.from < range.to) {
    read_expenses(client, {key, part.scope, range, {}, true}, page_size, sink);
  }
}

}  // namespace

Slice slice_of_the_day(std::int64_t expenses, std::int64_t day) {
  const std::int64_t rows = std::max(rows_of_a_slice, (expenses + most_days - 1) / most_days);
  const std::int64_t slices = std::max<std::int64_t>(1, (expenses + rows - 1) / rows);
  return {day % slices * rows, rows};
}

RefreshNews refresh_expenses(store::Database& database, opencollective::Client& client,
                             const ExpenseRefresh& refresh, PageSize& page_size,
                             const std::function<void(Delivery)>& write) {
  RefreshNews news;
  Collector collector(write);
  std::vector<std::string> wanted = store::open_expenses(database, refresh.source);
  for (const ScopePart& part : refresh.parts) {
    list_anew(database, client, refresh, part, page_size, collector);
    if (!refresh.may_read_activities) continue;
    const auto touched = client.touched(part.scope, refresh.since, refresh.to);
    if (!touched) continue;
    wanted.insert(wanted.end(), touched->expenses.begin(), touched->expenses.end());
    news.touched_orders.insert(news.touched_orders.end(), touched->orders.begin(),
                               touched->orders.end());
  }
  const auto linked = store::expenses_of_new_transactions(database, refresh.run);
  wanted.insert(wanted.end(), linked.begin(), linked.end());
  const auto unread = store::expenses_not_read_in(database, collector.unseen(wanted), refresh.run);
  const std::set<std::string> once(unread.begin(), unread.end());
  news.missing_expenses = look_up(client, refresh, {once.begin(), once.end()}, collector);
  return news;
}

std::vector<std::string> read_linked_expenses(store::Database& database,
                                              opencollective::Client& client,
                                              const ExpenseRefresh& refresh,
                                              const std::function<void(Delivery)>& write) {
  Collector collector(write);
  const auto linked = store::expenses_of_new_transactions(database, refresh.run);
  return look_up(client, refresh, store::expenses_not_read_in(database, linked, refresh.run),
                 collector);
}

}  // namespace bursar::sync
