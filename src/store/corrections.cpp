#include "store/corrections.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/export_fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// ?1 the profile, ?2 the moment, ?3 how many. Origins as LineOrigin: late, reversal, replacement.
constexpr const char* of_journal =
    "SELECT b.number, b.made_at, e.name, c.account, e.day, e.moved_from, l.origin, "
    "t.description, l.amount, c.currency, count(*) OVER () FROM batches b "
    "JOIN entries e ON e.batch = b.batch "
    "JOIN export_lines l ON l.entry = e.entry JOIN codings c ON c.coding = l.coding "
    "JOIN export_units u ON u.unit = l.unit JOIN transactions t ON t.row = u.row "
    "WHERE b.profile = ?1 AND b.made_at > ?2 AND l.origin IN (1, 2, 3) "
    "ORDER BY b.number DESC, e.entry DESC, l.line LIMIT ?3";

constexpr const char* of_statement =
    "SELECT b.number, b.made_at, s.slug, NULL, l.day, l.moved_from, l.origin, t.description, "
    "l.amount, s.currency, count(*) OVER () FROM batches b "
    "JOIN statement_lines l ON l.batch = b.batch "
    "JOIN streams s ON s.stream = l.stream JOIN transactions t ON t.row = l.row "
    "WHERE b.profile = ?1 AND b.made_at > ?2 AND l.origin IN (1, 2, 3) "
    "ORDER BY b.number DESC, l.line LIMIT ?3";

}  // namespace

Corrections corrections(Database& database, const Profile& profile, ledger::Instant since,
                        std::int64_t most) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             profile.kind == "journal" ? of_journal : of_statement);
    FieldBinder(select).number(profile.profile).instant(since).number(most);
    Corrections found;
    while (select.executeStep()) {
      FieldReader read(select);
      Correction& line = found.lines.emplace_back();
      line.batch = read.number();
      line.made_at = read.instant();
      line.name = read.text();
      line.ledger_account = read.text();
      line.day = optional_day(read).value_or(ledger::CivilDate{});
      line.moved_from = optional_day(read);
      line.origin = static_cast<LineOrigin>(read.number());
      line.description = read.text();
      line.amount.hundredths = read.number();
      line.amount.currency = read.currency();
      found.all = read.number();
    }
    return found;
  });
}

}  // namespace bursar::store
