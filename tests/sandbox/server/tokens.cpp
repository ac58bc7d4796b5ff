#include "server/tokens.hpp"

#include <initializer_list>

namespace bursar::sandbox {
namespace {

std::bitset<8> scopes(std::initializer_list<Scope> list) {
  std::bitset<8> set;
  for (const Scope scope : list) set.set(static_cast<std::size_t>(scope));
  return set;
}

}  // namespace

std::vector<Token> well_known_tokens() {
  const auto all = std::bitset<8>().set();
  // The set the fact sheet recommends to a bookkeeping service (F 1.4.3).
  const auto usual = scopes({Scope::Transactions, Scope::Expenses, Scope::Account, Scope::Orders});
  using State = Token::State;
  return {
      {tokens::kAdmin, "demo-admin", all, State::Valid, false},
      {tokens::kTypical, "demo-admin", usual, State::Valid, false},
      {tokens::kAccountant, "demo-accountant", all, State::Valid, false},
      {tokens::kCollectiveAdmin, "demo-collective-admin", all, State::Valid, false},
      {tokens::kTransactionsOnly, "demo-admin", scopes({Scope::Transactions}), State::Valid, false},
      {tokens::kNoScope, "demo-admin", {}, State::Valid, false},
      {tokens::kOutsider, "demo-outsider", all, State::Valid, false},
      {tokens::kExpired, "demo-admin", all, State::Expired, false},
      {tokens::kSuspended, "demo-admin", all, State::Suspended, false},
      {tokens::kLimited, "demo-limited", all, State::Limited, false},
      {tokens::kOrganization, "demo-host", all, State::ForOrganization, false},
      {tokens::kTreasurer, "contributor-0", all, State::Valid, false},
      {tokens::kOauthAdmin, "demo-admin", usual, State::Valid, true},
      {tokens::kOauthExpired, "demo-admin", usual, State::Expired, true},
  };
}

}  // namespace bursar::sandbox
