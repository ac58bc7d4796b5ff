#pragma once

#include "ledger/civil_date.hpp"
#include "page/report.hpp"
#include "report/source_books.hpp"

namespace bursar::overview {

// Expenses that were not paid at the end of `day`, oldest first, as `bursar report open-items` has
// them.
void add_open_items(const report::SourceBooks& books, ledger::CivilDate day,
                    page::SourceSection& section);

}  // namespace bursar::overview
