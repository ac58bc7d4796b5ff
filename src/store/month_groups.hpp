#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/exact_sum.hpp"
#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/asked_rows.hpp"
#include "store/balances.hpp"
#include "store/database.hpp"

namespace bursar::store {

// Stored rows as the platform's reports add them up, so that the two can be compared. Rows that are
// missing on the platform since one of the last runs of the source are out of all of them.

// Rows that were created in a month, of one kind, direction, refund state and host currency; in
// hundredths of that, taxes converted without rounding (F 7.1).
struct MonthGroup {
  ledger::Instant month;  // its first instant (UTC)
  std::string kind;       // empty: none
  bool is_credit = false;
  bool is_refund = false;
  ledger::Currency host_currency;
  std::int64_t amount = 0;
  std::int64_t platform_fee = 0;
  std::int64_t host_fee = 0;
  std::int64_t processor_fee = 0;
  ledger::ExactSum tax;
  ledger::ExactSum net;
};
// Of the rows created within the window; months ascending.
[[nodiscard]] std::vector<MonthGroup> month_groups(Database& database, std::int64_t source,
                                                   const AskedRows& asked, const Interval& window);

// How many rows of the window are missing.
[[nodiscard]] std::int64_t count_missing(Database& database, std::int64_t source,
                                         const AskedRows& asked, Stream stream,
                                         const Interval& window);
// Missing transactions created before an instant, with the opposite sign: added to stored_sums()
// they leave what the platform still has.
[[nodiscard]] std::vector<StoredSum> less_missing(Database& database, std::int64_t source,
                                                  const AskedRows& asked, ledger::Instant before);

}  // namespace bursar::store
