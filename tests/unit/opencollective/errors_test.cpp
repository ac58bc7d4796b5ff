#include "opencollective/errors.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "opencollective/page_decoder.hpp"

namespace bursar::opencollective {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* token = "9999900000000000000000000000000000000000";

std::string refusal(const std::string& message, const std::string& type = "unauthorized") {
  return json{{"error", {{"code", 401}, {"type", type}, {"message", message}}}}.dump();
}

GraphqlError graphql(const std::string& message, const std::string& code,
                     std::vector<std::string> path = {}) {
  return {message, code, std::move(path)};
}

TEST(StatusError, TellsTheReasonsFor401Apart) {
  const std::map<std::string, std::string> reasons{
      {std::string("Invalid Personal Token (Api Key): ") + token, "does not know this token"},
      {"Expired Personal Token (Api Key)", "expired"},
      {"Your personal token has been suspended, likely due to abuse. Please contact support",
       "suspended"},
      {std::string("Invalid personal token for collective: ") + token, "organisation"},
      {"Your account has been limited. Please contact support to reactivate it.", "limited"},
      {"Personal Tokens are not accepted on GraphQL v1", "GraphQL v1"},
      {"Invalid API key: whatever", "API key"}};
  std::set<std::string> messages;
  for (const auto& [message, words] : reasons) {
    const ApiError error = status_error(401, refusal(message));
    EXPECT_EQ(error.kind(), ErrorKind::refused);
    EXPECT_THAT(error.what(), AllOf(HasSubstr(words), Not(HasSubstr(token))));
    EXPECT_THAT(error.next_step(), AllOf(Not(testing::IsEmpty()), Not(HasSubstr(token))));
    messages.insert(error.what());
  }
  EXPECT_EQ(messages.size(), reasons.size());
}

TEST(StatusError, KnowsAnExpiredOAuthToken) {
  const ApiError error = status_error(401, refusal("jwt expired", "jwt_expired"));
  EXPECT_EQ(error.kind(), ErrorKind::refused);
  EXPECT_THAT(error.what(), HasSubstr("OAuth"));
}

TEST(StatusError, SaysWhereToGetATokenAndWithWhichScopes) {
  const ApiError error = status_error(401, refusal("Expired Personal Token (Api Key)"));
  EXPECT_THAT(error.next_step(),
              AllOf(HasSubstr("opencollective.com/dashboard/<you>/for-developers"),
                    HasSubstr("transactions, expenses, account and orders")));
}

TEST(StatusError, NeverQuotesA401ThatItDoesNotKnow) {
  const ApiError error = status_error(401, refusal(std::string("Strange: ") + token));
  EXPECT_EQ(error.kind(), ErrorKind::refused);
  EXPECT_THAT(error.what() + error.next_step(), Not(HasSubstr(token)));
  EXPECT_EQ(status_error(401, "<html>").kind(), ErrorKind::refused);
  EXPECT_EQ(status_error(401, "").kind(), ErrorKind::refused);
}

TEST(StatusError, NeverQuotesTheEchoOfOurRequest) {
  const std::string body =
      R"({"error":{"expose":true,"statusCode":400,"body":"{\"secret\": 1","type":"entity.parse.failed","code":400}})";
  const ApiError error = status_error(400, body);
  EXPECT_EQ(error.kind(), ErrorKind::bug);
  EXPECT_THAT(error.what(), AllOf(HasSubstr("entity.parse.failed"), Not(HasSubstr("secret"))));
}

TEST(StatusError, MapsOtherStatuses) {
  EXPECT_EQ(status_error(429, "").kind(), ErrorKind::try_later);
  EXPECT_EQ(status_error(500, "<html>").kind(), ErrorKind::unavailable);
  EXPECT_EQ(status_error(502, "").kind(), ErrorKind::unavailable);
  EXPECT_EQ(status_error(302, "").kind(), ErrorKind::config);
  EXPECT_EQ(status_error(404, "").kind(), ErrorKind::config);
  EXPECT_EQ(status_error(403, "blocked").kind(), ErrorKind::refused);
  EXPECT_EQ(status_error(418, "teapot").kind(), ErrorKind::unavailable);
  for (const int status : {302, 400, 401, 403, 404, 418, 429, 500, 503}) {
    EXPECT_FALSE(status_error(status, "").next_step().empty()) << status;
  }
}

TEST(StatusError, ShowsTheApisWordsForARefusedQuery) {
  const std::string body =
      R"({"errors":[{"message":"Cannot query field \"nope\" on type \"Account\".\n1 | {","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]})";
  for (const int status : {400, 500}) {
    const ApiError error = status_error(status, body);
    EXPECT_EQ(error.kind(), ErrorKind::bug);
    EXPECT_EQ(error.code(), "GRAPHQL_VALIDATION_FAILED");
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("Cannot query field \"nope\""), Not(HasSubstr("\n"))));
  }
}

TEST(StatusError, KeepsQuotesShortAndWhole) {
  std::string message;
  for (int i = 0; i < 200; ++i) message += "é€";
  const std::string body = json{{"errors", {{{"message", message}}}}}.dump();
  const std::string what = status_error(400, body).what();
  EXPECT_LT(what.size(), 400U);
  EXPECT_NO_THROW((void)json(what).dump());  // still valid UTF-8
}

TEST(GraphqlErrorMapping, NamesTheScopeThatIsMissing) {
  const ApiError error = graphql_error(std::vector{graphql(
      "The Personal Token is not allowed for operations in scope \"transactions\".", "Forbidden")});
  EXPECT_EQ(error.kind(), ErrorKind::refused);
  EXPECT_THAT(error.what(), HasSubstr("lacks the scope \"transactions\""));
  EXPECT_THAT(error.next_step(), HasSubstr("tick the scope transactions"));
}

TEST(GraphqlErrorMapping, NamesTheAccountThatDoesNotExist) {
  const ApiError error = graphql_error(
      std::vector{graphql("No collective found with slug acme", "INTERNAL_SERVER_ERROR")});
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("the account \"acme\" does not exist"));
  EXPECT_FALSE(is_transient(error));
  EXPECT_EQ(graphql_error(std::vector{graphql("Account Not Found", "NotFound")}).kind(),
            ErrorKind::config);
}

TEST(GraphqlErrorMapping, KnowsAPrivateAccount) {
  const ApiError error = graphql_error(std::vector{
      graphql("This account is private. You must be a member to view it.", "Forbidden")});
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("private"));
}

TEST(GraphqlErrorMapping, TellsOurFaultFromTheServers) {
  const ApiError limit = graphql_error(
      std::vector{graphql("Cannot fetch more than 10,000 transactions at the same time, please "
                          "adjust the limit",
                          "INTERNAL_SERVER_ERROR")});
  EXPECT_EQ(limit.kind(), ErrorKind::bug);
  EXPECT_FALSE(is_transient(limit));
  const ApiError crash = graphql_error(
      std::vector{graphql("connect ECONNREFUSED 127.0.0.1:5432", "INTERNAL_SERVER_ERROR")});
  EXPECT_EQ(crash.kind(), ErrorKind::unavailable);
  EXPECT_TRUE(is_transient(crash));
  const ApiError bad = graphql_error(std::vector{graphql("bad", "BadRequest")});
  EXPECT_EQ(bad.kind(), ErrorKind::bug);
}

TEST(GraphqlErrorMapping, ComesBackLaterForRateLimits) {
  EXPECT_EQ(graphql_error(std::vector{graphql("Slow down", "RateLimitExceeded")}).kind(),
            ErrorKind::try_later);
}

TEST(GraphqlErrorMapping, HandlesAnAnswerWithoutAnything) {
  EXPECT_EQ(graphql_error({}).kind(), ErrorKind::data);
}

TEST(NodeIndex, IsTheNumberBehindNodes) {
  EXPECT_EQ(node_index(graphql("", "", {"expenses", "nodes", "780", "payee"})), 780);
  EXPECT_EQ(node_index(graphql("", "", {"expenses", "nodes"})), std::nullopt);
  EXPECT_EQ(node_index(graphql("", "", {"expenses", "nodes", "x"})), std::nullopt);
  EXPECT_EQ(node_index(graphql("", "", {"account"})), std::nullopt);
}

// ---- the recorded answers
// ------------------------------------------------------------------------

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

int status_of(const fs::path& headers) {
  const std::string text = read_file(headers);
  return text.size() > 12 ? std::stoi(text.substr(9, 3)) : 0;
}

// What the answer is taken for: the kind of its error, or "page" where it is one.
std::string taken_for(const fs::path& folder, const std::string& name) {
  const int status = status_of(folder / (name + ".response.headers.txt"));
  std::string body = read_file(folder / (name + ".response.json"));
  if (status != 200) return kind_name(status_error(status, body).kind());
  PageDecoder decoder;
  try {
    const json data = json::parse(body).value("data", json());
    if (data.is_object() && data.contains("expenses")) {
      (void)decoder.expenses(body);
    } else {
      (void)decoder.transactions(body);
    }
    return "page";
  } catch (const Error& error) {
    return kind_name(error.kind());
  }
}

TEST(CapturedErrors, AreTakenForWhatTheyAre) {
  const fs::path root(BURSAR_CAPTURES_DIR);
  if (!fs::is_directory(root / "errors")) GTEST_SKIP() << "no captures beside this checkout";
  const std::map<std::string, std::map<std::string, std::vector<std::string>>> expected{
      {"auth",
       {{"refused",
         {"deleted", "expired-header", "for-organization-token", "graphql-v1-with-token",
          "header-token-uppercase", "limited-user", "missing-scope-transactions",
          "noScope-transactions", "nonexistent-header", "nonexistent-path",
          "nonexistent-query-param", "suspended"}},
        {"bug", {"two-tokens-in-query"}}}},
      {"errors",
       {{"bug",
         {"accept-graphql-response-json-parse-error",
          "bad-datetime",
          "bad-enum",
          "batch-array",
          "content-type-missing",
          "content-type-text-plain",
          "empty-account-reference",
          "empty-body",
          "expenses-limit-1001",
          "expenses-limit-negative",
          "expenses-offset-negative",
          "expenses-orderBy-effective-date",
          "form-urlencoded",
          "get-no-query",
          "get-query",
          "json-not-object",
          "malformed-json",
          "missing-query",
          "missing-variable",
          "orders-limit-1001",
          "query-not-string",
          "syntax-error",
          "transactions-limit-10001",
          "transactions-orderBy-paid-at",
          "two-operations-no-name",
          "unknown-argument",
          "unknown-field",
          "wrong-variable-type"}},
        {"config",
         {"not-found-path", "one-known-one-unknown-in-transactions",
          "private-collective-as-outsider", "private-collective-transactions-as-outsider", "put",
          "unknown-account", "unknown-account-in-expenses", "unknown-account-in-transactions"}},
        {"page", {"offset-past-end", "transactions-limit-0"}}}},
      {"limits",
       {{"try_later", {"rate-limit-token", "rate-limit-anonymous"}},
        {"refused", {"rate-limit-invalid-token"}},
        {"bug", {"depth-nested-25", "directives-101", "strict-tokens-about-1600"}}}}};
  for (const auto& [folder, kinds] : expected) {
    for (const auto& [kind, names] : kinds) {
      for (const std::string& name : names) {
        EXPECT_EQ(taken_for(root / folder, name), kind) << folder << "/" << name;
      }
    }
  }
}

TEST(CapturedErrors, NeverLeakTheTokenThatTheyEcho) {
  const fs::path folder = fs::path(BURSAR_CAPTURES_DIR) / "auth";
  if (!fs::is_directory(folder)) GTEST_SKIP() << "no captures beside this checkout";
  int echoes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const std::size_t end = name.find(".response.json");
    if (end == std::string::npos) continue;
    const int status = status_of(folder / (name.substr(0, end) + ".response.headers.txt"));
    if (status != 401) continue;
    const std::string body = read_file(entry.path());
    const ApiError error = status_error(status, body);
    const std::string shown = error.what() + error.next_step() + error.code();
    // Every token of the captures ends in zeros.
    EXPECT_THAT(shown, Not(HasSubstr("0000000000"))) << name;
    if (body.find("0000000000") != std::string::npos) ++echoes;
  }
  EXPECT_GT(echoes, 3);
}

}  // namespace
}  // namespace bursar::opencollective
