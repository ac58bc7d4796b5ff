#include "sync/page_parts.hpp"

#include <string>

#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::sync {
namespace {

ledger::TransactionPage page_of(std::initializer_list<std::pair<const char*, std::int64_t>> rows) {
  ledger::TransactionPage page;
  for (const auto& [id, created_ms] : rows) {
    ledger::Transaction row;
    row.id = id;
    row.created_at = {created_ms};
    row.account = static_cast<ledger::Key>(page.accounts.size());
    ledger::Account account;
    account.public_id = std::string("account of ") + id;
    page.accounts.push_back(account);
    page.indexes.push_back(static_cast<std::int64_t>(page.rows.size()));
    page.rows.push_back(row);
  }
  return page;
}

const std::string& account_of(const ledger::TransactionPage& page, std::size_t row) {
  return page.accounts.at(static_cast<std::size_t>(page.rows.at(row).account)).public_id;
}

// A row of the year 9999 would make coverage end there: nothing would ever be new again.
TEST(PageParts, RowsThatWereNotAskedForAreAnErrorOfTheAnswer) {
  EXPECT_NO_THROW(require_within(page_of({{"a", 10}, {"b", 20}}), {10}, {20}));
  for (const std::int64_t outside :
       {std::int64_t{9}, std::int64_t{21}, ledger::Instant::max().ms}) {
    try {
      require_within(page_of({{"a", 10}, {"b", outside}}), {10}, {20});
      ADD_FAILURE() << outside << " was let pass";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data);
      EXPECT_NE(std::string(error.what()).find(ledger::format_rfc3339({outside})),
                std::string::npos);
    }
  }
}

TEST(PageParts, DropsRowsFromTheCutOn) {
  auto page = page_of({{"a", 10}, {"b", 20}, {"c", 15}, {"d", 30}});
  (void)drop_from_cut(page, {20}, 10);
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.rows[0].id, "a");
  EXPECT_EQ(page.rows[1].id, "c");
  EXPECT_EQ(page.indexes, (std::vector<std::int64_t>{0, 2}));
}

TEST(PageParts, TellsOnWhichSideOfACutAnUnreadableNodeLies) {
  auto page = page_of({{"a", 100}, {"b", 50'000}, {"c", 90'000}});
  page.indexes = {0, 2, 5};
  page.unreadable = {{1, "below", false}, {3, "at the border", false}, {6, "above", false}};
  const BorderCount count = drop_from_cut(page, {70'000}, 10'000);
  EXPECT_EQ(count.surely_below, 1);
  EXPECT_EQ(count.perhaps_below, 1);
  ASSERT_EQ(page.unreadable.size(), 2U);
  keep_first_unreadable(page, 1);
  ASSERT_EQ(page.unreadable.size(), 1U);
  EXPECT_EQ(page.unreadable[0].reason, "below");
}

TEST(PageParts, DropsRowsThatWereSeenBeforeAndDoublesWithinAPage) {
  SeenIds seen;
  auto first = page_of({{"a", 1}, {"b", 2}, {"a", 1}});
  drop_seen(first, seen);
  EXPECT_EQ(first.rows.size(), 2U);
  EXPECT_EQ(first.indexes, (std::vector<std::int64_t>{0, 1}));
  auto second = page_of({{"b", 2}, {"c", 3}});
  drop_seen(second, seen);
  ASSERT_EQ(second.rows.size(), 1U);
  EXPECT_EQ(second.rows[0].id, "c");
  EXPECT_EQ(account_of(second, 0), "account of c");
  EXPECT_EQ(seen.size(), 3U);
}

TEST(PageParts, PutsARecoveredRowIntoItsPlaceAndCountsItOnce) {
  auto page = page_of({{"a", 1}, {"c", 3}});
  page.indexes = {0, 2};
  page.unreadable = {{1, "expense is private", false}};
  EXPECT_EQ(page.node_count(), 3);
  add_recovered_row(page, page_of({{"b", 2}}), 1);
  EXPECT_EQ(page.node_count(), 3);
  ASSERT_EQ(page.rows.size(), 3U);
  EXPECT_EQ(page.rows[1].id, "b");
  EXPECT_EQ(account_of(page, 1), "account of b");
  EXPECT_TRUE(page.unreadable[0].recovered);
  const BorderCount count = drop_from_cut(page, {3}, 0);
  EXPECT_EQ(count.surely_below + count.perhaps_below, 0);
  EXPECT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.unreadable.size(), 1U) << "what its reduced fields lack is still missing";
}

}  // namespace
}  // namespace bursar::sync
