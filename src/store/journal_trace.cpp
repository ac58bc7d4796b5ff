#include "store/journal_trace.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/export_fields.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

TracedLine traced_line(SQLite::Statement& select, ledger::Key row) {
  FieldReader read(select);
  TracedLine line;
  line.key = unit_key(row, read.number());
  line.origin = static_cast<LineOrigin>(read.number());
  line.standing = read.flag();
  line.batch = read.optional_number();
  line.entry = read.text();
  line.entry_no = read.optional_number();
  line.day = optional_day(read);
  line.moved_from = optional_day(read);
  ledger::JournalLine& booked = line.booked.line;
  booked.role = static_cast<ledger::LineRole>(read.number());
  booked.gl_amount = read.number();
  booked.software_tax = read.number();
  booked.account = read.text();
  booked.tax_code = read.text();
  booked.class_name = read.text();
  booked.money = read.text();
  line.booked.currency = read.currency();
  return line;
}

}  // namespace

std::vector<TracedLine> traced_lines(Database& database, std::int64_t profile, ledger::Key row) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        "SELECT u.part, l.origin, l.standing, e.batch, e.name, e.entry_no, e.day, e.moved_from, "
        "l.role, l.amount, l.software_tax, c.account, c.tax_code, c.class, c.money, c.currency "
        "FROM export_units u JOIN export_groups g ON g.export_group = u.export_group "
        "JOIN export_lines l ON l.unit = u.unit JOIN codings c ON c.coding = l.coding "
        "LEFT JOIN entries e ON e.entry = l.entry WHERE u.row = ? AND g.profile = ? "
        "ORDER BY l.line");
    FieldBinder(select).number(row).number(profile);
    std::vector<TracedLine> lines;
    while (select.executeStep()) lines.push_back(traced_line(select, row));
    return lines;
  });
}

std::int64_t lines_on_suspense(Database& database, std::int64_t profile, ledger::CivilDate day) {
  return at_border(database.file(), [&]() -> std::int64_t {
    SQLite::Statement select(database.connection(),
                             "SELECT count(*) FROM export_units u JOIN export_groups g "
                             "ON g.export_group = u.export_group JOIN export_lines l "
                             "ON l.unit = u.unit AND l.standing = 1 JOIN entries e "
                             "ON e.entry = l.entry "
                             "WHERE u.unmapped = 1 AND g.profile = ? AND e.day <= ?");
    FieldBinder(select).number(profile).number(day.days);
    select.executeStep();
    return select.getColumn(0).getInt64();
  });
}

}  // namespace bursar::store
