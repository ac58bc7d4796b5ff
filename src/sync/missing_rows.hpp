#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "store/asked_rows.hpp"
#include "store/database.hpp"
#include "sync/batch_queue.hpp"
#include "sync/plan.hpp"

namespace bursar::sync {

// Finds the stored rows that a proven window did not return: they were deleted, or moved out of
// what is asked for. Which of the two, a look-up must tell (Losses).
class MissingRows {
 public:
  explicit MissingRows(store::Database& database) : database_(database) {}

  // Examines the windows of these parts from now on, and of no others. For a source that is read
  // for the first time there is nothing to compare with.
  void watch(const std::vector<ScopePart>& parts);
  // Compares a delivery that was just written with what is stored. A window that comes in several
  // is compared with the last of them, which proves it.
  void examine(const Delivery& delivery);
  // Something else has reason to think that a stored row is not where it was.
  void add(store::Stream stream, const std::vector<std::string>& ids);

  // What was found so far; forgotten here.
  [[nodiscard]] std::set<std::string> take(store::Stream stream);

 private:
  store::Database& database_;
  std::map<std::string, store::AskedRows> watched_;             // by part
  std::map<store::Stream, std::vector<std::string>> returned_;  // of a window to be proven yet
  std::map<store::Stream, std::set<std::string>> missing_;
};

}  // namespace bursar::sync
