#include "store/trial_balance.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// ?1 the profile, ?2 and ?3 the first and last day. A money line is the other side of its line and
// of the tax that the software adds to that.
constexpr const char* select_sums =
    "SELECT account, currency, is_money, "
    "sum(iif(day IS NULL OR day < ?2, amount, 0)), "
    "sum(iif(day >= ?2 AND amount > 0, amount, 0)), "
    "sum(iif(day >= ?2 AND amount < 0, -amount, 0)), sum(tax) FROM ("
    "SELECT iif(m.is_money, c.money, c.account) AS account, c.currency, m.is_money, e.day, "
    "iif(m.is_money, -l.amount - l.software_tax, l.amount) AS amount, "
    "iif(m.is_money, 0, l.software_tax) AS tax "
    "FROM export_groups g JOIN export_units u ON u.export_group = g.export_group "
    "JOIN export_lines l ON l.unit = u.unit JOIN codings c ON c.coding = l.coding "
    "LEFT JOIN entries e ON e.entry = l.entry "
    "CROSS JOIN (SELECT 0 AS is_money UNION ALL SELECT 1) m "
    "WHERE g.profile = ?1 AND (e.day IS NULL OR e.day <= ?3)) "
    "GROUP BY is_money, account, currency ORDER BY is_money, account, currency";

}  // namespace

std::vector<LedgerAccountSum> trial_balance(Database& database, std::int64_t profile,
                                            ledger::CivilDate first, ledger::CivilDate last) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), select_sums);
    FieldBinder(select).number(profile).number(first.days).number(last.days);
    std::vector<LedgerAccountSum> sums;
    while (select.executeStep()) {
      FieldReader read(select);
      LedgerAccountSum& sum = sums.emplace_back();
      sum.account = read.text();
      sum.currency = read.currency();
      sum.is_money = read.flag();
      sum.before = read.number();
      sum.debit = read.number();
      sum.credit = read.number();
      sum.software_tax = read.number();
    }
    return sums;
  });
}

}  // namespace bursar::store
