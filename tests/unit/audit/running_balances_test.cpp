#include "audit/running_balances.hpp"

#include "audit_fixture.hpp"

namespace bursar::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RunningBalances : public AuditTest {
 protected:
  RunningBalances() {
    opencollective::BalanceFacts facts;
    facts.host = "acc_host";
    facts_ = {{"acc_collective", facts}};
  }
  [[nodiscard]] AccountBalance balance() const {
    AccountBalance line;
    line.account = "acc_collective";
    line.slug = "collective";
    line.currency = euro;
    line.stored_now.add(2'600);
    line.platform_now = 2'600;
    line.live_difference = 0;
    line.state = BalanceState::agrees;
    return line;
  }
  void answer_past() {
    answer_balances([this](const std::string& before) {
      return before.starts_with("2026-01") ? 0 : there_.at(before.substr(0, 7));
    });
  }

  Facts facts_;
  // By what it has before: February's first day, and so on.
  std::map<std::string, std::int64_t> there_{
      {"2026-02", 1'000}, {"2026-03", 1'600}, {"2026-04", 2'600}};
};

TEST_F(RunningBalances, ThatAreThoseOfTheRowsCostOneRequest) {
  answer_past();
  EXPECT_THAT(check_running_balances(scope_, {{balance()}, facts_}), IsEmpty());
  EXPECT_EQ(transport_.sent.size(), 1U);
}

// A sum with children is made anew, whatever a daily view knows (F 7.10).
TEST_F(RunningBalances, OfAnAccountWithoutParentAreAskedForWithItsChildren) {
  answer_past();
  (void)check_running_balances(scope_, {{balance()}, facts_});
  EXPECT_NE(transport_.sent.at(0).body.find("includeChildren: true"), std::string::npos);
}

TEST_F(RunningBalances, OfAChildAreNeverAskedForWithChildren) {
  facts_.at("acc_collective").parent = "acc_parent";
  answer_past();
  (void)check_running_balances(scope_, {{balance()}, facts_});
  EXPECT_EQ(transport_.sent.at(0).body.find("includeChildren"), std::string::npos);
}

TEST_F(RunningBalances, OfARowInAnotherMonthNameBothMonths) {
  there_["2026-02"] = 1'500;  // 5.00 that are stored in February
  answer_past();
  answer_past();          // looked at more closely,
  answer_counts({2, 1});  // counted,
  answer_reports({month("2026-01-01T00:00:00Z", {{"CONTRIBUTION", 1'500}}),
                  month("2026-02-01T00:00:00Z", {{"CONTRIBUTION", 500}, {"EXPENSE", -400}})});
  const auto months = check_running_balances(scope_, {{balance()}, facts_});
  EXPECT_THAT(told(months), ElementsAre("2026-01 CONTRIBUTION 500", "2026-02 CONTRIBUTION -500"));
  for (const DifferingMonth& month : months) EXPECT_EQ(month.code, Code::running_balance);
}

TEST_F(RunningBalances, OfALineThatDiffersNowAreNoneOfThisCheck) {
  AccountBalance line = balance();
  line.state = BalanceState::differs;
  EXPECT_THAT(check_running_balances(scope_, {{line}, facts_}), IsEmpty());
  line.state = BalanceState::agrees;
  EXPECT_THAT(check_running_balances(scope_, {{line}, {}}), IsEmpty()) << "nothing is known of it";
  EXPECT_THAT(transport_.sent, IsEmpty());
}

}  // namespace
}  // namespace bursar::audit
