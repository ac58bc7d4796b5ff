#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "ledger/transaction.hpp"
#include "store/database.hpp"
#include "store/look_overs.hpp"
#include "store/profiles.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// How far a profile is with a record: done with it, or it has a reason to wait. What came or
// changed since the last export waits, too.
enum class Standing : std::uint8_t { settled, waiting, held };

// What is stored beside what was handed over: of one row in a statement; in a journal of the rows
// of one group on one account, because the tax of a group is booked with its main row.
struct HandedOver {
  std::string record;                    // transaction or group id
  ledger::Key account = ledger::no_key;  // of its rows; no_key where the rows are gone
  ledger::Key host = ledger::no_key;
  std::string account_id;  // public id, of the stream where the rows are gone
  std::string slug;
  ledger::Currency currency;
  ledger::Instant created_at;
  std::string kind;         // of the main row
  std::int64_t stored = 0;  // net in host currency of the rows that are the source's
  std::int64_t issued = 0;  // + is money in; reversed lines are out of it
  std::int64_t caught_up = 0;
  std::int64_t legacy_fee = 0;  // the other halves of in-row host fees, which no row has (R4)
  std::int64_t vat_held = 0;    // the VAT of it that the platform keeps (R5)
  Standing standing = Standing::settled;
};

// Everything that is stored for the source or was handed over by the profile, a statement or a
// journal in host currency; `since`: only what was touched since that look.
void for_each_handed_over(Database& database, const Profile& profile, const Source& source,
                          const std::optional<LookedOver>& since,
                          const std::function<void(const HandedOver&)>& visit);

// What the balances of a statement say was handed over, and what the lines of it add up to.
struct StreamTotal {
  std::string account;  // public id
  std::string slug;
  ledger::Currency currency;
  std::int64_t told = 0;  // opening and issued
  std::int64_t lines = 0;
};
[[nodiscard]] std::vector<StreamTotal> stream_totals(Database& database, std::int64_t profile);

}  // namespace bursar::store
