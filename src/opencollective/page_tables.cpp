#include "opencollective/page_tables.hpp"

#include <type_traits>
#include <utility>

namespace bursar::opencollective::node {
namespace {

using ledger::Account;
using ledger::AccountingCategory;
using ledger::Order;

// Only the public id is needed to know the account again; all else may be withheld.
constexpr std::array<Member<Account, PageTables>, 9> account_members{{
    {"publicId", [](Value& v, Account& to, PageTables&) { to.public_id = text(v); }},
    {"legalName", [](Value& v, Account& to, PageTables&) { to.legal_name = text(v); }},
    {"id", [](Value& v, Account& to, PageTables&) { to.platform_id = text(v); }},
    {"legacyId", [](Value& v, Account& to, PageTables&) { to.legacy_id = integer(v); }},
    {"slug", [](Value& v, Account& to, PageTables&) { to.slug = text(v); }},
    {"name", [](Value& v, Account& to, PageTables&) { to.name = text(v); }},
    {"type", [](Value& v, Account& to, PageTables&) { to.type = text(v); }},
    {"isIncognito", [](Value& v, Account& to, PageTables&) { to.is_incognito = flag(v); }},
    {"currency",
     [](Value& v, Account& to, PageTables&) {
       const std::string_view code = text(v);
       if (code.empty()) return;
       const auto currency = ledger::Currency::parse(code);
       if (!currency) throw Breach{"", "not a currency code"};
       to.currency = *currency;
     }},
}};

constexpr std::array<Member<AccountingCategory, PageTables>, 8> category_members{{
    {"publicId", [](Value& v, AccountingCategory& to, PageTables&) { to.public_id = text(v); }},
    {"id", [](Value& v, AccountingCategory& to, PageTables&) { to.platform_id = text(v); }},
    {"code", [](Value& v, AccountingCategory& to, PageTables&) { to.code = text(v); }},
    {"name", [](Value& v, AccountingCategory& to, PageTables&) { to.name = text(v); }},
    {"friendlyName",
     [](Value& v, AccountingCategory& to, PageTables&) { to.friendly_name = text(v); }},
    {"kind", [](Value& v, AccountingCategory& to, PageTables&) { to.kind = text(v); }},
    {"appliesTo", [](Value& v, AccountingCategory& to, PageTables&) { to.applies_to = text(v); }},
    {"hostOnly", [](Value& v, AccountingCategory& to, PageTables&) { to.host_only = flag(v); }},
}};

constexpr std::array<Member<Order, PageTables>, 2> tier_members{{
    {"slug", [](Value& v, Order& to, PageTables&) { to.tier_slug = text(v); }},
    {"name", [](Value& v, Order& to, PageTables&) { to.tier_name = text(v); }},
}};

constexpr std::array<Member<Order, PageTables>, 15> order_members{{
    {"publicId", [](Value& v, Order& to, PageTables&) { to.public_id = text(v); }},
    {"id", [](Value& v, Order& to, PageTables&) { to.platform_id = text(v); }},
    {"legacyId", [](Value& v, Order& to, PageTables&) { to.legacy_id = integer(v); }},
    {"description", [](Value& v, Order& to, PageTables&) { to.description = text(v); }},
    {"status", [](Value& v, Order& to, PageTables&) { to.status = text(v); }},
    {"frequency", [](Value& v, Order& to, PageTables&) { to.frequency = text(v); }},
    {"createdAt", [](Value& v, Order& to, PageTables&) { to.created_at = instant(v); }},
    {"processedAt", [](Value& v, Order& to, PageTables&) { to.processed_at = instant(v); }},
    {"memo", [](Value& v, Order& to, PageTables&) { to.memo = text(v); }},
    {"customData", [](Value& v, Order& to, PageTables&) { to.custom_data = json_text(v); }},
    {"tags", [](Value& v, Order& to, PageTables&) { to.tags = json_text(v); }},
    {"amount", [](Value& v, Order& to, PageTables&) { to.amount = optional_money(v); }},
    {"platformTipAmount", [](Value& v, Order& to, PageTables&) { to.tip = optional_money(v); }},
    {"tier",
     [](Value& v, Order& to, PageTables& tables) {
       if (is_null(v)) return;
       read_object(expect(v.get_object(), "a tier"), tier_members, to, tables);
     }},
    {"accountingCategory",
     [](Value& v, Order& to, PageTables& tables) { to.category = tables.category(v); }},
}};

}  // namespace

template <typename Entry, std::size_t Count>
ledger::Key PageTables::place(Value& value,
                              const std::array<Member<Entry, PageTables>, Count>& members,
                              std::vector<Entry>& entries, Places& places) {
  if (is_null(value)) return ledger::no_key;
  Entry entry;
  MemberReader<Entry, PageTables, Count> reader(members, entry, *this);
  ledger::Key known = ledger::no_key;
  for (auto result : expect(value.get_object(), "an object")) {
    simdjson::ondemand::field field = expect(std::move(result), "a member");
    if (known != ledger::no_key) {
      // The API may give the legal name in one place of a page and withhold it in another; our
      // queries ask for it right after the public id.
      if constexpr (std::is_same_v<Entry, Account>) {
        Account& first_met = entries[static_cast<std::size_t>(known)];
        if (first_met.legal_name.empty() && field.key().unsafe_is_equal("legalName")) {
          first_met.legal_name = text(field.value());
        }
      }
      return known;
    }
    reader.take(field.key(), field.value());
    if (field.key().unsafe_is_equal("publicId") && !entry.public_id.empty()) {
      const auto found = places.find(std::string_view(entry.public_id));
      if (found != places.end()) known = found->second;
    }
  }
  if (known != ledger::no_key) return known;
  if (entry.public_id.empty()) entry.public_id = entry.platform_id;
  if (entry.public_id.empty()) throw Breach{"publicId", "missing"};
  const auto [at, inserted] =
      places.try_emplace(entry.public_id, static_cast<ledger::Key>(entries.size()));
  if (inserted) entries.push_back(std::move(entry));
  return at->second;
}

ledger::Key PageTables::account(Value& value) {
  return place(value, account_members, accounts, account_places_);
}

ledger::Key PageTables::category(Value& value) {
  return place(value, category_members, categories, category_places_);
}

ledger::Key PageTables::order(Value& value) {
  return place(value, order_members, orders, order_places_);
}

}  // namespace bursar::opencollective::node
