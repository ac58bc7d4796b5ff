#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/civil_date.hpp"
#include "ledger/delta.hpp"
#include "ledger/money.hpp"

namespace bursar::ledger {

// The names by which accounting software knows again what it was given (accounting.md R14). None is
// ever used twice.

// Of a group's n-th entry, from 1: "OC" and the first 15 hexadecimal digits of the group's id, then
// "-n" from the second on. Unique to some 60 bits. At most 21 characters up to n = 999.
[[nodiscard]] std::string entry_name(std::string_view group_id, int n);

// Of the n-th entry, from 1, that adds up a day or a month: "OC-2026-11-EUR",
// "OC-2026-11-08-EUR-2".
[[nodiscard]] std::string summary_name(CivilDate first_day, bool is_month, Currency currency,
                                       int n);

// What a statement line is to the lines of its row before it.
enum class Turn : std::uint8_t {
  original,
  reversal,     // ".1r", ".2r"
  replacement,  // ".1", ".2": also a row that returns
};
// Of a line of a statement: the row's id, ":tax" and the like for a part other than the main one,
// then the turn. `k` counts from 1.
[[nodiscard]] std::string statement_line_id(std::string_view row_id, const UnitKey& key, Turn turn,
                                            std::int64_t k);

}  // namespace bursar::ledger
