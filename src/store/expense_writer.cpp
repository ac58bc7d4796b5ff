#include "store/expense_writer.hpp"

#include <fmt/format.h>

namespace bursar::store {
namespace {

std::string insert_text() {
  return fmt::format(
      "INSERT INTO expenses ({}, hash, first_run, run, read_run, version) VALUES ({}, 1)",
      expense_columns(), placeholders(expense_column_count + 4));
}

std::string update_text() {
  return fmt::format(
      "UPDATE expenses SET ({}, hash, version, run, read_run, tombstoned_at) = ({}, NULL) "
      "WHERE row = ?",
      expense_columns(), placeholders(expense_column_count + 4));
}

std::string load_text() {
  return fmt::format("SELECT {}, {} FROM expenses WHERE public_id = ?", row_state_columns,
                     expense_columns());
}

// The replaced expense with its parts as one document; its members are named like the columns.
constexpr const char* keep_version_text =
    "INSERT INTO record_versions (record_type, record, version, document, replaced_at, "
    "replaced_run) SELECT 'expense', e.row, e.version, json_object("
    "'type', type, 'status', status, 'on_hold', on_hold, 'description', description, "
    "'long_description', long_description, 'reference', reference, 'amount', amount, "
    "'currency', e.currency, 'fees_payer', fees_payer, 'created_at', created_at, "
    "'incurred_at', incurred_at, 'paid_at', paid_at, "
    "'account', (SELECT public_id FROM accounts WHERE account = e.account), "
    "'payee', (SELECT public_id FROM accounts WHERE account = e.payee), "
    "'created_by', (SELECT public_id FROM accounts WHERE account = e.created_by), "
    "'host', (SELECT public_id FROM accounts WHERE account = e.host), "
    "'category', (SELECT public_id FROM accounting_categories WHERE category = e.category), "
    "'payout_method_type', payout_method_type, 'payout_method_data', payout_method_data, "
    "'payment_service', payment_service, 'payment_type', payment_type, "
    "'virtual_card', virtual_card, 'invoice_info', invoice_info, "
    "'private_message', private_message, 'payee_country', payee_country, "
    "'payee_address', payee_address, 'tags', tags, 'custom_data', custom_data, "
    "'merchant_id', merchant_id, 'transfer_reference', transfer_reference, "
    "'incomplete', incomplete, 'tombstoned_at', tombstoned_at, "
    "'items', (SELECT json_group_array(json_object('id', id, 'amount', amount, 'currency', "
    "currency, 'fx_rate', fx_rate, 'description', description, 'incurred_at', incurred_at, "
    "'url', url)) FROM (SELECT * FROM expense_items WHERE expense = e.row ORDER BY position)), "
    "'taxes', (SELECT json_group_array(json_object('type', type, 'rate', rate, 'id_number', "
    "id_number)) FROM (SELECT * FROM expense_taxes WHERE expense = e.row ORDER BY position)), "
    "'files', (SELECT json_group_array(json_object('id', id, 'url', url, 'name', name)) "
    "FROM (SELECT * FROM expense_files WHERE expense = e.row ORDER BY position))"
    "), ?2, ?3 FROM expenses e WHERE e.row = ?1";

ledger::Key stored_key(const std::vector<ledger::Key>& keys, ledger::Key index) {
  return index == ledger::no_key ? ledger::no_key : keys[static_cast<std::size_t>(index)];
}

}  // namespace

struct ExpenseWriter::Stored {
  RowState state;
  ledger::Expense expense;
};

ExpenseWriter::ExpenseWriter(SQLite::Database& database)
    : database_(database),
      parts_(database),
      load_(database, load_text()),
      insert_(database, insert_text()),
      update_(database, update_text()),
      note_reading_(database, "UPDATE expenses SET read_run = ? WHERE row = ?"),
      versions_(database, "expenses", keep_version_text),
      account_id_(database, "SELECT public_id FROM accounts WHERE account = ?"),
      category_id_(database, "SELECT public_id FROM accounting_categories WHERE category = ?") {}

WriteCounts ExpenseWriter::write(const ledger::ExpensePage& page,
                                 const std::vector<ledger::Key>& accounts,
                                 const std::vector<ledger::Key>& categories,
                                 const WriteContext& context) {
  WriteCounts counts;
  for (ledger::Expense expense : page.rows) {
    expense.account = stored_key(accounts, expense.account);
    expense.payee = stored_key(accounts, expense.payee);
    expense.created_by = stored_key(accounts, expense.created_by);
    expense.host = stored_key(accounts, expense.host);
    expense.category = stored_key(categories, expense.category);
    const Outcome outcome = put(expense, context);
    if (outcome == Outcome::inserted) ++counts.inserted;
    if (outcome == Outcome::changed) ++counts.changed;
    if (outcome == Outcome::unchanged) ++counts.unchanged;
  }
  return counts;
}

ExpenseWriter::Outcome ExpenseWriter::put(const ledger::Expense& expense,
                                          const WriteContext& context) {
  const Stored stored = load(expense.public_id);
  if (stored.state.row != 0) return update(stored, expense, context);
  insert(expense, context);
  return Outcome::inserted;
}

void ExpenseWriter::insert(const ledger::Expense& expense, const WriteContext& context) {
  FieldBinder binder(insert_);
  bind_expense(binder, expense);
  binder.number(hash_of(expense)).number(context.run).number(context.run).number(context.run);
  run(insert_);
  parts_.replace(database_.getLastInsertRowid(), expense);
}

ExpenseWriter::Outcome ExpenseWriter::update(const Stored& stored, const ledger::Expense& expense,
                                             const WriteContext& context) {
  const bool believes_nulls = context.believes_nulls_of(account_id_(expense.host));
  const ledger::Expense merged = merge(stored.expense, expense, believes_nulls);
  const std::int64_t hash = hash_of(merged);
  const bool new_version = hash != stored.state.hash || stored.state.tombstone;
  if (!new_version && same_beside_hash(stored.expense, merged)) {
    FieldBinder(note_reading_).number(context.run).number(stored.state.row);
    run(note_reading_);
    return Outcome::unchanged;
  }
  if (new_version) {
    versions_.keep(stored.state, context);
  }
  FieldBinder binder(update_);
  bind_expense(binder, merged);
  binder.number(hash)
      .number(stored.state.version + (new_version ? 1 : 0))
      .number(new_version ? context.run : stored.state.run)
      .number(context.run)
      .number(stored.state.row);
  run(update_);
  parts_.replace(stored.state.row, merged);
  return new_version ? Outcome::changed : Outcome::unchanged;
}

bool ExpenseWriter::bury(const std::string& id, const WriteContext& context) {
  return versions_.bury(load(id).state, context);
}

ExpenseWriter::Stored ExpenseWriter::load(const std::string& public_id) {
  Stored stored;
  load_.bindNoCopy(1, public_id);
  if (load_.executeStep()) {
    FieldReader reader(load_);
    stored.state = read_row_state(reader);
    stored.expense = read_expense(reader);
  }
  load_.reset();
  if (stored.state.row != 0) parts_.load(stored.state.row, stored.expense);
  return stored;
}

std::int64_t ExpenseWriter::hash_of(const ledger::Expense& expense) {
  const std::string account = account_id_(expense.account);
  const std::string payee = account_id_(expense.payee);
  const std::string created_by = account_id_(expense.created_by);
  const std::string host = account_id_(expense.host);
  const std::string category = category_id_(expense.category);
  return static_cast<std::int64_t>(ledger::stable_hash(expense, {.account = account,
                                                                 .payee = payee,
                                                                 .created_by = created_by,
                                                                 .host = host,
                                                                 .category = category}));
}

}  // namespace bursar::store
