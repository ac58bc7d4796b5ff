#include "store/handed_over_tax.hpp"

#include <limits>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// The lines of one unit, entry and origin belong together: the line itself (role 0), and its tax as
// a line of its own (role 2) or added by the software. Parts 2 to 4 are fees, which are given; 11
// is the half of one that the host receives (migrations/0002). ?1 the profile, ?2 and ?3 days.
constexpr const char* select_text =
    "WITH booked AS (SELECT c.currency, "
    "CASE WHEN u.part = 11 THEN 1 WHEN u.part IN (2, 3, 4) THEN 0 "
    "ELSE (t.direction = 'CREDIT') <> t.is_refund END AS collected, "
    "max(iif(l.role = 0, c.tax_code, '')) AS tax_code, "
    "max(iif(l.role = 2, c.account, '')) AS vat_account, "
    "u.part <> 0 OR (t.host_net_amount = t.host_amount + t.platform_fee + t.host_fee + "
    "t.processor_fee AND NOT EXISTS (SELECT 1 FROM transactions x WHERE x.group_id = t.group_id "
    "AND x.account = t.account AND x.kind = 'TAX')) AS computed, "
    "sum(iif(l.role = 0, l.amount, 0)) AS net, "
    "sum(iif(l.role = 2, l.amount, l.software_tax)) AS tax "
    "FROM entries e JOIN export_lines l ON l.entry = e.entry JOIN codings c ON c.coding = l.coding "
    "JOIN export_units u ON u.unit = l.unit JOIN transactions t ON t.row = u.row "
    "WHERE e.profile = ?1 AND e.day >= ?2 AND e.day <= ?3 "
    "GROUP BY l.unit, l.entry, l.origin, c.currency "
    "HAVING max(l.role = 2 OR l.software_tax <> 0)) "
    "SELECT currency, collected, tax_code, vat_account, computed, "
    "sum(iif(collected, -net, net)), sum(iif(collected, -tax, tax)), count(*) "
    "FROM booked GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2 DESC, 3, 4, 5";

std::int64_t day_or(const std::optional<ledger::CivilDate>& day, std::int32_t otherwise) {
  return day ? day->days : otherwise;
}

}  // namespace

std::vector<HandedOverTax> handed_over_taxes(Database& database, std::int64_t profile,
                                             const ledger::DayRange& days) {
  return at_border(database.file(), [&] {
    using Limits = std::numeric_limits<std::int32_t>;
    SQLite::Statement select(database.connection(), select_text);
    FieldBinder(select)
        .number(profile)
        .number(day_or(days.first, Limits::min()))
        .number(day_or(days.last, Limits::max()));
    std::vector<HandedOverTax> taxes;
    while (select.executeStep()) {
      FieldReader read(select);
      HandedOverTax& tax = taxes.emplace_back();
      tax.currency = read.currency();
      tax.is_collected = read.flag();
      tax.tax_code = read.text();
      tax.vat_account = read.text();
      tax.is_computed = read.flag();
      tax.net = read.number();
      tax.tax = read.number();
      tax.lines = read.number();
    }
    return taxes;
  });
}

std::string tax_mode_of(Database& database, std::int64_t profile) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT frozen ->> 'tax' FROM profiles WHERE profile = ?");
    select.bind(1, profile);
    return select.executeStep() ? select.getColumn(0).getString() : std::string();
  });
}

}  // namespace bursar::store
