#include "store/row_sums.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

std::string joined(const std::vector<ledger::Key>& keys) {
  std::string list;
  for (const ledger::Key key : keys) list += (list.empty() ? "" : ", ") + std::to_string(key);
  return list;
}

// ?1 and ?2 the window.
std::string select_text(const TransactionScope& scope, const std::vector<ledger::Key>& members) {
  return fmt::format(
      "SELECT account, host, host_currency, direction = 'CREDIT', kind, is_refund, "
      "iif(expense IS NULL, NULL, 'some'), iif(contribution IS NULL, NULL, 0), "
      "coalesce(opposite_account IN ({}) AND opposite_account <> account, 0), count(*), "
      "sum(host_net_amount), "
      "sum(platform_fee + host_fee + processor_fee) FROM transactions "
      "WHERE {} IN ({}) AND created_at >= ?1 AND created_at < ?2 AND tombstoned_at IS NULL "
      "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
      joined(members), scope.column, joined(scope.keys));
}

RowSum read_sum(SQLite::Statement& select) {
  FieldReader read(select);
  RowSum sum;
  sum.like.account = read.key();
  sum.like.host = read.key();
  sum.like.host_currency = read.currency();
  sum.like.direction = read.flag() ? ledger::Direction::credit : ledger::Direction::debit;
  sum.like.kind = read.text();
  sum.like.is_refund = read.flag();
  sum.like.expense = read.text();
  sum.like.order = read.key();
  sum.to_members = read.flag();
  sum.rows = read.number();
  sum.net = read.number();
  sum.fees = read.number();
  return sum;
}

}  // namespace

std::vector<RowSum> row_sums(Database& database, const Source& source,
                             const std::vector<ledger::Key>& members, const Interval& window) {
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    SQLite::Statement select(connection,
                             select_text(transaction_scope(connection, source), members));
    FieldBinder(select).instant(window.from).instant(window.to);
    std::vector<RowSum> sums;
    while (select.executeStep()) sums.push_back(read_sum(select));
    return sums;
  });
}

}  // namespace bursar::store
