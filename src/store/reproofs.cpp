#include "store/reproofs.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

std::map<ledger::Instant, ledger::Instant> counted_months(Database& database, std::int64_t source,
                                                          const std::string& part) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT starts_at, counted_at FROM counted_months "
                             "WHERE source = ? AND part = ?");
    FieldBinder(select).number(source).literal(part.c_str());
    std::map<ledger::Instant, ledger::Instant> months;
    while (select.executeStep()) {
      FieldReader reader(select);
      const ledger::Instant month = reader.instant();
      months[month] = reader.instant();
    }
    return months;
  });
}

void record_counted(Database& database, std::int64_t source, const std::string& part,
                    const std::vector<ledger::Instant>& months, ledger::Instant now) {
  at_border(database.file(), [&] {
    SQLite::Statement upsert(database.connection(),
                             "INSERT INTO counted_months VALUES (?, ?, ?, ?) "
                             "ON CONFLICT DO UPDATE SET counted_at = excluded.counted_at");
    for (const ledger::Instant month : months) {
      FieldBinder(upsert).number(source).literal(part.c_str()).instant(month).instant(now);
      run(upsert);
    }
  });
}

std::map<ledger::Instant, std::int64_t> known_totals(Database& database, std::int64_t source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT starts_at, fingerprint FROM month_totals WHERE source = ?");
    select.bind(1, source);
    std::map<ledger::Instant, std::int64_t> totals;
    while (select.executeStep()) {
      FieldReader reader(select);
      const ledger::Instant month = reader.instant();
      totals[month] = reader.number();
    }
    return totals;
  });
}

void record_totals(Database& database, std::int64_t source,
                   const std::map<ledger::Instant, std::int64_t>& fingerprints,
                   ledger::Instant now) {
  at_border(database.file(), [&] {
    SQLite::Statement upsert(database.connection(),
                             "INSERT INTO month_totals VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                             "SET fingerprint = excluded.fingerprint, seen_at = excluded.seen_at");
    for (const auto& [month, fingerprint] : fingerprints) {
      FieldBinder(upsert).number(source).instant(month).number(fingerprint).instant(now);
      run(upsert);
    }
  });
}

}  // namespace bursar::store
