#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/account.hpp"
#include "ledger/transaction.hpp"

namespace bursar::ledger {

// Whose books a source feeds: one account with its children, or a whole fiscal host.
enum class Perspective : std::uint8_t { account, host };

// Whose money a row moves (accounting.md R2).
enum class Fund : std::uint8_t {
  own,          // `account` source
  operational,  // the host, its projects and events
  managed,      // an account that the host holds money for
  platform,     // the host's PLATFORM child, where tips wait (F 5.5.3)
};
[[nodiscard]] std::string_view name_of(Fund fund);

// The accounts that a run knows, by the key that rows carry.
using AccountTable = std::unordered_map<Key, Account>;

// What the configuration says about a source's books. Accounts are public ids.
struct BooksScope {
  Perspective perspective = Perspective::account;
  std::string root;                  // the account, or the fiscal host
  std::vector<std::string> include;  // in the books, whatever R1 says
  std::vector<std::string> exclude;  // outside, whatever R1 or `include` says
};

// Which accounts' rows are in the books of a source (R1).
struct Books {
  struct Member {
    Fund fund = Fund::own;
    bool by_host = false;   // only rows recorded under the host are in the books
    bool hostless = false;  // and so are rows recorded under no host at all
    bool current = true;    // belongs to the source at present, which is what `internal` asks
  };
  Perspective perspective = Perspective::account;
  Key root = no_key;
  std::unordered_map<Key, Member> members;
};

// Throws Error(data) when the root is not among the accounts.
[[nodiscard]] Books open_books(const BooksScope& scope, const AccountTable& accounts);

// False: the row is *outside*: stored and counted, never posted. These are the payers and payees
// who bear a host in 2015-2016, tax and processor vendors, and accounts excluded by hand.
[[nodiscard]] bool in_books(const Books& books, const Transaction& row);

// `account` must be in the books.
[[nodiscard]] Fund fund_of(const Books& books, Key account);

// Whether money that goes between this account, which is in the books, and the other stays within
// them (R2). Judged by the account as it stands today, not by whether the row of the other side is
// there. What an account has from itself is not internal: such an event has one row (F 5.2.1), so
// the money came from outside, as when a host adds funds to its own account.
[[nodiscard]] bool is_internal(const Books& books, Key account, Key counterparty);

}  // namespace bursar::ledger
