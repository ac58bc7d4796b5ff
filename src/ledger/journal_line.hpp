#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/coding.hpp"
#include "ledger/line.hpp"

namespace bursar::ledger {

// What a journal line is there for.
enum class LineRole : std::uint8_t {
  booked,    // the line itself, on the account its chart gives
  untaxed,   // the part of it that carries no tax, where the rest does
  vat,       // VAT payable or recoverable (TaxMode::lines)
  held,      // VAT that the platform took off the balance
  rounding,  // what two ways to round VAT differ by
  money,     // the other side
};

// One line of a journal entry: + is debit. What is handed over, compared by R12 and reversed.
struct JournalLine {
  static constexpr std::size_t no_line = static_cast<std::size_t>(-1);

  LineRole role = LineRole::booked;
  std::size_t line = no_line;  // the Line it comes from; none for money lines merged of several
  std::string account;
  std::string tax_code;
  std::string class_name;
  std::int64_t gl_amount = 0;     // hundredths in the entry's currency
  std::int64_t software_tax = 0;  // what the software will add to it by its tax code, same sign
  std::string money;              // account of its money line; empty on a money line
};

// What the software will make of a line: the amount its money line answers with the opposite.
[[nodiscard]] std::int64_t booked_total(const JournalLine& line);

// A line as its chart books it, without money lines; zeros left out (accounting.md R5, R7).
// `index` is put into JournalLine::line. The sum of the booked totals is the opposite of
// cash_of(line). Throws Error(data) where the software's VAT, by the rate, would be another than
// the platform's by more than rounding explains.
[[nodiscard]] std::vector<JournalLine> book(const Line& line, std::size_t index,
                                            const Coding& coding, const TaxBooking& booking);

}  // namespace bursar::ledger
