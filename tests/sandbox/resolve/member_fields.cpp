#include <algorithm>
#include <set>
#include <string>

#include "resolve/collections.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"

/// Members, children, hosted accounts and categories: the small collections around an account.
namespace bursar::sandbox {

RecordPage cut_page(const PlannedField& field, const std::vector<std::uint32_t>& all) {
  const auto number = [&](const char* name, std::int64_t otherwise) {
    const auto& value = field.argument(name);
    return value.is_number() ? value.get<std::int64_t>() : otherwise;
  };
  RecordPage page;
  page.total = static_cast<std::int64_t>(all.size());
  page.limit = number("limit", page.total);
  page.offset = number("offset", 0);
  const std::int64_t begin = std::clamp<std::int64_t>(page.offset, 0, page.total);
  const std::int64_t end = std::clamp<std::int64_t>(begin + page.limit, begin, page.total);
  page.records.assign(all.begin() + begin, all.begin() + end);
  return page;
}

const RecordPage& record_page(const Node& node) {
  return *static_cast<const RecordPage*>(node.extra);
}

namespace {

using nlohmann::json;

bool allowed(const json& list, std::string_view value) {
  return !list.is_array() || std::find(list.begin(), list.end(), std::string(value)) != list.end();
}

/// Positions in World::memberships, counted from 1.
std::vector<std::uint32_t> memberships(const Execution& ex, const PlannedField& field, AccountId id,
                                       bool as_member) {
  std::vector<std::uint32_t> found;
  const auto& all = ex.world().memberships;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const bool mine = (as_member ? all[i].member : all[i].account) == id;
    const AccountId other = as_member ? all[i].account : all[i].member;
    const bool fits = mine && allowed(field.argument("role"), name(all[i].role)) &&
                      allowed(field.argument("accountType"), name(ex.world().accounts[other].type));
    if (fits && ex.world().visible(other)) found.push_back(i + 1);
  }
  return found;
}

void write_member_of(Execution& ex, const Node& node, PlannedField& field) {
  write_page(ex, field, cut_page(field, memberships(ex, field, node.number, true)));
}

void write_members(Execution& ex, const Node& node, PlannedField& field) {
  write_page(ex, field, cut_page(field, memberships(ex, field, node.number, false)));
}

void write_member_nodes(Execution& ex, const Node& node, PlannedField& field) {
  const RecordPage& page = record_page(node);
  ex.list(field, page.records.size(), [&](std::size_t i) {
    Node member;
    member.number = page.records[i];
    ex.object(field, member);
  });
}

void write_account_nodes(Execution& ex, const Node& node, PlannedField& field) {
  const RecordPage& page = record_page(node);
  ex.list(field, page.records.size(), [&](std::size_t i) { ex.account(field, page.records[i]); });
}

void write_children(Execution& ex, const Node& node, PlannedField& field) {
  std::vector<std::uint32_t> children;
  const json& active = field.argument("isActive");
  for (const AccountId id : ex.world().children(node.number, true)) {
    const Account& account = ex.world().accounts[id];
    const bool fits = allowed(field.argument("accountType"), name(account.type)) &&
                      (!active.is_boolean() || active.get<bool>() == account.active);
    if (fits && ex.rights().sees(id)) children.push_back(id);
  }
  write_page(ex, field, cut_page(field, children));
}

void write_hosted(Execution& ex, const Node& node, PlannedField& field) {
  std::vector<std::uint32_t> hosted;
  for (const AccountId id : ex.world().hosted_by(node.number)) {
    const bool fits = allowed(field.argument("accountType"), name(ex.world().accounts[id].type));
    if (fits && ex.rights().sees(id)) hosted.push_back(id);
  }
  write_page(ex, field, cut_page(field, hosted));
}

/// hostOnly categories are for the host's people (F 1.4).
void write_categories(Execution& ex, const Node& node, PlannedField& field) {
  std::vector<std::uint32_t> found;
  for (CategoryId id = 1; id <= ex.world().categories.size(); ++id) {
    const Category& category = ex.world().categories[id];
    if (category.host != node.number || category.deleted) continue;
    if (category.host_only && !ex.rights().admin_or_accountant(node.number)) continue;
    const bool fits = !field.argument("kind").is_array() ||
                      (category.has_kind && allowed(field.argument("kind"), name(category.kind)));
    if (fits) found.push_back(id);
  }
  write_page(ex, field, cut_page(field, found));
}

void write_accounts(Execution& ex, const Node&, PlannedField& field) {
  const World& world = ex.world();
  std::set<AccountId> hosts;
  if (field.argument("host").is_array()) {
    const auto given = require_accounts(ex, field.argument("host"));
    hosts.insert(given.begin(), given.end());
  }
  std::set<AccountId> parents;
  if (field.argument("parent").is_array()) {
    const auto given = require_accounts(ex, field.argument("parent"));
    parents.insert(given.begin(), given.end());
  }
  std::vector<std::uint32_t> found;
  for (AccountId id = 1; id <= world.accounts.size(); ++id) {
    const Account& account = world.accounts[id];
    const bool fits = !account.deleted && !account.incognito && ex.rights().sees(id) &&
                      allowed(field.argument("type"), name(account.type)) &&
                      (hosts.empty() || hosts.count(account.host) > 0) &&
                      (parents.empty() || parents.count(account.parent) > 0);
    if (fits) found.push_back(id);
  }
  write_page(ex, field, cut_page(field, found));
}

const Membership& membership_of(const Execution& ex, const Node& node) {
  return ex.world().memberships[node.number - 1];
}

void add_membership(Resolvers& resolvers, const char* type, Resolver account) {
  constexpr Resolver kId = [](Execution& ex, const Node& n, PlannedField&) {
    ex.quoted(ex.world().ids.public_id(Entity::Member, n.number));
  };
  constexpr Resolver kTime = [](Execution& ex, const Node& n, PlannedField& field) {
    ex.time(membership_of(ex, n).created, field);
  };
  resolvers.add(
      type, {{"id", kId},
             {"publicId", kId},
             {"role", [](Execution& ex, const Node& n,
                         PlannedField&) { ex.quoted(name(membership_of(ex, n).role)); }},
             {"createdAt", kTime},
             {"updatedAt", kTime},
             {"since", kTime},
             {"inherited", [](Execution& ex, const Node&, PlannedField&) { ex.boolean(false); }},
             {"isActive", [](Execution& ex, const Node&, PlannedField&) { ex.boolean(true); }},
             {"account", account}});
}

void add_paging(Resolvers& resolvers, const char* type, Resolver nodes) {
  resolvers.add(type, {{"limit", [](Execution& ex, const Node& n,
                                    PlannedField&) { ex.integer(record_page(n).limit); }},
                       {"offset", [](Execution& ex, const Node& n,
                                     PlannedField&) { ex.integer(record_page(n).offset); }},
                       {"totalCount", [](Execution& ex, const Node& n,
                                         PlannedField&) { ex.integer(record_page(n).total); }},
                       {"nodes", nodes}});
}

}  // namespace

void add_member_resolvers(Resolvers& resolvers) {
  add_membership(resolvers, "MemberOf", [](Execution& ex, const Node& n, PlannedField& field) {
    ex.account(field, membership_of(ex, n).account);
  });
  add_membership(resolvers, "Member", [](Execution& ex, const Node& n, PlannedField& field) {
    ex.account(field, membership_of(ex, n).member);
  });
  add_paging(resolvers, "MemberOfCollection", write_member_nodes);
  add_paging(resolvers, "MemberCollection", write_member_nodes);
  add_paging(resolvers, "AccountCollection", write_account_nodes);
  add_paging(resolvers, "HostedAccountCollection", write_account_nodes);
  add_paging(resolvers, "AccountingCategoryCollection", write_member_nodes);
  add_paging(resolvers, "OrderCollection", write_member_nodes);
  resolvers.add("Account", {{"memberOf", write_member_of},
                            {"members", write_members},
                            {"childrenAccounts", write_children}});
  resolvers.add("Host",
                {{"hostedAccounts", write_hosted}, {"accountingCategories", write_categories}});
  resolvers.add("Organization", {{"accountingCategories", write_categories}});
  resolvers.add("Query", {{"accounts", write_accounts}});
}

}  // namespace bursar::sandbox
