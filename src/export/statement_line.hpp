#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"

namespace bursar::exporting {

// What sort of movement a line is; decides how bank formats call it.
enum class Movement : std::uint8_t { ordinary, fee, internal };
// `internal`: the other side is another account in the books of the source (accounting.md R2).
[[nodiscard]] Movement movement_of(std::string_view kind, bool internal);

// One line of a statement, before it is any format's: what is handed over, as data.
struct StatementLine {
  std::string id;  // identity for ever (accounting.md R14)
  std::string group;
  ledger::CivilDate date;
  ledger::Money amount;  // + is money in
  Movement movement = Movement::ordinary;
};

}  // namespace bursar::exporting
