#include "store/quarantine.hpp"

#include <algorithm>

#include <SQLiteCpp/Database.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

constexpr const char* select_entries =
    "SELECT entry, source, stream, member, starts_at, ends_at, node_index, reason, attempts, "
    "first_seen_at, last_seen_at FROM quarantine";

std::vector<Unreadable> read_entries(SQLite::Statement& select) {
  std::vector<Unreadable> entries;
  while (select.executeStep()) {
    FieldReader read(select);
    Unreadable& entry = entries.emplace_back();
    entry.entry = read.number();
    entry.key.source = read.number();
    entry.key.stream = read.text();
    entry.key.member = read.text();
    entry.window.from = read.instant();
    entry.window.to = read.instant();
    entry.index = read.number();
    entry.reason = read.text();
    entry.attempts = read.number();
    entry.first_seen = read.instant();
    entry.last_seen = read.instant();
  }
  return entries;
}

// Takes out of the recorded entries those that lie within the window.
std::vector<Unreadable> take_entries(Database& database, const StreamKey& key,
                                     const Interval& window) {
  const std::string within =
      " WHERE source = ? AND stream = ? AND member = ? AND starts_at >= ? AND ends_at <= ?";
  const auto bind = [&](SQLite::Statement& statement) {
    FieldBinder(statement)
        .number(key.source)
        .text(key.stream)
        .literal(key.member.c_str())
        .instant(window.from)
        .instant(window.to);
  };
  SQLite::Statement select(database.connection(),
                           select_entries + within + " ORDER BY starts_at, node_index");
  bind(select);
  auto entries = read_entries(select);
  SQLite::Statement remove(database.connection(), "DELETE FROM quarantine" + within);
  bind(remove);
  remove.exec();
  return entries;
}

void insert_entry(SQLite::Statement& insert, const StreamKey& key, const Unreadable& entry) {
  FieldBinder(insert)
      .number(key.source)
      .text(key.stream)
      .literal(key.member.c_str())
      .instant(entry.window.from)
      .instant(entry.window.to)
      .number(entry.index)
      .literal(entry.reason.c_str())
      .number(entry.attempts)
      .instant(entry.first_seen)
      .instant(entry.last_seen);
  run(insert);
}

}  // namespace

void put_quarantine(Database& database, const StreamKey& key, const Interval& window,
                    const std::vector<Unreadable>& entries, ledger::Instant now) {
  at_border(database.file(), [&] {
    std::vector<Unreadable> before = take_entries(database, key, window);
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO quarantine (source, stream, member, starts_at, ends_at, "
                             "node_index, reason, attempts, first_seen_at, last_seen_at) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (Unreadable entry : entries) {
      // Its id is unknown, and its place shifts with the window it is read in. What stays is the
      // reason: the first entry with the same one is taken for the same row.
      const auto known = std::find_if(before.begin(), before.end(), [&](const Unreadable& old) {
        return old.reason == entry.reason;
      });
      entry.attempts = 1;
      entry.first_seen = now;
      if (known != before.end()) {
        entry.attempts = known->attempts + 1;
        entry.first_seen = known->first_seen;
        before.erase(known);
      }
      entry.last_seen = now;
      insert_entry(insert, key, entry);
    }
  });
}

std::vector<Unreadable> quarantine(Database& database, std::int64_t source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        std::string(select_entries) +
            " WHERE source = ? ORDER BY stream, member, starts_at, node_index");
    select.bind(1, source);
    return read_entries(select);
  });
}

}  // namespace bursar::store
