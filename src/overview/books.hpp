#pragma once

#include "page/report.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::overview {

// What became of the stored rows in each profile of the source, as `bursar reconcile` has it.
void add_books(store::Database& database, const store::Source& source,
               page::SourceSection& section);

}  // namespace bursar::overview
