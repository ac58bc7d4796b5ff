#include "store/stopping.hpp"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include "os/stop_request.hpp"

namespace bursar::store {

void heed_stop_requests(Database& database) {
  constexpr int steps_between_looks = 20'000;  // of SQLite's machine: some milliseconds
  sqlite3_progress_handler(
      database.connection().getHandle(), steps_between_looks,
      [](void*) { return os::stop_requested() ? 1 : 0; }, nullptr);
}

}  // namespace bursar::store
