#include "store/account_sums.hpp"

#include <string>

#include "store/transaction_writer.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

ledger::TransactionPage page_from(int first) {
  auto page = make_page();
  for (int number = first; number < first + 3; ++number) {
    page.rows.push_back(make_transaction(number));
  }
  return page;
}

constexpr ledger::Instant always = ledger::Instant::max();

class AccountSums : public StoreTest {
 protected:
  void count(bool everything) {
    WriteTransaction transaction(database_);
    if (everything) count_everything(database_, context_.now);
    if (!everything) count_news(database_);
    transaction.commit();
  }
  static std::string text(const std::vector<StoredSum>& sums) {
    std::string text;
    for (const StoredSum& sum : sums) {
      text += sum.account + " " + sum.host + " " + std::to_string(sum.rows) + " " +
              std::to_string(sum.balance.rounded(sum.host_currency)) + " " +
              std::to_string(sum.net) + " " + std::to_string(sum.account_net) + "\n";
    }
    return text;
  }
  std::string remembered(ledger::Instant before = always) {
    return text(remembered_sums(database_, asked_, before));
  }
  std::string stored(ledger::Instant before = always) {
    return text(stored_sums(database_, asked_, {{0}, before}, SumDetail::account));
  }

  AskedRows asked_{false, {"acc_collective"}};
};

TEST_F(AccountSums, AreThoseOfTheRows) {
  write(page_from(1));
  EXPECT_FALSE(last_counted(database_));
  count(true);
  EXPECT_EQ(last_counted(database_), context_.now);
  EXPECT_NE(remembered(), "");
  EXPECT_EQ(remembered(), stored());
}

TEST_F(AccountSums, FollowRowsThatComeChangeVanishAndReturn) {
  auto page = page_from(1);
  write(page);
  count(true);
  const std::string before = remembered();
  page.rows[0].host_amount += 1'000;
  page.rows[0].host_net_amount += 1'000;
  write(page);
  EXPECT_EQ(remembered(), before) << "counted without being told";
  count(false);
  EXPECT_NE(remembered(), before);
  EXPECT_EQ(remembered(), stored());
  // Several versions between two counts.
  for (int i = 0; i < 3; ++i) {
    page.rows[0].host_amount += 7;
    write(page);
  }
  {
    WriteTransaction transaction(database_);
    TransactionWriter(database_.connection()).bury(page.rows[0].id, context_);
    transaction.commit();
  }
  count(false);
  EXPECT_EQ(remembered(), stored());
  write(page);
  write(page_from(11));
  count(false);
  EXPECT_EQ(remembered(), stored());
}

TEST_F(AccountSums, LeaveOutWhatIsYounger) {
  write(page_from(1));
  write(page_from(11));
  count(true);
  const ledger::Instant between = make_transaction(10).created_at;
  EXPECT_NE(remembered(between), remembered());
  EXPECT_EQ(remembered(between), stored(between));
}

}  // namespace
}  // namespace bursar::store
