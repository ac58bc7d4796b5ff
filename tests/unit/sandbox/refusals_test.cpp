#include <string>

#include <gtest/gtest.h>

#include "sandbox_client.hpp"

/// One field of an answer refused or answered otherwise, as the plan wants (README, Misbehaviour).
namespace bursar::sandbox {
namespace {

using nlohmann::json;

class Refusals : public testing::Test {
 protected:
  json ask(const json& rule, const std::string& query) {
    client_.sandbox().set_plan(json::array({rule}));
    reply_ = client_.send(query);
    EXPECT_EQ(reply_.status, 200);
    return json::parse(reply_.body);
  }
  static json rule(const std::string& operation, const std::string& path, const json& more) {
    json rule{{"action", "field"}, {"operation", operation}, {"path", path}};
    rule.update(more);
    return rule;
  }

  SandboxClient client_;
  Reply reply_;
};

const std::string kCounts =
    "query CountRows { w0: transactions(host: {slug: \"demo-host\"}, limit: 0) { totalCount } x0: "
    "expenses(host: {slug: \"demo-host\"}, limit: 0) { totalCount } }";
const std::string kTotals =
    "query HostTotals { host(slug: \"demo-host\") { reports: hostTransactionsReports { nodes { "
    "date managedFunds { totalChange { valueInCents } } } } } }";
const std::string kBalances =
    "query Balances { b0: account(slug: \"demo-collective\") { stats { balance { valueInCents "
    "currency } } } b1: account(slug: \"demo-project\") { stats { balance { valueInCents currency "
    "} } } }";

TEST_F(Refusals, RefuseACountAsThePlatformDoes) {
  const json answer =
      ask(rule("CountRows", "x0.totalCount", {{"message", "No access"}, {"code", "Forbidden"}}),
          kCounts);
  ASSERT_EQ(answer["errors"].size(), 1U);
  const json& error = answer["errors"][0];
  EXPECT_EQ(error["message"], "No access");
  EXPECT_EQ(error["path"], json({"x0", "totalCount"}));
  EXPECT_EQ(error["extensions"]["code"], "Forbidden");
  EXPECT_TRUE(error["extensions"].contains("id"));
  const json plain = ask(rule("Other", "x0.totalCount", {{"message", "No access"}}), kCounts);
  EXPECT_FALSE(plain.contains("errors"));
}

TEST_F(Refusals, RefuseReports) {
  const json answer = ask(
      rule("HostTotals", "host.reports", {{"message", "Time series data not aligned"}}), kTotals);
  EXPECT_EQ(answer["data"], json::parse(R"({"host": {"reports": null}})"));
  EXPECT_EQ(answer["errors"][0]["extensions"], json({{"code", "INTERNAL_SERVER_ERROR"}}));
}

TEST_F(Refusals, AnswerOtherwiseWithoutAnError) {
  const json none = ask(rule("HostTotals", "host.reports.nodes", {{"value", nullptr}}), kTotals);
  EXPECT_TRUE(none["data"]["host"]["reports"]["nodes"].is_null());
  const json undated =
      ask(rule("HostTotals", "host.reports.nodes.1.date", {{"value", nullptr}}), kTotals);
  EXPECT_TRUE(undated["data"]["host"]["reports"]["nodes"][1]["date"].is_null());
  EXPECT_TRUE(undated["data"]["host"]["reports"]["nodes"][0]["date"].is_string());
  const json gone = ask(rule("HostTotals", "host.reports.nodes.2", {{"value", nullptr}}), kTotals);
  EXPECT_TRUE(gone["data"]["host"]["reports"]["nodes"][2].is_null());
  for (const json& answer : {none, undated, gone}) EXPECT_FALSE(answer.contains("errors"));
}

TEST_F(Refusals, SpoilABalanceOrAll) {
  const json before = ask({{"action", "none"}}, kBalances);
  const json null = ask(rule("Balances", "b1.stats.balance", {{"value", nullptr}}), kBalances);
  EXPECT_TRUE(null["data"]["b1"]["stats"]["balance"].is_null());
  EXPECT_EQ(null["data"]["b0"], before["data"]["b0"]);
  const json other =
      ask(rule("Balances", "*.stats.balance.currency", {{"value", "EUR"}}), kBalances);
  for (const char* alias : {"b0", "b1"}) {
    EXPECT_EQ(other["data"][alias]["stats"]["balance"]["currency"], "EUR");
    EXPECT_EQ(other["data"][alias]["stats"]["balance"]["valueInCents"],
              before["data"][alias]["stats"]["balance"]["valueInCents"]);
  }
  const json refused =
      ask(rule("Balances", "*", {{"message", "No"}, {"code", "Forbidden"}}), kBalances);
  EXPECT_EQ(refused["errors"].size(), 2U);
}

TEST_F(Refusals, HappenAsOftenAsTheRuleSays) {
  json once = rule("CountRows", "w0", {{"value", {{"totalCount", 7}}}});
  once["nth"] = 2;
  client_.sandbox().set_plan(json::array({once}));
  std::vector<bool> spoilt;
  for (int i = 0; i < 3; ++i) {
    spoilt.push_back(client_.ask(kCounts)["data"]["w0"]["totalCount"] == 7);
  }
  EXPECT_EQ(spoilt, (std::vector<bool>{false, true, false}));
}

TEST_F(Refusals, NeedAPath) {
  EXPECT_THROW(client_.sandbox().set_plan(json::array({{{"action", "field"}}})),
               std::invalid_argument);
}

/// All of history in one request (F 12.17): 96 aliases, more than 1,500 tokens.
std::string all_history() {
  std::string query = "{";
  const std::string statuses =
      "[DRAFT,UNVERIFIED,PENDING,INCOMPLETE,APPROVED,REJECTED,PROCESSING,ERROR,PAID,SPAM,CANCELED,"
      "SCHEDULED_FOR_PAYMENT,ON_HOLD,INVITE_DECLINED]";
  for (int quarter = 0; quarter < 48; ++quarter) {
    const std::string n = std::to_string(quarter);
    const Micros start = from_civil(2015 + quarter / 4, quarter % 4 * 3 + 1, 1);
    const Micros next = from_civil(2015 + (quarter + 1) / 4, (quarter + 1) % 4 * 3 + 1, 1);
    const std::string window =
        "dateFrom:\"" + iso(start) + "\", dateTo:\"" + iso(next - kMillisecond) + '"';
    query += " t" + n + ": transactions(host:{slug:\"demo-host\"}, limit:0, includeDebts:true, " +
             window + ") { totalCount } e" + n + ": expenses(host:{slug:\"demo-host\"}, limit:0, " +
             window + ", status:" + statuses + ") { totalCount }";
  }
  return query + " }";
}

TEST(Limits, LetAllOfHistoryBeCountedInOneRequest) {
  SandboxOptions options = SandboxClient::quick();
  EXPECT_EQ(SandboxClient(options).send(all_history()).status, 500) << "the stricter setting";
  options.limits.strict = false;
  SandboxClient client(options);
  const json counts = client.ask(all_history())["data"];
  EXPECT_EQ(counts.size(), 96U);
  std::int64_t rows = 0;
  std::int64_t expenses = 0;
  for (int i = 0; i < 48; ++i) {
    rows += counts["t" + std::to_string(i)]["totalCount"].get<std::int64_t>();
    expenses += counts["e" + std::to_string(i)]["totalCount"].get<std::int64_t>();
  }
  const json whole = client.ask(
      "{ t: transactions(host:{slug:\"demo-host\"}, limit:0, includeDebts:true) { totalCount } e: "
      "expenses(host:{slug:\"demo-host\"}, limit:0, status:[DRAFT,UNVERIFIED,PENDING,INCOMPLETE,"
      "APPROVED,REJECTED,PROCESSING,ERROR,PAID,SPAM,CANCELED,SCHEDULED_FOR_PAYMENT,ON_HOLD,"
      "INVITE_DECLINED]) { totalCount } }")["data"];
  EXPECT_EQ(rows, whole["t"]["totalCount"]);
  EXPECT_EQ(expenses, whole["e"]["totalCount"]);
}

}  // namespace
}  // namespace bursar::sandbox
