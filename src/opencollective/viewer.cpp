#include "opencollective/viewer.hpp"

#include <algorithm>

#include "opencollective/account_reading.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

// What has books of its own: no people, no vendors (F 3.1).
bool keeps_books(const ledger::Account& account) {
  return !account.slug.empty() && account.type != "INDIVIDUAL" && account.type != "VENDOR";
}

Membership& membership_in(std::vector<Membership>& all, const json& account) {
  const std::string id = id_of(account);
  const auto known = std::find_if(all.begin(), all.end(), [&](const Membership& membership) {
    return membership.account.public_id == id;
  });
  if (known != all.end()) return *known;
  Membership membership;
  membership.account = read_account(account);
  // A host is its own host (F 10.6).
  membership.is_host = flag(account, "hasMoneyManagement") || membership.account.host == id;
  all.push_back(std::move(membership));
  return all.back();
}

}  // namespace

std::optional<Viewer> read_viewer(Exchange& exchange) {
  const Answer answer = exchange.ask(viewer_document(), json::object());
  const json& me = member(answer.data, "me");
  if (!me.is_object()) {
    if (exchange.authenticated()) throw silent_anonymity_error();
    return std::nullopt;
  }
  Viewer viewer;
  viewer.account = read_account(me);
  for (const json& node : nodes_of(me, "memberOf")) {
    const json& account = member(node, "account");
    if (!account.is_object() || !keeps_books(read_account(account))) continue;
    Membership& membership = membership_in(viewer.memberships, account);
    membership.is_admin = membership.is_admin || text(node, "role") == "ADMIN";
    membership.is_accountant = membership.is_accountant || text(node, "role") == "ACCOUNTANT";
  }
  std::sort(viewer.memberships.begin(), viewer.memberships.end(),
            [](const Membership& a, const Membership& b) {
              if (a.is_host != b.is_host) return a.is_host;
              return a.account.slug < b.account.slug;
            });
  return viewer;
}

}  // namespace bursar::opencollective
