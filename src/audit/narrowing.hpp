#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/balance_check.hpp"
#include "audit/balance_reading.hpp"
#include "audit/difference.hpp"
#include "audit/scope.hpp"
#include "store/asked_rows.hpp"
#include "store/interval_set.hpp"

namespace bursar::audit {

// A month, or what there is of one, in which the platform's figure is not that of the stored rows.
struct DifferingMonth {
  Code code = Code::platform_differs;
  std::string account;  // public id; of a host's total the host's
  std::string slug;
  ledger::Currency currency;
  store::Interval interval;
  std::int64_t amount = 0;  // platform less stored; 0 where only counts are known
  std::string kinds;        // "EXPENSE, HOST_FEE"; empty where it cannot be told, or none differs
  store::Stream stream = store::Stream::transactions;  // of the rows
  std::int64_t rows_there = 0;
  std::int64_t rows_here = 0;
  std::string detail{};     // what else there is to say, in words
  bool by_balance = false;  // it is a balance that differs, which may be late on its own
};

// The months in which a line differs: by its balances at the end of each, which are exact. One
// request for some six years, one for the kinds of rows, one for 29 months that differ. Empty where
// none can be made out.
[[nodiscard]] std::vector<DifferingMonth> narrow(const Scope& scope, const Balances& balances,
                                                 const AccountBalance& line);
// [from, to) in calendar months (UTC); from the first stored row or the source's start on,
// whichever is earlier: what was lost may have been older than anything stored.
[[nodiscard]] std::vector<store::Interval> months_of(const Scope& scope, ledger::Instant to);
// By how much the platform's balances at these instants, ascending, are above what is stored;
// nothing where it does not tell. Of a parent they are those of its family, made anew, where they
// can be compared; else of the account, from a daily view.
[[nodiscard]] std::vector<std::optional<std::int64_t>> differences_at(
    const Scope& scope, const Balances& balances, const AccountBalance& line,
    const std::vector<ledger::Instant>& instants);

}  // namespace bursar::audit
