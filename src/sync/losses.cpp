#include "sync/losses.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "store/refund_links.hpp"
#include "store/successors.hpp"
#include "sync/summary.hpp"

namespace bursar::sync {
namespace {

using store::Stream;

constexpr std::int64_t runs_to_confirm = 2;

const char* noun(Stream stream) {
  return stream == Stream::transactions ? "transaction" : "expense";
}

// Those of `ids` that the look-up neither returned nor said it cannot read.
template <typename Row>
void add_unfound(std::span<const std::string> ids, const ledger::Page<Row>& page,
                 std::set<std::string>& gone) {
  std::set<std::int64_t> found(page.indexes.begin(), page.indexes.end());
  for (const ledger::UnreadableNode& node : page.unreadable) found.insert(node.index);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!found.contains(static_cast<std::int64_t>(i))) gone.insert(ids[i]);
  }
}

template <typename Row>
Delivery delivery_of(const store::Source& source, Stream stream, ledger::Page<Row> page) {
  Batch<Row> batch;
  batch.interval = {source.start, ledger::Instant::max()};
  batch.rows = page.node_count();
  batch.page = std::move(page);
  return {{source.source, store::stream_name(stream), {}}, std::move(batch), false, 0};
}

}  // namespace

Losses::Losses(store::Database& database, opencollective::Client& client,
               const store::Source& source, const store::WriteContext& context,
               std::function<void(Delivery)> write)
    : database_(database),
      client_(client),
      source_(source),
      context_(context),
      write_(std::move(write)) {}

void Losses::look_up(Stream stream, const std::set<std::string>& missing) {
  std::set<std::string> wanted = missing;
  for (const store::Suspect& suspect : store::suspects(database_, source_.source, stream)) {
    wanted.insert(suspect.id);
  }
  if (wanted.empty()) return;
  const std::vector<std::string> ids(wanted.begin(), wanted.end());
  std::set<std::string> gone;
  if (stream == Stream::transactions) {
    look_up_transactions(ids, gone);
  } else {
    look_up_expenses(ids, gone);
  }
  {
    store::WriteTransaction transaction(database_);
    if (stream == Stream::transactions) {
      for (const std::string& id : store::succeed(database_, gone, context_)) gone.erase(id);
    }
    for (const std::string& id : ids) {
      if (gone.contains(id)) {
        store::note_missing(database_, source_.source, stream, id, context_);
      } else {
        store::clear_suspect(database_, source_.source, stream, id);
      }
    }
    transaction.commit();
  }
  note_gone(stream, gone);
}

void Losses::look_up_transactions(const std::vector<std::string>& ids,
                                  std::set<std::string>& gone) {
  for (std::size_t first = 0; first < ids.size();) {
    const auto batch = std::span(ids).subspan(
        first, std::min(opencollective::max_look_ups_per_request, ids.size() - first));
    ledger::TransactionPage page = client_.transactions_by_id(batch);
    add_unfound(batch, page, gone);
    write_(delivery_of(source_, Stream::transactions, std::move(page)));
    first += batch.size();
  }
}

void Losses::look_up_expenses(const std::vector<std::string>& ids, std::set<std::string>& gone) {
  ledger::ExpensePage page = client_.expenses_by_id(ids);
  add_unfound(std::span(ids), page, gone);
  write_(delivery_of(source_, Stream::expenses, std::move(page)));
}

void Losses::note_gone(Stream stream, const std::set<std::string>& gone) {
  std::int64_t first_time = 0;
  for (const store::Suspect& suspect : store::suspects(database_, source_.source, stream)) {
    if (!gone.contains(suspect.id)) continue;
    if (suspect.runs_missed >= runs_to_confirm) {
      confirmed_[stream].push_back(suspect.id);
    } else {
      ++first_time;
    }
  }
  if (first_time == 0) return;
  findings_.push_back({source_.name, fmt::format("{}s-missing", noun(stream)), first_time,
                       fmt::format("{} missing on the platform; what the next run does not find "
                                   "either leaves the books",
                                   amount_of(first_time, noun(stream), "is", "are"))});
}

void Losses::bury(const store::AskedRows& all, const LossPolicy& policy) {
  if (!policy.accept) keep_paid_expenses(confirmed_[Stream::expenses]);
  for (const auto& [stream, ids] : confirmed_) refuse_large_loss(stream, ids.size(), all, policy);
  store::WriteTransaction transaction(database_);
  for (const auto& [stream, ids] : confirmed_) {
    for (const std::string& id : ids) (void)store::bury(database_, stream, id, context_);
  }
  transaction.commit();
  confirmed_.clear();
}

void Losses::follow_refunds() {
  std::set<std::string> gone;  // is missed by its own month
  look_up_transactions(store::stale_refund_links(database_, context_.run), gone);
}

// An alarm for each, and out of what is to be buried.
void Losses::keep_paid_expenses(std::vector<std::string>& confirmed) {
  std::vector<std::string> missing;
  for (const auto& suspect : store::suspects(database_, source_.source, Stream::expenses)) {
    missing.push_back(suspect.id);
  }
  for (const store::PaidExpense& paid : store::paid_among(database_, missing)) {
    std::erase(confirmed, paid.id);
    findings_.push_back(
        {source_.name, "paid-expense-vanished", 1,
         fmt::format("the paid expense \"{}\" of {} {} ({}) is not on the platform any more, where "
                     "paid expenses cannot be deleted; it is kept: find out why, then run "
                     "`bursar sync --accept-losses` if it should go",
                     paid.description, paid.amount.currency.code(),
                     ledger::format_amount(paid.amount), paid.id),
         true});
  }
}

void Losses::refuse_large_loss(Stream stream, std::size_t losses, const store::AskedRows& all,
                               const LossPolicy& policy) {
  const auto lost = static_cast<std::int64_t>(losses);
  if (policy.accept || lost <= always_tolerated_losses) return;
  const std::int64_t stored =
      store::count_stored(database_, all, stream, {source_.start, ledger::Instant::max()});
  if (lost * 100 <= stored * policy.max_shrink_percent) return;
  throw Error(
      ErrorKind::data,
      fmt::format("{} of {} {}s are gone from the platform, more than the {} % that may go "
                  "unasked; none was taken out of the books",
                  lost, stored, noun(stream), policy.max_shrink_percent),
      "find out whether they were really deleted (a token that lost rights shows fewer rows); if "
      "so, run `bursar sync --accept-losses` once");
}

}  // namespace bursar::sync
