#include "resolve/viewer.hpp"

#include <array>

namespace bursar::sandbox {

std::string_view name(Scope scope) {
  constexpr std::array<std::string_view, 8> kNames{"email",        "incognito", "account",
                                                   "expenses",     "orders",    "transactions",
                                                   "virtualCards", "host"};
  return kNames[static_cast<std::size_t>(scope)];
}

Rights::Rights(const World& world, const Viewer& viewer) : world_(world), viewer_(viewer) {
  if (viewer.anonymous()) return;
  flags_.resize(world.accounts.size() + 1);
  flags_[viewer.user] |= kAdmin;
  for (const Membership& membership : world.memberships) {
    if (membership.member != viewer.user) continue;
    if (membership.role == Role::Admin) flags_[membership.account] |= kAdmin;
    if (membership.role == Role::Accountant) flags_[membership.account] |= kAccountant;
    keeps_some_host_ = keeps_some_host_ || world.accounts[membership.account].hosting;
  }
  for (AccountId id = 1; id <= world.accounts.size(); ++id) {
    const AccountId parent = world.accounts[id].parent;
    if (parent != 0) flags_[id] = flags_[id] | (flags_[parent] & kAdmin);
    if (world.accounts[id].main_profile == viewer.user) flags_[id] |= kAdmin;
  }
}

bool Rights::sees(AccountId account) const {
  const Account& record = world_.accounts[account];
  return !record.is_private || admin_or_accountant(account) ||
         (record.host != 0 && admin_or_accountant(record.host)) ||
         (record.parent != 0 && admin_or_accountant(record.parent));
}

}  // namespace bursar::sandbox
