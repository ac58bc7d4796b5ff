#include "store/open_settlements.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

std::vector<OpenSettlement> open_settlements(Database& database, const Source& source) {
  return at_border(database.file(), [&] {
    // The list of statuses must be the one of the partial index expenses_open.
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT e.legacy_id, e.public_id, e.status, e.amount, e.currency, e.created_at "
                    "FROM expenses e JOIN accounts a ON a.account = e.account "
                    "WHERE e.status NOT IN ('PAID', 'REJECTED', 'SPAM', 'CANCELED', "
                    "'INVITE_DECLINED') AND e.type = 'SETTLEMENT' AND e.tombstoned_at IS NULL "
                    "AND {} ORDER BY e.created_at, e.public_id",
                    expense_scope(source)));
    select.bind(1, source.source);
    select.bindNoCopy(2, source.account);
    std::vector<OpenSettlement> settlements;
    while (select.executeStep()) {
      FieldReader read(select);
      OpenSettlement& settlement = settlements.emplace_back();
      settlement.legacy_id = read.optional_number();
      settlement.public_id = read.text();
      settlement.status = read.text();
      settlement.amount.hundredths = read.number();
      settlement.amount.currency = read.currency();
      settlement.created_at = read.instant();
    }
    return settlements;
  });
}

}  // namespace bursar::store
