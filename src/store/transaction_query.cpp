// Streams the transactions of a source in order of creation.
#include <algorithm>
#include <list>
#include <queue>
#include <tuple>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/queries.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_reader.hpp"

namespace bursar::store {
namespace {

std::string select_text(const std::string& scope_column) {
  return fmt::format(
      "SELECT {} FROM {} WHERE t.{} = ? AND t.tombstoned_at IS NULL "
      "ORDER BY t.created_at, t.legacy_id",
      TransactionReader::columns(), TransactionReader::tables, scope_column);
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
    TransactionReader::read(select_, current_);
    return true;
  }
  TransactionReader::Read& current() { return current_; }
  [[nodiscard]] auto place() const {
    const ledger::Transaction& row = current_.stored.row;
    return std::tuple(row.created_at, row.legacy_id, row.account);
  }

 private:
  SQLite::Statement select_;
  TransactionReader::Read current_;
};

struct Later {
  bool operator()(const Cursor* a, const Cursor* b) const { return a->place() > b->place(); }
};

}  // namespace

void for_each_transaction(Database& database, const Source& source,
                          const std::function<void(const StoredTransaction&)>& visit) {
  at_border(database.file(), [&] {
    const TransactionScope scope = transaction_scope(database.connection(), source);
    const std::string select = select_text(scope.column);
    TransactionReader reader(database.connection());
    std::list<Cursor> cursors;
    std::priority_queue<Cursor*, std::vector<Cursor*>, Later> queue;
    for (const ledger::Key key : scope.keys) {
      Cursor& cursor = cursors.emplace_back(database.connection(), select, key);
      if (cursor.next()) queue.push(&cursor);
    }
    while (!queue.empty()) {
      Cursor* cursor = queue.top();
      queue.pop();
      reader.complete(cursor->current());
      visit(cursor->current().stored);
      if (cursor->next()) queue.push(cursor);
    }
  });
}

}  // namespace bursar::store
