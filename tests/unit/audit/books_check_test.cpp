#include "audit/books_check.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bursar::audit {
namespace {

const ledger::Currency euro = *ledger::Currency::parse("EUR");
constexpr ledger::Key choir = 1;
constexpr ledger::Key donor = 2;

ledger::Books books() {
  ledger::Books books;
  books.root = choir;
  books.members.emplace(choir, ledger::Books::Member{});
  return books;
}

store::HandedOver record(const std::string& id, std::int64_t stored, std::int64_t issued,
                         store::Standing standing = store::Standing::settled) {
  store::HandedOver record;
  record.record = id;
  record.account = choir;
  record.account_id = "acc_choir";
  record.slug = "choir";
  record.currency = euro;
  record.created_at = *ledger::parse_rfc3339("2026-03-15T10:00:00Z");
  record.kind = "EXPENSE";
  record.stored = stored;
  record.issued = issued;
  record.standing = standing;
  return record;
}

// What a check says of these records, the identity of its sums checked.
struct Said {
  BooksLine line;
  std::vector<Difference> differences;
};
Said check(const std::vector<store::HandedOver>& records,
           const std::vector<store::StreamTotal>& totals = {}) {
  const ledger::Books scope = books();
  BooksCheck check("bank", scope);
  for (const auto& record : records) check.add(record);
  for (const auto& total : totals) check.add(total);
  Said said{check.lines().at(0), check.differences()};
  const BooksLine& line = said.line;
  EXPECT_EQ(line.stored, line.issued + line.caught_up + line.held + line.waiting + line.outside +
                             line.difference);
  return said;
}

TEST(BooksCheck, EveryRowIsOneOfWhatARowCanBe) {
  store::HandedOver caught_up = record("b", -300, 0);
  caught_up.caught_up = -300;
  store::HandedOver outside = record("e", 900, 0);
  outside.account = donor;
  const Said said =
      check({record("a", 100, 100), caught_up, record("c", 50, 0, store::Standing::held),
             record("d", 70, 60, store::Standing::waiting), outside});
  EXPECT_EQ(said.line.stored, 820);
  EXPECT_EQ(said.line.issued, 160);
  EXPECT_EQ(said.line.caught_up, -300);
  EXPECT_EQ(said.line.held, 50);
  EXPECT_EQ(said.line.waiting, 10) << "the correction, not what stands";
  EXPECT_EQ(said.line.outside, 900);
  EXPECT_EQ(said.line.difference, 0);
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_EQ(said.differences[0].code, Code::outside);
  EXPECT_FALSE(remains(said.differences[0]));
}

TEST(BooksCheck, WhatIsMissingIsNamedByMonthAndKind) {
  const Said said = check({record("a", -100, 0), record("b", -20, 0), record("c", 5, 5)});
  ASSERT_EQ(said.differences.size(), 1U);
  const Difference& difference = said.differences[0];
  EXPECT_EQ(difference.code, Code::not_handed_over);
  EXPECT_EQ(difference.profile, "bank");
  EXPECT_EQ(difference.slug, "choir");
  EXPECT_EQ(difference.month, *ledger::parse_rfc3339("2026-03-01T00:00:00Z"));
  EXPECT_EQ(difference.kind, "EXPENSE");
  EXPECT_EQ(difference.amount, 120) << "the books have more money than the rows";
  EXPECT_EQ(difference.records, 2);
  EXPECT_TRUE(remains(difference));
}

TEST(BooksCheck, WhatIsThereTwiceIsMore) {
  const Said said = check({record("a", -100, -200), record("b", 0, 40)});
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_EQ(said.differences[0].code, Code::handed_over_more);
  EXPECT_EQ(said.differences[0].amount, -60);
}

TEST(BooksCheck, LinesOfRowsOutsideTheBooksAreTooMuch) {
  store::HandedOver outside = record("a", 100, 100);
  outside.account = donor;
  const Said said = check({outside});
  EXPECT_EQ(said.line.difference, -100);
  EXPECT_EQ(said.differences[0].code, Code::handed_over_more);
  EXPECT_EQ(said.differences[0].amount, 100);
}

TEST(BooksCheck, FeesThatNoRowHasAndVatThatIsHeldStandApart) {
  store::HandedOver fee = record("a", 345, 345);
  fee.legacy_fee = 20;
  fee.vat_held = 174;
  const Said said = check({fee});
  EXPECT_EQ(said.line.difference, 0);
  ASSERT_EQ(said.differences.size(), 2U);
  EXPECT_EQ(said.differences[0].code, Code::legacy_host_fee);
  EXPECT_EQ(said.differences[0].amount, 20);
  EXPECT_EQ(said.differences[1].code, Code::vat_held);
  EXPECT_EQ(said.differences[1].amount, 174);
}

TEST(BooksCheck, ABalanceThatWasHandedOverIsThatOfItsLines) {
  const store::StreamTotal total{"acc_choir", "choir", euro, 105, 100};
  const Said said = check({record("a", 100, 100)}, {total});
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_EQ(said.differences[0].code, Code::handed_over_more);
  EXPECT_EQ(said.differences[0].amount, 5);
  // A missing line explains it.
  EXPECT_EQ(check({record("a", 105, 100)}, {total}).differences.size(), 1U);
}

TEST(BooksCheck, LinesOfRowsThatAreGoneHaveNoMonth) {
  store::HandedOver gone = record("", 0, 100);
  gone.account = ledger::no_key;
  const Said said = check({gone});
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_FALSE(said.differences[0].month.has_value());
  EXPECT_EQ(said.differences[0].account, "acc_choir");
}

}  // namespace
}  // namespace bursar::audit
