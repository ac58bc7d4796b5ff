#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace bursar::exporting {

// Sorts any number of records by their keys (as bytes) in bounded memory: what does not fit goes,
// in sorted runs, to a nameless temporary file, and the runs are merged. Records with equal keys
// keep their order.
class ExternalSort {
 public:
  static constexpr std::size_t usual_memory = 8U << 20U;
  explicit ExternalSort(std::size_t memory = usual_memory);
  ExternalSort(const ExternalSort&) = delete;
  ExternalSort& operator=(const ExternalSort&) = delete;
  ~ExternalSort();

  // Throws Error(io) when the disk behind TMPDIR is full.
  void add(std::string_view key, std::string_view bytes);
  // Hands out all records in order, once. The views are valid during the call only.
  void for_each(const std::function<void(std::string_view key, std::string_view bytes)>& visit);
  // Sorted runs that went to disk so far.
  [[nodiscard]] std::size_t runs() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bursar::exporting
