#include "ledger/posting.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "error/error.hpp"
#include "ledger/part_kind.hpp"
#include "ledger/proportion.hpp"

namespace bursar::ledger {
namespace {

struct Parts {
  std::int64_t main = 0;
  std::int64_t tax = 0;
  std::array<std::int64_t, 3> fees{};  // platform, host, processor
};

struct FeePart {
  Part part;
  const char* kind;
};
constexpr std::array<FeePart, 3> fee_parts{FeePart{Part::platform_fee, "PLATFORM_FEE"},
                                           FeePart{Part::host_fee, "HOST_FEE"},
                                           FeePart{Part::processor_fee, "PAYMENT_PROCESSOR_FEE"}};

std::int64_t sum(const std::array<std::int64_t, 3>& fees) {
  return checked_add(checked_add(fees[0], fees[1]), fees[2]);
}

bool has_fees(const Transaction& row) {
  return row.platform_fee != 0 || row.host_fee != 0 || row.processor_fee != 0;
}

Parts host_parts(const Transaction& row) {
  Parts parts{row.host_amount, 0, {row.platform_fee, row.host_fee, row.processor_fee}};
  // The in-row tax is recorded in the other currency; its value here is what is left (R3).
  const std::int64_t untaxed = checked_add(row.host_amount, sum(parts.fees));
  parts.tax = checked_add(row.host_net_amount, checked_negate(untaxed));
  return parts;
}

// In-row fees are recorded in host currency. Their total in transaction currency follows from the
// row; it is shared out as they are to each other, what rounding leaves going to the largest.
Parts transaction_parts(const Transaction& row) {
  Parts parts{row.amount, row.tax_amount, {}};
  if (!has_fees(row)) return parts;
  const std::int64_t before_fees = checked_add(row.amount, row.tax_amount);
  const std::int64_t total = checked_add(row.net_amount, checked_negate(before_fees));
  const std::array<std::int64_t, 3> fees{row.platform_fee, row.host_fee, row.processor_fee};
  const auto* const by_size =
      std::max_element(fees.begin(), fees.end(),
                       [](std::int64_t a, std::int64_t b) { return std::abs(a) < std::abs(b); });
  const auto largest = static_cast<std::size_t>(by_size - fees.begin());
  const std::int64_t whole = sum(fees);
  std::int64_t left = total;
  for (std::size_t i = 0; i < fees.size(); ++i) {
    if (i == largest || whole == 0) continue;
    const std::int64_t share = whole < 0 ? checked_negate(fees[i]) : fees[i];
    parts.fees[i] = proportion_of({total, row.currency}, share, std::abs(whole)).hundredths;
    left = checked_add(left, checked_negate(parts.fees[i]));
  }
  parts.fees[largest] = left;
  return parts;
}

}  // namespace

std::string_view name_of(Part part) {
  switch (part) {
    case Part::main:
      return "main";
    case Part::tax:
      return "tax";
    case Part::platform_fee:
      return "platform_fee";
    case Part::host_fee:
      return "host_fee";
    case Part::processor_fee:
      return "processor_fee";
  }
  throw Error(ErrorKind::bug, "a part of a row without a name");
}

std::string part_kind(const Transaction& row, Part part) {
  if (part == Part::main) return booked_kind(row);
  for (const FeePart& fee : fee_parts) {
    if (fee.part == part) return fee.kind;
  }
  return "TAX";
}

Money net_of(const Transaction& row, BooksCurrency currency) {
  if (currency == BooksCurrency::host) return {row.host_net_amount, row.host_currency};
  if (has_fees(row)) return {row.net_amount, row.currency};
  return {checked_add(row.amount, row.tax_amount), row.currency};
}

std::vector<Posting> postings_of(const Transaction& row, std::size_t index,
                                 BooksCurrency currency) {
  const Money net = net_of(row, currency);
  Posting posting;
  posting.row = index;
  posting.legacy_id = row.legacy_id;
  posting.kind = part_kind(row, Part::main);
  posting.side = side_of(row);
  posting.account = row.account;
  posting.counterparty = row.opposite_account;
  posting.amount = net;
  if (!bears_fees(row)) return {posting};
  const Parts parts = currency == BooksCurrency::host ? host_parts(row) : transaction_parts(row);
  posting.amount.hundredths = parts.main;
  std::vector<Posting> postings{posting};
  const auto add = [&](Part part, Key counterparty, std::int64_t amount) {
    if (amount == 0) return;
    Posting& added = postings.emplace_back(posting);
    added.part = part;
    // As on rows of their own: a fee is given, whichever side the row it was taken from is on.
    added.side = Side::given;
    added.kind = part_kind(row, part);
    added.counterparty = counterparty;
    added.amount.hundredths = amount;
  };
  add(Part::tax, row.opposite_account, parts.tax);
  for (std::size_t i = 0; i < fee_parts.size(); ++i) {
    // The host takes its fee; the others who take one are named nowhere in such a row.
    const Key taker = fee_parts[i].part == Part::host_fee ? row.host : row.opposite_account;
    add(fee_parts[i].part, taker, parts.fees[i]);
  }
  return postings;
}

}  // namespace bursar::ledger
