#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace bursar::store {

// Remembers at most 2 x `generation_size` values. New and re-used entries belong to the young
// generation; when it is full, the old one is dropped and the young one takes its place. So what
// is used stays, memory is bounded, and there is no bookkeeping per access. A pointer stays valid
// until `generation_size` further values have been put in.
template <typename Key, typename Value>
class BoundedCache {
 public:
  explicit BoundedCache(std::size_t generation_size) : generation_size_(generation_size) {}

  // The value of `key`, or nullptr when it is not remembered.
  Value* find(const Key& key) {
    if (const auto young = young_.find(key); young != young_.end()) return &young->second;
    auto node = old_.extract(key);
    if (node.empty()) return nullptr;
    make_room();
    return &young_.insert(std::move(node)).position->second;
  }

  // Remembers `value`, in place of what the key stood for.
  Value& put(const Key& key, Value value) {
    old_.erase(key);
    make_room();
    return young_.insert_or_assign(key, std::move(value)).first->second;
  }

  void clear() {
    young_.clear();
    old_.clear();
  }
  [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

 private:
  void make_room() {
    if (young_.size() < generation_size_) return;
    old_ = std::move(young_);
    young_ = {};
  }

  std::size_t generation_size_;
  std::unordered_map<Key, Value> young_;
  std::unordered_map<Key, Value> old_;
};

}  // namespace bursar::store
