#include "store/look_overs.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

std::optional<LookedOver> looked_over(Database& database, const Profile& profile) {
  return at_border(database.file(), [&]() -> std::optional<LookedOver> {
    SQLite::Statement select(
        database.connection(),
        "SELECT seen_row, seen_transaction_version, seen_record_version, "
        "seen_line, whole_at FROM looked_over WHERE profile = ? AND scope = ?");
    FieldBinder(select).number(profile.profile).text(profile.scope);
    if (!select.executeStep()) return std::nullopt;
    FieldReader read(select);
    LookedOver found;
    found.seen.row = read.number();
    found.seen.transaction_version = read.number();
    found.seen.record_version = read.number();
    found.line = read.number();
    found.whole_at = read.instant();
    return found;
  });
}

void remember_look_over(Database& database, const Profile& profile,
                        const std::optional<ledger::Instant>& whole_at) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    SQLite::Statement put(
        connection,
        fmt::format("INSERT OR REPLACE INTO looked_over SELECT ?1, ?2, ?3, ?4, ?5, "
                    "(SELECT coalesce(max(line), 0) FROM {}), "
                    "coalesce(?6, (SELECT whole_at FROM looked_over WHERE profile = ?1))",
                    profile.kind == "journal" ? "export_lines" : "statement_lines"));
    FieldBinder(put)
        .number(profile.profile)
        .text(profile.scope)
        .number(profile.seen.row)
        .number(profile.seen.transaction_version)
        .number(profile.seen.record_version)
        .instant(whole_at);
    put.exec();
    SQLite::Statement drop(connection, "DELETE FROM looked_over_pending WHERE profile = ?");
    drop.bind(1, profile.profile);
    drop.exec();
    SQLite::Statement keep(connection,
                           "INSERT INTO looked_over_pending SELECT profile, record "
                           "FROM export_pending WHERE profile = ?");
    keep.bind(1, profile.profile);
    keep.exec();
  });
}

void forget_look_overs(Database& database) {
  at_border(database.file(), [&] {
    database.connection().exec(
        "DELETE FROM summed; DELETE FROM account_sums; DELETE FROM looked_over; "
        "DELETE FROM looked_over_pending");
  });
}

}  // namespace bursar::store
