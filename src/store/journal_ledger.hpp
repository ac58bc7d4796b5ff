#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/delta.hpp"
#include "store/database.hpp"
#include "store/line_origin.hpp"

namespace bursar::store {

class LineSums;

// What stands in the books of a journal for a part of a row.
struct StandingUnit {
  std::int64_t unit = 0;
  ledger::UnitKey key;
  std::int64_t chart = 0;  // key of the mapping text it was coded by
  ledger::Fund fund = ledger::Fund::own;
  bool internal = false;
  bool unmapped = false;
  ledger::Unit booked;                  // the lines that stand
  std::vector<std::int64_t> line_keys;  // of each
};

struct StandingGroup {
  std::int64_t group = 0;                        // 0: never met
  std::optional<ledger::CivilDate> day;          // that it belongs to, or was caught up by
  std::optional<ledger::CivilDate> handed_over;  // the day of its first entry
  int entries = 0;                               // handed over so far
  std::vector<StandingUnit> units;               // by key
};

struct NewEntry {
  std::int64_t batch = 0;
  std::optional<std::int64_t> group;  // nothing: a summary
  std::string name;
  ledger::Currency currency;
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
};

struct NewLine {
  std::int64_t unit = 0;
  std::optional<std::int64_t> entry;  // nothing: caught up
  LineOrigin origin = LineOrigin::original;
  bool standing = true;
};

// A line of an entry as it is recorded, of which row and why.
struct RecordedLine {
  std::int64_t unit = 0;
  ledger::UnitKey key;
  ledger::BookedLine booked;
  LineOrigin origin = LineOrigin::original;
};

// The lines of one journal profile: what was handed over, and what of it stands (accounting.md
// R12). Changes belong in a WriteTransaction. Keeps prepared statements and the codings in memory.
class JournalLedger {
 public:
  JournalLedger(Database& database, std::int64_t profile);
  JournalLedger(JournalLedger&&) noexcept;
  ~JournalLedger();

  [[nodiscard]] StandingGroup load(const std::string& group_id);
  // Makes the group known, or writes its day and number of entries where it has a key already.
  // Returns its key.
  std::int64_t put_group(const std::string& group_id, const StandingGroup& group);
  // Makes a unit known, or writes by what it is coded where it has a key already. Returns its key.
  std::int64_t put_unit(std::int64_t group, const StandingUnit& unit);

  std::int64_t put_entry(const NewEntry& entry);
  void put_line(const NewLine& line, const ledger::BookedLine& booked);
  void end_standing(std::int64_t line);
  void move_line(std::int64_t line, std::int64_t unit);
  void set_entry_no(std::int64_t entry, std::int64_t number);
  // The highest number given to an entry dated within [first, last], 0 when none was.
  [[nodiscard]] std::int64_t last_entry_no(ledger::CivilDate first, ledger::CivilDate last);

  // Summaries issued of the period that begins on this day; and one more.
  [[nodiscard]] int summaries(ledger::Currency currency, ledger::CivilDate first_day);
  void count_summary(ledger::Currency currency, ledger::CivilDate first_day);
  // The lines of an entry added up by what they do: the roles and units are lost. Lines that the
  // accounting software adds tax to stay apart, because it would round the tax of a sum otherwise.
  [[nodiscard]] std::vector<ledger::BookedLine> summed_lines(std::int64_t entry);

  // The currency of any entry handed over before.
  [[nodiscard]] std::optional<ledger::Currency> first_currency();
  // What was caught up, by ledger account and currency, money accounts included (R10).
  struct Balance {
    std::string account;
    ledger::Money amount;
  };
  [[nodiscard]] std::vector<Balance> opening_balances();
  // What the books have come to by the end of a day, the opening balance included.
  [[nodiscard]] std::vector<Balance> balances_through(ledger::CivilDate day);
  // What was put into entries through this object, likewise: of the batch it was made for.
  [[nodiscard]] std::vector<Balance> handed_over();
  // Groups of which lines were handed over in other batches, caught up ones apart.
  [[nodiscard]] std::int64_t events_before(std::int64_t batch);

 private:
  // `lines` selects coding, amount and software_tax of the lines of profile ?1, until day ?2.
  [[nodiscard]] std::vector<Balance> balances(const char* lines,
                                              std::optional<ledger::CivilDate> day = std::nullopt);
  // Every line with its money line.
  [[nodiscard]] std::vector<Balance> balances_of(const LineSums& sums);

  struct State;
  Database& database_;
  std::unique_ptr<State> state_;
};

}  // namespace bursar::store
