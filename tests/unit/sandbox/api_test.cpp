#include <set>

#include <gtest/gtest.h>

#include "sandbox_client.hpp"
#include "world/balance.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

SandboxClient& client() {
  static SandboxClient shared;
  return shared;
}

std::string code_of(const json& answer) {
  return answer["errors"][0]["extensions"]["code"];
}

TEST(Api, KnowsWhoAsks) {
  EXPECT_EQ(client().ask("{ me { slug email } }")["data"]["me"]["slug"], "demo-admin");
  EXPECT_TRUE(client().ask("{ me { slug } }", "")["data"]["me"].is_null());
  EXPECT_TRUE(client().ask("{ me { email } }", tokens::kNoScope)["data"]["me"]["email"].is_null());
}

TEST(Api, RefusesBadTokensWith401) {
  for (const char* token : {tokens::kExpired, tokens::kSuspended, tokens::kLimited,
                            tokens::kOrganization, tokens::kUnknown}) {
    const Reply reply = client().send("{ me { slug } }", token);
    EXPECT_EQ(reply.status, 401) << token;
    EXPECT_EQ(json::parse(reply.body)["error"]["type"], "unauthorized");
  }
  EXPECT_NE(client().send("{ me { slug } }", tokens::kUnknown).body.find(tokens::kUnknown),
            std::string::npos);
}

TEST(Api, TakesTheThreeCarriers) {
  Request request;
  request.headers = {{"content-type", "application/json"}};
  request.body = R"({"query":"{ me { slug } }"})";
  const auto slug = [&] {
    return json::parse(client().sandbox().handle(request).body)["data"]["me"];
  };
  request.query = {{"personalToken", tokens::kAdmin}};
  EXPECT_EQ(slug()["slug"], "demo-admin");
  request.query.clear();
  request.headers["authorization"] = std::string("Bearer ") + tokens::kOauthAdmin;
  EXPECT_EQ(slug()["slug"], "demo-admin");
  request.headers["authorization"] = std::string("Bearer ") + tokens::kAdmin;
  EXPECT_TRUE(slug().is_null());  // silently anonymous (F 12.3)
}

TEST(Api, ChecksScopes) {
  const std::string query = "{ transactions(limit: 0) { totalCount } }";
  const json refused = client().ask(query, tokens::kNoScope);
  EXPECT_EQ(code_of(refused), "Forbidden");
  EXPECT_TRUE(refused["data"].is_null());
  EXPECT_TRUE(client().ask(query, tokens::kTransactionsOnly)["data"]["transactions"].is_object());
}

TEST(Api, HidesPrivateFieldsFromStrangers) {
  const std::string query =
      "{ expenses(account: {slug: \"demo-collective\"}, limit: 100) { nodes { reference onHold "
      "payoutMethod { type data } } } }";
  const auto seen = [&](const char* token, const char* field) {
    const json answer = client().ask(query, token);
    const json& nodes = answer["data"]["expenses"]["nodes"];
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const json& node) { return !node[field].is_null(); });
  };
  EXPECT_TRUE(seen(tokens::kAdmin, "reference"));
  EXPECT_TRUE(seen(tokens::kAdmin, "onHold"));
  EXPECT_TRUE(seen(tokens::kAccountant, "reference"));
  EXPECT_FALSE(seen(tokens::kAccountant, "onHold"));
  EXPECT_FALSE(seen(tokens::kOutsider, "reference"));
  EXPECT_FALSE(seen(tokens::kTransactionsOnly, "reference"));
}

TEST(Api, FailsTheWholeListForOneUnknownAccount) {
  const json answer = client().ask(
      "{ transactions(account: [{slug: \"demo-collective\"}, {slug: \"nobody\"}]) { totalCount } "
      "}");
  EXPECT_EQ(code_of(answer), "NotFound");
  EXPECT_EQ(code_of(client().ask("{ transactions(account: [{slug: \"demo-deleted-collective\"}]) "
                                 "{ totalCount } }")),
            "NotFound");
}

TEST(Api, ReadsAWindowInOneOrManyPages) {
  for (const bool ordered : {false, true}) {
    client().sandbox().set_ordered_ledger(ordered);
    const std::string query =
        "query($limit: Int!, $offset: Int!) { transactions(account: [{slug: \"demo-collective\"}], "
        "includeChildrenTransactions: true, includeDebts: true, limit: $limit, offset: $offset, "
        "orderBy: {field: CREATED_AT, direction: ASC}) { totalCount nodes { id createdAt } } }";
    const json all = client().ask(query, tokens::kAdmin, {{"limit", 10'000}, {"offset", 0}});
    const json& nodes = all["data"]["transactions"]["nodes"];
    EXPECT_EQ(nodes.size(), all["data"]["transactions"]["totalCount"].get<std::size_t>());
    std::vector<json> paged;
    for (std::size_t offset = 0; offset < nodes.size(); offset += 37) {
      const json page = client().ask(query, tokens::kAdmin, {{"limit", 37}, {"offset", offset}});
      for (const json& node : page["data"]["transactions"]["nodes"]) paged.push_back(node);
    }
    ASSERT_EQ(paged.size(), nodes.size());
    if (!ordered) {
      EXPECT_EQ(json(paged), nodes);
      EXPECT_TRUE(std::is_sorted(paged.begin(), paged.end(), [](const json& a, const json& b) {
        return a["createdAt"] < b["createdAt"];
      }));
    }
  }
  client().sandbox().set_ordered_ledger(false);
}

/// Both ends are inclusive on a microsecond column that shows milliseconds only: the upper bound
/// may exclude a row that displays that very value, the lower one never does (F 10.1).
TEST(Api, CountsWindowsInclusivelyOnMicroseconds) {
  const auto count = [&](const std::string& from, const std::string& to) {
    const json answer = client().ask(
        "query($f: DateTime, $t: DateTime) { transactions(account: [{slug: \"demo-collective\"}], "
        "includeDebts: true, dateFrom: $f, dateTo: $t) { totalCount } }",
        tokens::kAdmin, {{"f", from}, {"t", to}});
    return answer["data"]["transactions"]["totalCount"].get<int>();
  };
  EXPECT_GE(count("2025-11-15T00:00:00Z", "2025-11-15T00:00:00Z"), 40);
  EXPECT_EQ(count("2026-01-22T03:00:00.000Z", "2026-01-22T03:00:00.000Z"), 0);
  EXPECT_GE(count("2026-01-22T03:00:00.000Z", "2026-01-22T03:00:00.001Z"), 5);
  EXPECT_GE(count("2026-01-22T03:00:00.000007Z", "2026-01-22T03:00:00.000007Z"), 1);
}

TEST(Api, NeverMatchesAMissingClearedAt) {
  const json answer = client().ask(
      "{ all: transactions(account: [{slug: \"demo-legacy-collective\"}]) { totalCount } "
      "cleared: transactions(account: [{slug: \"demo-legacy-collective\"}], clearedFrom: "
      "\"1990-01-01T00:00:00Z\") { totalCount } }");
  EXPECT_GT(answer["data"]["cleared"]["totalCount"], 0);
  EXPECT_LT(answer["data"]["cleared"]["totalCount"], answer["data"]["all"]["totalCount"]);
}

TEST(Api, LooksUpSingleRecords) {
  const json page = client().ask(
      "{ transactions(account: [{slug: \"demo-collective\"}], limit: 1) { nodes { id publicId "
      "legacyId } } }");
  const json node = page["data"]["transactions"]["nodes"][0];
  for (const char* form : {"id", "publicId"}) {
    const json found =
        client().ask("query($i: String) { transaction(transaction: {id: $i}) { legacyId } }",
                     tokens::kAdmin, {{"i", node[form]}});
    EXPECT_EQ(found["data"]["transaction"]["legacyId"], node["legacyId"]);
  }
  EXPECT_EQ(code_of(client().ask("{ transaction(transaction: {id: \"x\"}) { id } }")), "NotFound");
  const json missing = client().ask("{ expense(expense: {id: \"x\"}) { id } }");
  EXPECT_FALSE(missing.contains("errors"));
  EXPECT_TRUE(missing["data"]["expense"].is_null());
}

/// F 4.2: nothing given hides SPAM; a list hides what is on hold unless it says ON_HOLD.
TEST(Api, SpringsTheStatusTraps) {
  const auto count = [&](const std::string& filter) {
    return client()
        .ask("{ expenses(host: {slug: \"demo-host\"}, limit: 0" + filter +
             ") { totalCount } }")["data"]["expenses"]["totalCount"]
        .get<int>();
  };
  const std::string all =
      "DRAFT, UNVERIFIED, PENDING, INCOMPLETE, APPROVED, REJECTED, PROCESSING, ERROR, PAID, "
      "SCHEDULED_FOR_PAYMENT, SPAM, CANCELED, INVITE_DECLINED";
  const int complete = count(", status: [" + all + ", ON_HOLD]");
  EXPECT_LT(count(", status: [" + all + "]"), complete);
  EXPECT_LT(count(""), complete);
  EXPECT_GT(count(", status: [ON_HOLD]"), 0);
}

TEST(Api, LosesExpensesOfOneInstantBetweenPages) {
  const std::string query =
      "query($o: Int!) { expenses(account: {slug: \"demo-collective\"}, limit: 7, offset: $o, "
      "dateFrom: \"2026-09-01T00:00:00Z\", dateTo: \"2026-09-01T00:00:00Z\") { totalCount nodes { "
      "id } } }";
  std::set<std::string> ids;
  std::size_t seen = 0;
  for (int offset = 0; offset < 28; offset += 7) {
    const json page = client().ask(query, tokens::kAdmin, {{"o", offset}});
    for (const json& node : page["data"]["expenses"]["nodes"]) {
      ids.insert(node["id"].get<std::string>());
      ++seen;
    }
  }
  EXPECT_LT(ids.size(), seen);
}

TEST(Api, FailsFractionalPercentagesAlone) {
  const json answer = client().ask(
      "{ expenses(account: {slug: \"demo-repair-cafe\"}, status: [PENDING], limit: 100) { nodes { "
      "id taxes { percentage } } } }");
  ASSERT_TRUE(answer.contains("errors"));
  EXPECT_EQ(answer["errors"][0]["message"], "Int cannot represent non-integer value: 5.5");
  const json& nodes = answer["data"]["expenses"]["nodes"];
  EXPECT_EQ(std::count(nodes.begin(), nodes.end(), json()), 1);
}

/// The reports add up to the balance, month by month (F 12.14).
TEST(Api, ReportsAddUpToTheBalance) {
  const json answer = client().ask(
      "{ account(slug: \"demo-collective\") { stats { balance(includeChildren: true) { "
      "valueInCents } } transactionReports { nodes { totalChange { valueInCents } groups { "
      "netAmount { valueInCents } } } } } }");
  std::int64_t total = 0;
  for (const json& node : answer["data"]["account"]["transactionReports"]["nodes"]) {
    total += node["totalChange"]["valueInCents"].get<std::int64_t>();
  }
  EXPECT_EQ(total, answer["data"]["account"]["stats"]["balance"]["valueInCents"]);
}

TEST(Api, TellsStrangersNothingAboutActivities) {
  const std::string query =
      "{ activities(account: [{slug: \"demo-collective\"}]) { totalCount nodes { type } } }";
  EXPECT_GT(client().ask(query)["data"]["activities"]["totalCount"], 0);
  EXPECT_TRUE(client().ask(query, tokens::kAccountant)["data"]["activities"]["nodes"].is_null());
  EXPECT_EQ(code_of(client().ask(query, tokens::kTransactionsOnly)), "Forbidden");
}

TEST(Api, KeepsPrivateAccountsPrivate) {
  const std::string query = "{ account(slug: \"demo-private-collective\") { slug } }";
  EXPECT_EQ(client().ask(query)["data"]["account"]["slug"], "demo-private-collective");
  EXPECT_EQ(code_of(client().ask(query, tokens::kOutsider)), "Forbidden");
  const std::string count = "{ transactions(host: {slug: \"demo-host\"}) { totalCount } }";
  EXPECT_LT(client().ask(count, tokens::kOutsider)["data"]["transactions"]["totalCount"],
            client().ask(count)["data"]["transactions"]["totalCount"]);
}

}  // namespace
}  // namespace bursar::sandbox
