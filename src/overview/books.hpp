#pragma once

#include <vector>

#include "ledger/books.hpp"
#include "page/report.hpp"
#include "store/database.hpp"
#include "store/profiles.hpp"
#include "store/sources.hpp"

namespace bursar::overview {

// The accounts that can be in the books of a source, and those that are; nothing is included or
// excluded by hand.
struct SourceBooks {
  ledger::AccountTable accounts;
  ledger::Books books;
};
[[nodiscard]] SourceBooks books_of(store::Database& database, const store::Source& source);

// What became of the stored rows in each profile of the source, as `bursar reconcile` has it.
void add_books(store::Database& database, const store::Source& source,
               page::SourceSection& section);

}  // namespace bursar::overview
