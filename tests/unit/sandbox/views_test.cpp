#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "sandbox_client.hpp"

/// Balances and host reports from views that lag behind the ledger (F 7.6, F 7.7, F 7.10, F 7.13).
namespace bursar::sandbox {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const json kOldGift = {{"account", "demo-collective"},
                       {"kind", "CONTRIBUTION"},
                       {"type", "CREDIT"},
                       {"before", "2025-03-01T00:00:00Z"}};

json with(json base, const json& more) {
  base.update(more);
  return base;
}

/// The request of the captures `include-children`, for the demo world.
json figures(SandboxClient& client) {
  const std::string stats =
      "slug type stats { own: balance { valueInCents currency } ownTo: balance(dateTo:$t) { "
      "valueInCents currency } family: balance(includeChildren:true) { valueInCents currency } "
      "familyTo: balance(includeChildren:true, dateTo:$t) { valueInCents currency } } }";
  return client.ask("query Q($t: DateTime) { parent: account(slug:\"demo-collective\") { " + stats +
                        " child: account(slug:\"demo-project\") { " + stats +
                        " childless: account(slug:\"demo-euro-collective\") { " + stats + " }",
                    tokens::kAdmin, {{"t", "2026-11-21T00:00:00.000Z"}})["data"];
}

std::int64_t cents(const json& figures, const char* account, const char* figure) {
  return figures[account]["stats"][figure]["valueInCents"];
}

std::int64_t host_change(SandboxClient& client, const std::string& month) {
  const json answer = client.ask(
      "{ host(slug:\"demo-host\") { hostTransactionsReports { nodes { date managedFunds { "
      "totalChange { valueInCents } } } } } }");
  for (const json& node : answer["data"]["host"]["hostTransactionsReports"]["nodes"]) {
    if (node["date"].get<std::string>().starts_with(month)) {
      return node["managedFunds"]["totalChange"]["valueInCents"];
    }
  }
  return 0;
}

/// What is live whatever the views know: the count, the account's reports.
json live_facts(SandboxClient& client) {
  return client.ask(
      "{ transactions(account: [{slug: \"demo-collective\"}], includeDebts: true, limit: 0) { "
      "totalCount } account(slug: \"demo-collective\") { transactionReports { nodes { totalChange "
      "{ valueInCents } } } } }")["data"];
}

SandboxOptions lagging() {
  SandboxOptions options = SandboxClient::quick();
  options.views_lag = true;
  return options;
}

TEST(Views, AFamilysSumIsThatOfTheParentAndNoneOfTheChild) {
  SandboxClient client;
  const json now = figures(client);
  EXPECT_NE(cents(now, "child", "own"), 0);
  for (const char* figure : {"family", "familyTo"}) {
    EXPECT_EQ(cents(now, "child", figure), 0) << figure;
    EXPECT_EQ(now["child"]["stats"][figure]["currency"], "USD");
  }
  EXPECT_EQ(cents(now, "childless", "family"), cents(now, "childless", "own"));
  const json euros = client.ask(
      "{ account(slug: \"demo-project\") { stats { balance(includeChildren: true, currency: EUR) { "
      "valueInCents currency } } } }");
  EXPECT_EQ(euros["data"]["account"]["stats"]["balance"],
            json({{"valueInCents", 0}, {"currency", "EUR"}}));
}

/// Before and after the deletion of old rows: what moves in the recorded answers moves here.
TEST(Views, MoveLikeTheRecordedOnesAfterADeletion) {
  SandboxClient client(lagging());
  const json before = figures(client);
  client.change(with(kOldGift, {{"op", "delete-row"}, {"count", 3}}));
  const json after = figures(client);
  const auto recorded = [](const std::string& name) {
    std::ifstream file(fs::path(SANDBOX_CAPTURES) / "balances" / (name + ".response.json"));
    return file ? json::parse(file)["data"] : json();
  };
  const json then = recorded("include-children");
  const json later = recorded("include-children-after-a-deletion-before-the-views-are-refreshed");
  for (const char* account : {"parent", "child", "childless"}) {
    for (const char* figure : {"own", "ownTo", "family", "familyTo"}) {
      const bool moved = cents(before, account, figure) != cents(after, account, figure);
      EXPECT_EQ(moved, std::string(account) == "parent" && std::string(figure).starts_with("fam"));
      if (then.is_null()) continue;
      EXPECT_EQ(moved, cents(then, account, figure) != cents(later, account, figure)) << figure;
      EXPECT_EQ(cents(after, account, figure) == 0, cents(later, account, figure) == 0);
    }
  }
}

/// Whatever happens below the checkpoint shows after the next refresh only; counts, the account's
/// reports and the family's sum know it at once.
class LaggingViews : public testing::TestWithParam<json> {};
INSTANTIATE_TEST_SUITE_P(Changes, LaggingViews,
                         testing::Values(with(kOldGift, {{"op", "delete-row"}}),
                                         with(kOldGift, {{"op", "amend"}, {"amount", 1'234'567}}),
                                         with(kOldGift,
                                              {{"op", "move-row"}, {"to", "demo-repair-cafe"}}),
                                         json{{"op", "insert"},
                                              {"account", "demo-collective"},
                                              {"at", "2025-02-03T04:05:06Z"}}));

TEST_P(LaggingViews, ShowItAfterTheRefresh) {
  SandboxClient client(lagging());
  const json before = figures(client);
  const json facts = live_facts(client);
  const std::string month = "2025-02";
  client.change(GetParam());
  const json after = figures(client);
  EXPECT_EQ(cents(after, "parent", "own"), cents(before, "parent", "own"));
  EXPECT_EQ(cents(after, "parent", "ownTo"), cents(before, "parent", "ownTo"));
  EXPECT_NE(cents(after, "parent", "family"), cents(before, "parent", "family"));
  EXPECT_NE(live_facts(client), facts);
  client.change({{"op", "refresh-views"}});
  const json refreshed = figures(client);
  const std::int64_t change = cents(after, "parent", "family") - cents(before, "parent", "family");
  for (const char* figure : {"own", "ownTo"}) {
    EXPECT_EQ(cents(refreshed, "parent", figure), cents(before, "parent", figure) + change);
  }
}

TEST(Views, ThatAreLiveKnowEverythingAtOnce) {
  SandboxClient client;
  const json before = figures(client);
  client.change(with(kOldGift, {{"op", "amend"}, {"amount", 1'234'567}}));
  const json after = figures(client);
  for (const char* figure : {"own", "ownTo", "family", "familyTo"}) {
    EXPECT_NE(cents(after, "parent", figure), cents(before, "parent", figure)) << figure;
  }
}

TEST(Views, CountWhatIsYoungerThanTheCheckpoint) {
  SandboxClient client(lagging());
  const json before = figures(client);
  client.change({{"op", "advance"}, {"seconds", 60}});
  client.change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 2}});
  const json after = figures(client);
  EXPECT_NE(cents(after, "parent", "own"), cents(before, "parent", "own"));
  EXPECT_EQ(cents(after, "parent", "own") - cents(before, "parent", "own"),
            cents(after, "parent", "family") - cents(before, "parent", "family"));
  // A balance of the past comes from the view alone (F 7.7).
  const std::string past =
      "{ account(slug: \"demo-collective\") { stats { balance(dateTo: \"2026-11-23T13:00:00Z\") { "
      "valueInCents } } } }";
  EXPECT_EQ(client.ask(past)["data"]["account"]["stats"]["balance"]["valueInCents"],
            cents(before, "parent", "own"));
}

TEST(Views, OfTheHostAreRefreshedByTheHourAndOfBalancesByTheDay) {
  SandboxClient client(lagging());
  const json before = figures(client);
  const std::int64_t change = host_change(client, "2025-02");
  client.change({{"op", "insert"},
                 {"account", "demo-collective"},
                 {"addedFunds", true},
                 {"at", "2025-02-03T04:05:06Z"}});
  client.change({{"op", "advance"}, {"seconds", 3'599}});
  EXPECT_EQ(host_change(client, "2025-02"), change);
  client.change({{"op", "advance"}, {"seconds", 1}});
  EXPECT_NE(host_change(client, "2025-02"), change);
  EXPECT_EQ(cents(figures(client), "parent", "own"), cents(before, "parent", "own"));
  client.change({{"op", "advance"}, {"seconds", 11 * 3'600}});
  EXPECT_NE(cents(figures(client), "parent", "own"), cents(before, "parent", "own"));
}

TEST(Views, OfTheHostHaveTheRowsSinceTheirRefreshOnce) {
  SandboxClient client(lagging());
  const std::int64_t change = host_change(client, "2026-11");
  for (const int seconds : {0, 60, 60}) {
    client.change({{"op", "advance"}, {"seconds", seconds}});
    client.change({{"op", "insert"}, {"account", "demo-collective"}, {"addedFunds", true}});
  }
  const std::int64_t now = host_change(client, "2026-11");
  EXPECT_NE(now, change);
  client.change({{"op", "refresh-views"}});
  EXPECT_EQ(host_change(client, "2026-11"), now);
}

/// Individuals, accounts of two host currencies and version 1 are summed live (F 7.6).
TEST(Views, AreNotForEveryAccount) {
  SandboxClient client(lagging());
  const auto own = [&](const std::string& slug) {
    return client.ask("{ account(slug: \"" + slug +
                      "\") { stats { balance { valueInCents } } } }")["data"];
  };
  client.change({{"op", "budget-version"}, {"account", "demo-euro-collective"}, {"version", 1}});
  for (const std::string slug :
       {"demo-wandering-collective", "demo-euro-collective", "demo-collective"}) {
    const json before = own(slug);
    client.change({{"op", "insert"}, {"account", slug}, {"at", "2025-02-03T04:05:06Z"}});
    EXPECT_EQ(own(slug) == before, slug == "demo-collective") << slug;
  }
}

/// Changing many rows costs nothing by the size of the ledger: a row is kept once.
TEST(Views, KeepTheFirstOfSeveralFormerStates) {
  SandboxClient client(lagging());
  const json before = figures(client);
  const json rows = client.change(with(kOldGift, {{"op", "amend"}, {"amount", 1'000}}))["rows"];
  client.change({{"op", "amend"}, {"transactions", rows}, {"amount", 2'000}});
  client.change({{"op", "delete-row"}, {"transactions", rows}});
  EXPECT_EQ(cents(figures(client), "parent", "own"), cents(before, "parent", "own"));
  client.change({{"op", "restore-row"}, {"transactions", rows}});
  client.change({{"op", "refresh-views"}});
  EXPECT_NE(cents(figures(client), "parent", "own"), cents(before, "parent", "own"));
}

}  // namespace
}  // namespace bursar::sandbox
