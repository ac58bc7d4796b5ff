#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "export/transaction_record.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"
#include "store/queries.hpp"
#include "store/sources.hpp"

namespace bursar::exporting {

// What sort of movement a line is; decides how bank formats call it.
enum class Movement : std::uint8_t { ordinary, fee, internal };

// One line of a statement, before it is any format's: what is handed over, as data.
struct StatementLine {
  std::string id;  // identity for ever: the row's id (accounting.md R14)
  std::string group;
  ledger::CivilDate date;
  ledger::Money amount;  // net in the host's currency, + is money in (R3)
  Movement movement = Movement::ordinary;
};

// The line of a row that is in the books. One line per row, whatever fees are within it.
[[nodiscard]] StatementLine statement_line(const store::StoredTransaction& row,
                                           const store::Source& source, const Calendar& calendar);

}  // namespace bursar::exporting
