#include "store/runs.hpp"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

std::vector<SourceOutcome> outcomes_of(Database& database, std::int64_t run) {
  SQLite::Statement select(database.connection(),
                           "SELECT source, stream, requests, rows_read, inserted, changed, "
                           "unreadable, error FROM run_outcomes WHERE run = ? ORDER BY outcome");
  select.bind(1, run);
  std::vector<SourceOutcome> outcomes;
  while (select.executeStep()) {
    FieldReader read(select);
    SourceOutcome& outcome = outcomes.emplace_back();
    outcome.source = read.text();
    outcome.stream = read.text();
    outcome.requests = read.number();
    outcome.rows_read = read.number();
    outcome.inserted = read.number();
    outcome.changed = read.number();
    outcome.unreadable = read.number();
    outcome.error = read.text();
  }
  return outcomes;
}

// `which` chooses among them, as a WHERE clause; the newest first.
std::vector<Run> newest_runs(Database& database, const std::string& which, int count) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT run, command, version, started_at, ended_at, exit_status FROM runs {} "
                    "ORDER BY run DESC LIMIT ?",
                    which));
    select.bind(1, count);
    std::vector<Run> runs;
    while (select.executeStep()) {
      FieldReader read(select);
      Run& run = runs.emplace_back();
      run.run = read.number();
      run.command = read.text();
      run.version = read.text();
      run.started_at = read.instant();
      run.ended_at = read.optional_instant();
      if (const auto status = read.optional_number()) run.exit_status = static_cast<int>(*status);
      run.outcomes = outcomes_of(database, run.run);
    }
    return runs;
  });
}

}  // namespace

std::int64_t begin_run(Database& database, const std::string& command, const std::string& version,
                       ledger::Instant now) {
  return at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO runs (command, version, started_at, last_row_before) "
                             "VALUES (?, ?, ?, coalesce((SELECT max(row) FROM transactions), 0))");
    FieldBinder(insert).literal(command.c_str()).literal(version.c_str()).instant(now);
    insert.exec();
    return std::int64_t{database.connection().getLastInsertRowid()};
  });
}

void record_outcome(Database& database, std::int64_t run, const SourceOutcome& outcome) {
  at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO run_outcomes (run, source, stream, requests, rows_read, "
                             "inserted, changed, unreadable, error) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    FieldBinder(insert)
        .number(run)
        .literal(outcome.source.c_str())
        .literal(outcome.stream.c_str())
        .number(outcome.requests)
        .number(outcome.rows_read)
        .number(outcome.inserted)
        .number(outcome.changed)
        .number(outcome.unreadable)
        .text(outcome.error);
    insert.exec();
  });
}

void end_run(Database& database, std::int64_t run, int exit_status, ledger::Instant now) {
  at_border(database.file(), [&] {
    SQLite::Statement update(database.connection(),
                             "UPDATE runs SET ended_at = ?, exit_status = ? WHERE run = ?");
    FieldBinder(update).instant(now).number(std::int64_t{exit_status}).number(run);
    update.exec();
  });
}

std::vector<Run> last_runs(Database& database, int count) {
  return newest_runs(database, "", count);
}

std::vector<Run> last_pulls(Database& database, int count) {
  return newest_runs(database, fmt::format("WHERE {}", is_pull), count);
}

}  // namespace bursar::store
