#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/delta.hpp"
#include "store/database.hpp"
#include "store/line_origin.hpp"

namespace bursar::store {

// One account in one currency, as an importer knows it (accounting.md R14, R15).
struct Stream {
  std::int64_t stream = 0;
  std::string account;  // public id; empty where the layout does not split by account
  ledger::Currency currency;
  std::string slug;
  std::string account_id;
  std::int64_t opening = 0;  // hundredths
  std::int64_t issued = 0;
  std::optional<ledger::CivilDate> through;  // of the last file
};

// One line of a statement, as it was handed over or caught up.
struct StatementEntry {
  std::int64_t line = 0;
  std::int64_t stream = 0;
  std::optional<std::int64_t> batch;  // nothing: caught up
  ledger::UnitKey key;
  LineOrigin origin = LineOrigin::original;
  std::int64_t turn = 0;  // k of the k-th reversal, replacement or return
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
  std::int64_t amount = 0;
  bool standing = true;
};

// The lines of one statement profile. Changes belong in a WriteTransaction.
class StatementLedger {
 public:
  StatementLedger(Database& database, std::int64_t profile);
  StatementLedger(StatementLedger&&) noexcept;
  ~StatementLedger();

  [[nodiscard]] std::vector<Stream> streams();
  // Inserts it, or writes its opening, issued and through. Returns its key.
  std::int64_t put_stream(const Stream& stream);

  // Every line that there ever was of a row, oldest first: also under its id in a place that
  // another took (store/successors.hpp), of which none stands for it. No id is used twice (R14).
  [[nodiscard]] std::vector<StatementEntry> lines_of(ledger::Key row);
  void put_line(const StatementEntry& line);
  void end_standing(std::int64_t line);
  // Rows of which lines were handed over in other batches, caught up ones apart.
  [[nodiscard]] std::int64_t events_before(std::int64_t batch);
  // What a stream has come to by the end of a day, its opening balance included.
  struct Balance {
    std::string account;  // slug of the stream
    ledger::Money amount;
  };
  [[nodiscard]] std::vector<Balance> balances_through(ledger::CivilDate day);

 private:
  struct State;
  Database& database_;
  std::unique_ptr<State> state_;
};

}  // namespace bursar::store
