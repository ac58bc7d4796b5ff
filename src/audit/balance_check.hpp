#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/exact_sum.hpp"
#include "ledger/money.hpp"
#include "opencollective/client.hpp"
#include "store/balances.hpp"

namespace bursar::audit {

enum class BalanceState : std::uint8_t {
  agrees,
  view_lag,            // only figures from the platform's daily view differ (F 7.6)
  differs,             // in truth
  several_currencies,  // converted at today's rates: shown, not compared (F 7.4)
  other_host,          // some of its rows are under another host (R21)
  unreadable_rows,     // the platform could not render some of its rows: shown, not compared
  not_answered,        // the account is gone, or withheld from this token
};
[[nodiscard]] std::string_view name_of(BalanceState state);  // "view-lag"

// One account in one host currency: what is stored beside what the platform says.
struct AccountBalance {
  std::string account;  // public id
  std::string slug;
  ledger::Currency currency;
  std::int64_t version = 2;  // of the platform's formula (F 7.5)
  std::int64_t rows = 0;
  ledger::ExactSum stored_then;  // at the safe date
  ledger::ExactSum stored_now;   // all that is stored
  std::int64_t net = 0;          // all that is stored, as books take it up: rounded by row
  std::optional<std::int64_t> platform_then;
  std::optional<std::int64_t> platform_now;
  // By how much the platform's ledger, summed anew instead of read from a view, is above what is
  // stored; nothing where that could not be asked for.
  std::optional<std::int64_t> live_difference;
  // The sum of its family, made anew, is that of the stored rows: whatever its own figure says, no
  // money is missing.
  bool family_agrees = false;
  BalanceState state = BalanceState::not_answered;
};

inline constexpr std::int64_t oldest_version = 1;  // of the platform's formula (F 7.5)

using Facts = std::map<std::string, opencollective::BalanceFacts>;  // by public id

// What the platform's formula of this version makes of the rows: by the account's own currency
// (1), all rows (2), or those with a host (3); `then`: in the past, those of its present host.
[[nodiscard]] ledger::ExactSum sum_by_version(const store::StoredSum& sum,
                                              const opencollective::BalanceFacts& facts, bool then);
[[nodiscard]] ledger::Currency currency_by_version(const store::StoredSum& sum,
                                                   std::int64_t version);

// Whether these rows count in balances of the past as they do in present ones.
[[nodiscard]] bool is_same_then_and_now(const store::StoredSum& sum,
                                        const opencollective::BalanceFacts& facts);

// What to ask the platform about: a line for each account and currency, not judged yet but for
// those that cannot be compared. An account without facts was not answered for. `by_host`: rows of
// other hosts are not stored.
[[nodiscard]] std::vector<AccountBalance> lines_of(const std::vector<store::StoredSum>& then,
                                                   const std::vector<store::StoredSum>& now,
                                                   const Facts& facts, bool by_host);

// By how much the platform's figure is above the sum; 0 where it is this sum, rounded.
[[nodiscard]] std::int64_t difference_of(std::int64_t platform, const ledger::ExactSum& stored,
                                         ledger::Currency currency);

// Whether there is anything to compare, and whether the figures that were asked for are what is
// stored.
[[nodiscard]] bool is_comparable(const AccountBalance& line);
[[nodiscard]] bool figures_agree(const AccountBalance& line);
// Gives a line its state, as far as figures are there.
void judge(AccountBalance& line);

}  // namespace bursar::audit
