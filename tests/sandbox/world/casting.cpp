#include "world/casting.hpp"

#include <string>
#include <utility>

#include "world/texts.hpp"

namespace bursar::sandbox {
namespace {

class Casting {
 public:
  explicit Casting(World& world) : world_(world) {}

  Cast run(std::uint32_t contributors, std::uint32_t extra_collectives) {
    platform_and_vendors();
    demo_host();
    collectives();
    association();
    legacy();
    people();
    crowd(contributors);
    join(cast_.contributors.front(), cast_.repair_cafe, Role::Admin);
    extras(extra_collectives);
    methods();
    categories(cast_.demo_host, 1000);
    categories(cast_.association, 600);
    tiers();
    return std::move(cast_);
  }

 private:
  AccountId add(AccountType type, const std::string& slug, const std::string& name,
                Currency currency, Micros created) {
    Account account;
    account.type = type;
    account.slug = slug;
    account.name = name;
    account.currency = currency;
    account.created = created;
    return world_.add_account(std::move(account));
  }

  AccountId add_host(const std::string& slug, const std::string& name, Currency currency,
                     Micros created) {
    const AccountId id = add(AccountType::Organization, slug, name, currency, created);
    Account& account = world_.accounts[id];
    account.host = id;
    account.active = account.money_management = account.hosting = true;
    account.approved = created;
    return id;
  }

  AccountId add_hosted(AccountType type, const std::string& slug, const std::string& name,
                       Currency currency, AccountId host, AccountId parent, Micros created) {
    const AccountId id = add(type, slug, name, currency, created);
    Account& account = world_.accounts[id];
    account.host = host;
    account.parent = parent;
    account.active = true;
    account.approved = created + kDay;
    return id;
  }

  void join(AccountId member, AccountId account, Role role) {
    world_.memberships.push_back({member, account, role, world_.accounts[account].created});
  }

  void platform_and_vendors() {
    const Micros start = from_civil(2015, 1, 1);
    cast_.platform = add_host("sandbox-platform", "Sandbox Platform", Currency::USD, start);
    const auto vendor = [&](const char* slug, const char* name) {
      return add(AccountType::Vendor, slug, name, Currency::USD, start);
    };
    cast_.stripe = vendor("stripe-payment-processor-vendor", "Stripe");
    cast_.paypal = vendor("paypal-payment-processor-vendor", "PayPal");
    cast_.wise = vendor("wise-payment-processor-vendor", "Wise");
    cast_.vat = vendor("eu-vat-tax-vendor", "EU VAT");
    cast_.gst = vendor("nz-gst-tax-vendor", "NZ GST");
  }

  void demo_host() {
    cast_.demo_host = add_host("demo-host", "Demo Host, Inc. “Ünïcødé” ✨", Currency::USD,
                               from_civil(2017, 11, 1));
    world_.accounts[cast_.demo_host].legal_name = "Demo Host Incorporated";
    cast_.platform_tips =
        add_hosted(AccountType::Platform, "demo-host-platform-tips", "Platform tips", Currency::USD,
                   cast_.demo_host, cast_.demo_host, from_civil(2026, 5, 1));
    cast_.shop = add(AccountType::Vendor, "demo-print-shop", "Print & Copy \"Shop\"", Currency::USD,
                     from_civil(2022, 3, 1));
    world_.accounts[cast_.shop].parent = cast_.demo_host;
  }

  void collectives() {
    const AccountId host = cast_.demo_host;
    const auto type = AccountType::Collective;
    cast_.demo_collective = add_hosted(type, "demo-collective", "Demo Collective", Currency::USD,
                                       host, 0, from_civil(2018, 1, 10));
    cast_.demo_project =
        add_hosted(AccountType::Project, "demo-project", "Demo Project", Currency::USD, host,
                   cast_.demo_collective, from_civil(2020, 2, 1));
    cast_.demo_event =
        add_hosted(AccountType::Event, "demo-event", "Demo Event 🎟️", Currency::USD, host,
                   cast_.demo_collective, from_civil(2026, 4, 20));
    cast_.euro_collective = add_hosted(type, "demo-euro-collective", "Euro Collective (USD host)",
                                       Currency::EUR, host, 0, from_civil(2018, 6, 1));
    cast_.yen_collective = add_hosted(type, "demo-yen-collective", "円コレクティブ", Currency::JPY,
                                      host, 0, from_civil(2021, 8, 1));
    cast_.private_collective = add_hosted(type, "demo-private-collective", "Private Collective",
                                          Currency::USD, host, 0, from_civil(2023, 5, 1));
    world_.accounts[cast_.private_collective].is_private = true;
    cast_.wandering_collective =
        add_hosted(type, "demo-wandering-collective", "Wandering Collective", Currency::EUR, host,
                   0, from_civil(2018, 3, 1));
    Account gone;
    gone.type = type;
    gone.slug = "demo-deleted-collective";
    gone.name = "Deleted Collective";
    gone.created = from_civil(2019, 1, 1);
    gone.deleted = true;
    world_.add_account(std::move(gone));
  }

  void association() {
    cast_.association = add_host("demo-association", "Demo Association vzw/asbl", Currency::EUR,
                                 from_civil(2018, 1, 5));
    Account& association = world_.accounts[cast_.association];
    association.tax_registered = true;
    association.country = "BE";
    association.host_fee_percent = 0;
    cast_.repair_cafe = add_hosted(AccountType::Collective, "demo-repair-cafe", "Repair Café",
                                   Currency::EUR, cast_.association, 0, from_civil(2018, 1, 20));
    world_.accounts[cast_.repair_cafe].tax_registered = true;
    cast_.repair_project =
        add_hosted(AccountType::Project, "demo-repair-project", "Repair Project", Currency::EUR,
                   cast_.association, cast_.repair_cafe, from_civil(2021, 1, 1));
  }

  void legacy() {
    cast_.old_host =
        add_host("demo-old-host", "Old Host (2015)", Currency::USD, from_civil(2015, 1, 2));
    cast_.legacy_collective =
        add_hosted(AccountType::Collective, "demo-legacy-collective", "Legacy Collective",
                   Currency::USD, cast_.old_host, 0, from_civil(2015, 1, 3));
    world_.accounts[cast_.old_host].budget_version = 2;
  }

  AccountId person(const std::string& slug, const std::string& name, Micros created) {
    const AccountId id = add(AccountType::Individual, slug, name, Currency::USD, created);
    world_.accounts[id].email = slug + "@example.test";
    return id;
  }

  void people() {
    const Micros start = from_civil(2017, 10, 1);
    cast_.admin = person("demo-admin", "Demo Admin", start);
    cast_.accountant = person("demo-accountant", "Demo Accountant", start);
    cast_.collective_admin = person("demo-collective-admin", "Demo Collective Admin", start);
    cast_.outsider = person("demo-outsider", "Demo Outsider", start);
    cast_.limited = person("demo-limited", "Demo Limited", start);
    for (const AccountId host : {cast_.demo_host, cast_.association, cast_.old_host}) {
      join(cast_.admin, host, Role::Admin);
      join(cast_.accountant, host, Role::Accountant);
    }
    for (const AccountId id : {cast_.demo_collective, cast_.euro_collective, cast_.repair_cafe}) {
      join(cast_.collective_admin, id, Role::Admin);
    }
    cast_.incognito = add(AccountType::Individual, "incognito-0f3a91c2", "Incognito", Currency::USD,
                          from_civil(2019, 4, 1));
    Account& incognito = world_.accounts[cast_.incognito];
    incognito.incognito = true;
    incognito.main_profile = cast_.collective_admin;
  }

  void crowd(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool organization = i % 5 == 4;
      const Micros created = i % 17 == 3 ? public_id_cutover() + static_cast<Micros>(i) * kMinute
                                         : from_civil(2015, 1, 4) + static_cast<Micros>(i) * kHour;
      const AccountId id = add(organization ? AccountType::Organization : AccountType::Individual,
                               "contributor-" + std::to_string(i), contributor_name(i),
                               i % 3 == 0 ? Currency::EUR : Currency::USD, created);
      Account& account = world_.accounts[id];
      account.email = account.slug + "@example.test";
      account.country = i % 2 == 0 ? "BE" : "US";
      account.address = std::to_string(i) + " Test Street\n1000 Testville";
      if (i % 4 == 1) account.legal_name = "Legal " + account.name;
      cast_.contributors.push_back(id);
      cast_.payouts.push_back(payout_method(i, id));
    }
  }

  MethodId payout_method(std::uint32_t i, AccountId owner) {
    constexpr PayoutType kTypes[] = {PayoutType::PayPal, PayoutType::BankAccount, PayoutType::Other,
                                     PayoutType::BankAccount};
    PayoutMethod method;
    method.type = kTypes[i % 4];
    method.account = owner;
    method.currency = world_.accounts[owner].currency;
    method.created = world_.accounts[owner].created;
    method.saved = i % 6 != 5;
    const std::string holder = json_string(world_.accounts[owner].name);
    const std::string currency(code(method.currency));
    switch (method.type) {
      case PayoutType::PayPal:
        method.name = "PayPal";
        method.data = "{\"email\":\"" + world_.accounts[owner].slug +
                      "@paypal.test\",\"currency\":\"" + currency + "\"}";
        break;
      case PayoutType::BankAccount:
        method.name = "IBAN";
        method.data = "{\"type\":\"iban\",\"details\":{\"iban\":\"BE00000000" +
                      std::to_string(10000000 + i) + "\"},\"currency\":\"" + currency +
                      "\",\"accountHolderName\":" + holder + '}';
        break;
      default:
        method.name = "Other";
        method.data = "{\"content\":\"By arrangement " + std::to_string(i) + "\"}";
    }
    return world_.payout_methods.add(std::move(method));
  }

  void extras(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string slug = "collective-" + std::to_string(i + 1);
      cast_.extra_collectives.push_back(
          add_hosted(AccountType::Collective, slug, "Collective " + std::to_string(i + 1),
                     Currency::USD, cast_.demo_host, 0, from_civil(2018, 1, 1)));
    }
  }

  MethodId method(PaymentService service, PaymentType type, const char* name, AccountId owner) {
    return world_.payment_methods.add({service, type, name, owner, from_civil(2015, 1, 2)});
  }

  void methods() {
    const AccountId payer = cast_.contributors.front();
    cast_.card = method(PaymentService::Stripe, PaymentType::CreditCard, "4242", payer);
    cast_.paypal_method = method(PaymentService::PayPal, PaymentType::Payment, "", payer);
    cast_.prepaid = method(PaymentService::OpenCollective, PaymentType::Prepaid, "Budget", payer);
    cast_.host_method =
        method(PaymentService::OpenCollective, PaymentType::Host, "Host", cast_.demo_host);
    cast_.collective_method = method(PaymentService::OpenCollective, PaymentType::Collective,
                                     "Balance", cast_.demo_collective);
    cast_.wise_payout = method(PaymentService::Wise, PaymentType::Payout, "", cast_.demo_host);
  }

  void categories(AccountId host, int first_code) {
    const Micros created = from_civil(2022, 1, 1);
    int number = first_code;
    const auto add_category = [&](const char* name, const char* friendly, CategoryKind kind,
                                  bool host_only) {
      Category category;
      category.host = host;
      category.code = std::to_string(number);
      category.name = name;
      category.friendly_name = friendly;
      category.kind = kind;
      category.host_only = category.for_host = host_only;
      category.created = created;
      number += first_code / 10;
      return world_.categories.add(std::move(category));
    };
    add_category("Contributions", "Contributions", CategoryKind::Contribution, false);
    add_category("Added funds", "Funds added by the host", CategoryKind::AddedFunds, false);
    add_category("Office supplies", "Office supplies", CategoryKind::Expense, false);
    add_category("Travel & lodging", "Travel", CategoryKind::Expense, false);
    add_category("Software, \"SaaS\"", "Software subscriptions", CategoryKind::Expense, false);
    const CategoryId internal = add_category("Host internal", "", CategoryKind::Expense, true);
    world_.categories[internal].expense_types = {ExpenseType::Invoice, ExpenseType::Charge};
    world_.categories[add_category("Anything", "", CategoryKind::Expense, false)].has_kind = false;
  }

  void tiers() {
    world_.tiers = {{"backers", "Backers", 500, Currency::USD},
                    {"ticket", "Ticket 🎟️", 2500, Currency::USD}};
  }

  World& world_;
  Cast cast_;
};

}  // namespace

void hire_cast(World& world, std::uint32_t contributors, std::uint32_t extra_collectives) {
  world.cast = Casting(world).run(contributors, extra_collectives);
}

}  // namespace bursar::sandbox
