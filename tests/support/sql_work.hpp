#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace bursar::tests {

// Steps of SQLite's virtual machine by statement: work that is the same on every machine, however
// busy. Reading one row takes a few; so does finding one by an index, however large.
using SqlWork = std::map<std::string, std::int64_t>;

// Adds what each statement of a connection takes from now on to `work`, which must outlive it.
inline void count_work(sqlite3* connection, SqlWork& work) {
  const auto add = [](unsigned, void* sums, void* statement, void*) {
    auto* const done = static_cast<sqlite3_stmt*>(statement);
    const char* const text = sqlite3_sql(done);
    (*static_cast<SqlWork*>(sums))[text == nullptr ? "" : text] +=
        sqlite3_stmt_status(done, SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
  };
  sqlite3_trace_v2(connection, SQLITE_TRACE_PROFILE, add, &work);
}

// What a run took in one store, when few things had happened and when `times` as many had.
struct RunWork {
  SqlWork few;
  SqlWork many;
};

// Fails the running test where a statement takes more for each thing that happened in a larger
// store, or when more things happen. `slack` steps are nothing to speak of.
inline void expect_linear_work(const RunWork& small_store, const RunWork& large_store, int times,
                               std::int64_t slack) {
  for (const auto& [statement, steps] : large_store.many) {
    const auto in = [&, &text = statement](const SqlWork& work) {
      const auto found = work.find(text);
      return found == work.end() ? 0 : found->second;
    };
    const std::int64_t few = in(large_store.few);
    const std::int64_t more_in_small = in(small_store.many) - in(small_store.few);
    EXPECT_LE(steps - few, 3 * more_in_small / 2 + slack)
        << "goes through what is stored, for each thing that happened: " << statement;
    EXPECT_LE(steps, 5 * times * few / 4 + slack)
        << "goes through all that happened, for each thing that happened: " << statement;
  }
}

}  // namespace bursar::tests
