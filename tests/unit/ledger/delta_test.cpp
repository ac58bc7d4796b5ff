#include "ledger/delta.hpp"

#include <gtest/gtest.h>

namespace bursar::ledger {
namespace {

BookedLine line(const char* account, std::int64_t amount, const char* class_name = "Café") {
  BookedLine booked;
  booked.line.account = account;
  booked.line.money = "Clearing";
  booked.line.class_name = class_name;
  booked.line.gl_amount = amount;
  booked.currency = Currency::parse("EUR").value();
  return booked;
}

Unit unit(Key row, std::vector<BookedLine> lines, Part part = Part::main) {
  return {{row, part, false}, std::move(lines)};
}

TEST(Delta, OfEqualBooksIsNothing) {
  const std::vector<Unit> both{unit(1, {line("Travel", 100)}), unit(2, {line("Fees", 5)})};
  const Delta delta = delta_of(both, both);
  EXPECT_TRUE(delta.reversals.empty());
  EXPECT_TRUE(delta.issues.empty());
  EXPECT_TRUE(delta.moves.empty());
}

TEST(Delta, OfANewRowIssuesItsLines) {
  const std::vector<Unit> truth{unit(1, {line("Travel", 100)}), unit(2, {line("Fees", 5)})};
  const Delta delta = delta_of(std::span(truth).first(1), truth);
  EXPECT_TRUE(delta.reversals.empty());
  ASSERT_EQ(delta.issues.size(), 1U);
  EXPECT_EQ(delta.issues[0].unit, 1U);
}

TEST(Delta, OfAVanishedRowReversesItsLines) {
  const std::vector<Unit> standing{unit(1, {line("Travel", 100)}), unit(2, {line("Fees", 5)})};
  const Delta delta = delta_of(standing, std::span(standing).first(1));
  ASSERT_EQ(delta.reversals.size(), 1U);
  EXPECT_EQ(delta.reversals[0].unit, 1U);
  EXPECT_TRUE(delta.issues.empty());
}

TEST(Delta, OfAChangedAmountReversesAndIssues) {
  const std::vector<Unit> standing{unit(1, {line("Travel", 100)})};
  const std::vector<Unit> truth{unit(1, {line("Travel", 90)})};
  const Delta delta = delta_of(standing, truth);
  EXPECT_EQ(delta.reversals.size(), 1U);
  EXPECT_EQ(delta.issues.size(), 1U);
}

// An operator takes the fee inside a row out into a row of its own: the books need not hear of it.
TEST(Delta, LetsALineStandForAnotherRowThatDoesTheSame) {
  const std::vector<Unit> standing{unit(1, {line("Income", -100)}),
                                   unit(1, {line("Fees", 4)}, Part::processor_fee)};
  const std::vector<Unit> truth{unit(1, {line("Income", -100)}), unit(2, {line("Fees", 4)})};
  const Delta delta = delta_of(standing, truth);
  EXPECT_TRUE(delta.reversals.empty());
  EXPECT_TRUE(delta.issues.empty());
  ASSERT_EQ(delta.moves.size(), 1U);
  EXPECT_EQ(delta.moves[0].standing.unit, 1U);
  EXPECT_EQ(delta.moves[0].unit, 1U);
}

TEST(Delta, CountsEqualLinesAsManyTimesAsTheyAre) {
  const std::vector<Unit> standing{unit(1, {line("Fees", 4), line("Fees", 4)})};
  const std::vector<Unit> truth{unit(1, {line("Fees", 4), line("Fees", 4), line("Fees", 4)})};
  EXPECT_EQ(delta_of(standing, truth).issues.size(), 1U);
  EXPECT_EQ(delta_of(truth, standing).reversals.size(), 1U);
}

TEST(Delta, AnotherClassMoneyAccountTaxCodeOrCurrencyIsAnotherEffect) {
  const BookedLine plain = line("Travel", 100);
  BookedLine other = plain;
  EXPECT_TRUE(same_effect(plain, other));
  other.line.role = LineRole::untaxed;
  EXPECT_TRUE(same_effect(plain, other)) << "why a line is there does not matter";
  other.line.class_name = "Choir";
  EXPECT_FALSE(same_effect(plain, other));
  other = plain;
  other.line.money = "Stripe";
  EXPECT_FALSE(same_effect(plain, other));
  other = plain;
  other.line.tax_code = "21%";
  EXPECT_FALSE(same_effect(plain, other));
  other = plain;
  other.line.software_tax = 21;
  EXPECT_FALSE(same_effect(plain, other));
  other = plain;
  other.currency = Currency::parse("USD").value();
  EXPECT_FALSE(same_effect(plain, other));
}

TEST(Delta, AReversalIsTheOppositeTaxIncluded) {
  BookedLine taxed = line("Travel", 100);
  taxed.line.software_tax = 21;
  const BookedLine opposite = reversed(taxed);
  EXPECT_EQ(opposite.line.gl_amount, -100);
  EXPECT_EQ(opposite.line.software_tax, -21);
  EXPECT_EQ(opposite.line.account, "Travel");
}

}  // namespace
}  // namespace bursar::ledger
