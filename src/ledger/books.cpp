#include "ledger/books.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

bool names(const std::vector<std::string>& ids, const Account& account) {
  return std::find(ids.begin(), ids.end(), account.public_id) != ids.end();
}

// The types of accounts that a fiscal host holds money for.
bool is_hosted_type(std::string_view type) {
  static constexpr std::array<std::string_view, 4> types{"COLLECTIVE", "EVENT", "PROJECT", "FUND"};
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_child(const Account& account, std::string_view root) {
  // Vendors hang below an account as its address book; they are not part of it (F 7.10).
  return account.parent == root && account.type != "VENDOR";
}

using HostsById = std::unordered_map<std::string_view, std::string_view>;

// The present host of an account, through its parent where the account itself shows none.
std::string_view host_of(const Account& account, const HostsById& hosts) {
  if (!account.host.empty() || account.parent.empty()) return account.host;
  const auto parent = hosts.find(account.parent);
  return parent == hosts.end() ? std::string_view{} : parent->second;
}

std::optional<Books::Member> member_of_account(const Account& account, const BooksScope& scope) {
  if (account.public_id == scope.root || is_child(account, scope.root) ||
      names(scope.include, account)) {
    return Books::Member{.fund = Fund::own};
  }
  return std::nullopt;
}

std::optional<Books::Member> member_of_host(const Account& account, const BooksScope& scope,
                                            const HostsById& hosts) {
  const bool included = names(scope.include, account);
  if (account.public_id == scope.root) {
    return Books::Member{.fund = Fund::operational, .by_host = true, .hostless = included};
  }
  if (is_child(account, scope.root)) {
    const Fund fund = account.type == "PLATFORM" ? Fund::platform : Fund::operational;
    return Books::Member{.fund = fund, .by_host = true, .hostless = included};
  }
  // A collective that has left keeps the rows it had here in the books.
  const bool current = included || host_of(account, hosts) == scope.root;
  if (included || is_hosted_type(account.type)) {
    return Books::Member{
        .fund = Fund::managed, .by_host = true, .hostless = included, .current = current};
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Fund fund) {
  switch (fund) {
    case Fund::own:
      return "own";
    case Fund::operational:
      return "operational";
    case Fund::managed:
      return "managed";
    case Fund::platform:
      return "platform";
  }
  throw Error(ErrorKind::bug, "a fund without a name");
}

Books open_books(const BooksScope& scope, const AccountTable& accounts) {
  HostsById hosts;
  for (const auto& [key, account] : accounts) hosts.emplace(account.public_id, account.host);
  Books books;
  books.perspective = scope.perspective;
  for (const auto& [key, account] : accounts) {
    if (account.public_id == scope.root) books.root = key;
    if (names(scope.exclude, account)) continue;
    const std::optional<Books::Member> member = scope.perspective == Perspective::account
                                                    ? member_of_account(account, scope)
                                                    : member_of_host(account, scope, hosts);
    if (member) books.members.emplace(key, *member);
  }
  if (books.root == no_key) {
    throw Error(ErrorKind::data, fmt::format("account {} is not stored", scope.root),
                "run `bursar sync` for its source first");
  }
  return books;
}

bool in_books(const Books& books, const Transaction& row) {
  const auto found = books.members.find(row.account);
  if (found == books.members.end()) return false;
  const Books::Member& member = found->second;
  if (!member.by_host) return true;
  return row.host == books.root || (member.hostless && row.host == no_key);
}

Fund fund_of(const Books& books, Key account) {
  const auto found = books.members.find(account);
  if (found == books.members.end()) {
    throw Error(ErrorKind::bug, fmt::format("account {} is not in the books", account));
  }
  return found->second.fund;
}

bool is_internal(const Books& books, Key account, Key counterparty) {
  if (account == counterparty) return false;
  const auto found = books.members.find(counterparty);
  return found != books.members.end() && found->second.current;
}

}  // namespace bursar::ledger
