#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bursar::sync {

// Which ids have been met, in eight bytes each. Two ids of one hash would count as one (one chance
// in thirty million among a million ids): a count by this may fall short, but never be too high.
class SeenIds {
 public:
  // Adds them; tells for each whether it is new, doubles among themselves included.
  std::vector<bool> add(const std::vector<std::string_view>& ids);
  [[nodiscard]] std::size_t size() const { return sorted_.size(); }

 private:
  std::vector<std::uint64_t> sorted_;
};

}  // namespace bursar::sync
