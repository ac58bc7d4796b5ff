#include "sync/batch_writer.hpp"

#include <variant>
#include <vector>

#include "store/coverage.hpp"
#include "store/quarantine.hpp"

namespace bursar::sync {
namespace {

template <typename Row>
std::vector<store::Unreadable> quarantine_entries(const ProvenBatch<Row>& batch,
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

WindowDone BatchWriter::write(const Delivery& delivery) {
  const store::WriteContext now = context();
  WindowDone done;
  done.stream = delivery.key.stream;
  done.page_size = delivery.page_size;
  const auto write_batch = [&](const auto& batch) {
    const store::WriteCounts counts = records_.write(batch.page, now);
    if (delivery.records_window) {
      store::record_window(database_, delivery.key, {batch.interval, batch.rows, run_, now.now});
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
  store::WriteTransaction transaction(database_);
  try {
    std::visit(write_batch, delivery.batch);
    transaction.commit();
  } catch (...) {
    records_.forget();
    throw;
  }
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
