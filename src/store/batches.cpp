#include "store/batches.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/export_fields.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"
#include "store/stored_name.hpp"

namespace bursar::store {
namespace {

std::vector<BatchFile> files_of(Database& database, std::int64_t batch) {
  SQLite::Statement select(database.connection(),
                           "SELECT part, name, rows, bytes, sha256 FROM batch_files "
                           "WHERE batch = ? ORDER BY part");
  select.bind(1, batch);
  std::vector<BatchFile> files;
  while (select.executeStep()) {
    FieldReader read(select);
    BatchFile& file = files.emplace_back();
    file.part = read.number();
    file.name = batch_file(read.text());
    file.rows = read.number();
    file.bytes = read.number();
    file.sha256 = read.text();
  }
  return files;
}

Batch read_batch(Database& database, SQLite::Statement& select) {
  FieldReader read(select);
  Batch batch;
  batch.batch = read.number();
  batch.profile = read.number();
  batch.number = stored_ordinal(read.number());
  batch.made_at = read.instant();
  batch.program_version = read.text();
  batch.through = optional_day(read);
  batch.layout = read.number();
  batch.chart = read.optional_number();
  batch.directory = batch_directory(read.text());
  batch.published = read.flag();
  batch.seen.row = read.number();
  batch.seen.transaction_version = read.number();
  batch.files = files_of(database, batch.batch);
  return batch;
}

constexpr const char* batch_columns =
    "SELECT batch, profile, number, made_at, program_version, through, layout, chart, directory, "
    "published, seen_row, seen_transaction_version FROM batches WHERE profile = ?1 ";

std::vector<Batch> select_batches(Database& database, std::int64_t profile, const char* condition) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), std::string(batch_columns) + condition);
    select.bind(1, profile);
    std::vector<Batch> found;
    while (select.executeStep()) found.push_back(read_batch(database, select));
    return found;
  });
}

}  // namespace

std::int64_t next_batch_number(Database& database, std::int64_t profile) {
  return at_border(database.file(), [&]() -> std::int64_t {
    SQLite::Statement select(database.connection(),
                             "SELECT coalesce(max(number), 0) + 1 FROM batches WHERE profile = ?");
    select.bind(1, profile);
    select.executeStep();
    return stored_ordinal(select.getColumn(0).getInt64());
  });
}

std::int64_t put_batch(Database& database, const Batch& batch) {
  return at_border(database.file(), [&]() -> std::int64_t {
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO batches (profile, number, made_at, program_version, "
                             "through, layout, chart, directory, published, seen_row, "
                             "seen_transaction_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)");
    FieldBinder binder(insert);
    binder.number(batch.profile).number(batch.number).instant(batch.made_at);
    binder.text(batch.program_version);
    bind_day(binder, batch.through);
    binder.number(batch.layout)
        .number(batch.chart)
        .copied(batch_directory(batch.directory))
        .number(batch.seen.row)
        .number(batch.seen.transaction_version);
    insert.exec();
    return database.connection().getLastInsertRowid();
  });
}

void put_batch_file(Database& database, std::int64_t batch, const BatchFile& file) {
  (void)batch_file(file.name);
  at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO batch_files (batch, part, name, rows, bytes, sha256) "
                             "VALUES (?, ?, ?, ?, ?, ?)");
    FieldBinder(insert)
        .number(batch)
        .number(file.part)
        .text(file.name)
        .number(file.rows)
        .number(file.bytes)
        .text(file.sha256);
    insert.exec();
  });
}

void end_empty_batch(Database& database, std::int64_t batch) {
  at_border(database.file(), [&] {
    SQLite::Statement drop(database.connection(),
                           "DELETE FROM batches WHERE batch = ?1 "
                           "AND NOT EXISTS (SELECT 1 FROM entries WHERE batch = ?1)");
    drop.bind(1, batch);
    if (drop.exec() == 0) mark_published(database, batch);
  });
}

void mark_published(Database& database, std::int64_t batch) {
  at_border(database.file(), [&] {
    SQLite::Statement update(database.connection(),
                             "UPDATE batches SET published = 1 WHERE batch = ?");
    update.bind(1, batch);
    update.exec();
  });
}

std::vector<Batch> batches(Database& database, std::int64_t profile) {
  return select_batches(database, profile, "ORDER BY number");
}

std::optional<Batch> find_batch(Database& database, std::int64_t profile, std::int64_t number) {
  for (Batch& batch : batches(database, profile)) {
    if (batch.number == number) return std::move(batch);
  }
  return std::nullopt;
}

std::vector<Batch> staged_batches(Database& database, std::int64_t profile) {
  return select_batches(database, profile, "AND published = 0 ORDER BY number");
}

}  // namespace bursar::store
