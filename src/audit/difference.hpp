#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"

namespace bursar::audit {

// What two figures that should be one may differ by (accounting.md R21).
enum class Code : std::uint8_t {
  // Something is wrong as long as one of these stands:
  platform_differs,  // the platform's figure is not that of the stored rows
  running_balance,   // a balance of the past is not, though the present one is
  pair_differs,  // the two sides of what went from one account to another do not mirror (F 5.2.3)
  group_unbalanced,  // or not in host currency, beyond what exchange rates explain (F 7.15)
  platform_late,     // the platform's figure is behind its own rows, and has been for days
  not_handed_over,   // rows in the books of which a profile handed over less than they come to
  handed_over_more,  // or more
  // As it should be, and named so that the figures can be followed:
  view_lag,         // the platform's figure is behind its own rows (F 7.6, F 12.19)
  tax_rounding,     // balances convert taxes without rounding, rows with (F 7.1, F 5.3.1)
  legacy_host_fee,  // fees of before mid-2021 that no row of the host has (R4)
  vat_held,         // VAT that the platform took off the balance (R5)
  other_host,       // an account with rows under another host, which the source has not (R21)
  outside,          // rows of payers and payees that are not in the books (R1)
};
[[nodiscard]] std::string_view name_of(Code code);  // "platform-differs"

struct Difference {
  Code code = Code::platform_differs;
  std::string profile;  // empty where it is about the platform's figures
  std::string account;  // public id; empty where it is about all accounts together
  std::string slug;
  ledger::Currency currency;
  std::int64_t amount = 0;               // by how much the other figure is above that of the rows
  std::optional<ledger::Instant> month;  // its first instant (UTC), as far as it could be found
  std::string kind;                      // one or several; empty where unknown
  std::int64_t records = 0;              // how many rows or groups are concerned, where known
  bool repaired = false;                 // reading the month again made the figures one
  bool theirs = false;                   // it did not: the platform's own rows are like that
  std::string detail;                    // what else there is to say, in words
};

// Whether somebody has to do something about it.
[[nodiscard]] bool remains(const Difference& difference);

}  // namespace bursar::audit
