#include "store/pairs.hpp"

#include <string>
#include <utility>

#include "store/transaction_writer.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

constexpr ledger::Key collective = 0;
constexpr ledger::Key contributor = 1;
constexpr ledger::Key host = 2;

// A fee of a collective's and its mirror on the host, both of which are asked for.
class Pairs : public StoreTest {
 protected:
  Pairs() {
    for (const bool given : {true, false}) {
      ledger::Transaction& row = page_.rows.emplace_back();
      row = make_transaction(given ? 2 : 3);  // of one group
      row.kind = "HOST_FEE";
      row.direction = given ? ledger::Direction::debit : ledger::Direction::credit;
      row.account = given ? collective : host;
      row.opposite_account = given ? host : collective;
      row.currency = row.host_currency = *ledger::Currency::parse("EUR");
      row.tax_amount = row.platform_fee = row.host_fee = row.processor_fee = 0;
      set_amount(row, given ? -1'000 : 1'000);
    }
  }
  static void set_amount(ledger::Transaction& row, std::int64_t amount) {
    row.amount = row.net_amount = row.host_amount = row.host_net_amount = amount;
  }
  ledger::Transaction& given() { return page_.rows[0]; }
  ledger::Transaction& received() { return page_.rows[1]; }

  // "HOST_FEE host EUR 12" for each broken pair, a star where it is so in host currency alone.
  std::string broken() {
    write(page_);
    std::string text;
    for (const BrokenPair& pair : broken_pairs(database_, asked_)) {
      text += pair.kind + " " + pair.slug + " " + std::string(pair.currency.code()) +
              (pair.in_host_currency ? "* " : " ") + std::to_string(pair.amount) + "\n";
    }
    return text;
  }

  ledger::TransactionPage page_ = make_page();
  AskedRows asked_{true, {"acc_host"}};
};

TEST_F(Pairs, ThatMirrorAreNotNamed) {
  EXPECT_EQ(broken(), "");
}

TEST_F(Pairs, MoreReceivedThanGivenIsNamedWithWhoReceivedIt) {
  set_amount(received(), 1'012);
  EXPECT_EQ(broken(), "HOST_FEE host EUR 12\n");
  const BrokenPair pair = broken_pairs(database_, asked_).at(0);
  EXPECT_EQ(pair.group, received().group);
  EXPECT_EQ(pair.account, "acc_host");
  EXPECT_EQ(pair.created_at, received().created_at);
}

TEST_F(Pairs, LessReceivedThanGivenIsNamedToo) {
  set_amount(given(), -1'001);
  EXPECT_EQ(broken(), "HOST_FEE host EUR -1\n");
}

// The side that bears fees mirrors the other by its net amount (F 5.2.3).
TEST_F(Pairs, MirrorByTheNetAmountOfTheSideThatGave) {
  given().amount = given().host_amount = -900;
  given().processor_fee = -100;
  EXPECT_EQ(broken(), "");
}

TEST_F(Pairs, OfOneCurrencyMirrorToTheHundredthInHostCurrency) {
  received().host_amount += 1;
  EXPECT_EQ(broken(), "HOST_FEE host EUR* 1\n");
}

TEST_F(Pairs, OfTwoCurrenciesMayDifferByAUnitInHostCurrency) {
  for (ledger::Transaction& row : page_.rows) row.host_currency = *ledger::Currency::parse("USD");
  received().host_amount += 100;
  EXPECT_EQ(broken(), "");
  received().host_amount += 1;
  EXPECT_EQ(broken(), "HOST_FEE host USD* 101\n");
}

TEST_F(Pairs, OfTipsAreNotComparedInHostCurrency) {
  for (ledger::Transaction& row : page_.rows) row.kind = "PLATFORM_TIP";
  received().host_amount += 500;
  EXPECT_EQ(broken(), "");
  received().amount += 500;
  EXPECT_EQ(broken(), "PLATFORM_TIP host EUR 500\n");
}

TEST_F(Pairs, OfKindsAreComparedApart) {
  for (int i = 0; i < 2; ++i) {
    ledger::Transaction row = page_.rows[static_cast<std::size_t>(i)];
    row.id[0] = 'a';
    row.public_id += "b";
    row.kind = "HOST_FEE_SHARE";
    page_.rows.push_back(row);
  }
  set_amount(page_.rows[2], -1'007);
  set_amount(received(), 1'007);  // together they would mirror
  EXPECT_EQ(broken(), "HOST_FEE host EUR 7\nHOST_FEE_SHARE host EUR -7\n");
}

TEST_F(Pairs, OneSideAloneHasNothingToBeComparedWith) {
  set_amount(received(), 1'012);
  received().host = contributor;  // under another host
  EXPECT_EQ(broken(), "");
  received().host = host;
  EXPECT_NE(broken(), "");
  WriteTransaction transaction(database_);
  (void)TransactionWriter(database_.connection()).bury(given().id, context_);
  transaction.commit();
  EXPECT_TRUE(broken_pairs(database_, asked_).empty());
}

TEST_F(Pairs, OfAccountsAreThoseWhereBothAreAskedFor) {
  set_amount(received(), 1'012);
  asked_ = {false, {"acc_collective"}};
  EXPECT_EQ(broken(), "");
  asked_.accounts.push_back("acc_host");
  EXPECT_EQ(broken(), "HOST_FEE host EUR 12\n");
}

}  // namespace
}  // namespace bursar::store
