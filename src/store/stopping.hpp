#pragma once

#include "store/database.hpp"

namespace bursar::store {

// From now on a query of this connection that takes long ends early when the program is asked to
// stop, by Error(try_later). For commands whose open transaction may then be taken back.
void heed_stop_requests(Database& database);

}  // namespace bursar::store
