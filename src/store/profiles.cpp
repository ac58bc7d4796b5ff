#include "store/profiles.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <xxhash.h>

#include "error/error.hpp"
#include "store/export_fields.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"
#include "store/stored_name.hpp"

namespace bursar::store {
namespace {

constexpr const char* profile_columns =
    "SELECT profile, name, source, kind, frozen, scope, opened, seen_row, "
    "seen_transaction_version, seen_expense, seen_record_version FROM profiles ";

Profile read_profile(SQLite::Statement& select) {
  FieldReader read(select);
  Profile profile;
  profile.profile = read.number();
  profile.name = profile_name(read.text());
  profile.source = read.number();
  profile.kind = read.text();
  profile.frozen = read.text();
  profile.scope = read.text();
  profile.opened = read.flag();
  profile.seen.row = read.number();
  profile.seen.transaction_version = read.number();
  profile.seen.expense = read.number();
  profile.seen.record_version = read.number();
  return profile;
}

std::string hash_of(const std::string& text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace

std::optional<Profile> find_profile(Database& database, const std::string& name) {
  return at_border(database.file(), [&]() -> std::optional<Profile> {
    SQLite::Statement select(database.connection(),
                             std::string(profile_columns) + "WHERE name = ?");
    select.bind(1, name);
    if (!select.executeStep()) return std::nullopt;
    return read_profile(select);
  });
}

std::vector<Profile> list_profiles(Database& database) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), std::string(profile_columns) + "ORDER BY name");
    std::vector<Profile> found;
    while (select.executeStep()) found.push_back(read_profile(select));
    return found;
  });
}

std::int64_t put_profile(Database& database, const Profile& profile) {
  (void)profile_name(profile.name);
  return at_border(database.file(), [&]() -> std::int64_t {
    SQLite::Statement put(
        database.connection(),
        "INSERT INTO profiles (name, source, kind, frozen, scope, opened, seen_row, "
        "seen_transaction_version, seen_expense, seen_record_version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
        "scope = excluded.scope, opened = excluded.opened, seen_row = excluded.seen_row, "
        "seen_transaction_version = excluded.seen_transaction_version, "
        "seen_expense = excluded.seen_expense, "
        "seen_record_version = excluded.seen_record_version RETURNING profile");
    FieldBinder(put)
        .text(profile.name)
        .number(profile.source)
        .text(profile.kind)
        .copied(profile.frozen)
        .copied(profile.scope)
        .flag(profile.opened)
        .number(profile.seen.row)
        .number(profile.seen.transaction_version)
        .number(profile.seen.expense)
        .number(profile.seen.record_version);
    put.executeStep();
    return put.getColumn(0).getInt64();
  });
}

std::int64_t keep_mapping_text(Database& database, const std::string& document,
                               const std::string& text) {
  return at_border(database.file(), [&]() -> std::int64_t {
    const std::string hash = hash_of(text);
    SQLite::Statement insert(database.connection(),
                             "INSERT OR IGNORE INTO mapping_texts (hash, document, text) "
                             "VALUES (?, ?, ?)");
    FieldBinder(insert).text(hash).copied(document).copied(text);
    insert.exec();
    SQLite::Statement select(database.connection(),
                             "SELECT mapping FROM mapping_texts WHERE hash = ?");
    select.bind(1, hash);
    select.executeStep();
    return select.getColumn(0).getInt64();
  });
}

std::optional<std::int64_t> find_mapping_text(Database& database, const std::string& text) {
  return at_border(database.file(), [&]() -> std::optional<std::int64_t> {
    SQLite::Statement select(database.connection(),
                             "SELECT mapping FROM mapping_texts WHERE hash = ?");
    select.bind(1, hash_of(text));
    if (!select.executeStep()) return std::nullopt;
    return select.getColumn(0).getInt64();
  });
}

MappingText mapping_text(Database& database, std::int64_t mapping) {
  return at_border(database.file(), [&]() -> MappingText {
    SQLite::Statement select(database.connection(),
                             "SELECT document, text FROM mapping_texts WHERE mapping = ?");
    select.bind(1, mapping);
    if (!select.executeStep()) {
      throw Error(ErrorKind::bug, fmt::format("mapping text {} is not stored", mapping));
    }
    FieldReader read(select);
    MappingText found;
    found.document = read.text();
    found.text = read.text();
    return found;
  });
}

std::map<std::string, std::string> books_names(Database& database, std::int64_t profile) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT account, name FROM books_names WHERE profile = ?");
    select.bind(1, profile);
    std::map<std::string, std::string> names;
    while (select.executeStep()) {
      names.emplace(select.getColumn(0).getString(), select.getColumn(1).getString());
    }
    return names;
  });
}

void put_books_name(Database& database, std::int64_t profile, const std::string& account,
                    const std::string& name) {
  at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT OR IGNORE INTO books_names VALUES (?, ?, ?)");
    FieldBinder(insert).number(profile).text(account).copied(name);
    insert.exec();
  });
}

void put_pending(Database& database, std::int64_t profile, const Pending& pending) {
  at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT OR REPLACE INTO export_pending VALUES (?, ?, ?, ?)");
    FieldBinder(insert)
        .number(profile)
        .text(pending.record)
        .text(pending.reason)
        .text(pending.detail);
    insert.exec();
  });
}

void drop_pending(Database& database, std::int64_t profile, const std::string& record) {
  at_border(database.file(), [&] {
    SQLite::Statement drop(database.connection(),
                           "DELETE FROM export_pending WHERE profile = ? AND record = ?");
    FieldBinder(drop).number(profile).text(record);
    drop.exec();
  });
}

std::vector<Pending> pending(Database& database, std::int64_t profile) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT record, reason, detail FROM export_pending "
                             "WHERE profile = ? ORDER BY record");
    select.bind(1, profile);
    std::vector<Pending> found;
    while (select.executeStep()) {
      FieldReader read(select);
      Pending& one = found.emplace_back();
      one.record = read.text();
      one.reason = read.text();
      one.detail = read.text();
    }
    return found;
  });
}

void put_lock(Database& database, const Lock& lock) {
  at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO locks (source, day, made_at, reopens, forced, reason, "
                             "without_reconciliation, totals) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    FieldBinder binder(insert);
    binder.number(lock.source);
    bind_day(binder, lock.day);
    binder.instant(lock.made_at)
        .flag(lock.reopens)
        .flag(lock.forced)
        .text(lock.reason)
        .text(lock.without_reconciliation)
        .copied(lock.totals);
    insert.exec();
  });
}

std::vector<Lock> locks(Database& database, std::int64_t source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        "SELECT day, made_at, reopens, forced, reason, "
        "without_reconciliation, totals FROM locks WHERE source = ? ORDER BY lock");
    select.bind(1, source);
    std::vector<Lock> found;
    while (select.executeStep()) {
      FieldReader read(select);
      Lock& lock = found.emplace_back();
      lock.source = source;
      lock.day = optional_day(read);
      lock.made_at = read.instant();
      lock.reopens = read.flag();
      lock.forced = read.flag();
      lock.reason = read.text();
      lock.without_reconciliation = read.text();
      lock.totals = read.text();
    }
    return found;
  });
}

std::optional<ledger::CivilDate> locked_through(Database& database, std::int64_t source) {
  const std::vector<Lock> all = locks(database, source);
  return all.empty() ? std::nullopt : all.back().day;
}

}  // namespace bursar::store
