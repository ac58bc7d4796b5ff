#include "sync/summary.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bursar::sync {
namespace {

using testing::ElementsAre;

std::vector<std::string> sentences(const store::RunChanges& changes) {
  std::vector<std::string> result;
  for (const store::Finding& finding : summarise(changes)) result.push_back(finding.sentence);
  return result;
}

TEST(Summary, SaysWhatHappenedInABookkeepersWords) {
  store::RunChanges changes;
  using Event = store::RunChanges::Event;
  changes.transactions.vanished[Event::transaction] = {2, 1};
  changes.transactions.refunded[Event::contribution] = {3, 0};
  changes.transactions.refunded[Event::expense] = {1, 1};
  changes.transactions.amended[Event::transaction] = {1, 0};
  changes.expenses.recategorised = {3, 3};
  changes.expenses.unpaid = {1, 0};
  changes.accounts = {{"Old (old)", "New (new)"}};
  changes.categories = {{"61 Travel", "62 Travel"}};
  changes.removed_categories = {"7 Misc"};
  EXPECT_THAT(
      sentences(changes),
      ElementsAre("3 contributions were refunded", "1 expense payment was refunded after export",
                  "1 transaction was given another amount",
                  "2 transactions vanished from the platform, 1 of them after export",
                  "1 expense was marked as unpaid", "3 expenses were re-categorised after export",
                  "the account Old (old) is now called New (new)",
                  "the category 61 Travel is now called 62 Travel",
                  "the category 7 Misc was removed"));
}

TEST(Summary, OfNothingIsNothing) {
  EXPECT_THAT(sentences({}), ElementsAre());
}

TEST(Summary, NamesOnlySoManyAccounts) {
  store::RunChanges changes;
  for (int i = 0; i < 25; ++i) changes.accounts.push_back({"a", "b"});
  const auto findings = summarise(changes);
  ASSERT_EQ(findings.size(), 21U);
  EXPECT_EQ(findings.back().number, 5);
  EXPECT_EQ(findings.back().sentence, "5 other accounts have new names, too");
}

}  // namespace
}  // namespace bursar::sync
