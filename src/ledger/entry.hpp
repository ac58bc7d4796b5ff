#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/coding.hpp"
#include "ledger/group.hpp"
#include "ledger/journal_line.hpp"
#include "ledger/line_date.hpp"

namespace bursar::ledger {

// How money lines are written: one per money account and class, or one after each line, for
// software that books in pairs of account and contra account (accounting.md R7).
enum class MoneyLines : std::uint8_t { merged, pairs };

// The lines of one group in one currency. Balances in itself and per class.
struct Entry {
  Currency currency;
  CivilDate date;
  // In pairs, each line is followed by its money line; merged, the money lines come last, by
  // account and class.
  std::vector<JournalLine> lines;
};

struct EntryRules {
  BooksCurrency currency = BooksCurrency::host;
  DateBasis date = DateBasis::effective;
  TimeZone zone = TimeZone::utc();
  TaxBooking tax;
  MoneyLines money = MoneyLines::merged;
};

// `lines` with their money lines: every line comes with one of the opposite of its booked total.
// Those that merge to zero are left out.
[[nodiscard]] std::vector<JournalLine> with_money_lines(std::vector<JournalLine> lines,
                                                        MoneyLines money,
                                                        std::string_view untaxed_code);

// Throws Error(bug) naming the entry and the class unless the booked totals, which count the tax
// that the software will add, are zero for every class. True by construction; checked because a
// wrong journal would be believed.
void check_balance(std::span<const JournalLine> lines, std::string_view entry_name);

// What the books get of a group, one entry per currency, in the order the currencies appear. No
// entry where nothing moves. `lines` are lines_of() the group; JournalLine::line points into them.
[[nodiscard]] std::vector<Entry> entries_of(const Group& group, std::span<const Line> lines,
                                            std::span<const Coding> codings,
                                            const EntryRules& rules);

// The same with a coding asked for each line.
[[nodiscard]] std::vector<Entry> entries_of(const Group& group, const Books& books,
                                            const Coder& coder, const EntryRules& rules);

}  // namespace bursar::ledger
