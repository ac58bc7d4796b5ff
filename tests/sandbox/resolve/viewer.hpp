#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>

#include "world/world.hpp"

namespace bursar::sandbox {

enum class Scope : std::uint8_t {
  Email,
  Incognito,
  Account,
  Expenses,
  Orders,
  Transactions,
  VirtualCards,
  Host
};

std::string_view name(Scope scope);

/// Who asks, and with which rights.
struct Viewer {
  AccountId user = 0;     ///< 0: anonymous
  bool by_oauth = false;  ///< otherwise by personal token
  std::bitset<8> scopes;

  bool anonymous() const { return user == 0; }
  /// Anonymous requests are not stopped by scopes; roles hide things from them anyway (F 1.3).
  bool may(Scope scope) const {
    return anonymous() || scopes.test(static_cast<std::size_t>(scope));
  }
};

/// What the viewer may see, looked up often and therefore remembered for the request.
class Rights {
 public:
  Rights(const World& world, const Viewer& viewer);

  const Viewer& viewer() const { return viewer_; }
  bool admin_of(AccountId account) const { return (flags(account) & kAdmin) != 0; }
  bool accountant_of(AccountId account) const { return (flags(account) & kAccountant) != 0; }
  bool admin_or_accountant(AccountId account) const { return flags(account) != 0; }
  /// Member of the account, its parent or its host: sees it although it is private (F 1.4.6).
  bool sees(AccountId account) const;
  bool keeps_some_host() const { return keeps_some_host_; }

 private:
  static constexpr std::uint8_t kAdmin = 1;
  static constexpr std::uint8_t kAccountant = 2;

  std::uint8_t flags(AccountId account) const {
    return account < flags_.size() ? flags_[account] : std::uint8_t{0};
  }

  const World& world_;
  Viewer viewer_;
  std::vector<std::uint8_t> flags_;
  bool keeps_some_host_ = false;
};

}  // namespace bursar::sandbox
