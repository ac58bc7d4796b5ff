#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "ledger/page.hpp"
#include "sync/window_walk.hpp"

namespace bursar::sync {

// A ledger that answers windows as the API does: inclusive bounds on microseconds that are shown as
// milliseconds (F 10.1), one of the two orders of F 3.3.1, a count of its own.
class FakeLedger {
 public:
  struct Row {
    std::int64_t created_us = 0;
    std::string id;
    bool unreadable = false;
  };

  std::vector<Row> rows;
  bool bucket_order = false;     // F 3.3.1b
  std::int64_t count_error = 0;  // what the next `count_error_for` counts are off by
  int count_error_for = 0;
  std::mt19937 ties{1};  // rows that tie come in any order

  ledger::TransactionPage answer(const Ask& ask) {
    ++requests;
    std::vector<Row> window = in_window(ask);
    ledger::TransactionPage page;
    page.total_count = static_cast<std::int64_t>(window.size());
    if (count_error_for > 0) {
      --count_error_for;
      page.total_count += count_error;
    }
    const auto end =
        std::min<std::int64_t>(ask.offset + ask.limit, static_cast<std::int64_t>(window.size()));
    for (std::int64_t i = ask.offset; i < end; ++i) {
      const Row& row = window[static_cast<std::size_t>(i)];
      if (row.unreadable) {
        page.unreadable.push_back({i - ask.offset, "made so", false});
        continue;
      }
      ledger::Transaction transaction;
      transaction.id = row.id;
      transaction.created_at = {shown_ms(row.created_us)};
      page.rows.push_back(std::move(transaction));
      page.indexes.push_back(i - ask.offset);
    }
    return page;
  }

  int requests = 0;

  static std::int64_t shown_ms(std::int64_t us) { return us / 1000; }

 private:
  std::vector<Row> in_window(const Ask& ask) {
    std::vector<Row> window;
    for (const Row& row : rows) {
      if (row.created_us >= ask.from.ms * 1000 && row.created_us <= ask.to.ms * 1000) {
        window.push_back(row);
      }
    }
    if (bucket_order) {
      std::shuffle(window.begin(), window.end(), ties);
      std::stable_sort(window.begin(), window.end(), [](const Row& a, const Row& b) {
        return a.created_us / 10'000'000 < b.created_us / 10'000'000;
      });
    } else {
      std::sort(window.begin(), window.end(), [](const Row& a, const Row& b) {
        return std::pair(a.created_us, a.id) < std::pair(b.created_us, b.id);
      });
    }
    return window;
  }
};

}  // namespace bursar::sync
