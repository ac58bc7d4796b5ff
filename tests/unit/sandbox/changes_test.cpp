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

/// A row as it is shown, with the figures that a script may write (F 12.24).
json shown(SandboxClient& client, const json& id) {
  return client.ask(
      "query($i: String) { transaction(transaction: {id: $i}) { createdAt hostCurrencyFxRate "
      "amount "
      "{ valueInCents } netAmount { valueInCents } amountInHostCurrency { valueInCents currency } "
      "netAmountInHostCurrency { valueInCents } platformFee { valueInCents } hostFee { "
      "valueInCents "
      "} paymentProcessorFee { valueInCents } oppositeTransaction { id } } }",
      tokens::kAdmin, {{"i", id}})["data"]["transaction"];
}

TEST(Changes, EveryFigureOfARowOfAnyMonthIsAmendedInPlace) {
  SandboxClient client;
  const json old = with(kNewestGift, {{"before", "2020-06-01T00:00:00Z"}, {"op", "amend"}});
  const auto rows = rows_of(client, "demo-collective");
  const json id = client.change(with(old, {{"alone", true}}))["rows"][0];
  const json before = shown(client, id);
  EXPECT_LT(before["createdAt"], "2020-06-01");
  client.change({{"op", "amend"},
                 {"transaction", id},
                 {"amount", 10'000},
                 {"hostAmount", 9'900},
                 {"platformFee", -100},
                 {"hostFee", -200},
                 {"paymentProcessorFee", -300}});
  const json after = shown(client, id);
  EXPECT_EQ(after["createdAt"], before["createdAt"]);
  EXPECT_EQ(after["amount"]["valueInCents"], 10'000);
  EXPECT_EQ(after["amountInHostCurrency"]["valueInCents"], 9'900);
  EXPECT_EQ(after["platformFee"]["valueInCents"], -100);
  EXPECT_EQ(after["hostFee"]["valueInCents"], -200);
  EXPECT_EQ(after["paymentProcessorFee"]["valueInCents"], -300);
  EXPECT_EQ(after["netAmountInHostCurrency"]["valueInCents"], 9'300);
  // The other side of the pair follows (F 5.2.3).
  const json other = shown(client, after["oppositeTransaction"]["id"]);
  EXPECT_EQ(other["netAmount"]["valueInCents"], -10'000);
  EXPECT_EQ(other["amount"]["valueInCents"],
            -after["netAmount"]["valueInCents"].get<std::int64_t>());
  EXPECT_EQ(rows_of(client, "demo-collective"), rows);
}

TEST(Changes, HundredsOfRowsGetAnotherHostCurrencyAtOnce) {
  SandboxClient client;
  const json newest = client.change({{"op", "amend"}, {"account", "demo-collective"}})["rows"][0];
  const json before = shown(client, newest);
  const json rows = client.change({{"op", "amend"},
                                   {"account", "demo-collective"},
                                   {"hostCurrency", "USD"},
                                   {"count", 150},
                                   {"toHostCurrency", "GBP"}})["rows"];
  ASSERT_EQ(rows.size(), 150U);
  json relabelled = shown(client, newest);
  EXPECT_EQ(relabelled["amountInHostCurrency"]["currency"], "GBP");
  relabelled["amountInHostCurrency"]["currency"] = "USD";
  EXPECT_EQ(relabelled, before) << "a label, and no figure";
  client.change(
      {{"op", "amend"}, {"transactions", rows}, {"toHostCurrency", "USD"}, {"fxRate", 2}});
  const json row = shown(client, rows[149]);
  EXPECT_EQ(row["amountInHostCurrency"]["currency"], "USD");
  EXPECT_EQ(row["amountInHostCurrency"]["valueInCents"],
            2 * row["amount"]["valueInCents"].get<std::int64_t>());
}

TEST(Changes, RowsGetAnotherDate) {
  SandboxClient client;
  const auto in_month = [&] {
    return client
        .ask(
            "{ transactions(account: [{slug: \"demo-collective\"}], includeDebts: true, dateFrom: "
            "\"2021-05-04T00:00:00Z\", dateTo: \"2021-05-04T00:00:00Z\") { totalCount } }")
            ["data"]["transactions"]["totalCount"]
        .get<int>();
  };
  EXPECT_EQ(in_month(), 0);
  const json changed = client.change(with(
      kNewestGift, {{"op", "amend"}, {"count", 2}, {"createdAt", "2021-05-04T00:00:00.000Z"}}));
  EXPECT_EQ(in_month(), 2);
  EXPECT_EQ(shown(client, changed["rows"][0])["createdAt"], "2021-05-04T00:00:00.000Z");
}

TEST(Changes, ThreeHundredRowsComeAndGoAtOnce) {
  SandboxClient client;
  const auto before = rows_of(client, "demo-collective");
  const json made = client.change({{"op", "insert"},
                                   {"account", "demo-collective"},
                                   {"rows", 300},
                                   {"at", "2022-04-05T06:07:08Z"}});
  EXPECT_GE(made["rows"].size(), 300U);
  const auto with_them = rows_of(client, "demo-collective");
  EXPECT_GT(with_them, before);
  const json gone = client.change({{"op", "delete-row"}, {"transactions", made["rows"]}});
  EXPECT_EQ(gone["rows"], made["rows"]);
  EXPECT_EQ(rows_of(client, "demo-collective"), before);
  client.change({{"op", "restore-row"}, {"transactions", made["rows"]}});
  EXPECT_EQ(rows_of(client, "demo-collective"), with_them);
}

/// A collective that pays another one by card: money from outside (F 12.22).
TEST(Changes, ACollectiveThatPaysByCardHasNoHostOnItsSide) {
  SandboxClient client;
  const auto host_of_payer = [&](const char* at) {
    const json made = client.change({{"op", "insert"},
                                     {"account", "demo-collective"},
                                     {"payer", "demo-euro-collective"},
                                     {"at", at}});
    for (const json& id : made["rows"]) {
      const json row = client.ask(
          "query($i: String) { transaction(transaction: {id: $i}) { kind type account { slug } "
          "host "
          "{ slug } } }",
          tokens::kAdmin, {{"i", id}})["data"]["transaction"];
      if (row["kind"] != "CONTRIBUTION" || row["type"] != "DEBIT") continue;
      EXPECT_EQ(row["account"]["slug"], "demo-euro-collective");
      return row["host"];
    }
    return json("no row");
  };
  EXPECT_TRUE(host_of_payer("2025-05-06T07:08:09Z").is_null());
  EXPECT_EQ(host_of_payer("2016-05-06T07:08:09Z")["slug"], "demo-host");
}

TEST(Changes, NonsenseIsRefused) {
  SandboxClient client;
  EXPECT_TRUE(client.change({{"op", "nope"}}).contains("error"));
  EXPECT_TRUE(client.change({{"op", "refund"}, {"account", "nobody"}}).contains("error"));
  EXPECT_TRUE(client.change(with(kNewestGift, {{"op", "amend"}, {"toHostCurrency", "ZZZ"}}))
                  .contains("error"));
}

}  // namespace
}  // namespace bursar::sandbox
