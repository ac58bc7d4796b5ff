#include "store/records.hpp"

#include <set>

#include <SQLiteCpp/Database.h>

#include "store/account_table.hpp"
#include "store/category_table.hpp"
#include "store/expense_writer.hpp"
#include "store/order_table.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_writer.hpp"

namespace bursar::store {

WriteCounts& WriteCounts::operator+=(const WriteCounts& other) {
  inserted += other.inserted;
  changed += other.changed;
  unchanged += other.unchanged;
  refund_marks += other.refund_marks;
  return *this;
}

struct RecordWriter::State {
  explicit State(Database& target)
      : database(target),
        accounts(target.connection()),
        categories(target.connection()),
        orders(target.connection()),
        transactions(target.connection()),
        expenses(target.connection()),
        put_account_host(target.connection(),
                         "INSERT INTO account_hosts (account, host) VALUES (?, ?) "
                         "ON CONFLICT DO NOTHING"),
        mark_gone(target.connection(),
                  "UPDATE accounting_categories SET gone_at = ? WHERE category = ?"),
        mark_present(target.connection(),
                     "UPDATE accounting_categories SET gone_at = NULL "
                     "WHERE category = ? AND gone_at IS NOT NULL") {}

  std::vector<ledger::Key> put_accounts(const std::vector<ledger::Account>& records,
                                        const WriteContext& context);
  std::vector<ledger::Key> put_categories(const std::vector<ledger::AccountingCategory>& records,
                                          const WriteContext& context, Detail detail);
  std::vector<ledger::Key> put_orders(const std::vector<ledger::Order>& records,
                                      const std::vector<ledger::Key>& category_keys,
                                      const WriteContext& context);
  void put_hosts(const ledger::TransactionPage& page, const std::vector<ledger::Key>& account_keys);
  void mark_missing(const std::string& host_public_id, const std::set<ledger::Key>& listed,
                    const WriteContext& context);

  Database& database;
  RecordTable<AccountTable> accounts;
  RecordTable<CategoryTable> categories;
  RecordTable<OrderTable> orders;
  TransactionWriter transactions;
  ExpenseWriter expenses;
  BoundedCache<ledger::Key, ledger::Key> last_hosts{32'768};  // of each account
  SQLite::Statement put_account_host;
  SQLite::Statement mark_gone;
  SQLite::Statement mark_present;
};

std::vector<ledger::Key> RecordWriter::State::put_accounts(
    const std::vector<ledger::Account>& records, const WriteContext& context) {
  std::vector<ledger::Key> keys;
  keys.reserve(records.size());
  for (const ledger::Account& record : records) {
    keys.push_back(accounts.put(record, context, Detail::reference));
  }
  return keys;
}

std::vector<ledger::Key> RecordWriter::State::put_categories(
    const std::vector<ledger::AccountingCategory>& records, const WriteContext& context,
    Detail detail) {
  std::vector<ledger::Key> keys;
  keys.reserve(records.size());
  for (const ledger::AccountingCategory& record : records) {
    keys.push_back(categories.put(record, context, detail));
    FieldBinder(mark_present).number(keys.back());
    run(mark_present);
  }
  return keys;
}

std::vector<ledger::Key> RecordWriter::State::put_orders(
    const std::vector<ledger::Order>& records, const std::vector<ledger::Key>& category_keys,
    const WriteContext& context) {
  std::vector<ledger::Key> keys;
  keys.reserve(records.size());
  for (ledger::Order record : records) {
    if (record.category != ledger::no_key) {
      record.category = category_keys[static_cast<std::size_t>(record.category)];
    }
    keys.push_back(orders.put(record, context, Detail::full));
  }
  return keys;
}

void RecordWriter::State::put_hosts(const ledger::TransactionPage& page,
                                    const std::vector<ledger::Key>& account_keys) {
  for (const ledger::Transaction& row : page.rows) {
    if (row.host == ledger::no_key) continue;
    const ledger::Key account = account_keys[static_cast<std::size_t>(row.account)];
    const ledger::Key host = account_keys[static_cast<std::size_t>(row.host)];
    if (const ledger::Key* last = last_hosts.find(account); last != nullptr && *last == host) {
      continue;
    }
    FieldBinder(put_account_host).number(account).number(host);
    run(put_account_host);
    last_hosts.put(account, host);
  }
}

void RecordWriter::State::mark_missing(const std::string& host_public_id,
                                       const std::set<ledger::Key>& listed,
                                       const WriteContext& context) {
  SQLite::Statement present(
      database.connection(),
      "SELECT category FROM accounting_categories WHERE host = ? AND gone_at IS NULL");
  present.bindNoCopy(1, host_public_id);
  std::vector<ledger::Key> missing;
  while (present.executeStep()) {
    const ledger::Key category = present.getColumn(0).getInt64();
    if (!listed.contains(category)) missing.push_back(category);
  }
  for (const ledger::Key category : missing) {
    FieldBinder(mark_gone).instant(context.now).number(category);
    run(mark_gone);
  }
}

RecordWriter::RecordWriter(Database& database)
    : state_(at_border(database.file(), [&] { return std::make_unique<State>(database); })) {}
RecordWriter::RecordWriter(RecordWriter&&) noexcept = default;
RecordWriter::~RecordWriter() = default;

WriteCounts RecordWriter::write(const ledger::TransactionPage& page, const WriteContext& context) {
  return at_border(state_->database.file(), [&] {
    const auto accounts = state_->put_accounts(page.accounts, context);
    const auto categories = state_->put_categories(page.categories, context, Detail::reference);
    const auto orders = state_->put_orders(page.orders, categories, context);
    const WriteCounts counts = state_->transactions.write(page, accounts, orders, context);
    state_->put_hosts(page, accounts);
    return counts;
  });
}

WriteCounts RecordWriter::write(const ledger::ExpensePage& page, const WriteContext& context) {
  return at_border(state_->database.file(), [&] {
    const auto accounts = state_->put_accounts(page.accounts, context);
    const auto categories = state_->put_categories(page.categories, context, Detail::reference);
    return state_->expenses.write(page, accounts, categories, context);
  });
}

void RecordWriter::write_account(const ledger::Account& account, const WriteContext& context) {
  at_border(state_->database.file(), [&] { state_->accounts.put(account, context, Detail::full); });
}

void RecordWriter::write_categories(const std::string& host_public_id,
                                    const std::vector<ledger::AccountingCategory>& categories,
                                    const WriteContext& context) {
  at_border(state_->database.file(), [&] {
    std::vector<ledger::AccountingCategory> of_host = categories;
    for (ledger::AccountingCategory& category : of_host) category.host = host_public_id;
    const auto keys = state_->put_categories(of_host, context, Detail::full);
    state_->mark_missing(host_public_id, {keys.begin(), keys.end()}, context);
  });
}

void RecordWriter::forget() {
  state_->accounts.forget();
  state_->categories.forget();
  state_->orders.forget();
  state_->last_hosts.clear();
}

}  // namespace bursar::store
