#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "world/cast.hpp"
#include "world/identifiers.hpp"
#include "world/ledger.hpp"
#include "world/records.hpp"
#include "world/table.hpp"
#include "world/text_pool.hpp"

namespace bursar::sandbox {

/// Everything the imitated platform knows. Data; what may happen to it is in changes.hpp.
struct World {
  World(std::uint64_t seed_value, Micros now_value);

  std::uint64_t seed;
  Micros now;  ///< the platform's clock; never the wall clock. Moved by `advance`
  Identifiers ids;
  TextPool texts;
  Cast cast;
  Ledger ledger;
  Table<Account> accounts;
  Table<Category> categories;
  Table<PaymentMethod> payment_methods;
  Table<PayoutMethod> payout_methods;
  Table<Expense> expenses;
  Table<Item> items;
  Table<Order> orders;
  Table<Activity> activities;
  std::vector<Membership> memberships;
  std::vector<Tier> tiers;
  std::vector<Tax> taxes;  ///< index 0: none
  std::unordered_map<std::string, AccountId> by_slug;

  /// Moves the clock. Views that lag are refreshed when a day (UTC) or an hour begins.
  void advance(Micros by);
  /// Balances and the reports of hosts come from views (F 7.6, 7.13). They are always fresh until
  /// this is called: then refreshed now, and from now on by the clock or by `refresh_views` only.
  void freeze_views();
  /// Refreshes views that lag; they go on lagging.
  void refresh_views();

  AccountId add_account(Account account);
  /// Keeps the slug index and the prepared texts in step with the record.
  void rename_account(AccountId id, const std::string& slug, const std::string& name);

  std::optional<AccountId> account_by_slug(std::string_view slug) const;
  std::optional<AccountId> account_by_id(std::string_view id) const;  ///< hashid or publicId
  bool visible(AccountId id) const { return id != 0 && !accounts[id].deleted; }

  /// Current children (projects, events, ...), soft-deleted ones left out (F 10.13).
  std::vector<AccountId> children(AccountId parent, bool with_vendors) const;
  std::vector<AccountId> hosted_by(AccountId host) const;
  bool has_role(AccountId member, AccountId account, Role role) const;
  /// Administers the account, itself included; children follow their parent (F 1.4.4).
  bool administers(AccountId member, AccountId account) const;

  std::uint8_t tax_index(const Tax& tax);

  /// Expenses and activities in order of (createdAt, number).
  const std::vector<std::uint32_t>& expenses_by_time() const;
  const std::vector<std::uint32_t>& activities_by_time() const;
  void touch();  ///< after expenses or activities were added or back-dated

 private:
  std::vector<std::uint32_t> expense_order_;
  std::vector<std::uint32_t> activity_order_;
};

/// The id a record shows: a hashid before the cut-over, its publicId from then on (F 6.1).
std::string shown_id(const World& world, Entity entity, std::uint64_t number, Micros created);
/// The other way round, whatever form was given.
std::optional<std::uint64_t> number_from_id(const World& world, Entity entity, std::string_view id);

}  // namespace bursar::sandbox
