#pragma once

#include <cstdint>
#include <string>

namespace bursar::bench {

// An invented ledger of a fiscal host, as the API would answer transactions_document() for it: the
// same seed gives the same bytes. Four of five events are contributions (the contribution, the
// host fee on both sides, the processor fee), one is an expense. Ten rows know about one new
// contributor, every fifth contribution is a recurring one of an order seen before.
class GeneratedLedger {
 public:
  explicit GeneratedLedger(std::uint64_t seed = 1) : state_(seed) {}

  // The body of the next page of `rows` rows, in order of creation.
  [[nodiscard]] std::string next_page(std::int64_t rows);

 private:
  std::uint64_t random();
  std::uint64_t random_below(std::uint64_t bound) { return random() % bound; }
  std::string uuid();
  void begin_event();
  void append_row(std::string& out);

  std::uint64_t state_;
  std::int64_t serial_ = 0;
  std::int64_t created_at_ = 1'500'000'000'000;
  // The event whose rows are being written.
  int rows_left_ = 0;
  bool is_expense_ = false;
  std::string group_;
  std::uint64_t collective_ = 0;
  std::uint64_t contributor_ = 0;
  std::uint64_t order_ = 0;
  std::uint64_t contributors_ = 1;
  std::uint64_t orders_ = 1;
  std::int64_t cents_ = 0;
};

}  // namespace bursar::bench
