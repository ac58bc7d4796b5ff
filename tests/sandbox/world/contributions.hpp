#pragma once

#include "world/booking.hpp"
#include "world/stage.hpp"

namespace bursar::sandbox {

/// Money coming in, described as a person would.
struct Contribution {
  AccountId to = 0;
  AccountId from = 0;
  AccountId host = 0;       ///< 0: the current host of `to`
  std::int64_t amount = 0;  ///< in the currency of `to`, tax included
  Micros at = 0;
  Micros cleared = 0;    ///< 0: same as `at`
  MethodId method = 0;   ///< 0: card
  std::int64_t tip = 0;  ///< platform tip on top
  std::uint32_t tax_rate = 0;
  bool host_keeps_share = true;  ///< the share is a debt; false: Stripe took it (no debt row)
  bool same_instant = false;     ///< all rows at `at`; else milliseconds apart (F 5.4.2)
  TextId description = 0;        ///< 0: one of the usual titles
  OrderId order = 0;             ///< 0: a new one; else a further payment on it
};

GroupNumber contribute(Stage& stage, const Contribution& contribution);

/// Money received outside the platform, entered by a host admin. No processor, no tip.
GroupNumber add_funds(Stage& stage, AccountId to, AccountId from, std::int64_t amount, Micros at,
                      Micros cleared);

/// An internal transfer of what is left in `from`.
GroupNumber transfer_balance(Stage& stage, AccountId from, AccountId to, std::int64_t amount,
                             Micros at);

}  // namespace bursar::sandbox
