#include "store/topic_groups.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "error/error.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// Conditions on `transactions t`.
const char* condition_of(Topic topic) {
  switch (topic) {
    case Topic::taxes:
      // What a row moves beside its amount and fees is its tax (accounting.md R3).
      return "(t.kind = 'TAX' OR t.tax_amount <> 0 OR t.tax_rate IS NOT NULL "
             "OR t.host_net_amount <> t.host_amount + t.platform_fee + t.host_fee + "
             "t.processor_fee "
             "OR EXISTS (SELECT 1 FROM expenses e JOIN expense_taxes x ON x.expense = e.row "
             "WHERE e.public_id = t.expense))";
    case Topic::expenses:
      return "(t.kind = 'EXPENSE' OR (t.kind IS NULL AND t.expense IS NOT NULL))";
    case Topic::platform_due:
      return "(t.kind IN ('PLATFORM_TIP', 'PLATFORM_TIP_DEBT', 'HOST_FEE_SHARE', "
             "'HOST_FEE_SHARE_DEBT', 'APPLICATION_FEE', 'PLATFORM_FEE') OR t.platform_fee <> 0 "
             "OR EXISTS (SELECT 1 FROM expenses e WHERE e.public_id = t.expense "
             "AND e.type = 'SETTLEMENT'))";
  }
  throw Error(ErrorKind::bug, "a topic without a condition");
}

// ?1 the accounts as a JSON list, ?2 and ?3 the interval.
std::string select_text(Topic topic) {
  const auto within = [](const char* row) {
    return fmt::format(
        "({0}.created_at >= ?2 AND {0}.created_at < ?3 OR {0}.cleared_at >= ?2 AND "
        "{0}.cleared_at < ?3 OR {0}.refund_kind = 'EDIT')",
        row);
  };
  return fmt::format(
      "SELECT DISTINCT coalesce(t.group_id, t.id) FROM transactions t "
      "WHERE t.account IN (SELECT value FROM json_each(?1)) AND t.tombstoned_at IS NULL AND {} "
      "AND ({} OR EXISTS (SELECT 1 FROM transactions d WHERE d.group_id = t.group_id AND {})) "
      "ORDER BY 1",
      condition_of(topic), within("t"), within("d"));
}

std::string json_keys(const std::vector<ledger::Key>& keys) {
  return fmt::format("[{}]", fmt::join(keys, ","));
}

}  // namespace

std::vector<std::string> groups_about(Database& database, Topic topic,
                                      const std::vector<ledger::Key>& accounts,
                                      const Interval& interval) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), select_text(topic));
    const std::string keys = json_keys(accounts);
    FieldBinder(select).text(keys).instant(interval.from).instant(interval.to);
    std::vector<std::string> groups;
    while (select.executeStep()) groups.push_back(select.getColumn(0).getString());
    return groups;
  });
}

}  // namespace bursar::store
