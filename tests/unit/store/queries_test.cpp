#include "store/queries.hpp"

#include "ledger/instant.hpp"
#include "store/deletions.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

class Queries : public StoreTest {
 protected:
  std::vector<std::int64_t> legacy_ids(const Source& source) {
    std::vector<std::int64_t> ids;
    for_each_transaction(database_, source, [&](const StoredTransaction& stored) {
      ids.push_back(stored.row.legacy_id);
    });
    return ids;
  }
  Source ours() { return open_source(database_, "ours", "account", "acc_collective", {0}); }
};

TEST_F(Queries, TheRowsOfAllMembersComeInOrderOfCreation) {
  auto page = make_page();
  page.accounts.push_back(make_account("child"));     // 3
  page.accounts.push_back(make_account("stranger"));  // 4
  for (const int number : {5, 3, 1, 4, 2, 6}) {
    page.rows.push_back(make_transaction(number));
    page.rows.back().account = number % 2 == 0 ? 3 : 0;
  }
  page.rows.back().account = 4;
  page.rows[0].created_at = page.rows[3].created_at;  // 5 and 4 at the same instant
  write(page);
  const Source source = ours();
  EXPECT_EQ(legacy_ids(source), (std::vector<std::int64_t>{1, 3, 5}));
  put_member(database_, source.source, {"acc_child", true, false});
  EXPECT_EQ(legacy_ids(source), (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  const SourceCounts counts = count_source(database_, source);
  EXPECT_EQ(counts.transactions, 5);
  EXPECT_EQ(counts.accounts, 2);
  EXPECT_EQ(counts.newest_transaction->ms, 1'600'000'004'000);
}

TEST_F(Queries, AHostSourceHasTheRowsThatNameTheHost) {
  auto page = make_page();
  page.rows = {make_transaction(1), make_transaction(2)};
  page.rows[1].host = ledger::no_key;
  write(page);
  const Source host = open_source(database_, "host", "host", "acc_host", {0});
  EXPECT_EQ(legacy_ids(host), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(count_source(database_, host).accounts, 1);
}

TEST_F(Queries, TheLinkedExpenseAndItsCategoryComeAlong) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  page.rows[0].expense = "ex_1";
  write(page);
  auto expenses = make_expense_page();
  expenses.categories[0].public_id = "acat_9";
  expenses.categories[0].code = "6100";
  expenses.rows = {make_expense(1)};
  write(expenses);
  for_each_transaction(database_, ours(), [&](const StoredTransaction& stored) {
    EXPECT_EQ(stored.category->code, "6100") << "the expense's before the order's";
    EXPECT_EQ(stored.expense_type, "INVOICE");
    EXPECT_EQ(stored.expense_status, "PENDING");
    EXPECT_EQ(stored.expense_tags, R"(["hosting"])");
    EXPECT_EQ(stored.expense_legacy_id, 1);
  });
}

TEST_F(Queries, TheExpensesOfWhatARunWroteAreNamed) {
  auto page = make_page();
  page.rows = {make_transaction(1), make_transaction(2)};
  page.rows[0].expense = "ex_1";
  page.rows[1].expense = "ex_2";
  context_.run = begin_run(database_, "sync", "1", {0});
  write(page);
  EXPECT_EQ(expenses_of_new_transactions(database_, context_.run),
            (std::vector<std::string>{"ex_1", "ex_2"}));
  context_.run = begin_run(database_, "sync", "1", {0});
  page.rows[1].is_disputed = true;
  page.rows.push_back(make_transaction(3));
  page.rows.back().expense = "ex_3";
  write(page);
  EXPECT_EQ(expenses_of_new_transactions(database_, context_.run),
            (std::vector<std::string>{"ex_2", "ex_3"}));
}

TEST_F(Queries, MoreAccountsThanTheCacheHoldsAreAllFound) {
  auto page = make_page();
  constexpr int many = 40'000;
  for (int i = 0; i < many; ++i) {
    page.accounts.push_back(make_account("person-" + std::to_string(i)));
    page.rows.push_back(make_transaction(i));
    page.rows.back().opposite_account = 3 + i;
  }
  write(page);
  int wrong = 0;
  for_each_transaction(database_, ours(), [&](const StoredTransaction& stored) {
    const std::string expected = "person-" + std::to_string(stored.row.legacy_id);
    if (stored.opposite_account->slug != expected || stored.account->slug != "collective") ++wrong;
  });
  EXPECT_EQ(wrong, 0);
}

TEST_F(Queries, ATombstoneIsKeptButNotHandedOutAndRisesWhenReadAgain) {
  auto page = make_page();
  page.rows = {make_transaction(1), make_transaction(2)};
  write(page);
  const Source source = ours();
  const Interval all{{0}, {INT64_MAX}};
  const AskedRows asked{false, {"acc_collective"}};
  EXPECT_EQ(count_stored(database_, asked, Stream::transactions, all), 2);
  note_missing(database_, source.source, Stream::transactions, page.rows[0].id, context_);
  note_missing(database_, source.source, Stream::transactions, page.rows[0].id, context_);
  EXPECT_EQ(suspects(database_, source.source, Stream::transactions).at(0).runs_missed, 1);
  context_.run = 2;
  note_missing(database_, source.source, Stream::transactions, page.rows[0].id, context_);
  EXPECT_EQ(suspects(database_, source.source, Stream::transactions).at(0).runs_missed, 2);
  EXPECT_TRUE(bury(database_, Stream::transactions, page.rows[0].id, context_));
  EXPECT_FALSE(bury(database_, Stream::transactions, page.rows[0].id, context_));
  EXPECT_TRUE(suspects(database_, source.source, Stream::transactions).empty());
  EXPECT_EQ(legacy_ids(source), (std::vector<std::int64_t>{2}));
  EXPECT_EQ(stored_ids(database_, asked, Stream::transactions, all),
            (std::vector<std::string>{page.rows[1].id}));
  EXPECT_EQ(ask("SELECT version || ' ' || run FROM transactions WHERE legacy_id = 1"), "2 2");

  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(legacy_ids(source), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(ask("SELECT count(*) FROM transaction_versions"), "2");
}

TEST_F(Queries, ExpensesHaveTombstonesToo) {
  auto page = make_expense_page();
  page.rows = {make_expense(1)};
  write(page);
  const Interval all{{0}, {INT64_MAX}};
  const AskedRows asked{false, {"acc_collective"}};
  EXPECT_EQ(stored_ids(database_, asked, Stream::expenses, all),
            (std::vector<std::string>{"ex_1"}));
  EXPECT_EQ(count_stored(database_, {false, {"acc_other"}}, Stream::expenses, all), 0);
  EXPECT_TRUE(bury(database_, Stream::expenses, "ex_1", context_));
  EXPECT_TRUE(stored_ids(database_, asked, Stream::expenses, all).empty());
  EXPECT_TRUE(open_expenses(database_, ours()).empty());
  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(count_source(database_, ours()).expenses, 1);
}

TEST_F(Queries, ViewsShowExactAmountsAndDates) {
  auto page = make_page();
  constexpr std::int64_t start = 1'763'164'800'000;
  const std::array<std::pair<std::int64_t, const char*>, 6> amounts{
      {{0, "0.00"},
       {-5, "-0.05"},
       {5, "0.05"},
       {-1234567, "-12345.67"},
       {100, "1.00"},
       {9'007'199'254'740'993, "90071992547409.93"}}};  // beyond what a double holds
  for (int i = 0; i < 1000; ++i) {
    page.rows.push_back(make_transaction(i));
    page.rows.back().created_at = {start + i};
    page.rows.back().amount = amounts[static_cast<std::size_t>(i) % amounts.size()].first;
  }
  write(page);
  SQLite::Statement rows(database_.connection(),
                         "SELECT created_at, amount FROM v_transactions ORDER BY legacy_id");
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(rows.executeStep());
    ASSERT_EQ(rows.getColumn(0).getString(), ledger::format_rfc3339({start + i}));
    ASSERT_EQ(rows.getColumn(1).getString(),
              amounts[static_cast<std::size_t>(i) % amounts.size()].second);
  }
}

TEST_F(Queries, EveryViewCanBeRead) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  page.rows[0].amount = 1;
  write(page);
  auto expenses = make_expense_page();
  expenses.rows = {make_expense(1)};
  write(expenses);
  SQLite::Statement views(database_.connection(),
                          "SELECT name FROM sqlite_schema WHERE type = 'view'");
  int count = 0;
  for (; views.executeStep(); ++count) {
    const std::string name = views.getColumn(0).getString();
    SQLite::Statement all(database_.connection(), "SELECT * FROM " + name);
    EXPECT_NO_THROW(while (all.executeStep()){}) << name;
  }
  EXPECT_GE(count, 10);
  EXPECT_EQ(ask("SELECT amount FROM v_transaction_versions"), "10.00");
  EXPECT_EQ(ask("SELECT category_code FROM v_transactions"), "4000");
}

TEST_F(Queries, StreamsUseTheirIndexesInsteadOfSorting) {
  const auto plan = [&](const std::string& sql) {
    SQLite::Statement explain(database_.connection(), "EXPLAIN QUERY PLAN " + sql);
    std::string text;
    while (explain.executeStep()) text += explain.getColumn(3).getString() + "\n";
    return text;
  };
  for (const std::string column : {"account", "host"}) {
    const std::string text = plan("SELECT * FROM transactions t WHERE t." + column +
                                  " = 1 AND t.tombstoned_at IS NULL "
                                  "ORDER BY t.created_at, t.legacy_id");
    EXPECT_NE(text.find("USING INDEX transactions_by_" + column), std::string::npos) << text;
    EXPECT_EQ(text.find("USE TEMP B-TREE FOR ORDER BY"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace bursar::store
