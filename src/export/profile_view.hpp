#pragma once

#include "export/explanation.hpp"
#include "store/groups.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {

// What a configured profile made of a row, and would make of it now. `group` are the rows of its
// event that stand; `vanished`: the row is none of them.
[[nodiscard]] ProfileView view_of(store::Database& database, const Request& request,
                                  const store::StoredGroup& group,
                                  const store::StoredTransaction& row, bool vanished);

// What a profile that is not configured any more made of a row.
[[nodiscard]] ProfileView view_of(store::Database& database, const store::Profile& profile,
                                  const store::StoredTransaction& row);

}  // namespace bursar::exporting
