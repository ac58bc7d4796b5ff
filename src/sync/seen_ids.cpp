#include "sync/seen_ids.hpp"

#include <algorithm>
#include <unordered_set>

#include "ledger/field_hash.hpp"

namespace bursar::sync {

std::vector<bool> SeenIds::add(const std::vector<std::string_view>& ids) {
  std::vector<bool> is_new;
  is_new.reserve(ids.size());
  std::unordered_set<std::uint64_t> added;
  for (const std::string_view id : ids) {
    const std::uint64_t hash = ledger::FieldHash().add(id).digest();
    const bool known = std::binary_search(sorted_.begin(), sorted_.end(), hash);
    is_new.push_back(!known && added.insert(hash).second);
  }
  const auto before = static_cast<std::ptrdiff_t>(sorted_.size());
  sorted_.insert(sorted_.end(), added.begin(), added.end());
  std::sort(sorted_.begin() + before, sorted_.end());
  std::inplace_merge(sorted_.begin(), sorted_.begin() + before, sorted_.end());
  return is_new;
}

}  // namespace bursar::sync
