#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"
#include "store/interval_set.hpp"

namespace bursar::store {

enum class Stream { transactions, expenses };
[[nodiscard]] const char* stream_name(Stream stream);

// The stored rows that one question to the platform covers: those of these accounts, or those that
// are recorded under this host. Narrower than a source, which also keeps what has moved on.
// Tombstones and rows whose account could not be read are in none.
struct AskedRows {
  bool by_host = false;
  std::vector<std::string> accounts;  // public ids; of a host exactly one
};

// Those that were created within the window: ids of transactions, public ids of expenses,
// ascending.
[[nodiscard]] std::vector<std::string> stored_ids(Database& database, const AskedRows& asked,
                                                  Stream stream, const Interval& window);
// How many these are: what the platform's totalCount of the window is compared with.
[[nodiscard]] std::int64_t count_stored(Database& database, const AskedRows& asked, Stream stream,
                                        const Interval& window);
// When the oldest of them was created; the end of time when there is none.
[[nodiscard]] ledger::Instant oldest_stored(Database& database, const AskedRows& asked,
                                            Stream stream);

// By how much the transactions of the window changed all balances: the sum of
// netAmountInHostCurrency (F 5.3.1), which is what the platform's control totals say (F 7.1).
struct NetChange {
  std::int64_t hundredths = 0;
  std::int64_t rounded_rows = 0;  // each may differ by half a hundredth from what is summed there
  std::int64_t other_currencies = 0;  // rows in another host currency: then nothing can be compared
};
[[nodiscard]] NetChange net_change(Database& database, const AskedRows& asked,
                                   const Interval& window, ledger::Currency currency);

// The groups of the stored transactions of these orders (public ids).
[[nodiscard]] std::vector<std::string> groups_of_orders(Database& database,
                                                        const std::vector<std::string>& orders);

// The groups of the stored transactions of this account (public id).
[[nodiscard]] std::vector<std::string> groups_of_account(Database& database,
                                                         const std::string& account);

}  // namespace bursar::store
