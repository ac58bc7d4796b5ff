#include "ledger/posting.hpp"

#include <map>

#include <gtest/gtest.h>

#include "ledger/legacy_fee.hpp"

namespace bursar::ledger {
namespace {

constexpr Key collective = 1;
constexpr Key contributor = 2;
constexpr Key host = 3;

Currency currency(const char* code) {
  return Currency::parse(code).value();
}

// 2017: USD 5.00 is EUR 4.15, with three fees inside the row.
Transaction old_contribution() {
  Transaction row;
  row.legacy_id = 50896;
  row.kind = "CONTRIBUTION";
  row.direction = Direction::credit;
  row.account = collective;
  row.opposite_account = contributor;
  row.host = host;
  row.currency = currency("USD");
  row.amount = 500;
  row.net_amount = 413;
  row.host_currency = currency("EUR");
  row.host_amount = 415;
  row.host_net_amount = 343;
  row.platform_fee = -21;
  row.host_fee = -20;
  row.processor_fee = -31;
  return row;
}

std::map<std::string, std::int64_t> by_kind(const std::vector<Posting>& postings) {
  std::map<std::string, std::int64_t> amounts;
  for (const Posting& posting : postings) amounts[posting.kind] += posting.amount.hundredths;
  return amounts;
}

using Amounts = std::map<std::string, std::int64_t>;

TEST(Postings, OfARowThatBearsItsFeesAreWhatRowsOfTodayAre) {
  const auto postings = postings_of(old_contribution(), 7, BooksCurrency::host);
  EXPECT_EQ(by_kind(postings), (Amounts{{"CONTRIBUTION", 415},
                                        {"PLATFORM_FEE", -21},
                                        {"HOST_FEE", -20},
                                        {"PAYMENT_PROCESSOR_FEE", -31}}));
  EXPECT_EQ(postings[0].side, Side::received);
  EXPECT_EQ(postings[2].side, Side::given);
  EXPECT_EQ(postings[2].counterparty, host);
  for (const Posting& posting : postings) {
    EXPECT_EQ(posting.row, 7U);
    EXPECT_EQ(posting.legacy_id, 50896);
    EXPECT_EQ(posting.account, collective);
    EXPECT_EQ(posting.amount.currency, currency("EUR"));
  }
}

TEST(Postings, OfTheOtherSideAreOneOfItsNet) {
  Transaction mirror = old_contribution();
  mirror.direction = Direction::debit;
  mirror.host_amount = -343;
  mirror.host_net_amount = -415;
  const auto postings = postings_of(mirror, 0, BooksCurrency::host);
  ASSERT_EQ(postings.size(), 1U);
  EXPECT_EQ(postings[0].amount.hundredths, -415);
  EXPECT_EQ(postings[0].kind, "CONTRIBUTION");
}

TEST(Postings, HaveAsTaxWhatFeesDoNotExplain) {
  Transaction row = old_contribution();
  row.host_net_amount = 343 - 72;
  row.tax_amount = -87;
  EXPECT_EQ(by_kind(postings_of(row, 0, BooksCurrency::host)).at("TAX"), -72);
}

TEST(Postings, InTransactionCurrencyShareOutWhatTheRowLeavesForFees) {
  const auto postings = postings_of(old_contribution(), 0, BooksCurrency::transaction);
  EXPECT_EQ(by_kind(postings), (Amounts{{"CONTRIBUTION", 500},
                                        {"PLATFORM_FEE", -25},
                                        {"HOST_FEE", -24},
                                        {"PAYMENT_PROCESSOR_FEE", -38}}));
}

TEST(Postings, InTransactionCurrencyNeverUseANetAmountThatIsOnlyRounding) {
  Transaction row;
  row.kind = "CONTRIBUTION";
  row.direction = Direction::credit;
  row.currency = currency("JPY");
  row.amount = 1'250'000;
  row.net_amount = 1'250'100;
  row.host_currency = currency("USD");
  row.host_amount = row.host_net_amount = 8166;
  EXPECT_EQ(net_of(row, BooksCurrency::transaction).hundredths, 1'250'000);
  EXPECT_EQ(net_of(row, BooksCurrency::host).hundredths, 8166);
}

TEST(Postings, OfAZeroRowAreOneOfNothing) {
  Transaction row;
  row.kind = "CONTRIBUTION";
  row.direction = Direction::credit;
  const auto postings = postings_of(row, 0, BooksCurrency::host);
  ASSERT_EQ(postings.size(), 1U);
  EXPECT_EQ(postings[0].amount.hundredths, 0);
}

Account account(const char* id, const char* type) {
  Account made;
  made.public_id = id;
  made.type = type;
  made.host = "host";
  return made;
}

const AccountTable& accounts() {
  static const AccountTable table{{collective, account("collective", "COLLECTIVE")},
                                  {contributor, account("contributor", "INDIVIDUAL")},
                                  {host, account("host", "ORGANIZATION")}};
  return table;
}

Posting host_fee() {
  return postings_of(old_contribution(), 0, BooksCurrency::host)[2];
}

TEST(OldHostFees, ReachTheHostInItsOwnBooks) {
  const Books books = open_books({Perspective::host, "host", {}, {}}, accounts());
  const auto other = host_side_of_fee(host_fee(), books);
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->derived);
  EXPECT_EQ(other->account, host);
  EXPECT_EQ(other->counterparty, collective);
  EXPECT_EQ(other->kind, "HOST_FEE");
  EXPECT_EQ(other->side, Side::received);
  EXPECT_EQ(other->amount, (Money{20, currency("EUR")}));
  const auto postings = postings_of(old_contribution(), 0, BooksCurrency::host);
  EXPECT_FALSE(host_side_of_fee(postings[0], books));
  EXPECT_FALSE(host_side_of_fee(postings[1], books));
}

TEST(OldHostFees, AreLeftAloneInBooksThatAreNotAHosts) {
  const Books own = open_books({Perspective::account, "collective", {}, {}}, accounts());
  EXPECT_FALSE(host_side_of_fee(host_fee(), own));
  const Books without_host = open_books({Perspective::host, "host", {}, {"host"}}, accounts());
  EXPECT_FALSE(host_side_of_fee(host_fee(), without_host));
}

TEST(OldHostFees, TakeNothingFromRowsOfTodayWithTheirOwnHostFeeRow) {
  Transaction row = old_contribution();
  row.kind = "HOST_FEE";
  row.direction = Direction::debit;
  row.platform_fee = row.host_fee = row.processor_fee = 0;
  const Books books = open_books({Perspective::host, "host", {}, {}}, accounts());
  for (const Posting& posting : postings_of(row, 0, BooksCurrency::host)) {
    EXPECT_FALSE(host_side_of_fee(posting, books));
  }
}

}  // namespace
}  // namespace bursar::ledger
