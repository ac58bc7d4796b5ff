#include "audit/monthly_sums.hpp"

#include "audit_fixture.hpp"

namespace bursar::audit {
namespace {

using opencollective::MonthSums;
using opencollective::SumGroup;
using testing::ElementsAre;
using testing::IsEmpty;

class MonthlySums : public AuditTest {
 protected:
  static SumGroup group(const std::string& kind, std::int64_t cents) {
    SumGroup group;
    group.kind = kind;
    group.is_credit = cents > 0;
    group.amount = group.net = cents;
    group.parts = 1;
    return group;
  }
  static MonthSums sums(const char* month, std::int64_t fingerprint,
                        const std::vector<SumGroup>& groups) {
    return {instant(month), euro, fingerprint, groups};
  }
  // What the platform has of the three months.
  std::vector<MonthSums> there_{
      sums("2026-01-01T00:00:00Z", 1, {group("CONTRIBUTION", 1'000)}),
      sums("2026-02-01T00:00:00Z", 2, {group("CONTRIBUTION", 1'000), group("EXPENSE", -400)}),
      sums("2026-03-01T00:00:00Z", 3, {group("CONTRIBUTION", 1'000)})};

  SumsComparison compare(bool all = false) { return compare_sums(scope_, there_, all); }
  // As the end of a run that found nothing.
  void remember() {
    store::WriteTransaction transaction(database_);
    store::record_agreed_sums(database_, scope_.source.source, compare().agreed, context_.now);
    transaction.commit();
  }
  static std::vector<std::string> told_of(const SumsComparison& comparison) {
    std::vector<std::string> all;
    for (const DifferingSums& one : comparison.differing) all.push_back(told(one.month));
    return all;
  }
};

TEST_F(MonthlySums, ThatAreThoseOfTheRowsAreRememberedOnce) {
  EXPECT_THAT(told_of(compare()), IsEmpty());
  EXPECT_EQ(compare().agreed.size(), 3U);
  remember();
  EXPECT_THAT(compare().agreed, IsEmpty()) << "nothing new";
}

TEST_F(MonthlySums, NameEachKindThatDiffers) {
  there_[1].groups = {group("CONTRIBUTION", 1'001), group("HOST_FEE", -401)};
  const SumsComparison comparison = compare();
  EXPECT_THAT(told_of(comparison), ElementsAre("2026-02 CONTRIBUTION, EXPENSE, HOST_FEE 0"));
  EXPECT_EQ(comparison.differing.at(0).month.detail,
            "CONTRIBUTION 0.01 more on the platform, EXPENSE 4.00 more on the platform, "
            "HOST_FEE 4.01 less on the platform");
  EXPECT_TRUE(comparison.differing.at(0).compared);
}

// What the platform changes in place may leave every net amount as it was.
TEST_F(MonthlySums, TellAFeeThatChangedWithTheAmount) {
  there_[0].groups[0].amount = 1'100;
  there_[0].groups[0].host_fee = -100;
  const SumsComparison comparison = compare();
  EXPECT_THAT(told_of(comparison), ElementsAre("2026-01 CONTRIBUTION 0"));
  EXPECT_EQ(comparison.differing.at(0).month.detail, "CONTRIBUTION differs in its parts");
}

TEST_F(MonthlySums, AreLookedAtAgainOnlyWhereThePlatformsChanged) {
  remember();
  there_[1].groups[0] = group("CONTRIBUTION", 5'000);
  EXPECT_THAT(told_of(compare()), IsEmpty()) << "the fingerprint is what it was";
  EXPECT_THAT(told_of(compare(true)), ElementsAre("2026-02 CONTRIBUTION 4000"));
  there_[1].fingerprint = 20;
  EXPECT_THAT(told_of(compare()), ElementsAre("2026-02 CONTRIBUTION 4000"));
}

// Whose money it is, or the type of an expense: in the fingerprint alone.
TEST_F(MonthlySums, ThatChangedInWhatIsNotComparedAreReadAgain) {
  remember();
  there_[2].fingerprint = 30;
  const SumsComparison comparison = compare();
  EXPECT_THAT(told_of(comparison), ElementsAre("2026-03 - 0"));
  EXPECT_FALSE(comparison.differing.at(0).compared);
}

TEST_F(MonthlySums, OfAMonthThatThePlatformHasNoneOfAnyMoreDiffer) {
  remember();
  there_.pop_back();
  EXPECT_THAT(told_of(compare()), ElementsAre("2026-03 CONTRIBUTION -1000"));
}

TEST_F(MonthlySums, BeforeTheSourceBeginsAndInTheRunningMonthAreNotCompared) {
  there_.push_back(sums("2025-12-01T00:00:00Z", 9, {group("CONTRIBUTION", 9'999)}));
  there_.push_back(sums("2026-04-01T00:00:00Z", 9, {group("CONTRIBUTION", 9'999)}));
  EXPECT_THAT(told_of(compare()), IsEmpty());
}

// A row amended after the overlap shows here first; one that came a minute ago does, too.
TEST_F(MonthlySums, OfThePresentMonthAreAReasonToReadItAgainAndNothingToTell) {
  scope_.read_to = instant("2026-03-20T00:00:00Z");
  EXPECT_THAT(compare().unproven, IsEmpty());
  there_[2].groups[0] = group("CONTRIBUTION", 1'200);
  const SumsComparison comparison = compare();
  ASSERT_EQ(comparison.unproven.size(), 1U);
  EXPECT_EQ(comparison.unproven[0].interval,
            (store::Interval{instant("2026-03-01T00:00:00Z"), scope_.read_to}));
  EXPECT_FALSE(comparison.unproven[0].now.has_value());
  EXPECT_THAT(told_of(comparison), IsEmpty());
  EXPECT_FALSE(comparison.agreed.contains(instant("2026-03-01T00:00:00Z")));
}

TEST_F(MonthlySums, LeaveOutRowsThatAreMissingOnThePlatform) {
  miss(3);
  there_[2].groups.clear();
  EXPECT_THAT(told_of(compare()), IsEmpty());
}

TEST_F(MonthlySums, OfMonthsWithRowsThatNobodyCouldReadAreNotCompared) {
  quarantine_in({instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z")});
  there_[2].groups.clear();
  EXPECT_THAT(told_of(compare()), IsEmpty());
}

TEST_F(MonthlySums, ThatAreConvertedAreComparedWithThoseOfTheRunBefore) {
  page_.rows[0].host_currency = *ledger::Currency::parse("USD");
  write(page_);
  there_[0].groups = {group("CONTRIBUTION", 1'234)};
  EXPECT_THAT(told_of(compare()), IsEmpty()) << "at the rates of a day";
  remember();
  there_[0].fingerprint = 10;
  EXPECT_THAT(told_of(compare()), ElementsAre("2026-01 - 0"));
  EXPECT_FALSE(compare().differing.at(0).compared);
}

// Nothing is known of what changed in it while it lasted.
TEST_F(MonthlySums, ThatAreConvertedAreReadAgainOnceTheirMonthIsOver) {
  page_.rows[3].host_currency = *ledger::Currency::parse("USD");
  write(page_);
  MonthSums march = there_.back();
  there_.pop_back();
  remember();
  there_.push_back(march);
  const SumsComparison comparison = compare();
  EXPECT_THAT(told_of(comparison), IsEmpty());
  EXPECT_THAT(comparison.agreed, IsEmpty()) << "only once it was read";
  ASSERT_EQ(comparison.unproven.size(), 1U);
  EXPECT_EQ(comparison.unproven[0].interval,
            (store::Interval{instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z")}));
  EXPECT_TRUE(comparison.unproven[0].now.has_value());
}

// As much as of a month in which something is wrong: it is read again whenever it is looked at.
TEST_F(MonthlySums, OfAPresentMonthThatIsConvertedAreAReasonToReadItAgain) {
  scope_.read_to = instant("2026-03-20T00:00:00Z");
  page_.rows[3].host_currency = *ledger::Currency::parse("USD");
  write(page_);
  EXPECT_EQ(compare().unproven.size(), 1U);
}

TEST_F(MonthlySums, MayDifferByTheRoundingOfTaxes) {
  page_.rows[0].tax_amount = -101;
  page_.rows[0].fx_rate = "0.333";
  write(page_);
  for (const std::int64_t tax : {-33, -34}) {
    there_[0].groups[0].tax = tax;
    there_[0].groups[0].net = 1'000 + tax;
    EXPECT_THAT(told_of(compare()), IsEmpty()) << tax;
  }
  there_[0].groups[0].net = 1'000 - 36;
  EXPECT_THAT(told_of(compare()), ElementsAre("2026-01 CONTRIBUTION -2"));
}

}  // namespace
}  // namespace bursar::audit
