#pragma once

#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "page/report.hpp"
#include "report/source_books.hpp"
#include "store/row_sums.hpp"

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

// Each currency's balances, income and spending over these months. Rows outside the books are in
// none of it, accounts without a row are left out, and of many the smaller ones share a line.
[[nodiscard]] std::vector<page::CurrencyHistory> history_of(const report::SourceBooks& books,
                                                            const std::vector<Month>& months);

}  // namespace bursar::overview
