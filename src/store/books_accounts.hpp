#pragma once

#include "ledger/books.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// The accounts that can be in the books of a source or matter to them, by key: the account itself,
// its children and members, those that a host holds or ever held money for, and the ones named in
// `scope`. Not the many that merely give and take.
[[nodiscard]] ledger::AccountTable books_accounts(Database& database, const Source& source,
                                                  const ledger::BooksScope& scope);

}  // namespace bursar::store
