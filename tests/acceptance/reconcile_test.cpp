// What `bursar reconcile` finds, names and heals: faults planted in the store and in the platform's
// view of balances.
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reconcile_fixture.hpp"

namespace bursar::tests {
namespace {

using std::chrono::hours;
using testing::HasSubstr;

TEST_F(Reconcile, AgreesToTheCentAfterABackfill) {
  const Finished finished = reconcile(0);
  const auto balances = events(finished, "balance");
  EXPECT_EQ(balances.size(), 3U);  // with its project and its event
  for (const json& balance : balances) {
    EXPECT_EQ(balance.at("state"), "agrees") << balance;
    EXPECT_EQ(balance.at("stored_now"), balance.at("platform_now"));
    EXPECT_EQ(balance.at("stored_at_date"), balance.at("platform_at_date"));
  }
  EXPECT_EQ(events(finished, "reconciled").at(0).at("agrees"), true);
  EXPECT_EQ(wrongs(finished).size(), 0U);
}

TEST_F(Reconcile, ShowsATableToPeople) {
  const Finished finished = books_.run({"reconcile"});
  EXPECT_EQ(finished.ended.exit_status, 0);
  EXPECT_EQ(finished.errors, "");
  for (const char* words : {"demo-project", "stored now", "platform", "agrees",
                            "books: 3 of 3 balances are the platform's to the cent\n"}) {
    EXPECT_THAT(finished.output, HasSubstr(words));
  }
}

TEST_F(Reconcile, ALostRowIsFoundAndReadAgain) {
  const Row row = pick("t.kind = 'EXPENSE'", 20);
  lose(row);
  expect_found_and_healed(row, row.net);
}

TEST_F(Reconcile, ADoubledRowIsFoundAndTakenOut) {
  const Row row = pick("t.kind = 'CONTRIBUTION'", 40);
  duplicate(row);
  expect_found_and_healed(row, negative(row.net));
}

TEST_F(Reconcile, AnAmountThatIsNotWhatWasReadIsFoundAndReadAgain) {
  const Row row = pick("t.kind = 'HOST_FEE'", 7);
  alter(row, 1);
  expect_found_and_healed(row, "-0.01");
}

TEST_F(Reconcile, AFaultInAProjectIsNotItsParents) {
  const Row row = pick("t.account_slug = 'demo-project'", 3);
  alter(row, -250);
  expect_found_and_healed(row, "2.50");
}

// Of seven sorts, one after the other in the same books. A single difference is to be told of, of
// this account, month and kind and by this amount; of a row in another month there are two. A view
// of balances that stands still is no difference.
TEST_F(Reconcile, EachOfFiftyPlantedFaultsIsFoundAndHealed) {
  for (int fault = 0; fault < 50 && !HasFailure(); ++fault) {
    const Row row = pick("r.tombstoned_at IS NULL", fault * 8);
    SCOPED_TRACE(fmt::format("fault {} in row {}", fault, row.row));
    switch (fault % 7) {
      case 0:
        lose(row);
        expect_healed(row, row.net);
        break;
      case 1:
        duplicate(row);
        expect_healed(row, negative(row.net));
        break;
      case 2:
        alter(row, 100 + fault);
        expect_healed(row, fmt::format("-{}.{:02}", (100 + fault) / 100, fault % 100));
        break;
      case 3:
        hide(row);
        expect_healed(row, row.net);
        break;
      case 4:
        date_later(row);
        expect_healed_in_two_months(row);
        break;
      case 5:
        rename_kind(row);
        expect_healed_in_two_kinds(row);
        break;
      default:
        expect_lag_recognised(fault);
    }
  }
  EXPECT_EQ(wrongs(reconcile(0)).size(), 0U) << "repaired, but found again";
  EXPECT_EQ(integrity_problems(books_.database()), "");
}

TEST_F(Reconcile, AViewThatIsBehindIsNoDifference) {
  change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 2})");
  expect_quiet_success(books_.run({"sync"}));
  change(sandbox_, R"({"op": "freeze-views"})");
  const json backdated{{"op", "insert"},
                       {"account", "demo-collective"},
                       {"rows", 3},
                       {"seed", 5},
                       {"at", ago(hours(50))}};
  change(sandbox_, backdated.dump());
  expect_quiet_success(books_.run({"sync"}));
  const Finished finished = reconcile(0);
  EXPECT_EQ(events(finished, "balance").at(0).at("state"), "view-lag");
  EXPECT_EQ(events(finished, "difference").at(0).at("code"), "view-lag");
  EXPECT_EQ(events(finished, "reconciled").at(0).at("read_again"), 0);

  // A fault beside it is one all the same, and not excused.
  const Row row = pick("t.kind = 'EXPENSE'", 11);
  lose(row);
  const std::vector<json> found = wrongs(reconcile(0));
  bool named = false;
  for (const json& difference : found) {
    named = named || (difference.at("month") == row.month && difference.at("amount") == row.net);
  }
  EXPECT_TRUE(named) << json(found).dump(1);
  change(sandbox_, R"({"op": "refresh-views"})");
  EXPECT_EQ(events(reconcile(0), "balance").at(0).at("state"), "agrees");
}

// Every sync goes through what is new, one a week through everything.
TEST_F(Reconcile, ASyncRepairsWithinAWeekWhatWasChangedBehindItsBack) {
  alter(pick("t.kind = 'EXPENSE' AND t.created_at < '2020'", 1), 1234);
  expect_quiet_success(books_.run({"sync"}));
  plant("UPDATE summed SET counted_at = counted_at - 8 * 86400000");
  const Finished night = books_.run({"--json", "sync"});
  EXPECT_EQ(night.ended.exit_status, 0) << night.output << night.errors;
  EXPECT_EQ(events(night, "quick_check").at(0).at("read_again"), 1);
  EXPECT_EQ(events(night, "run_done").at(0).at("changed"), 1);
  EXPECT_EQ(wrongs(reconcile(0)).size(), 0U);
}

TEST_F(Reconcile, AWrongMemoryIsNotTakenForADifference) {
  plant("UPDATE account_sums SET host_total = host_total + 777");
  expect_quiet_success(books_.run({"sync"}));
}

// The platform's formulas 1 and 3 (F 7.5).
class ReconcileByVersion : public Reconcile, public testing::WithParamInterface<int> {
 protected:
  ReconcileByVersion() : Reconcile("host = \"demo-host\"") {
    for (const char* slug : {"demo-collective", "demo-project", "demo-event",
                             "demo-euro-collective", "demo-yen-collective"}) {
      change(sandbox_,
             json({{"op", "budget-version"}, {"account", slug}, {"version", GetParam()}}).dump());
    }
  }
  std::string state_of(const Finished& finished, const std::string& slug) {
    for (const json& balance : events(finished, "balance")) {
      if (balance.at("slug") != slug) continue;
      EXPECT_EQ(balance.at("budget_version"), GetParam()) << balance;
      return balance.at("state");
    }
    return "not there";
  }
};
INSTANTIATE_TEST_SUITE_P(Budget, ReconcileByVersion, testing::Values(1, 3));

TEST_P(ReconcileByVersion, NoDifferenceIsFoundAndAFaultIs) {
  const Finished finished = reconcile(0);
  for (const char* slug : {"demo-collective", "demo-project", "demo-euro-collective"}) {
    EXPECT_EQ(state_of(finished, slug), "agrees") << slug;
  }
  EXPECT_EQ(wrongs(finished).size(), 0U);
  expect_quiet_success(books_.run({"sync"}));
  const Row row = pick("t.account_slug = 'demo-collective' AND t.kind = 'EXPENSE'", 12);
  lose(row);
  expect_found_and_healed(row, row.net);
}

TEST_P(ReconcileByVersion, AViewThatIsBehindIsNoDifference) {
  change(sandbox_, R"({"op": "freeze-views"})");
  const json backdated{{"op", "insert"},
                       {"account", "demo-collective"},
                       {"rows", 3},
                       {"seed", 5},
                       {"at", ago(hours(70))}};
  change(sandbox_, backdated.dump());
  expect_quiet_success(books_.run({"sync"}));
  const Finished finished = reconcile(0);
  EXPECT_EQ(wrongs(finished).size(), 0U);
  // By the oldest formula no balance comes from a view.
  EXPECT_EQ(state_of(finished, "demo-collective"), GetParam() == 1 ? "agrees" : "view-lag");
}

class ReconcileOfHost : public Reconcile {
 protected:
  ReconcileOfHost() : Reconcile("host = \"demo-host\"") {}
};

TEST_F(ReconcileOfHost, AgreesWhereAllRowsOfAnAccountAreTheHosts) {
  const Finished finished = reconcile(0);
  int other = 0;
  for (const json& balance : events(finished, "balance")) {
    const bool moved = balance.at("slug") == "demo-wandering-collective";
    EXPECT_EQ(balance.at("state"), moved ? "other-host" : "agrees") << balance;
    if (moved) ++other;
  }
  EXPECT_EQ(other, 1);
  EXPECT_GE(events(finished, "balance").size(), 8U);
  EXPECT_EQ(wrongs(finished).size(), 0U);
}

TEST_F(ReconcileOfHost, FaultsAreFoundInAccountsOfAnotherCurrency) {
  // The platform's sums by kind are converted there, so the kind is not told.
  Row row = pick("t.account_slug = 'demo-yen-collective'", 4);
  row.kind.clear();
  lose(row);
  expect_found_and_healed(row, row.net);
}

TEST_F(ReconcileOfHost, AFaultWhereBalancesCannotBeComparedShowsInTheHostsTotals) {
  const Row row = pick("t.account_slug = 'demo-wandering-collective'");
  alter(row, 777);
  const std::vector<json> found = wrongs(reconcile(0));
  ASSERT_EQ(found.size(), 1U) << json(found).dump(1);
  EXPECT_EQ(found[0].at("month"), row.month);
  EXPECT_EQ(found[0].at("amount"), "-7.77");
  EXPECT_EQ(found[0].at("repaired"), true);
  EXPECT_EQ(wrongs(reconcile(0)).size(), 0U);
}

// Both sides of a fee are the host's.
TEST_F(ReconcileOfHost, SidesThatDoNotMirrorAreNamedAndReadAgain) {
  const Row row = pick("t.kind = 'HOST_FEE' AND t.direction = 'CREDIT'", 9);
  plant(fmt::format("UPDATE transactions SET amount = amount + 40 WHERE row = {}", row.row));
  const std::vector<json> found = wrongs(reconcile(0));
  ASSERT_EQ(found.size(), 1U) << json(found).dump(1);
  EXPECT_EQ(found[0].at("code"), "pair-differs");
  EXPECT_EQ(found[0].at("repaired"), true);
  expect_named(found[0], row, "0.40");
  EXPECT_EQ(wrongs(reconcile(0)).size(), 0U);
}

TEST_F(ReconcileOfHost, SidesThatDifferInHostCurrencyAreNamedAndReadAgain) {
  // The balance is the same, and so is what the row was worth in its own currency. Where a rate is
  // between the two, so little may be one of rounding.
  const Row row =
      pick("t.kind = 'HOST_FEE' AND t.direction = 'CREDIT' AND r.currency = r.host_currency", 9);
  plant(
      fmt::format("UPDATE transactions SET host_amount = host_amount + 40, "
                  "processor_fee = processor_fee - 40 WHERE row = {}",
                  row.row));
  const std::vector<json> found = wrongs(reconcile(0));
  ASSERT_EQ(found.size(), 1U) << json(found).dump(1);
  // The platform's own sums say it first: the net is right, its parts are not.
  EXPECT_EQ(found[0].at("code"), "platform-differs");
  EXPECT_EQ(found[0].at("detail"), "HOST_FEE differs in its parts");
  EXPECT_EQ(found[0].at("repaired"), true);
  EXPECT_EQ(found[0].at("kind"), "HOST_FEE");
  EXPECT_EQ(found[0].at("month"), row.month);
}

TEST_F(ReconcileOfHost, APairThatThePlatformItselfHasWrongIsNoDifferenceOfTheBooks) {
  const Row row = pick("t.kind = 'HOST_FEE' AND t.direction = 'CREDIT'", 9);
  const std::string id =
      query(books_.database(), fmt::format("SELECT id FROM transactions WHERE row = {}", row.row));
  const json broken{{"op", "amend"},
                    {"transaction", id.substr(0, id.size() - 1)},
                    {"amount", 12'345},
                    {"alone", true}};
  change(sandbox_, broken.dump());
  expect_quiet_success(books_.run({"sync", "--deep", "-q"}));
  const Finished finished = reconcile(0);
  EXPECT_EQ(wrongs(finished).size(), 0U);
  bool told = false;
  for (const json& difference : events(finished, "difference")) {
    const bool here = difference.at("code") == "pair-differs" &&
                      difference.at("month") == row.month && difference.at("kind") == "HOST_FEE";
    EXPECT_EQ(difference.at("theirs"), difference.at("code") == "pair-differs") << difference;
    told = told || (here && difference.at("detail").get<std::string>().find(
                                "the platform itself has it so") != std::string::npos);
  }
  EXPECT_TRUE(told);
}

TEST_F(Reconcile, NeedsAStore) {
  const SandboxProcess sandbox(demo_world());
  const Installation fresh(sandbox, "account = \"demo-collective\"");
  expect_refusal(fresh.run({"reconcile"}), 78, {"there is no database"});
}

}  // namespace
}  // namespace bursar::tests
