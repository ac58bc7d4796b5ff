#include "sync/batch_writer.hpp"

#include <utility>
#include <variant>

#include "store/coverage.hpp"
#include "store/quarantine.hpp"

namespace bursar::sync {
namespace {

template <typename Row>
std::vector<store::Unreadable> quarantine_entries(const Batch<Row>& batch,
                                                  const store::StreamKey& key) {
  std::vector<store::Unreadable> entries;
  for (const ledger::UnreadableNode& node : batch.page.unreadable) {
    store::Unreadable entry;
    entry.key = key;
    entry.window = batch.interval;
    entry.index = node.index;
    entry.reason = node.reason;
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

BatchWriter::BatchWriter(store::Database& database, os::Clock& clock, std::int64_t run)
    : database_(database), clock_(clock), records_(database), run_(run) {}

store::WriteContext BatchWriter::context() {
  return {run_, clock_.now(), !private_host_.empty(), private_host_};
}

void BatchWriter::write(const Delivery& delivery) {
  try {
    if (!group_) group_.emplace(database_).begun_ms = clock_.steady_ms();
    group_->done.push_back(write_batch(delivery));
    group_->rows += group_->done.back().rows;
  } catch (...) {
    undo();
    throw;
  }
}

bool BatchWriter::group_is_full() {
  if (!group_) return false;
  return group_->rows >= most_rows_of_group ||
         clock_.steady_ms() - group_->begun_ms >= most_ms_of_group;
}

std::vector<WindowDone> BatchWriter::commit() {
  if (!group_) return {};
  try {
    group_->transaction.commit();
  } catch (...) {
    undo();
    throw;
  }
  std::vector<WindowDone> done = std::move(group_->done);
  group_.reset();
  return done;
}

void BatchWriter::undo() {
  group_.reset();
  records_.forget();
}

WindowDone BatchWriter::write_batch(const Delivery& delivery) {
  const store::WriteContext now = context();
  WindowDone done;
  done.stream = delivery.key.stream;
  done.page_size = delivery.page_size;
  const auto write = [&](const auto& batch) {
    const store::WriteCounts counts = records_.write(batch.page, now);
    if (delivery.records_window && batch.proven_rows) {
      const store::ProvenWindow window{batch.interval, *batch.proven_rows, run_, now.now};
      store::record_window(database_, delivery.key, window);
      store::put_quarantine(database_, delivery.key, batch.interval,
                            quarantine_entries(batch, delivery.key), now.now);
    }
    done.interval = batch.interval;
    done.rows = batch.rows;
    done.inserted = counts.inserted;
    done.changed = counts.changed;
    done.unreadable = static_cast<std::int64_t>(batch.page.unreadable.size());
    done.seconds = batch.page.seconds;
    done.rows_left = batch.rows_after;
  };
  std::visit(write, delivery.batch);
  return done;
}

void BatchWriter::write_accounts(const opencollective::AccountDetails& details) {
  // Their private field, the legal name, needs the scope `account`, which a sync does not probe.
  store::WriteContext now = context();
  now.private_fields_readable = false;
  store::WriteTransaction transaction(database_);
  try {
    if (details.host) records_.write_account(*details.host, now);
    records_.write_account(details.account, now);
    for (const ledger::Account& child : details.children) records_.write_account(child, now);
    const std::string host = details.is_host ? details.account.public_id
                             : details.host  ? details.host->public_id
                                             : std::string();
    if (!host.empty()) records_.write_categories(host, details.categories, now);
    transaction.commit();
  } catch (...) {
    records_.forget();
    throw;
  }
}

}  // namespace bursar::sync
