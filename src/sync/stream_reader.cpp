#include "sync/stream_reader.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "error/error.hpp"
#include "http/transport_error.hpp"
#include "os/stop_request.hpp"
#include "sync/page_parts.hpp"
#include "sync/window_walk.hpp"

namespace bursar::sync {
namespace {

using opencollective::Client;
using opencollective::Fields;
using opencollective::WindowQuery;

// More unreadable nodes than this in one page are retried in later runs, a few at a time.
constexpr std::size_t most_retries_per_page = 10;

ledger::TransactionPage fetch(Client& client, const WindowQuery& query, ledger::Transaction*) {
  return client.transactions(query);
}

ledger::ExpensePage fetch(Client& client, const WindowQuery& query, ledger::Expense*) {
  return client.expenses(query);
}

typename WindowWalk<ledger::Transaction>::Limits limits(ledger::Transaction*) {
  return {opencollective::max_transactions_per_page, 10'000};
}

typename WindowWalk<ledger::Expense>::Limits limits(ledger::Expense*) {
  return {opencollective::max_expenses_per_page, 0};
}

// Asks for the node at one place with fewer fields and adds it to the page, if it can be read so.
// The node also stays listed as unreadable: what the reduced fields lack is still missing.
template <typename Row>
void retry_reduced(Client& client, WindowQuery query, std::int64_t index, ledger::Page<Row>& page) {
  query.fields = Fields::reduced;
  query.offset += index;
  query.limit = 1;
  ledger::Page<Row> single = fetch(client, query, static_cast<Row*>(nullptr));
  if (single.rows.size() != 1) return;
  const std::string& id = id_of(single.rows.front());
  const auto known = std::find_if(page.rows.begin(), page.rows.end(),
                                  [&](const Row& row) { return id_of(row) == id; });
  if (known != page.rows.end()) return;
  single.rows.front().incomplete = true;
  add_recovered_row(page, std::move(single), index);
}

template <typename Row>
void retry_unreadable(Client& client, const WindowQuery& query, ledger::Page<Row>& page) {
  const std::size_t retries = std::min(page.unreadable.size(), most_retries_per_page);
  for (std::size_t i = 0; i < retries; ++i) {
    retry_reduced(client, query, page.unreadable[i].index, page);
  }
}

template <typename Row>
void read(Client& client, const ReadTask& task, PageSize& page_size, const Sink& sink) {
  WindowWalk<Row> walk(task.range, limits(static_cast<Row*>(nullptr)));
  while (const std::optional<Ask> ask = walk.next(page_size.rows(), page_size.most_rows())) {
    if (os::stop_requested()) throw Stopped();
    WindowQuery query{task.scope,  ask->from,    ask->to,       ask->limit,
                      ask->offset, Fields::full, task.statuses, task.groups};
    std::vector<Batch<Row>> batches;
    try {
      ledger::Page<Row> page = fetch(client, query, static_cast<Row*>(nullptr));
      page_size.answered(page.node_count(), page.seconds, page.body_bytes);
      retry_unreadable(client, query, page);
      require_within(page, ask->from, ask->to);
      batches = walk.take(std::move(page));
    } catch (const http::PageTooHeavy&) {
      if (!page_size.too_heavy()) throw;
      continue;
    } catch (const http::TransportError&) {
      // A request under way is cut off when a stop is asked for.
      if (os::stop_requested()) throw Stopped();
      throw;
    }
    for (Batch<Row>& batch : batches) {
      if (!sink({task.key, std::move(batch), task.records_window, ask->limit})) return;
    }
  }
}

}  // namespace

Stopped::Stopped()
    : Error(ErrorKind::try_later, "stopped on request; what was read so far is stored",
            "Run the same command again to go on.") {}

void read_transactions(Client& client, const ReadTask& task, PageSize& page_size,
                       const Sink& sink) {
  read<ledger::Transaction>(client, task, page_size, sink);
}

void read_expenses(Client& client, const ReadTask& task, PageSize& page_size, const Sink& sink) {
  read<ledger::Expense>(client, task, page_size, sink);
}

}  // namespace bursar::sync
