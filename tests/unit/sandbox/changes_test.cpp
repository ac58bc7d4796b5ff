#include <gtest/gtest.h>

#include "sandbox_client.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

const json kNewestGift = {
    {"account", "demo-collective"}, {"kind", "CONTRIBUTION"}, {"type", "CREDIT"}};

json with(json base, const json& more) {
  base.update(more);
  return base;
}

std::int64_t rows_of(SandboxClient& client, const std::string& slug) {
  return client.ask(
      "query($s: String) { transactions(account: [{slug: $s}], includeDebts: true) { "
      "totalCount } }",
      tokens::kAdmin, {{"s", slug}})["data"]["transactions"]["totalCount"];
}

TEST(Changes, InsertedRowsAppear) {
  SandboxClient client;
  const auto before = rows_of(client, "demo-collective");
  const json changed =
      client.change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 2}});
  EXPECT_GE(changed["rows"].size(), 2U);
  EXPECT_GT(rows_of(client, "demo-collective"), before);
}

TEST(Changes, TheSameChangesGiveTheSameWorld) {
  SandboxClient first;
  SandboxClient second;
  for (const char* op : {"refund", "delete-row"}) {
    EXPECT_EQ(first.change(with(kNewestGift, {{"op", op}})),
              second.change(with(kNewestGift, {{"op", op}})));
  }
}

TEST(Changes, ARefundMarksTheOriginal) {
  SandboxClient client;
  const json changed =
      client.change(with(kNewestGift, {{"op", "refund"}, {"refundKind", "REJECT"}}));
  const json answer = client.ask(
      "query($i: String) { transaction(transaction: {id: $i}) { isRefund refundKind "
      "refundTransaction { isRefunded refundKind } } }",
      tokens::kAdmin, {{"i", changed["rows"].back()}});
  const json& row = answer["data"]["transaction"];
  EXPECT_EQ(row["isRefund"], true);
  EXPECT_EQ(row["refundKind"], "REJECT");
  EXPECT_EQ(row["refundTransaction"]["isRefunded"], true);
}

TEST(Changes, AReinsertedRowHasIdsAndPerhapsATimeAndAGroupOfItsOwn) {
  SandboxClient client;
  const char* query =
      "query($i: String) { transaction(transaction: {id: $i}) { group createdAt "
      "amountInHostCurrency { valueInCents } } }";
  const auto row_of = [&](const json& id) {
    return client.ask(query, tokens::kAdmin, {{"i", id}})["data"]["transaction"];
  };
  const json newest = client.change(with(kNewestGift, {{"op", "amend"}, {"amount", 4'321}}));
  const json before = row_of(newest["rows"][0]);
  const json again = client.change({{"op", "reinsert-row"}, {"transaction", newest["rows"][0]}});
  EXPECT_NE(again["rows"], newest["rows"]);
  EXPECT_EQ(row_of(again["rows"][0]), before);
  EXPECT_TRUE(row_of(newest["rows"][0]).is_null());
  const json apart = client.change({{"op", "reinsert-row"},
                                    {"transaction", again["rows"][0]},
                                    {"at", "2024-02-29T12:00:00Z"},
                                    {"ownGroup", true}});
  const json after = row_of(apart["rows"][0]);
  EXPECT_EQ(after["createdAt"], "2024-02-29T12:00:00.000Z");
  EXPECT_NE(after["group"], before["group"]);
  EXPECT_EQ(after["amountInHostCurrency"], before["amountInHostCurrency"]);
}

TEST(Changes, DeletedRowsComeBack) {
  SandboxClient client;
  const auto before = rows_of(client, "demo-collective");
  const json deleted = client.change(with(kNewestGift, {{"op", "delete-row"}}));
  EXPECT_EQ(rows_of(client, "demo-collective"), before - 1);
  client.change({{"op", "restore-row"}, {"transaction", deleted["rows"][0]}});
  EXPECT_EQ(rows_of(client, "demo-collective"), before);
}

TEST(Changes, SplittingAFeeKeepsTheBalance) {
  SandboxClient client;
  const std::string query =
      "{ account(slug: \"demo-repair-cafe\") { stats { balance { valueInCents } } } }";
  const json before = client.ask(query);
  const auto rows = rows_of(client, "demo-repair-cafe");
  // The oldest contributions carry their fees in the row.
  for (int index = 40; index > 0; --index) {
    const json changed = client.change({{"op", "split"},
                                        {"account", "demo-repair-cafe"},
                                        {"kind", "CONTRIBUTION"},
                                        {"type", "CREDIT"},
                                        {"index", index}});
    if (changed.contains("rows") && !changed["rows"].empty()) break;
  }
  EXPECT_GT(rows_of(client, "demo-repair-cafe"), rows);
  EXPECT_EQ(client.ask(query), before);
}

TEST(Changes, RowsMoveOutOfTheSource) {
  SandboxClient client;
  const auto before = rows_of(client, "demo-collective");
  client.change(with(kNewestGift, {{"op", "move-row"}, {"to", "demo-repair-cafe"}}));
  EXPECT_EQ(rows_of(client, "demo-collective"), before - 1);
}

TEST(Changes, AMergedAccountIsNotFound) {
  SandboxClient client;
  client.change({{"op", "merge"}, {"from", "contributor-3"}, {"into", "contributor-4"}});
  EXPECT_TRUE(client.ask("{ account(slug: \"contributor-3\") { id } }").contains("errors"));
}

TEST(Changes, ExpensesArePaidUnpaidAndDeleted) {
  SandboxClient client;
  const json made = client.change({{"op", "add-expense"}, {"account", "demo-collective"}});
  const std::string query = "query($i: String) { expense(expense: {id: $i}) { status } }";
  const auto status = [&] {
    return client.ask(query, tokens::kAdmin, {{"i", made["expense"]}})["data"]["expense"];
  };
  EXPECT_EQ(status()["status"], "PENDING");
  const auto act = [&](const char* transition) {
    client.change({{"op", "expense"}, {"expense", made["expense"]}, {"transition", transition}});
  };
  act("pay");
  EXPECT_EQ(status()["status"], "PAID");
  act("unpay");
  EXPECT_EQ(status()["status"], "APPROVED");
  act("delete");
  EXPECT_TRUE(status().is_null());
}

TEST(Changes, NonsenseIsRefused) {
  SandboxClient client;
  EXPECT_TRUE(client.change({{"op", "nope"}}).contains("error"));
  EXPECT_TRUE(client.change({{"op", "refund"}, {"account", "nobody"}}).contains("error"));
}

}  // namespace
}  // namespace bursar::sandbox
