#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/books.hpp"
#include "ledger/group.hpp"
#include "ledger/posting.hpp"
#include "ledger/tax_rate.hpp"

namespace bursar::ledger {

// VAT charged by the entity, which it owes, or VAT that it was charged, which it may reclaim.
enum class TaxDirection : std::uint8_t { output, input };

// The tax inside a line's gross amount, as the platform shows it (accounting.md R5). Amounts have
// the sign of the gross amount, unless a row is odd.
struct LineTax {
  TaxDirection direction = TaxDirection::output;
  std::string type;  // VAT, GST, …
  // The sum of the rates; nothing when unknown. The platform rounds some to whole percents (F
  // 5.10.3).
  std::optional<TaxRate> rate;
  std::int64_t amount = 0;
  // What the tax was charged on, tax included. Differs from the line's gross amount only where a
  // payee bears the processor fee, which was taken off the gross amount beforehand.
  std::int64_t charged_on = 0;
  bool derived = false;  // on no row that the source can see: computed from the rates (F 5.5.1)
};

// One line before a chart of accounts has said where it goes: a posting with its tax, and all that
// a chart's rules may ask (R2, R6).
struct Line {
  Posting posting;  // its amount is the gross amount: what is charged or paid, tax included
  std::optional<LineTax> tax;
  Fund fund = Fund::own;
  bool internal = false;
  std::string category;      // main lines only, never fees
  std::string expense_type;  // likewise
  std::string processor;     // the group's
};

// What the line moves on its account. The platform takes output tax off the balance, so that only
// the rest of the gross amount arrives. The sum over the lines of a group is the sum over its rows
// plus the derived host fees (R4).
[[nodiscard]] Money cash_of(const Line& line);

// The lines of a group, main row first, then the rest of its account by legacy id, then other
// accounts. TAX postings are part of the line they are the tax of, or a line of their own where
// there is none. Throws Error(data) for a tax rate that cannot be read.
[[nodiscard]] std::vector<Line> lines_of(const Group& group, const Books& books,
                                         BooksCurrency currency);

}  // namespace bursar::ledger
