#include "store/sources.hpp"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>

#include "error/error.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

constexpr const char* select_sources =
    "SELECT source, name, perspective, account, starts_at FROM sources";

Source read_source(SQLite::Statement& select) {
  FieldReader read(select);
  Source source;
  source.source = read.number();
  source.name = read.text();
  source.perspective = read.text();
  source.account = read.text();
  source.start = read.instant();
  return source;
}

std::optional<Source> select_source(Database& database, const std::string& name) {
  SQLite::Statement select(database.connection(), std::string(select_sources) + " WHERE name = ?");
  select.bindNoCopy(1, name);
  if (!select.executeStep()) return std::nullopt;
  return read_source(select);
}

void refuse_another_history(const Source& known, const std::string& perspective,
                            const std::string& account) {
  if (known.perspective == perspective && known.account == account) return;
  throw Error(ErrorKind::config,
              fmt::format("source \"{}\" was {} {} so far and would now be {} {}: its history "
                          "would be mixed with another's",
                          known.name, known.perspective, known.account, perspective, account),
              "give the new source another name in bursar.toml");
}

}  // namespace

Source open_source(Database& database, const std::string& name, const std::string& perspective,
                   const std::string& account_public_id, ledger::Instant start) {
  return at_border(database.file(), [&] {
    if (auto known = select_source(database, name)) {
      refuse_another_history(*known, perspective, account_public_id);
      if (known->start != start) {
        SQLite::Statement update(database.connection(),
                                 "UPDATE sources SET starts_at = ? WHERE source = ?");
        FieldBinder(update).instant(start).number(known->source);
        update.exec();
        known->start = start;
      }
      return *known;
    }
    SQLite::Statement insert(
        database.connection(),
        "INSERT INTO sources (name, perspective, account, starts_at) VALUES (?, ?, ?, ?)");
    FieldBinder(insert).text(name).text(perspective).text(account_public_id).instant(start);
    insert.exec();
    return Source{database.connection().getLastInsertRowid(), name, perspective, account_public_id,
                  start};
  });
}

std::vector<Source> list_sources(Database& database) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             std::string(select_sources) + " ORDER BY source");
    std::vector<Source> sources;
    while (select.executeStep()) sources.push_back(read_source(select));
    return sources;
  });
}

std::optional<Source> find_source(Database& database, const std::string& name) {
  return at_border(database.file(), [&] { return select_source(database, name); });
}

std::vector<Member> members(Database& database, std::int64_t source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT account, gone, caught_up FROM source_members "
                             "WHERE source = ? ORDER BY account");
    select.bind(1, source);
    std::vector<Member> result;
    while (select.executeStep()) {
      FieldReader read(select);
      Member& member = result.emplace_back();
      member.account = read.text();
      member.gone = read.flag();
      member.caught_up = read.flag();
    }
    return result;
  });
}

void put_member(Database& database, std::int64_t source, const Member& member) {
  at_border(database.file(), [&] {
    SQLite::Statement upsert(database.connection(),
                             "INSERT INTO source_members (source, account, gone, caught_up) "
                             "VALUES (?, ?, ?, ?) ON CONFLICT (source, account) DO UPDATE "
                             "SET gone = excluded.gone, caught_up = excluded.caught_up");
    FieldBinder(upsert)
        .number(source)
        .text(member.account)
        .flag(member.gone)
        .flag(member.caught_up);
    upsert.exec();
  });
}

}  // namespace bursar::store
