// What the end of a sync makes of the platform's evidence: refused, late, or of another opinion.
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
using testing::IsEmpty;
using testing::Not;

class EvidenceOfHost : public Reconcile {
 protected:
  EvidenceOfHost() : Reconcile("host = \"demo-host\"", "[metrics]\nfile = \"metrics.prom\"\n") {}

  // Of an account of the host, years ago.
  std::string old_row(const std::string& condition) {
    return query_one(
        "SELECT id FROM v_transactions WHERE account_slug = 'demo-collective' AND "
        "kind = 'CONTRIBUTION' AND direction = 'CREDIT' AND NOT is_refunded AND "
        "created_at < '2022' " +
        condition + " ORDER BY created_at DESC LIMIT 1 OFFSET 3");
  }
  std::string query_one(const std::string& sql) {
    std::string text = query(books_.database(), sql);
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  json quick_check(int expected_status) {
    const Finished night = books_.run({"--json", "sync"});
    EXPECT_EQ(night.ended.exit_status, expected_status) << night.output << night.errors;
    return events(night, "quick_check").at(0);
  }
};

// The first instant of a month as the end of monthly sums made the platform refuse them, every
// night and without a word, so that this was never found.
TEST_F(EvidenceOfHost, AnAmountChangedInPlaceYearsAgoIsFoundTheFirstNight) {
  expect_quiet_success(books_.run({"sync"}));
  const std::string row = old_row("AND amount > 20");
  const json amended{{"op", "amend"}, {"transaction", row}, {"amount", 1'83}};
  change(sandbox_, amended.dump());
  EXPECT_EQ(quick_check(0).at("read_again"), 1);
  EXPECT_EQ(query_one("SELECT amount FROM transactions WHERE id = '" + row + "'"), "183");
  EXPECT_EQ(quick_check(0).at("read_again"), 0);
}

// The host's report of the running month knows rows up to an hour ago, and the comparison ends two
// days ago.
TEST_F(EvidenceOfHost, AContributionOfTodayIsNoDifference) {
  const json today{{"op", "insert"}, {"account", "demo-collective"}, {"at", ago(hours(14))}};
  change(sandbox_, today.dump());
  expect_quiet_success(books_.run({"sync"}));
  EXPECT_THAT(wrongs(reconcile(0)), IsEmpty());
}

TEST_F(EvidenceOfHost, TheScopeOfExpensesShowsOnThoseOfAHostedAccount) {
  plan(sandbox_, R"([{"action": "field", "operation": "Probe", "path": "scopes.expenses.nodes",
                      "value": []}])");
  const Finished finished = books_.run({"--json", "doctor"});
  std::string ability;
  for (const json& check : events(finished, "check")) {
    if (check.at("what") == "source books: scope expenses") ability = check.at("result");
  }
  EXPECT_EQ(ability, "yes") << finished.output;
}

TEST_F(EvidenceOfHost, SumsThatAreRefusedAreToldAndAreAFailureInTheThirdRun) {
  plan(sandbox_, R"([{"action": "field", "operation": "HostFigures", "path": "host.reports",
                      "message": "Time series data not aligned"}])");
  for (int night = 1; night <= 3; ++night) {
    const Finished finished = books_.run({"sync", "-v"});
    EXPECT_EQ(finished.ended.exit_status, night < 3 ? 0 : 3) << finished.errors;
    EXPECT_THAT(finished.errors, HasSubstr("did not answer for monthly sums"));
    EXPECT_THAT(finished.errors, HasSubstr("Time series data not aligned"));
  }
  const Finished quiet = books_.run({"sync", "-q"});
  EXPECT_EQ(quiet.ended.exit_status, 3);
  EXPECT_THAT(quiet.errors, HasSubstr("for 4 runs now: see `bursar doctor`"));
  EXPECT_THAT(books_.run({"doctor"}).output, HasSubstr("not answered in 4 runs"));
  EXPECT_THAT(books_.run({"status"}).output,
              HasSubstr("the platform does not answer what proves the books"));
  EXPECT_THAT(read_file(books_.directory() / "metrics.prom"),
              HasSubstr("bursar_unanswered_runs{source=\"books\",question=\"monthly sums\"} 4"));
  plan(sandbox_, "[]");
  expect_quiet_success(books_.run({"sync"}));
  EXPECT_THAT(books_.run({"doctor"}).output, Not(HasSubstr("not answered")));
}

// Each way to refuse each question, by an account.
struct Refused {
  const char* rule;
  const char* question;
};
class EvidenceRefused : public Reconcile, public testing::WithParamInterface<Refused> {};
INSTANTIATE_TEST_SUITE_P(
    Questions, EvidenceRefused,
    testing::Values(
        Refused{R"("operation": "CountRows", "path": "w0", "message": "no", "code": "Forbidden")",
                "counts"},
        Refused{R"("operation": "CountRows", "path": "x1.totalCount")", "counts"},
        Refused{R"("operation": "AccountFigures", "path": "account.reports", "message": "no")",
                "monthly sums"},
        Refused{R"("operation": "AccountFigures", "path": "account.reports.nodes")",
                "monthly sums"},
        Refused{R"("operation": "AccountFigures", "path": "account.reports.nodes.0.date")",
                "monthly sums"},
        Refused{R"("operation": "AccountFigures", "path": "account.family", "message": "no")",
                "balances"},
        Refused{R"("operation": "AccountFigures", "path": "account.family.balance")", "balances"},
        Refused{R"("operation": "AccountFigures", "path": "account.family.balance.currency",
                   "value": "EUR")",
                "balances"},
        Refused{R"("operation": "AccountFigures", "path": "account.stats.balance")", "balances"},
        Refused{R"("operation": "AccountFigures", "path": "account.c0.nodes.0.stats",
                   "message": "no")",
                "balances"},
        Refused{R"("operation": "AccountFigures", "path": "account", "message": "gone",
                   "code": "NotFound")",
                "balances"}));

TEST_P(EvidenceRefused, IsTold) {
  plan(sandbox_, fmt::format(R"([{{"action": "field", {}}}])", GetParam().rule));
  const Finished night = books_.run({"--json", "sync"});
  EXPECT_EQ(night.ended.exit_status, 0) << night.output << night.errors;
  bool told = false;
  for (const json& unanswered : events(night, "unanswered")) {
    told = told || unanswered.at("question") == GetParam().question;
    EXPECT_NE(unanswered.at("reason"), "");
  }
  EXPECT_TRUE(told) << night.output;
}

class Lag : public Reconcile {
 protected:
  std::vector<json> notes(const Finished& finished) {
    std::vector<json> found = events(finished, "difference");
    std::erase_if(found, [](const json& one) { return one.at("code") != "view-lag"; });
    return found;
  }
};

// Asked with its children a child answers 0: "3213.65 too little", in a night in which all was
// right.
TEST_F(Lag, OfTheViewsIsNoDifferenceWhoeverTheRowBelongsTo) {
  for (const char* slug : {"demo-project", "demo-event", "demo-collective"}) {
    change(sandbox_, R"({"op": "freeze-views"})");
    const json backdated{{"op", "insert"}, {"account", slug}, {"at", ago(hours(24 * 400))}};
    change(sandbox_, backdated.dump());
    const Finished night = books_.run({"--json", "sync"});
    EXPECT_EQ(night.ended.exit_status, 0) << slug << night.output;
    EXPECT_EQ(events(night, "quick_check").at(0).at("agrees"), true) << slug;
    expect_quiet_success(books_.run({"sync", "-q"}));
    change(sandbox_, R"({"op": "refresh-views"})");
    expect_quiet_success(books_.run({"sync", "-q"}));
  }
}

TEST_F(Lag, OfADeletedRowIsNoDifferenceAndTheRowIsOutOfTheComparison) {
  const Row row = pick("t.kind = 'EXPENSE' AND t.account_slug = 'demo-project'", 2);
  const std::string id =
      query(books_.database(), fmt::format("SELECT id FROM transactions WHERE row = {}", row.row));
  change(sandbox_, R"({"op": "freeze-views"})");
  const json deleted{{"op", "delete-row"}, {"transaction", id.substr(0, id.size() - 1)}};
  change(sandbox_, deleted.dump());
  for (int night = 0; night < 3; ++night) expect_quiet_success(books_.run({"sync", "-q"}));
  EXPECT_EQ(
      query(books_.database(), "SELECT count(*) FROM transactions WHERE tombstoned_at IS NOT NULL"),
      "1\n");
}

TEST_F(Lag, OfThreeDaysIsADifferenceThatIsNamed) {
  change(sandbox_, R"({"op": "freeze-views"})");
  const json backdated{{"op", "insert"}, {"account", "demo-project"}, {"at", ago(hours(24 * 400))}};
  change(sandbox_, backdated.dump());
  expect_quiet_success(books_.run({"sync", "-q"}));
  plant("UPDATE late_figures SET since_at = since_at - 2 * 86400000");
  expect_quiet_success(books_.run({"sync", "-q"}));
  plant("UPDATE late_figures SET since_at = since_at - 86400001");
  const Finished night = books_.run({"sync", "-q"});
  EXPECT_EQ(night.ended.exit_status, 4) << night.errors;
  EXPECT_THAT(night.errors, HasSubstr("books: platform-late, demo-project: the platform has USD"));
  EXPECT_THAT(night.errors, HasSubstr("less than is stored"));
  change(sandbox_, R"({"op": "refresh-views"})");
  expect_quiet_success(books_.run({"sync", "-q"}));
}

// "Too little" once meant the store, once the platform.
TEST_F(Reconcile, ADifferenceSaysWhichSideHasMore) {
  plan(sandbox_, R"([{"action": "field", "operation": "AccountFigures",
      "path": "account.family.balance.valueInCents", "value": 12345}])");
  const Finished night = books_.run({"sync", "-q"});
  EXPECT_EQ(night.ended.exit_status, 4);
  EXPECT_THAT(night.errors, HasSubstr(": the platform has USD "));
  EXPECT_THAT(night.errors, HasSubstr("than is stored"));
  EXPECT_THAT(night.errors, HasSubstr("`bursar reconcile books` looks for the rows"));
}

}  // namespace
}  // namespace bursar::tests
