// Streams the transactions of a source in order of creation.
#include <algorithm>
#include <list>
#include <queue>
#include <tuple>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/queries.hpp"
#include "store/record_cache.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_row.hpp"

namespace bursar::store {
namespace {

std::string select_text(const std::string& scope_column) {
  return fmt::format(
      "SELECT {}, t.version, e.type, e.status, e.tags, e.legacy_id, e.category "
      "FROM transactions t LEFT JOIN expenses e ON e.public_id = t.expense "
      "WHERE t.{} = ? AND t.tombstoned_at IS NULL ORDER BY t.created_at, t.legacy_id",
      transaction_columns("t."), scope_column);
}

// The rows of one account (or one host), in order of creation. Each has a statement of its own,
// so that the rows of many accounts are merged without being sorted anew.
class Cursor {
 public:
  Cursor(SQLite::Database& database, const std::string& select, ledger::Key key)
      : select_(database, select) {
    select_.bind(1, key);
  }

  // Moves to the next row; false at the end.
  bool next() {
    if (!select_.executeStep()) return false;
    FieldReader reader(select_);
    current_ = {};
    current_.row = read_transaction(reader);
    current_.version = reader.number();
    current_.expense_type = reader.text();
    current_.expense_status = reader.text();
    current_.expense_tags = reader.text();
    current_.expense_legacy_id = reader.optional_number();
    expense_category_ = reader.key();
    return true;
  }
  StoredTransaction& current() { return current_; }
  [[nodiscard]] ledger::Key expense_category() const { return expense_category_; }
  [[nodiscard]] auto place() const {
    return std::tuple(current_.row.created_at, current_.row.legacy_id, current_.row.account);
  }

 private:
  SQLite::Statement select_;
  StoredTransaction current_;
  ledger::Key expense_category_ = ledger::no_key;
};

struct Later {
  bool operator()(const Cursor* a, const Cursor* b) const { return a->place() > b->place(); }
};

// Completes a row with the records that it points to.
class References {
 public:
  explicit References(SQLite::Database& database)
      : accounts_(database), orders_(database), categories_(database) {}

  void fill(StoredTransaction& stored, ledger::Key expense_category) {
    stored.account = accounts_.find(stored.row.account);
    stored.opposite_account = accounts_.find(stored.row.opposite_account);
    stored.host = accounts_.find(stored.row.host);
    stored.order = orders_.find(stored.row.order);
    ledger::Key category = expense_category;
    if (category == ledger::no_key && stored.order != nullptr) category = stored.order->category;
    stored.category = categories_.find(category);
  }

 private:
  RecordCache<AccountTable> accounts_;
  RecordCache<OrderTable> orders_;
  RecordCache<CategoryTable> categories_;
};

}  // namespace

void for_each_transaction(Database& database, const Source& source,
                          const std::function<void(const StoredTransaction&)>& visit) {
  at_border(database.file(), [&] {
    const TransactionScope scope = transaction_scope(database.connection(), source);
    const std::string select = select_text(scope.column);
    References references(database.connection());
    std::list<Cursor> cursors;
    std::priority_queue<Cursor*, std::vector<Cursor*>, Later> queue;
    for (const ledger::Key key : scope.keys) {
      Cursor& cursor = cursors.emplace_back(database.connection(), select, key);
      if (cursor.next()) queue.push(&cursor);
    }
    while (!queue.empty()) {
      Cursor* cursor = queue.top();
      queue.pop();
      references.fill(cursor->current(), cursor->expense_category());
      visit(cursor->current());
      if (cursor->next()) queue.push(cursor);
    }
  });
}

}  // namespace bursar::store
