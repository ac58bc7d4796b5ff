#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace bursar::sandbox {

/// Records numbered from 1, in chunks: growing never moves or doubles what is there.
template <typename Record>
class Table {
 public:
  std::uint32_t add(Record record) {
    if (size_ % kChunk == 0) {
      chunks_.push_back(std::make_unique<std::vector<Record>>());
      chunks_.back()->reserve(kChunk);
    }
    chunks_.back()->push_back(std::move(record));
    return ++size_;
  }

  Record& operator[](std::uint32_t number) {
    return (*chunks_[(number - 1) / kChunk])[(number - 1) % kChunk];
  }
  const Record& operator[](std::uint32_t number) const {
    return (*chunks_[(number - 1) / kChunk])[(number - 1) % kChunk];
  }

  std::uint32_t size() const { return size_; }
  bool has(std::uint64_t number) const { return number >= 1 && number <= size_; }

 private:
  static constexpr std::uint32_t kChunk = 1U << 12;

  std::vector<std::unique_ptr<std::vector<Record>>> chunks_;
  std::uint32_t size_ = 0;
};

}  // namespace bursar::sandbox
