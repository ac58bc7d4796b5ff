#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/journal_line.hpp"
#include "ledger/money.hpp"

namespace bursar::exporting {

// One line of an entry as a bookkeeper reads it.
struct ListedLine {
  ledger::JournalLine line;
  std::string what;  // "CONTRIBUTION 117193"; empty on money lines and in summaries
  std::string role;  // "original", "late", "reversal", "replacement", "money"
};

// An entry of a journal with its money lines.
struct ListedEntry {
  std::string name;
  std::string title;
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
  ledger::Currency currency;
  std::vector<ListedLine> lines;
};

// A line of a statement.
struct ListedMovement {
  std::string id;
  std::string account;  // slug of its stream
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
  ledger::Money amount;  // + is money in
  std::string what;      // "HOST_FEE 117161"
  std::string description;
  std::string role;  // as above
};

// What was looked at and is not handed over yet.
struct Postponed {
  std::string record;  // id of the group of a journal, of the row of a statement
  std::string reason;  // "waiting" or "held"
  std::string detail;
  // That it will be dated by where no limit moves it; nothing where the record is too broken to
  // say.
  std::optional<ledger::CivilDate> day;
};

// Is told of all that a run comes to: for previews, and to know whether a period is done with.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;
  virtual void entry(const ListedEntry& entry) = 0;
  virtual void movement(const ListedMovement& movement) = 0;
  virtual void postponed(const Postponed& postponed) = 0;
};

}  // namespace bursar::exporting
