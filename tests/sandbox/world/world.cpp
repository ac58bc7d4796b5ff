#include "world/world.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace bursar::sandbox {
namespace {

template <typename Record>
std::vector<std::uint32_t> order_by_time(const Table<Record>& table) {
  std::vector<std::uint32_t> order(table.size());
  for (std::uint32_t i = 0; i < table.size(); ++i) order[i] = i + 1;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return table[a].created < table[b].created;
  });
  return order;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

Micros public_id_cutover() {
  return from_civil(2026, 4, 3);
}

World::World(std::uint64_t seed_value, Micros now_value)
    : seed(seed_value), now(now_value), ids(seed_value), taxes(1) {}

void World::advance(Micros by) {
  const Micros before = now;
  now += by;
  if (ledger.daily_view().live()) return;
  if (floor_to(before, kDay) != floor_to(now, kDay)) ledger.refresh_daily_view(now);
  if (floor_to(before, kHour) != floor_to(now, kHour)) ledger.refresh_hourly_view(now);
}

void World::freeze_views() {
  ledger.refresh_daily_view(now);
  ledger.refresh_hourly_view(now);
}

void World::refresh_views() {
  if (!ledger.daily_view().live()) freeze_views();
}

AccountId World::add_account(Account account) {
  const AccountId id = accounts.add(std::move(account));
  Account& stored = accounts[id];
  if (stored.updated == 0) stored.updated = stored.created;
  stored.id_json = '"' + shown_id(*this, Entity::Account, id, stored.created) + '"';
  stored.public_id_json = '"' + ids.public_id(Entity::Account, id) + '"';
  rename_account(id, stored.slug, stored.name);
  return id;
}

void World::rename_account(AccountId id, const std::string& slug, const std::string& name) {
  Account& account = accounts[id];
  const auto old = by_slug.find(account.slug);
  if (old != by_slug.end() && old->second == id) by_slug.erase(old);
  account.slug = slug;
  account.name = name;
  by_slug[slug] = id;
  account.slug_json = json_string(slug);
  account.name_json = name.empty() ? "null" : json_string(name);
}

std::optional<AccountId> World::account_by_slug(std::string_view slug) const {
  const auto found = by_slug.find(lower(slug));
  if (found == by_slug.end() || accounts[found->second].deleted) return std::nullopt;
  return found->second;
}

std::optional<AccountId> World::account_by_id(std::string_view id) const {
  const auto number = number_from_id(*this, Entity::Account, id);
  if (!number || !accounts.has(*number)) return std::nullopt;
  const auto account = static_cast<AccountId>(*number);
  return accounts[account].deleted ? std::nullopt : std::optional(account);
}

std::vector<AccountId> World::children(AccountId parent, bool with_vendors) const {
  std::vector<AccountId> result;
  for (AccountId id = 1; id <= accounts.size(); ++id) {
    const Account& account = accounts[id];
    if (account.parent != parent || account.deleted) continue;
    if (account.type != AccountType::Vendor || with_vendors) result.push_back(id);
  }
  return result;
}

std::vector<AccountId> World::hosted_by(AccountId host) const {
  std::vector<AccountId> result;
  for (AccountId id = 1; id <= accounts.size(); ++id) {
    const Account& account = accounts[id];
    const bool hosted = account.host == host && id != host && account.active;
    if (hosted && !account.deleted && account.type != AccountType::Platform) result.push_back(id);
  }
  return result;
}

bool World::has_role(AccountId member, AccountId account, Role role) const {
  return std::any_of(memberships.begin(), memberships.end(), [&](const Membership& m) {
    return m.member == member && m.account == account && m.role == role;
  });
}

bool World::administers(AccountId member, AccountId account) const {
  if (member == 0 || account == 0) return false;
  if (member == account || has_role(member, account, Role::Admin)) return true;
  const AccountId parent = accounts[account].parent;
  return parent != 0 && has_role(member, parent, Role::Admin);
}

std::uint8_t World::tax_index(const Tax& tax) {
  if (tax.rate == 0) return 0;
  for (std::size_t i = 1; i < taxes.size(); ++i) {
    if (taxes[i].type == tax.type && taxes[i].rate == tax.rate &&
        taxes[i].id_number == tax.id_number) {
      return static_cast<std::uint8_t>(i);
    }
  }
  taxes.push_back(tax);
  return static_cast<std::uint8_t>(taxes.size() - 1);
}

const std::vector<std::uint32_t>& World::expenses_by_time() const {
  return expense_order_;
}

const std::vector<std::uint32_t>& World::activities_by_time() const {
  return activity_order_;
}

void World::touch() {
  expense_order_ = order_by_time(expenses);
  activity_order_ = order_by_time(activities);
}

std::string shown_id(const World& world, Entity entity, std::uint64_t number, Micros created) {
  return created < public_id_cutover() ? world.ids.hash(entity, number)
                                       : world.ids.public_id(entity, number);
}

std::optional<std::uint64_t> number_from_id(const World& world, Entity entity,
                                            std::string_view id) {
  if (const auto number = world.ids.from_public(entity, id)) return number;
  return world.ids.from_hash(entity, id);
}

}  // namespace bursar::sandbox
