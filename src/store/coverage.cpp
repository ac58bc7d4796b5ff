#include "store/coverage.hpp"

#include <algorithm>

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>

#include "error/error.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// Binds the three columns of a key, not copied.
FieldBinder bind_key(SQLite::Statement& statement, const StreamKey& key) {
  FieldBinder binder(statement);
  binder.number(key.source).text(key.stream).literal(key.member.c_str());
  return binder;
}

std::vector<Interval> proven_intervals(Database& database, const StreamKey& key,
                                       const Interval& range, ledger::Instant proven_since) {
  SQLite::Statement select(database.connection(),
                           "SELECT starts_at, ends_at FROM windows WHERE source = ? AND stream = ? "
                           "AND member = ? AND starts_at < ? AND ends_at > ? AND proven_at >= ? "
                           "ORDER BY starts_at");
  bind_key(select, key).instant(range.to).instant(range.from).instant(proven_since);
  std::vector<Interval> intervals;
  while (select.executeStep()) {
    FieldReader read(select);
    const ledger::Instant from = read.instant();
    intervals.push_back({from, read.instant()});
  }
  return intervals;
}

}  // namespace

void record_window(Database& database, const StreamKey& key, const ProvenWindow& window) {
  if (window.interval.from >= window.interval.to) {
    throw Error(ErrorKind::bug,
                fmt::format("an empty window was proven: {} to {}",
                            ledger::format_rfc3339(window.interval.from),
                            ledger::format_rfc3339(window.interval.to)),
                "report this as a bug");
  }
  at_border(database.file(), [&] {
    SQLite::Statement remove(database.connection(),
                             "DELETE FROM windows WHERE source = ? AND stream = ? AND member = ? "
                             "AND starts_at >= ? AND starts_at < ? AND ends_at <= ?");
    bind_key(remove, key)
        .instant(window.interval.from)
        .instant(window.interval.to)
        .instant(window.interval.to);
    remove.exec();
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO windows (source, stream, member, starts_at, ends_at, "
                             "rows, run, proven_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    bind_key(insert, key)
        .instant(window.interval.from)
        .instant(window.interval.to)
        .number(window.rows)
        .number(window.run)
        .instant(window.proven_at);
    insert.exec();
  });
}

std::vector<Interval> uncovered(Database& database, const StreamKey& key, const Interval& range,
                                ledger::Instant proven_since) {
  return at_border(database.file(), [&] {
    return subtract(range, proven_intervals(database, key, range, proven_since));
  });
}

std::optional<ledger::Instant> watermark(Database& database, const StreamKey& key,
                                         ledger::Instant start) {
  constexpr ledger::Instant never{INT64_MIN};
  constexpr ledger::Instant for_ever{INT64_MAX};
  return at_border(database.file(), [&] {
    return unbroken_until(start, proven_intervals(database, key, {start, for_ever}, never));
  });
}

std::optional<ledger::Instant> watermark_of_all_parts(Database& database, const Source& source,
                                                      const std::string& stream) {
  return at_border(database.file(), [&]() -> std::optional<ledger::Instant> {
    // Members that are caught up on their own are named by their ids; parts are not.
    SQLite::Statement parts(database.connection(),
                            "SELECT DISTINCT member FROM windows WHERE source = ? AND stream = ? "
                            "AND member NOT IN (SELECT account FROM source_members "
                            "WHERE source = windows.source)");
    parts.bind(1, source.source);
    parts.bind(2, stream);
    std::optional<ledger::Instant> earliest;
    while (parts.executeStep()) {
      const auto mark = watermark(database, {source.source, stream, parts.getColumn(0).getString()},
                                  source.start);
      if (!mark) return std::nullopt;
      earliest = earliest ? std::min(*earliest, *mark) : *mark;
    }
    return earliest;
  });
}

ledger::Instant begin_backfill(Database& database, const StreamKey& key, const Interval& range,
                               ledger::Instant now) {
  return at_border(database.file(), [&] {
    SQLite::Statement find(database.connection(),
                           "SELECT begun_at FROM backfills WHERE source = ? AND stream = ? AND "
                           "member = ? AND starts_at = ? AND ends_at = ?");
    bind_key(find, key).instant(range.from).instant(range.to);
    if (find.executeStep()) return FieldReader(find).instant();
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO backfills (source, stream, member, starts_at, ends_at, "
                             "begun_at) VALUES (?, ?, ?, ?, ?, ?)");
    bind_key(insert, key).instant(range.from).instant(range.to).instant(now);
    insert.exec();
    return now;
  });
}

void end_backfill(Database& database, const StreamKey& key, const Interval& range) {
  at_border(database.file(), [&] {
    SQLite::Statement remove(database.connection(),
                             "DELETE FROM backfills WHERE source = ? AND stream = ? AND "
                             "member = ? AND starts_at = ? AND ends_at = ?");
    bind_key(remove, key).instant(range.from).instant(range.to);
    remove.exec();
  });
}

}  // namespace bursar::store
