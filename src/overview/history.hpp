#pragma once

#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "overview/books.hpp"
#include "page/report.hpp"
#include "store/database.hpp"
#include "store/row_sums.hpp"
#include "store/sources.hpp"

namespace bursar::overview {

// One month of a report, or what there is of it within the period.
struct Month {
  std::string name;  // "2026-03"
  ledger::CivilDate first;
  ledger::CivilDate last;
};
// The months that the days touch, ascending.
[[nodiscard]] std::vector<Month> months_of(ledger::CivilDate first, ledger::CivilDate last);

// What rows that are alike did to their account. Fees taken inside a contribution are spending.
[[nodiscard]] page::Flow flow_of(const store::RowSum& sum);

// Each currency's balances, income and spending over these months of this calendar. Rows outside
// the books are in none of it. Accounts without a row are left out.
[[nodiscard]] std::vector<page::CurrencyHistory> history_of(store::Database& database,
                                                            const store::Source& source,
                                                            const SourceBooks& books,
                                                            const std::vector<Month>& months,
                                                            const ledger::TimeZone& zone);

}  // namespace bursar::overview
