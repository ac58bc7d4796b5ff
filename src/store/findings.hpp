#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::store {

// Something a run found besides new rows, in a bookkeeper's words.
struct Finding {
  std::string source;       // empty where it is about all sources
  std::string code;         // for machines: "rows-vanished"; documented in bursar(1)
  std::int64_t number = 0;  // how many records it is about
  std::string sentence;     // "2 rows vanished from the platform"
  bool alarm = false;       // somebody should look at it
};
void record_finding(Database& database, std::int64_t run, const Finding& finding);
// In the order they were recorded.
[[nodiscard]] std::vector<Finding> findings(Database& database, std::int64_t run);

}  // namespace bursar::store
