#pragma once

#include "world/world.hpp"

namespace bursar::sandbox {

/// Which host, if any, the mirror row gets (F 5.2.4).
enum class MirrorHost : std::uint8_t {
  OfAccount,  ///< the host of the other account, if it is active
  Nobody,     ///< paid through a processor: the money did not come from a balance
  Same,       ///< 2015-2017: the host of the first side
};

/// One double entry, described from its primary side, as the platform's code does.
struct Entry {
  Kind kind = Kind::None;
  AccountId account = 0;  ///< primary side
  AccountId opposite = 0;
  AccountId host = 0;       ///< of the primary side; 0: the account's current one
  std::int64_t amount = 0;  ///< signed, in `currency`: positive makes the primary side a CREDIT
  Currency currency = Currency::USD;
  std::int64_t platform_fee = 0;  ///< in-row fees: host currency, negative or 0
  std::int64_t host_fee = 0;
  std::int64_t processor_fee = 0;
  std::int64_t tax = 0;  ///< in-row tax: transaction currency
  bool tax_null = true;
  MirrorHost mirror = MirrorHost::OfAccount;
  Micros created = 0;
  Micros mirror_created = 0;  ///< 0: the same
  Micros cleared = kNever;
  GroupNumber group = 0;
  ExpenseId expense = 0;
  OrderId order = 0;
  TextId description = 0;
  MethodId payment_method = 0;
  MethodId payout_method = 0;
  std::uint32_t merchant = 0;
  std::uint8_t tax_info = 0;
  bool is_refund = false;
  RefundKind refund_kind = RefundKind::None;
};

struct Booked {
  RowNumber primary = 0;
  RowNumber mirror = 0;  ///< 0 when both sides are one account (F 5.2.1)
};

Booked book(World& world, const Entry& entry);

/// Fills host amount and net from the amount, the rate and the fees (F 5.3.1).
void settle(TransactionRow& row);
/// The net alone, from the host amount as it is.
void settle_net(TransactionRow& row);

/// round(host amount + fees + tax x rate), computed per row as the resolver does (F 5.3.1).
std::int64_t net_in_host_currency(const TransactionRow& row);

}  // namespace bursar::sandbox
