#include "store/transaction_writer.hpp"

#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::store {
namespace {

std::string insert_text() {
  return fmt::format(
      "INSERT INTO transactions ({}, hash, first_run, run, version) VALUES ({}, 1) "
      "ON CONFLICT (id) DO NOTHING",
      transaction_columns(), placeholders(transaction_column_count + 3));
}

std::string keep_version_text() {
  const std::string columns =
      "row, version, hash, first_run, run, tombstoned_at, " + transaction_columns();
  return fmt::format(
      "INSERT INTO transaction_versions (replaced_at, replaced_run, {0}) "
      "SELECT ?2, ?3, {0} FROM transactions WHERE row = ?1",
      columns);
}

std::string update_text() {
  return fmt::format(
      "UPDATE transactions SET ({}, hash, version, run, tombstoned_at) = ({}, NULL) WHERE row = ?",
      transaction_columns(), placeholders(transaction_column_count + 3));
}

std::string load_text() {
  return fmt::format("SELECT {}, {} FROM transactions WHERE id = ?", row_state_columns,
                     transaction_columns());
}

std::string_view public_id(const ledger::TransactionPage& page, ledger::Key key) {
  if (key == ledger::no_key) return {};
  return page.accounts[static_cast<std::size_t>(key)].public_id;
}

std::int64_t hash_in_page(const ledger::TransactionPage& page, const ledger::Transaction& row) {
  const std::string_view order =
      row.order == ledger::no_key
          ? std::string_view{}
          : std::string_view{page.orders[static_cast<std::size_t>(row.order)].public_id};
  const std::uint64_t hash =
      ledger::stable_hash(row, {.account = public_id(page, row.account),
                                .opposite_account = public_id(page, row.opposite_account),
                                .host = public_id(page, row.host),
                                .gift_card_emitter = public_id(page, row.gift_card_emitter),
                                .order = order});
  return static_cast<std::int64_t>(hash);  // SQLite has signed integers only: the same bits
}

ledger::Key stored_key(const std::vector<ledger::Key>& keys, ledger::Key index) {
  return index == ledger::no_key ? ledger::no_key : keys[static_cast<std::size_t>(index)];
}

ledger::Transaction with_keys(ledger::Transaction row, const TransactionKeys& keys) {
  row.account = keys.account;
  row.opposite_account = keys.opposite_account;
  row.host = keys.host;
  row.gift_card_emitter = keys.gift_card_emitter;
  row.order = keys.order;
  return row;
}

}  // namespace

struct TransactionWriter::Stored {
  RowState state;
  ledger::Transaction transaction;
};

TransactionWriter::TransactionWriter(SQLite::Database& database)
    : insert_(database, insert_text()),
      glance_(database,
              "SELECT hash, incomplete, tombstoned_at, merchant_id, tax_id_number "
              "FROM transactions WHERE id = ?"),
      load_(database, load_text()),
      versions_(database, "transactions", keep_version_text()),
      rehash_(database, "UPDATE transactions SET hash = ?1 WHERE row = ?2"),
      update_(database, update_text()),
      refund_stands_(database,
                     "SELECT 1 FROM transactions WHERE id = ? AND is_refund = 1 "
                     "AND tombstoned_at IS NULL"),
      account_id_(database, "SELECT public_id FROM accounts WHERE account = ?"),
      order_id_(database, "SELECT public_id FROM orders WHERE contribution = ?") {}

WriteCounts TransactionWriter::write(const ledger::TransactionPage& page,
                                     const std::vector<ledger::Key>& accounts,
                                     const std::vector<ledger::Key>& orders,
                                     const WriteContext& context) {
  WriteCounts counts;
  std::vector<const ledger::Transaction*> refunds;
  for (const ledger::Transaction& row : page.rows) {
    const TransactionKeys keys{.account = stored_key(accounts, row.account),
                               .opposite_account = stored_key(accounts, row.opposite_account),
                               .host = stored_key(accounts, row.host),
                               .gift_card_emitter = stored_key(accounts, row.gift_card_emitter),
                               .order = stored_key(orders, row.order)};
    const Outcome outcome = write_row(page, row, keys, context);
    if (outcome == Outcome::inserted) ++counts.inserted;
    if (outcome == Outcome::changed) ++counts.changed;
    if (outcome == Outcome::unchanged) ++counts.unchanged;
    const bool links_to_original = row.is_refund && !row.refund_transaction.empty();
    if (links_to_original && outcome != Outcome::unchanged) refunds.push_back(&row);
  }
  // After all rows, so that an original in the same page has been written as the API shows it.
  for (const ledger::Transaction* refund : refunds) {
    if (mark_original(*refund, context)) ++counts.refund_marks;
  }
  return counts;
}

TransactionWriter::Outcome TransactionWriter::write_row(const ledger::TransactionPage& page,
                                                        const ledger::Transaction& row,
                                                        const TransactionKeys& keys,
                                                        const WriteContext& context) {
  if (keys.account == ledger::no_key) {
    throw Error(ErrorKind::data, fmt::format("transaction {} belongs to no account", row.id),
                "report this: the platform's answer breaks its own schema");
  }
  const std::int64_t hash = hash_in_page(page, row);
  if (insert_row(row, keys, hash, context)) return Outcome::inserted;
  return update_row(page, row, keys, hash, context);
}

bool TransactionWriter::insert_row(const ledger::Transaction& row, const TransactionKeys& keys,
                                   std::int64_t hash, const WriteContext& context) {
  FieldBinder binder(insert_);
  bind_transaction(binder, row, keys);
  binder.number(hash).number(context.run).number(context.run);
  return run(insert_) > 0;
}

TransactionWriter::Outcome TransactionWriter::update_row(const ledger::TransactionPage& page,
                                                         const ledger::Transaction& row,
                                                         const TransactionKeys& keys,
                                                         std::int64_t hash,
                                                         const WriteContext& context) {
  glance_.bindNoCopy(1, row.id);
  glance_.executeStep();
  FieldReader glance(glance_);
  const bool believes_nulls = context.believes_nulls_of(public_id(page, row.host));
  const auto nothing_private = [&](const std::string& stored, const std::string& incoming) {
    return stored == incoming || (incoming.empty() && !believes_nulls);
  };
  const bool nothing_new = glance.number() == hash && glance.flag() == row.incomplete &&
                           !glance.optional_number() &&
                           nothing_private(glance.text(), row.merchant_id) &&
                           nothing_private(glance.text(), row.tax_id_number);
  glance_.reset();
  if (nothing_new) return Outcome::unchanged;

  const Stored stored = load(row.id);
  ledger::Transaction merged = merge(stored.transaction, with_keys(row, keys), believes_nulls);
  const bool mark_lost = stored.transaction.is_refunded && !merged.is_refunded;
  if (mark_lost && refund_is_stored(stored.transaction.refund_transaction)) {
    // Read before the refund was made, written after: the refund row proves the mark right.
    merged.is_refunded = true;
    merged.refund_transaction = stored.transaction.refund_transaction;
    merged.refund_kind = stored.transaction.refund_kind;
  }
  const std::int64_t merged_hash = hash_of(merged);
  const bool new_version = merged_hash != stored.state.hash || stored.state.tombstone;
  replace(stored, merged, merged_hash, new_version, context);
  return new_version ? Outcome::changed : Outcome::unchanged;
}

bool TransactionWriter::mark_original(const ledger::Transaction& refund,
                                      const WriteContext& context) {
  const Stored original = load(refund.refund_transaction);
  if (original.state.row == 0 || original.state.tombstone || original.transaction.is_refund)
    return false;
  ledger::Transaction marked = original.transaction;
  marked.is_refunded = true;
  marked.refund_transaction = refund.id;
  if (!refund.refund_kind.empty()) marked.refund_kind = refund.refund_kind;
  const std::int64_t hash = hash_of(marked);
  if (hash == original.state.hash) return false;
  replace(original, marked, hash, true, context);
  return true;
}

bool TransactionWriter::refund_is_stored(const std::string& id) {
  refund_stands_.bindNoCopy(1, id);
  const bool found = refund_stands_.executeStep();
  refund_stands_.reset();
  return found;
}

bool TransactionWriter::bury(const std::string& id, const WriteContext& context) {
  return versions_.bury(load(id).state, context);
}

bool TransactionWriter::rehash(const std::string& id) {
  const Stored stored = load(id);
  if (stored.state.row == 0) return false;
  const std::int64_t hash = hash_of(stored.transaction);
  if (hash == stored.state.hash) return false;
  FieldBinder(rehash_).number(hash).number(stored.state.row);
  run(rehash_);
  return true;
}

TransactionWriter::Stored TransactionWriter::load(const std::string& id) {
  Stored stored;
  load_.bindNoCopy(1, id);
  if (load_.executeStep()) {
    FieldReader reader(load_);
    stored.state = read_row_state(reader);
    read_transaction(reader, stored.transaction);
  }
  load_.reset();
  return stored;
}

void TransactionWriter::replace(const Stored& stored, const ledger::Transaction& merged,
                                std::int64_t hash, bool new_version, const WriteContext& context) {
  if (new_version) {
    versions_.keep(stored.state, context);
  }
  FieldBinder binder(update_);
  bind_transaction(binder, merged, keys_of(merged));
  binder.number(hash)
      .number(stored.state.version + (new_version ? 1 : 0))
      .number(new_version ? context.run : stored.state.run)
      .number(stored.state.row);
  run(update_);
}

std::int64_t TransactionWriter::hash_of(const ledger::Transaction& stored) {
  const std::string account = account_id_(stored.account);
  const std::string opposite = account_id_(stored.opposite_account);
  const std::string host = account_id_(stored.host);
  const std::string emitter = account_id_(stored.gift_card_emitter);
  const std::string order = order_id_(stored.order);
  return static_cast<std::int64_t>(ledger::stable_hash(stored, {.account = account,
                                                                .opposite_account = opposite,
                                                                .host = host,
                                                                .gift_card_emitter = emitter,
                                                                .order = order}));
}

}  // namespace bursar::store
