#include "store/suspense_lines.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

std::vector<SuspenseLine> suspense_lines(Database& database, std::int64_t profile,
                                         std::int64_t most) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        "SELECT e.day, e.name, c.account, coalesce(a.name, a.slug, a.public_id), t.kind, "
        "t.description, l.amount, c.currency FROM export_groups g "
        "JOIN export_units u ON u.export_group = g.export_group AND u.unmapped = 1 "
        "JOIN export_lines l ON l.unit = u.unit AND l.standing = 1 "
        "JOIN entries e ON e.entry = l.entry JOIN codings c ON c.coding = l.coding "
        "JOIN transactions t ON t.row = u.row JOIN accounts a ON a.account = t.account "
        "WHERE g.profile = ? ORDER BY e.day DESC, l.line DESC LIMIT ?");
    FieldBinder(select).number(profile).number(most);
    std::vector<SuspenseLine> lines;
    while (select.executeStep()) {
      FieldReader read(select);
      SuspenseLine& line = lines.emplace_back();
      line.day.days = static_cast<std::int32_t>(read.number());
      line.entry = read.text();
      line.ledger_account = read.text();
      line.account = read.text();
      line.kind = read.text();
      line.description = read.text();
      line.amount.hundredths = read.number();
      line.amount.currency = read.currency();
    }
    return lines;
  });
}

}  // namespace bursar::store
