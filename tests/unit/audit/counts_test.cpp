#include "audit/counts.hpp"

#include "audit_fixture.hpp"

namespace bursar::audit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Counts : public AuditTest {
 protected:
  // "2026-02: 3 there, 2 here" for each month of transactions.
  std::vector<std::string> differing() {
    const auto found = compare_counts(scope_, scope_.read_to);
    std::vector<std::string> all;
    for (const DifferingCount& count : found.answer.value()) {
      all.push_back(fmt::format("{}: {} there, {} here",
                                ledger::format_rfc3339(count.month.from).substr(0, 7), count.there,
                                count.here));
    }
    return all;
  }
};

ledger::Instant at(const std::string& day) {
  return instant(day + "T00:00:00.000Z");
}

TEST_F(Counts, ThatAreThoseOfTheRowsCostOneRequest) {
  answer_counts({1, 2, 1});
  EXPECT_THAT(differing(), IsEmpty());
  EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(Counts, NameTheMonthsThatDiffer) {
  answer_counts({1, 3, 0});
  EXPECT_THAT(differing(), ElementsAre("2026-02: 3 there, 2 here", "2026-03: 0 there, 1 here"));
}

TEST_F(Counts, OfRowsThatAreMissingAlreadyAgree) {
  miss(1);
  answer_counts({1, 1, 1});
  EXPECT_THAT(differing(), IsEmpty());
}

TEST_F(Counts, OfRowsThatNobodyCouldReadAgreeEitherWay) {
  quarantine_in({instant("2026-02-01T00:00:00Z"), instant("2026-03-01T00:00:00Z")});
  answer_counts({1, 3, 1});
  EXPECT_THAT(differing(), IsEmpty());
}

TEST_F(Counts, OfTenYearsAreCutToMonthsOnlyWhereASpanDiffers) {
  scope_.source.start = at("2016-01-01");
  add(5, "2016-01-05T12:00:00Z", "CONTRIBUTION", 100);
  write(page_);
  scope_.read_to = at("2026-04-01");
  std::vector<int> spans(28, 0);  // 14 of eight months, 14 of one
  spans.front() = 1;
  spans[25] = 1;
  spans[26] = 2;
  spans[27] = 1;
  answer_counts(spans);
  EXPECT_THAT(differing(), IsEmpty());
  EXPECT_EQ(transport_.sent.size(), 1U);
  spans.front() = 0;
  answer_counts(spans);
  answer_counts({0, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_THAT(differing(), ElementsAre("2016-01: 0 there, 1 here"));
  EXPECT_EQ(transport_.sent.size(), 3U);
}

TEST_F(Counts, ThatAreRefusedAreNoAnswer) {
  answer(
      json::parse(R"({"data":{"w0":null},"errors":[{"message":"no such thing","path":["w0"]}]})"));
  const auto found = compare_counts(scope_, scope_.read_to);
  EXPECT_FALSE(found.answer.has_value());
  EXPECT_THAT(found.refusal, HasSubstr("no such thing"));
}

TEST(Windows, MonthsAreThoseOfTheCalendarWithoutAGap) {
  const auto months = months_between(at("2015-01-01"), at("2025-11-20"), at("2026-02-10"));
  ASSERT_EQ(months.size(), 4U);
  EXPECT_EQ(months[0], (store::Interval{at("2015-01-01"), at("2025-12-01")}))
      << "before the first row there is nothing to be told apart";
  EXPECT_EQ(months[1], (store::Interval{at("2025-12-01"), at("2026-01-01")}));
  EXPECT_EQ(months[2], (store::Interval{at("2026-01-01"), at("2026-02-01")}));
  EXPECT_EQ(months[3], (store::Interval{at("2026-02-01"), at("2026-02-10")}));
}

TEST(Windows, AStoreWithoutRowsIsOnePiece) {
  const auto months = months_between(at("2015-01-01"), ledger::Instant::max(), at("2026-02-10"));
  ASSERT_EQ(months.size(), 1U);
  EXPECT_EQ(months[0], (store::Interval{at("2015-01-01"), at("2026-02-10")}));
}

TEST(Windows, ASourceThatBeginsTomorrowHasNoMonths) {
  EXPECT_TRUE(months_between(at("2026-02-10"), at("2026-02-10"), at("2026-02-10")).empty());
}

TEST(Windows, TileAllMonthsWhateverTheirNumber) {
  for (const char* from : {"2026-01-01", "2024-01-01", "2016-02-01", "1990-01-01"}) {
    const auto months = months_between(at(from), at(from), at("2026-02-10"));
    const auto windows = windows_over(months, 29);
    ASSERT_LE(windows.size(), 29U) << from;
    EXPECT_EQ(windows.front().from, months.front().from);
    EXPECT_EQ(windows.back(), months.back()) << "the latest month is a window of its own";
    EXPECT_EQ(windows.back().to, at("2026-02-10"));
    for (std::size_t i = 1; i < windows.size(); ++i) {
      EXPECT_EQ(windows[i - 1].to, windows[i].from) << from;
    }
  }
}

}  // namespace
}  // namespace bursar::audit
