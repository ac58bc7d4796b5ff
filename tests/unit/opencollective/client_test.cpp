#include "opencollective/client.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "../http/fake_clock.hpp"
#include "../http/fake_transport.hpp"
#include "fixture.hpp"
#include "http/retrying_transport.hpp"
#include "http/transport_error.hpp"
#include "opencollective/api_error.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr const char* token_text = "0123456789abcdef0123456789abcdef01234567";
constexpr const char* url = "https://api.example.org/graphql/v2";

WindowQuery window(std::int64_t limit = 1'000) {
  WindowQuery query;
  query.scope = {Perspective::account, {"acc_A", "acc_B"}};
  query.from = ledger::parse_rfc3339("2026-01-01T00:00:00.000Z").value();
  query.to = ledger::parse_rfc3339("2026-02-01T00:00:00.000Z").value();
  query.limit = limit;
  return query;
}

std::string server_error(const std::string& message = "connect ECONNREFUSED") {
  return json{{"errors",
               {{{"message", message},
                 {"path", {"transactions"}},
                 {"extensions", {{"code", "INTERNAL_SERVER_ERROR"}}}}}},
              {"data", nullptr}}
      .dump();
}

class ClientTest : public testing::Test {
 protected:
  Client client(Authentication authentication = Authentication::personal_token_header) {
    return {transport, {url, authentication}, token};
  }
  [[nodiscard]] json sent(std::size_t index = 0) const {
    return json::parse(transport.sent.at(index).body);
  }
  [[nodiscard]] std::string header(const std::string& name) const {
    for (const auto& [key, value] : transport.sent.at(0).headers) {
      if (key == name) return value;
    }
    return "";
  }

  http::FakeTransport transport;
  os::Secret token{token_text};
};

TEST_F(ClientTest, AsksForAWindowByVariablesOnly) {
  transport.answer_json(fixture("transactions.json"));
  const auto page = client().transactions(window());
  EXPECT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.total_count, 57);
  const json request = sent();
  EXPECT_EQ(request["operationName"], "Transactions");
  EXPECT_EQ(request["variables"], json::parse(R"({"account":[{"id":"acc_A"},{"id":"acc_B"}],
                            "from":"2026-01-01T00:00:00.000Z","to":"2026-02-01T00:00:00.000Z",
                            "limit":1000,"offset":0})"));
  EXPECT_THAT(request["query"].get<std::string>(), Not(HasSubstr("acc_A")));
  EXPECT_EQ(header("Content-Type"), "application/json");
  EXPECT_EQ(transport.sent[0].url, url);
}

TEST_F(ClientTest, AsksAHostForItsRows) {
  transport.answer_json(fixture("transactions.json"));
  WindowQuery query = window();
  query.scope = {Perspective::host, {"acc_H"}};
  (void)client().transactions(query);
  EXPECT_EQ(sent()["variables"]["host"], json::parse(R"({"id":"acc_H"})"));
  EXPECT_FALSE(sent()["variables"].contains("account"));
}

TEST_F(ClientTest, TellsHowLongTheServerTook) {
  http::Response response;
  response.status = 200;
  response.body = fixture("transactions.json");
  response.seconds = 1.25;
  transport.answer(response);
  const auto page = client().transactions(window());
  EXPECT_EQ(page.seconds, 1.25);
  EXPECT_EQ(page.body_bytes, response.body.size());
}

TEST_F(ClientTest, AsksForExpensesWithEveryStatus) {
  transport.answer_json(fixture("expenses.json"));
  (void)client().expenses(window());
  const json statuses = sent()["variables"]["status"];
  EXPECT_EQ(statuses.size(), 14U);
  for (const char* status : {"ON_HOLD", "DRAFT", "SPAM", "PAID", "UNVERIFIED"}) {
    EXPECT_NE(std::find(statuses.begin(), statuses.end(), status), statuses.end()) << status;
  }
  EXPECT_EQ(std::find(statuses.begin(), statuses.end(), "READY_TO_PAY"), statuses.end());
  EXPECT_EQ(sent()["variables"]["accounts"].size(), 2U);
}

TEST_F(ClientTest, AsksForTheStatusesThatItIsGiven) {
  transport.answer_json(fixture("expenses.json"));
  WindowQuery query = window();
  query.statuses = {"PENDING", "APPROVED"};
  (void)client().expenses(query);
  EXPECT_EQ(sent()["variables"]["status"], json({"PENDING", "APPROVED"}));
}

TEST_F(ClientTest, MarksReducedRowsIncomplete) {
  transport.answer_json(fixture("transactions.json"));
  WindowQuery query = window(1);
  query.fields = Fields::reduced;
  const auto page = client().transactions(query);
  EXPECT_TRUE(page.rows.at(0).incomplete && page.rows.at(1).incomplete);
  EXPECT_THAT(sent()["query"].get<std::string>(), Not(HasSubstr("paymentMethod")));
}

TEST_F(ClientTest, SendsTheTokenTheWayThatIsConfigured) {
  for (int i = 0; i < 4; ++i) transport.answer_json(fixture("transactions.json"));
  (void)client(Authentication::personal_token_header).transactions(window());
  EXPECT_EQ(header("Personal-Token"), token_text);
  transport.sent.clear();
  (void)client(Authentication::bearer).transactions(window());
  EXPECT_EQ(header("Authorization"), std::string("Bearer ") + token_text);
  transport.sent.clear();
  (void)client(Authentication::personal_token_query).transactions(window());
  EXPECT_EQ(transport.sent[0].url, std::string(url) + "?personalToken=" + token_text);
  EXPECT_EQ(header("Personal-Token") + header("Authorization"), "");
  transport.sent.clear();
  (void)client(Authentication::none).transactions(window());
  EXPECT_EQ(header("Personal-Token") + header("Authorization"), "");
  EXPECT_EQ(transport.sent[0].url, url);
}

TEST_F(ClientTest, EscapesTheTokenInAQuery) {
  token = os::Secret("a+b/c=&d");
  transport.answer_json(fixture("transactions.json"));
  (void)client(Authentication::personal_token_query).transactions(window());
  EXPECT_EQ(transport.sent[0].url, std::string(url) + "?personalToken=a%2Bb%2Fc%3D%26d");
}

TEST_F(ClientTest, RefusesATokenThatCannotBeSent) {
  for (const char* bad : {"", "abc\r\nX-Evil: 1", "abc def", "abc\n", "tökén"}) {
    token = os::Secret(bad);
    try {
      (void)client();
      ADD_FAILURE() << "accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      EXPECT_TRUE(*bad == '\0' || std::string(error.what()).find(bad) == std::string::npos);
    }
  }
}

TEST_F(ClientTest, NeverShowsATokenThatTheApiEchoes) {
  const std::vector<std::pair<int, std::string>> echoes{
      {401,
       std::string(
           R"({"error":{"code":401,"type":"unauthorized","message":"Invalid Personal Token (Api Key): )") +
           token_text + "\"}}"},
      {401, std::string(R"({"error":{"code":401,"type":")") + token_text + R"(","message":"x"}})"},
      {400, std::string(R"({"error":{"code":400,"type":"validation_failed","message":"bad )") +
                token_text + "\"}}"},
      {200, server_error(std::string("cannot serve ") + token_text)},
      {200, std::string(R"({"errors":[{"message":"no )") + token_text +
                R"(","extensions":{"code":"Forbidden"}}],"data":null})"}};
  for (const auto mode : {Authentication::personal_token_header,
                          Authentication::personal_token_query, Authentication::bearer}) {
    for (const auto& [status, body] : echoes) {
      for (int i = 0; i < 3; ++i) transport.answer_json(body, status);
      try {
        (void)client(mode).transactions(window(5));
        ADD_FAILURE() << body;
      } catch (const ApiError& error) {
        EXPECT_THAT(error.what() + error.next_step() + error.code(), Not(HasSubstr(token_text)));
      }
      transport.replies.clear();
    }
  }
}

TEST_F(ClientTest, RedactsReasonsOfUnreadableNodes) {
  json document = fixture_json("transactions.json");
  document["data"]["transactions"]["nodes"][0] = nullptr;
  document["errors"] = {
      {{"message", std::string("seen ") + token_text}, {"path", {"transactions", "nodes", 0}}}};
  transport.answer_json(document.dump());
  EXPECT_EQ(client().transactions(window()).unreadable.at(0).reason, "seen [token]");
}

TEST_F(ClientTest, NeverTouchesData) {
  token = os::Secret("-");  // occurs in every id and date
  transport.answer_json(fixture("transactions.json"));
  const auto page = client().transactions(window());
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.rows[0].id, "6a0f5c7e-1111-4222-8333-444455556666");
}

TEST_F(ClientTest, SaysInErrorsWhatWasAskedFor) {
  transport.answer_json(R"({"errors":[{"message":"Account Not Found","path":["transactions"],)"
                        R"("extensions":{"code":"NotFound"}}],"data":null})");
  try {
    (void)client().transactions(window());
    FAIL() << "no error";
  } catch (const ApiError& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), AllOf(HasSubstr("acc_A and 1 more"),
                                    HasSubstr("2026-01-01T00:00:00.000Z"), HasSubstr("exist")));
  }
}

TEST_F(ClientTest, AsksAgainAFewTimesWhenTheServerFails) {
  transport.answer_json(server_error());
  transport.answer_json(server_error());
  transport.answer_json(fixture("transactions.json"));
  EXPECT_EQ(client().transactions(window()).rows.size(), 2U);
  ASSERT_EQ(transport.sent.size(), 3U);
  EXPECT_EQ(transport.sent[0].earlier_tries, 0);
  EXPECT_EQ(transport.sent[2].earlier_tries, 2);
}

TEST_F(ClientTest, AsksAgainWhenAnAnswerWasTorn) {
  const std::string whole = fixture("transactions.json");
  transport.answer_json(whole.substr(0, whole.size() / 2));
  transport.answer_json("<html>welcome to the hotel</html>");
  transport.answer_json(whole);
  EXPECT_EQ(client().transactions(window()).rows.size(), 2U);
  EXPECT_EQ(transport.sent.size(), 3U);
  for (int tries = 0; tries < 3; ++tries) transport.answer_json("{");
  try {
    (void)client().transactions(window());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), HasSubstr("2026-01-01T00:00:00.000Z"));
  }
}

TEST_F(ClientTest, GivesUpAServerThatKeepsFailing) {
  for (int i = 0; i < 3; ++i) transport.answer_json(server_error());
  auto asking = client();
  try {
    (void)asking.transactions(window());
    FAIL() << "no error";
  } catch (const ApiError& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
  }
  EXPECT_EQ(asking.requests(), 3);
}

TEST_F(ClientTest, DoesNotRepeatWhatItIsToBlameFor) {
  transport.answer_json(server_error("Cannot fetch more than 10,000 transactions"));
  EXPECT_THROW((void)client().transactions(window()), ApiError);
  EXPECT_EQ(transport.sent.size(), 1U);
}

TEST_F(ClientTest, AsksForASmallerPageWhenTheDatabaseGaveUp) {
  transport.answer_json(server_error("canceling statement due to statement timeout"));
  EXPECT_THROW((void)client().transactions(window()), http::PageTooHeavy);
  EXPECT_EQ(transport.sent.size(), 1U);
}

TEST_F(ClientTest, LetsOnlyBigPagesShrink) {
  transport.answer_json(fixture("transactions.json"));
  transport.answer_json(fixture("transactions.json"));
  (void)client().transactions(window(11));
  (void)client().transactions(window(10));
  EXPECT_TRUE(transport.sent[0].can_shrink);
  EXPECT_FALSE(transport.sent[1].can_shrink);
}

TEST_F(ClientTest, WorksThroughTheRetryingTransport) {
  http::FakeClock clock;
  http::RateGate gate(clock);
  http::RetryingTransport retrying(transport, gate, clock, {});
  http::Response limited;
  limited.status = 429;
  limited.headers = {{"retry-after", "2.5"}};
  transport.answer(limited);
  transport.answer_json(fixture("transactions.json"));
  Client patient(retrying, {url, Authentication::personal_token_header}, token);
  EXPECT_EQ(patient.transactions(window()).rows.size(), 2U);
  EXPECT_EQ(clock.slept(), 2'500);
  EXPECT_EQ(patient.requests(), 2);
}

TEST_F(ClientTest, RefusesScopesThatTheApiCannotAnswer) {
  WindowQuery query = window();
  query.scope.accounts.clear();
  EXPECT_THROW((void)client().transactions(query), Error);
  query.scope.accounts.assign(201, "acc_X");
  EXPECT_THROW((void)client().transactions(query), Error);
  query.scope = {Perspective::host, {"acc_A", "acc_B"}};
  EXPECT_THROW((void)client().expenses(query), Error);
  EXPECT_TRUE(transport.sent.empty());
}

// Answers a count request with `first`, `first` + 1, … in the order of the aliases.
http::FakeTransport::Reply counting(int first) {
  return [first](const http::Request& request) {
    const auto text = json::parse(request.body)["query"].get<std::string>();
    json data = json::object();
    for (int i = 0; text.find("w" + std::to_string(i) + ":") != std::string::npos; ++i) {
      data["w" + std::to_string(i)] = {{"totalCount", first + i}};
      data["x" + std::to_string(i)] = {{"totalCount", 7 * (first + i)}};
    }
    http::Response response;
    response.status = 200;
    response.body = json{{"data", data}}.dump();
    return response;
  };
}

TEST_F(ClientTest, CountsManyWindowsInFewRequests) {
  for (int i = 0; i < 4; ++i) transport.replies.push_back(counting(1000 + 29 * i));
  std::vector<WindowQuery> windows(90, window(0));
  for (std::size_t i = 0; i < windows.size(); ++i) {
    windows[i].from = windows[i].from + static_cast<std::int64_t>(i);
  }
  const auto counts = client().count_rows(windows).answer.value();
  ASSERT_EQ(counts.size(), 90U);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    EXPECT_EQ(counts[i].transactions, 1000 + static_cast<std::int64_t>(i));
    EXPECT_EQ(counts[i].expenses, 7 * counts[i].transactions);
  }
  EXPECT_EQ(transport.sent.size(), 4U);
  EXPECT_THAT(sent(1)["query"].get<std::string>(), HasSubstr("2026-01-01T00:00:00.029Z"));
  EXPECT_EQ(sent()["variables"]["status"].size(), 14U);
  EXPECT_TRUE(client().count_rows({}).answer.value().empty());
}

TEST_F(ClientTest, NeverCountsOneScopeForAnother) {
  std::vector<WindowQuery> windows(2, window(0));
  windows[1].scope.accounts = {"acc_C"};
  EXPECT_THROW((void)client().count_rows(windows), Error);
}

// Answers a look-up with the fixture's first expense for each id, but null for "gone".
http::Response looked_up(const http::Request& request) {
  const json variables = json::parse(request.body)["variables"];
  json data = json::object();
  for (int i = 0; variables.contains("i" + std::to_string(i)); ++i) {
    const std::string id = variables["i" + std::to_string(i)];
    json node = fixture_json("expenses.json")["data"]["expenses"]["nodes"][0];
    node["publicId"] = id;
    node["payee"]["publicId"] = "acc_of_" + id;
    data["e" + std::to_string(i)] = id == "gone" ? json() : node;
  }
  http::Response response;
  response.status = 200;
  response.body = json{{"data", data}}.dump();
  return response;
}

TEST_F(ClientTest, LooksExpensesUpInBatches) {
  std::vector<std::string> ids;
  for (int i = 0; i < 45; ++i) ids.push_back("ex_" + std::to_string(i));
  ids[3] = "gone";
  for (int i = 0; i < 3; ++i) transport.replies.emplace_back(&looked_up);
  const auto page = client().expenses_by_id(ids);
  ASSERT_EQ(page.rows.size(), 44U);
  EXPECT_EQ(page.total_count, 44);
  EXPECT_EQ(transport.sent.size(), 3U);
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    const auto& row = page.rows[i];
    EXPECT_EQ(row.public_id, ids[static_cast<std::size_t>(page.indexes[i])]);
    EXPECT_EQ(page.accounts.at(static_cast<std::size_t>(row.payee)).public_id,
              "acc_of_" + row.public_id);
    EXPECT_EQ(page.accounts.at(static_cast<std::size_t>(row.account)).public_id, "acc_Library");
    EXPECT_EQ(page.categories.at(static_cast<std::size_t>(row.category)).code, "6000");
  }
  EXPECT_EQ(page.categories.size(), 1U);
}

TEST_F(ClientTest, LooksNothingUpForNothing) {
  EXPECT_EQ(client().expenses_by_id({}).node_count(), 0);
  EXPECT_TRUE(transport.sent.empty());
}

TEST_F(ClientTest, ListsTouchedExpensesOnce) {
  transport.answer_json(
      R"({"data":{"activities":{"totalCount":4,"nodes":[{"id":"1","expense":{"publicId":"ex_2"}},)"
      R"({"id":"2","expense":null,"order":{"publicId":"ord_1"}},)"
      R"({"id":"3","expense":{"publicId":"ex_1"}},{"id":"4","expense":{"publicId":"ex_2"}}]}}})");
  const auto query = window();
  const auto touched = client().touched(query.scope, query.from, query.to);
  ASSERT_TRUE(touched.has_value());
  EXPECT_THAT(touched->expenses, ElementsAre("ex_1", "ex_2"));
  EXPECT_THAT(touched->orders, ElementsAre("ord_1"));
  EXPECT_EQ(sent()["variables"]["hosted"], false);
}

// A full page of activities of one expense, numbered from `first` on.
json full_page_of_activities(std::int64_t first) {
  json nodes = json::array();
  for (std::int64_t i = first; i < first + 2000; ++i) {
    nodes.push_back({{"id", std::to_string(i)}, {"expense", {{"publicId", "ex_same"}}}});
  }
  return {{"data", {{"activities", {{"nodes", nodes}}}}}};
}

TEST_F(ClientTest, PagesThroughActivities) {
  transport.answer_json(full_page_of_activities(0).dump());
  transport.answer_json(
      R"({"data":{"activities":{"nodes":[{"id":"2000","expense":{"publicId":"ex_last"}}]}}})");
  const auto query = window();
  const auto touched = client().touched({Perspective::host, {"acc_H"}}, query.from, query.to);
  EXPECT_THAT(touched.value().expenses, ElementsAre("ex_last", "ex_same"));
  EXPECT_EQ(sent(1)["variables"]["offset"], 2000);
  EXPECT_EQ(sent(1)["variables"]["hosted"], true);
}

TEST_F(ClientTest, EndsWhereAFullPageOfActivitiesWasTheLast) {
  transport.answer_json(full_page_of_activities(0).dump());
  transport.answer_json(R"({"data":{"activities":{"nodes":[]}}})");
  const auto query = window();
  EXPECT_EQ(client().touched(query.scope, query.from, query.to)->expenses.size(), 1U);
  EXPECT_EQ(transport.sent.size(), 2U);
}

// Seen: 6,832 requests and 1 GB in half a minute.
TEST_F(ClientTest, EndsWhereAFullPageOfActivitiesComesAgainAndAgain) {
  for (int i = 0; i < 10; ++i) transport.answer_json(full_page_of_activities(0).dump());
  const auto query = window();
  EXPECT_EQ(client().touched(query.scope, query.from, query.to)->expenses.size(), 1U);
  EXPECT_EQ(transport.sent.size(), 2U);
}

TEST_F(ClientTest, RefusesActivitiesWithoutEnd) {
  for (std::int64_t page = 0; page < 501; ++page) {
    transport.replies.push_back([page](const http::Request&) {
      http::Response response;
      response.status = 200;
      response.body = full_page_of_activities(page * 2000).dump();
      return response;
    });
  }
  const auto query = window();
  try {
    (void)client().touched(query.scope, query.from, query.to);
    ADD_FAILURE() << "believed";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), HasSubstr("more than 1000000 activities"));
  }
  EXPECT_EQ(transport.sent.size(), 500U);
}

// Of what is parsed as a tree, and of pages by the number of rows asked for.
TEST_F(ClientTest, BoundsEachAnswerByWhatWasAskedFor) {
  const auto query = window();
  transport.answer_json(R"({"data":{"activities":{"nodes":[]}}})");
  (void)client().touched(query.scope, query.from, query.to);
  EXPECT_EQ(transport.sent.at(0).max_body_bytes, std::int64_t{16} << 20);
  transport.answer_json(R"({"data":{"transactions":{"totalCount":0,"nodes":[]}}})");
  (void)client().transactions(query);
  EXPECT_EQ(transport.sent.at(1).max_body_bytes, (std::int64_t{16} << 20) + query.limit * 16'384);
}

TEST_F(ClientTest, TakesNoAbsurdNumberForACountOrABalance) {
  const auto query = window();
  for (const char* number : {"-1", "9200000000000000000", "18446744073709551615", "1e300"}) {
    transport.answer_json(R"({"data":{"transactions":{"totalCount":)" + std::string(number) +
                          R"(,"nodes":[]}}})");
    transport.answer_json(R"({"data":{"transactions":{"totalCount":0,"nodes":[]}}})");
    EXPECT_EQ(client().transactions(query).total_count, 0) << number;  // of the second answer
    transport.answer_json(R"({"data":{"w0":{"totalCount":)" + std::string(number) +
                          R"(},"x0":{"totalCount":0}}})");
    EXPECT_FALSE(client().count_rows(std::vector{query}).answer.has_value()) << number;
  }
  const auto euro = *ledger::Currency::parse("EUR");
  for (const char* cents : {"9200000000000000000", "-9200000000000000000", "1e300", "\"1\""}) {
    transport.answer_json(R"({"data":{"a0":{"stats":{"b0":{"currency":"EUR","valueInCents":)" +
                          std::string(cents) + "}}}}}");
    const std::vector<BalanceQuestion> questions{{"acc_A", euro}};
    EXPECT_FALSE(client().balances(questions).at(0).has_value()) << cents;
  }
}

TEST_F(ClientTest, TellsNoPermissionFromNoNews) {
  const auto query = window();
  transport.answer_json(R"({"data":{"activities":{"totalCount":0,"nodes":null}}})");
  EXPECT_FALSE(client().touched(query.scope, query.from, query.to).has_value());
  transport.answer_json(R"({"data":{"activities":{"totalCount":0,"nodes":[]}}})");
  EXPECT_TRUE(client().touched(query.scope, query.from, query.to).value().expenses.empty());
  transport.answer_json(
      R"({"errors":[{"message":"The Personal Token is not allowed for operations in scope \"account\".",)"
      R"("path":["activities"],"extensions":{"code":"Forbidden"}}],"data":null})");
  EXPECT_FALSE(client().touched(query.scope, query.from, query.to).has_value());
}

TEST_F(ClientTest, TellsATransactionThatIsGoneFromOneThatCannotBeRead) {
  const json node = fixture_json("transactions.json")["data"]["transactions"]["nodes"][0];
  const auto error = [](json path, const char* code, const char* message) {
    return json{{"path", std::move(path)}, {"message", message}, {"extensions", {{"code", code}}}};
  };
  transport.answer_json(
      json{{"data", {{"e0", node}, {"e1", nullptr}, {"e2", nullptr}, {"e3", nullptr}}},
           {"errors",
            {error({"e1"}, "NotFound", "Transaction Not Found"),
             error({"e2"}, "Forbidden", "private. You must be a member to view"),
             error({"e3", "account"}, "NotFound", "Account Not Found")}}}
          .dump());
  const std::vector<std::string> ids{"here", "gone", "private", "of a removed account"};
  const auto page = client().transactions_by_id(ids);
  EXPECT_THAT(page.indexes, ElementsAre(0));
  ASSERT_EQ(page.unreadable.size(), 2U);
  EXPECT_EQ(page.unreadable[0].index, 2);
  EXPECT_EQ(page.unreadable[1].index, 3);
}

json amount(std::int64_t cents) {
  return {{"valueInCents", cents}, {"currency", "EUR"}};
}

json report(std::int64_t change, const char* kind) {
  return {{"totalChange", amount(change)},
          {"groups",
           {{{"kind", kind},
             {"type", "CREDIT"},
             {"isRefund", false},
             {"amount", amount(change)},
             {"netAmount", amount(change)}},
            {{"kind", nullptr}, {"type", "DEBIT"}, {"hostFee", nullptr}, {"netAmount", nullptr}}}}};
}

json host_report(const json& managed, const json& operational) {
  const json month{{"date", "2026-01-01T00:00:00.000Z"},
                   {"managedFunds", managed},
                   {"operationalFunds", operational}};
  json nodes = json::array();
  nodes.push_back(month);
  return {{"data", {{"host", {{"reports", {{"nodes", nodes}}}}}}}};
}

TEST_F(ClientTest, MonthlySumsOfAHostAreOfAllItsMoney) {
  const std::vector<json> answers{host_report(report(300, "CONTRIBUTION"), report(-50, "EXPENSE")),
                                  host_report(report(300, "CONTRIBUTION"), report(-50, "EXPENSE")),
                                  host_report(report(-50, "EXPENSE"), report(300, "CONTRIBUTION")),
                                  host_report(report(300, "ADDED_FUNDS"), report(-50, "EXPENSE"))};
  std::vector<MonthSums> totals;
  for (const json& answer : answers) {
    transport.answer_json(answer.dump());
    totals.push_back(client().monthly_sums("acc_H", Perspective::host, {0}).answer.value().at(0));
  }
  EXPECT_EQ(totals[0].month, *ledger::parse_rfc3339("2026-01-01T00:00:00.000Z"));
  std::int64_t net = 0;
  for (const SumGroup& group : totals[0].groups) net += group.net;
  EXPECT_EQ(net, 250);
  EXPECT_EQ(totals[0].fingerprint, totals[1].fingerprint);
  EXPECT_NE(totals[0].fingerprint, totals[2].fingerprint) << "whose money it is";
  EXPECT_NE(totals[0].fingerprint, totals[3].fingerprint) << "what it was for";
}

// `dateTo` includes its instant, and the first one of a month makes a host's reports fail
// (F 12.20).
TEST_F(ClientTest, MonthlySumsEndWithTheLastMillisecondOfAMonth) {
  transport.answer_json(host_report(report(300, "CONTRIBUTION"), report(-50, "EXPENSE")).dump());
  const ledger::Instant december = *ledger::parse_rfc3339("2026-12-01T00:00:00.000Z");
  (void)client().monthly_sums("acc_H", Perspective::host, december);
  EXPECT_EQ(sent()["variables"]["to"], "2026-11-30T23:59:59.999Z");
}

FiguresQuestion figures_question() {
  FiguresQuestion question;
  question.account = "acc_A";
  question.currency = *ledger::Currency::parse("EUR");
  return question;
}

// What an answer says where evidence was asked for and there is none, with the reason that is told.
struct Refusal {
  std::string body;
  std::string reason;
  int status = 200;
};
std::vector<Refusal> refusals(const std::string& data) {
  const std::string no =
      R"("errors":[{"message":"not for you","extensions":{"code":"Forbidden"}}])";
  return {{R"({"data":)" + data + "}", ""},
          {"{" + no + R"(,"data":)" + data + "}", "not for you"},
          {"{" + no + R"(,"data":null})", "not for you"},
          {R"({"error":{"code":400,"message":"Cannot query field"}})", "Cannot query field", 400}};
}

TEST_F(ClientTest, EvidenceThatIsRefusedIsToldWithItsReason) {
  const auto expect_refusals = [&](const std::string& data, auto ask) {
    for (const Refusal& refusal : refusals(data)) {
      SCOPED_TRACE(refusal.body);
      transport.answer_json(refusal.body, refusal.status);
      const std::string told = ask();
      EXPECT_NE(told, "");
      EXPECT_THAT(told, HasSubstr(refusal.reason));
    }
  };
  for (const char* nothing :
       {R"({})", R"({"w0":null})", R"({"w0":{"totalCount":null}})", R"({"w0":{"totalCount":1}})"}) {
    expect_refusals(nothing, [&] { return client().count_rows(std::vector{window(0)}).refusal; });
  }
  for (const char* nothing : {R"({})", R"({"account":null})", R"({"account":{"reports":null}})",
                              R"({"account":{"reports":{"nodes":null}}})"}) {
    expect_refusals(
        nothing, [&] { return client().monthly_sums("acc_A", Perspective::account, {0}).refusal; });
    expect_refusals(nothing, [&] { return client().figures(figures_question()).sums.refusal; });
  }
  for (const char* nothing :
       {R"({})", R"({"account":null})", R"({"account":{"family":null}})",
        R"({"account":{"family":{"balance":{"valueInCents":5,"currency":"USD"}}}})"}) {
    expect_refusals(nothing, [&] { return client().figures(figures_question()).family.refusal; });
  }
}

// Only this form of it is: one without a date, or with another shape.
TEST_F(ClientTest, AReportThatCannotBeUnderstoodIsARefusal) {
  for (const char* node : {R"({"date":"yesterday"})", R"({"date":null})",
                           R"({"date":"2026-01-01T00:00:00Z","groups":[{}]})",
                           R"({"date":"2026-01-01T00:00:00Z","totalChange":null})"}) {
    transport.answer_json(R"({"data":{"account":{"reports":{"nodes":[)" + std::string(node) +
                          "]}}}}");
    const auto sums = client().monthly_sums("acc_A", Perspective::account, {0});
    EXPECT_FALSE(sums.answer.has_value()) << node;
    EXPECT_NE(sums.refusal, "") << node;
  }
}

TEST_F(ClientTest, FiguresAreOfAnAccountAndItsChildrenInOneRequest) {
  transport.answer_json(
      R"({"data":{"account":{"publicId":"acc_A","type":"COLLECTIVE","settings":{},)"
      R"("stats":{"balance":{"valueInCents":70,"currency":"EUR"}},)"
      R"("family":{"balance":{"valueInCents":100,"currency":"EUR"}},)"
      R"("reports":{"nodes":[]},"c0":{"nodes":[{"publicId":"acc_B","type":"PROJECT",)"
      R"("parent":{"publicId":"acc_A"},"stats":{"balance":{"valueInCents":30,"currency":"USD"}}},)"
      R"({"publicId":"acc_V","type":"VENDOR"}]},"c1":{"nodes":[]}}}})");
  const Figures figures = client().figures(figures_question());
  EXPECT_TRUE(figures.sums.answer.has_value());
  EXPECT_EQ(figures.family.answer, 100);
  ASSERT_EQ(figures.accounts.size(), 2U) << "a vendor's money is not the account's";
  EXPECT_EQ(figures.accounts[0].balance, 70);
  EXPECT_EQ(figures.accounts[1].balance, std::nullopt) << "another currency is another figure";
  EXPECT_EQ(figures.accounts[1].facts.parent, "acc_A");
  EXPECT_EQ(transport.sent.size(), 1U);
}

TEST_F(ClientTest, BalancesAreAskedInTheCurrencyOfTheBooksAndBeforeADay) {
  transport.answer_json(
      R"({"data":{"a0":{"stats":{"b0":{"valueInCents":-1250,"currency":"EUR"},)"
      R"("b1":{"valueInCents":300.0,"currency":"USD"}}},"a1":null,)"
      R"("a2":{"stats":{"b3":{"valueInCents":7,"currency":"EUR"}}}},)"
      R"("errors":[{"message":"no","path":["a1"],"extensions":{"code":"NotFound"}}]})");
  const ledger::Currency euro = *ledger::Currency::parse("EUR");
  const ledger::Currency dollar = *ledger::Currency::parse("USD");
  const std::vector<BalanceQuestion> questions{{"acc_1", euro, ledger::Instant{0}},
                                               {"acc_1", dollar, {}, true},
                                               {"acc_gone", euro},
                                               {"acc_2", dollar}};
  const auto balances = client().balances(questions);
  // The last was answered in another currency than was asked for.
  EXPECT_THAT(balances, ElementsAre(-1250, 300, std::nullopt, std::nullopt));
  EXPECT_EQ(sent()["variables"], (json{{"a0", "acc_1"}, {"a1", "acc_gone"}, {"a2", "acc_2"}}));
  const auto text = sent()["query"].get<std::string>();
  EXPECT_THAT(text, HasSubstr(R"(b0: balance(dateTo: "1970-01-01T00:00:00.000Z", currency: EUR))"));
  EXPECT_THAT(text, HasSubstr("b1: balance(currency: USD, includeChildren: true)"));
}

// What is beyond all money is no balance, as a whole number or as one with an exponent.
TEST_F(ClientTest, BalancesBeyondAllMoneyAreNotBelieved) {
  transport.answer_json(
      R"({"data":{"a0":{"stats":{"b0":{"valueInCents":9223372036854775807,"currency":"EUR"},)"
      R"("b1":{"valueInCents":-1e300,"currency":"EUR"},)"
      R"("b2":{"valueInCents":18446744073709551615,"currency":"EUR"},)"
      R"("b3":{"valueInCents":100000000000000000,"currency":"EUR"}}}}})");
  const ledger::Currency euro = *ledger::Currency::parse("EUR");
  const BalanceQuestion question{"acc_1", euro};
  const std::vector<BalanceQuestion> questions(4, question);
  EXPECT_THAT(client().balances(questions),
              ElementsAre(std::nullopt, std::nullopt, std::nullopt, 100'000'000'000'000'000));
}

TEST_F(ClientTest, AReportWithASumBeyondAllMoneyIsARefusal) {
  for (const char* sum : {"9223372036854775807", "-1e300", "18446744073709551615"}) {
    transport.answer_json(
        R"({"data":{"account":{"reports":{"nodes":[{"date":"2026-01-01T00:00:00Z",)"
        R"("totalChange":{"valueInCents":0,"currency":"EUR"},"groups":[{"kind":null,)"
        R"("netAmount":{"valueInCents":)" +
        std::string(sum) + R"(,"currency":"EUR"}}]}]}}}})");
    const auto sums = client().monthly_sums("acc_A", Perspective::account, {0});
    EXPECT_FALSE(sums.answer.has_value()) << sum;
    EXPECT_THAT(sums.refusal, HasSubstr("beyond all money")) << sum;
  }
}

// Else a reconciliation that could ask nothing would say that all is well.
TEST_F(ClientTest, AFailureOfTheServiceIsNoMissingAccount) {
  transport.answer_json(R"({"data":{"a0":null},"errors":[{"message":"no memory","path":["a0"],)"
                        R"("extensions":{"code":"INTERNAL_SERVER_ERROR"}}]})");
  const std::vector<BalanceQuestion> questions{{"acc_1", *ledger::Currency::parse("EUR")}};
  EXPECT_THROW((void)client().balances(questions), Error);
}

TEST_F(ClientTest, BalanceFactsSayByWhichFormulaAndWhetherAllRowsAreTheHosts) {
  transport.answer_json(
      R"({"data":{"f0":{"settings":{"budget":{"version":"v3"}},"host":{"publicId":"acc_H"},)"
      R"("parent":{"publicId":"acc_P"},"everything":{"totalCount":7},)"
      R"("underHost":{"totalCount":5}},"f1":{"settings":{}},"f2":null}})");
  const std::vector<std::string> ids{"acc_1", "acc_2", "acc_gone"};
  const auto facts = client().balance_facts(ids, "acc_H");
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_EQ(facts[0]->version, 3);
  EXPECT_EQ(facts[0]->host, "acc_H");
  EXPECT_EQ(facts[0]->parent, "acc_P");
  EXPECT_EQ(facts[0]->rows, 7);
  EXPECT_EQ(facts[0]->rows_under_host, 5);
  EXPECT_EQ(facts[1]->version, 2);
  EXPECT_FALSE(facts[2].has_value());
}

TEST_F(ClientTest, MonthlySumsBeyondAllMoneyAreEvidenceThatIsRefused) {
  for (const char* cents : {"9200000000000000000", "-9200000000000000000", "1e300"}) {
    transport.answer_json(
        R"({"data":{"account":{"reports":{"nodes":[{"date":"2026-01-01T00:00:00.000Z",)"
        R"("totalChange":{"valueInCents":0,"currency":"EUR"},"groups":[)"
        R"({"kind":"EXPENSE","type":"DEBIT","netAmount":{"valueInCents":)" +
        std::string(cents) + R"(,"currency":"EUR"}}]}]}}}})");
    const auto sums = client().monthly_sums("acc_1", Perspective::account, {1'000});
    EXPECT_FALSE(sums.answer.has_value()) << cents;
    EXPECT_THAT(sums.refusal, HasSubstr("beyond all money")) << cents;
  }
}

TEST_F(ClientTest, MonthlySumsAddUpGroupsThatDifferInWhatIsNotCompared) {
  transport.answer_json(
      R"({"data":{"account":{"reports":{"nodes":[{"date":"2026-01-01T00:00:00.000Z",)"
      R"("totalChange":{"valueInCents":-380,"currency":"EUR"},"groups":[)"
      R"({"kind":"EXPENSE","type":"DEBIT","expenseType":"INVOICE",)"
      R"("amount":{"valueInCents":-500,"currency":"EUR"},)"
      R"("hostFee":{"valueInCents":0,"currency":"EUR"},)"
      R"("netAmount":{"valueInCents":-500,"currency":"EUR"}},)"
      R"({"kind":null,"type":"CREDIT","netAmount":{"valueInCents":20,"currency":"EUR"}},)"
      R"({"kind":"EXPENSE","type":"DEBIT","expenseType":"RECEIPT",)"
      R"("netAmount":{"valueInCents":100,"currency":"EUR"}}]}]}}}})");
  const auto sums = client().monthly_sums("acc_1", Perspective::account, {1'000}).answer.value();
  ASSERT_EQ(sums.size(), 1U);
  ASSERT_EQ(sums[0].groups.size(), 2U);
  EXPECT_EQ(sums[0].groups[0].kind, "EXPENSE");
  EXPECT_EQ(sums[0].groups[0].amount, -500);
  EXPECT_EQ(sums[0].groups[0].net, -400);
  EXPECT_EQ(sums[0].groups[0].parts, 2);
  EXPECT_EQ(sums[0].groups[1].kind, "");
  EXPECT_EQ(sums[0].groups[1].net, 20);
}

TEST_F(ClientTest, FindsOutWhichAccountsExist) {
  transport.answer_json(
      R"({"data":{"a0":{"publicId":"acc_1"},"a1":null,"a2":null,"a3":null,"a4":null},"errors":[)"
      R"({"message":"This account is private.","path":["a2"],"extensions":{"code":"Forbidden"}},)"
      R"({"message":"Invalid account id: x","path":["a4"],"extensions":{"code":"BadRequest"}},)"
      R"({"message":"Account Not Found","path":["a3"],"extensions":{"code":"NotFound"}}]})");
  const std::vector<std::string> ids{"acc_1", "acc_gone", "acc_private", "acc_missing", "x"};
  EXPECT_THAT(client().existing_accounts(ids), ElementsAre("acc_1", "acc_private"));
}

}  // namespace
}  // namespace bursar::opencollective
