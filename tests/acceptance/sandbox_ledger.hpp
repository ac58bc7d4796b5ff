#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bursar::tests {

// A line of the sandbox's dump of transactions (tests/sandbox/README.md) with what is added up of
// it. Amounts are hundredths, in host currency but for nothing.
struct DumpedRow {
  std::string id;
  std::int64_t number = 0;
  std::string group;
  bool is_credit = false;
  std::string kind;  // where it has none: EXPENSE or CONTRIBUTION by what it belongs to
  std::string refund_kind;
  std::string created;  // "2026-01-31T12:00:00.000Z"
  std::string effective;
  std::string currency;  // of the host
  std::int64_t amount = 0;
  std::int64_t net = 0;
  std::int64_t platform_fee = 0;
  std::int64_t host_fee = 0;
  std::int64_t processor_fee = 0;
  std::string account;  // public ids
  std::string opposite;
  std::string host;
  std::string expense;
  std::string reverses;
  bool is_refund = false;
  std::string tax_rate;

  // What is left when amount and fees are taken off the net: the tax inside the row.
  [[nodiscard]] std::int64_t tax_inside() const {
    return net - amount - platform_fee - host_fee - processor_fee;
  }
  // The money was received, or is what was received given back.
  [[nodiscard]] bool is_received() const { return is_credit != is_refund; }
};

// Likewise of expenses.
struct DumpedExpense {
  std::string id;
  std::string type;
  std::string status;
  bool on_hold = false;
  std::string currency;
  std::int64_t amount = 0;
  std::string tax_rate;
  std::string account;
  std::string payee;
  std::string host;  // recorded when it was paid
  bool payee_bears_fees = false;
  std::string created;
};

[[nodiscard]] std::vector<DumpedRow> dumped_rows(const std::string& dump);
[[nodiscard]] std::map<std::string, DumpedExpense> dumped_expenses(const std::string& dump);

}  // namespace bursar::tests
