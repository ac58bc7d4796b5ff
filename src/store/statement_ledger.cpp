#include "store/statement_ledger.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/export_fields.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

struct StatementLedger::State {
  State(SQLite::Database& connection, std::int64_t of_profile)
      : profile(of_profile),
        // A row that was a tombstone from its first version on had another place before
        // (store/successors.hpp).
        select_lines(connection,
                     "SELECT l.line, l.stream, l.batch, ?1, l.part, l.origin, l.turn, l.day, "
                     "l.moved_from, l.amount, l.standing AND l.row = ?1 FROM statement_lines l "
                     "JOIN streams s ON s.stream = l.stream WHERE s.profile = ?2 AND l.row IN ("
                     "SELECT ?1 UNION ALL SELECT v.row FROM transaction_versions b "
                     "CROSS JOIN transaction_versions v ON v.id = b.id AND v.row <> b.row "
                     "WHERE b.row = ?1 AND b.version = 1 AND b.tombstoned_at IS NOT NULL) "
                     "ORDER BY l.line"),
        put_stream(connection,
                   "INSERT INTO streams (profile, account, currency, slug, account_id, opening, "
                   "issued, through) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (profile, account, currency) DO UPDATE SET "
                   "opening = excluded.opening, issued = excluded.issued, "
                   "through = excluded.through RETURNING stream"),
        put_line(connection,
                 "INSERT INTO statement_lines (stream, batch, row, part, origin, turn, day, "
                 "moved_from, amount, standing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        end_standing(connection, "UPDATE statement_lines SET standing = 0 WHERE line = ?") {}

  std::int64_t profile;
  SQLite::Statement select_lines;
  SQLite::Statement put_stream;
  SQLite::Statement put_line;
  SQLite::Statement end_standing;
};

StatementLedger::StatementLedger(Database& database, std::int64_t profile)
    : database_(database), state_(at_border(database.file(), [&] {
        return std::make_unique<State>(database.connection(), profile);
      })) {}
StatementLedger::StatementLedger(StatementLedger&&) noexcept = default;
StatementLedger::~StatementLedger() = default;

std::vector<Stream> StatementLedger::streams() {
  return at_border(database_.file(), [&] {
    SQLite::Statement select(database_.connection(),
                             "SELECT stream, account, currency, slug, account_id, opening, issued, "
                             "through FROM streams WHERE profile = ? ORDER BY stream");
    select.bind(1, state_->profile);
    std::vector<Stream> found;
    while (select.executeStep()) {
      FieldReader read(select);
      Stream& stream = found.emplace_back();
      stream.stream = read.number();
      stream.account = read.text();
      stream.currency = read.currency();
      stream.slug = read.text();
      stream.account_id = read.text();
      stream.opening = read.number();
      stream.issued = read.number();
      stream.through = optional_day(read);
    }
    return found;
  });
}

std::int64_t StatementLedger::put_stream(const Stream& stream) {
  return at_border(database_.file(), [&]() -> std::int64_t {
    SQLite::Statement& put = state_->put_stream;
    FieldBinder binder(put);
    binder.number(state_->profile)
        .copied(stream.account)
        .copied(std::string(stream.currency.code()))
        .copied(stream.slug)
        .copied(stream.account_id)
        .number(stream.opening)
        .number(stream.issued);
    bind_day(binder, stream.through);
    put.executeStep();
    const std::int64_t key = put.getColumn(0).getInt64();
    put.reset();
    return key;
  });
}

std::vector<StatementEntry> StatementLedger::lines_of(ledger::Key row) {
  return at_border(database_.file(), [&] {
    SQLite::Statement& select = state_->select_lines;
    FieldBinder(select).number(row).number(state_->profile);
    std::vector<StatementEntry> found;
    while (select.executeStep()) {
      FieldReader read(select);
      StatementEntry& line = found.emplace_back();
      line.line = read.number();
      line.stream = read.number();
      line.batch = read.optional_number();
      const ledger::Key key = read.number();
      line.key = unit_key(key, read.number());
      line.origin = static_cast<LineOrigin>(read.number());
      line.turn = read.number();
      line.day = stored_day(read.number());
      line.moved_from = optional_day(read);
      line.amount = read.number();
      line.standing = read.flag();
    }
    select.reset();
    return found;
  });
}

void StatementLedger::put_line(const StatementEntry& line) {
  at_border(database_.file(), [&] {
    FieldBinder binder(state_->put_line);
    binder.number(line.stream)
        .number(line.batch)
        .number(line.key.row)
        .number(part_number(line.key))
        .number(static_cast<std::int64_t>(line.origin))
        .number(line.turn)
        .number(line.day.days);
    bind_day(binder, line.moved_from);
    binder.number(line.amount).flag(line.standing);
    run(state_->put_line);
  });
}

void StatementLedger::end_standing(std::int64_t line) {
  at_border(database_.file(), [&] {
    state_->end_standing.bind(1, line);
    run(state_->end_standing);
  });
}

std::vector<StatementLedger::Balance> StatementLedger::balances_through(ledger::CivilDate day) {
  return at_border(database_.file(), [&] {
    SQLite::Statement select(database_.connection(),
                             "SELECT s.slug, sum(l.amount), s.currency FROM streams s "
                             "JOIN statement_lines l ON l.stream = s.stream "
                             "WHERE s.profile = ? AND l.day <= ? GROUP BY s.stream "
                             "ORDER BY s.slug, s.currency");
    FieldBinder(select).number(state_->profile).number(day.days);
    std::vector<Balance> found;
    while (select.executeStep()) {
      FieldReader read(select);
      Balance& balance = found.emplace_back();
      balance.account = read.text();
      balance.amount.hundredths = read.number();
      balance.amount.currency = read.currency();
    }
    return found;
  });
}

std::int64_t StatementLedger::events_before(std::int64_t batch) {
  return at_border(database_.file(), [&]() -> std::int64_t {
    SQLite::Statement select(database_.connection(),
                             "SELECT count(DISTINCT l.row) FROM batches b "
                             "JOIN statement_lines l ON l.batch = b.batch "
                             "WHERE b.profile = ? AND b.batch <> ?");
    FieldBinder(select).number(state_->profile).number(batch);
    select.executeStep();
    return select.getColumn(0).getInt64();
  });
}

}  // namespace bursar::store
