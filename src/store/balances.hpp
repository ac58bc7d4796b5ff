#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/exact_sum.hpp"
#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/asked_rows.hpp"
#include "store/database.hpp"

namespace SQLite {
class Statement;
}  // namespace SQLite

namespace bursar::store {

// Stored transactions of one account, recorded under one host, in one pair of currencies, added up
// in all the ways that the platform adds balances up (F 7).
struct StoredSum {
  std::string account;  // public id
  std::string slug;
  std::string host;  // public id; empty: recorded under none
  ledger::Currency host_currency;
  ledger::Currency currency;
  ledger::Instant month;  // its first instant (UTC), where months are asked for
  std::string kind;       // where kinds are asked for; empty also where a row has none
  std::int64_t rows = 0;
  ledger::ExactSum balance;      // in host currency, taxes converted without rounding (F 7.1)
  std::int64_t net = 0;          // in host currency, each row rounded: what books take up
  std::int64_t account_net = 0;  // in the account's own currency (F 7.5, version 1)
};

enum class SumDetail { account, month_and_kind };

// Those created within the window.
[[nodiscard]] std::vector<StoredSum> stored_sums(Database& database, const AskedRows& asked,
                                                 const Interval& window, SumDetail detail);

// For the files of this room: what such a statement selects, whose rows of one place follow each
// other. Its columns are those that stored_sums() selects.
[[nodiscard]] std::vector<StoredSum> read_sums(SQLite::Statement& select);

}  // namespace bursar::store
