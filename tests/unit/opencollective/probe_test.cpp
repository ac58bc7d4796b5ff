// What a run begins with: who the token belongs to, what it may do, what the source is.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "../http/fake_transport.hpp"
#include "fixture.hpp"
#include "opencollective/api_error.hpp"
#include "opencollective/client.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ProbeTest : public testing::Test {
 protected:
  Probe probe(Perspective perspective = Perspective::account) {
    Client client(transport, {"https://api.example.org/graphql/v2", authentication}, token);
    return client.probe("library", perspective);
  }
  ApiError failure(Perspective perspective = Perspective::account) {
    try {
      (void)probe(perspective);
    } catch (const ApiError& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::bug, "", "", ""};
  }

  json answer = fixture_json("probe.json");
  json& data = answer["data"];
  http::FakeTransport transport;
  os::Secret token{"0123456789abcdef"};
  Authentication authentication = Authentication::personal_token_header;
};

TEST_F(ProbeTest, DescribesTheSource) {
  transport.answer_json(answer.dump());
  const AccountDetails source = probe().source;
  EXPECT_EQ(source.account.public_id, "acc_Library");
  EXPECT_EQ(source.account.legal_name, "Library e.V.");
  EXPECT_EQ(source.account.legacy_id, 1);
  EXPECT_EQ(source.account.currency.code(), "EUR");
  EXPECT_EQ(source.account.host, "acc_Host");
  EXPECT_EQ(source.budget_version, 3);
  EXPECT_FALSE(source.is_host);
  ASSERT_TRUE(source.host.has_value());
  EXPECT_EQ(source.host->slug, "host");
  ASSERT_EQ(source.categories.size(), 1U);
  EXPECT_EQ(source.categories[0].code, "6000");
  EXPECT_EQ(source.categories[0].host, "acc_Host");
  EXPECT_TRUE(source.categories[0].host_only);
  EXPECT_EQ(transport.sent.size(), 1U);
}

TEST_F(ProbeTest, ListsChildrenButNoVendors) {
  transport.answer_json(answer.dump());
  const auto children = probe().source.children;
  ASSERT_EQ(children.size(), 1U);
  EXPECT_EQ(children[0].public_id, "acc_Event");
  EXPECT_EQ(children[0].parent, "acc_Library");
  EXPECT_EQ(children[0].host, "acc_Host");
}

// Two hundred come with the probe.
TEST_F(ProbeTest, PagesThroughManyChildren) {
  data["account"]["childrenAccounts"]["totalCount"] = 301;
  data["account"]["more"] = {{"nodes", {{{"publicId", "acc_101"}, {"type", "EVENT"}}}}};
  transport.answer_json(answer.dump());
  for (const char* id : {"acc_201", "acc_301"}) {
    const json page{{"totalCount", 301}, {"nodes", {{{"publicId", id}, {"type", "EVENT"}}}}};
    transport.answer_json(json{{"data", {{"account", {{"childrenAccounts", page}}}}}}.dump());
  }
  EXPECT_EQ(probe().source.children.size(), 4U);
  EXPECT_EQ(json::parse(transport.sent.at(1).body)["variables"]["offset"], 200);
  EXPECT_EQ(json::parse(transport.sent.at(2).body)["variables"]["offset"], 300);
}

// It ended every run of the source with 70.
TEST_F(ProbeTest, LeavesOutACategoryThatIsWithheldOrHasNoId) {
  json& nodes = data["account"]["host"]["accountingCategories"]["nodes"];
  const std::size_t readable = nodes.size();
  nodes.push_back(nullptr);
  nodes.push_back(json::object());
  nodes.push_back({{"publicId", nullptr}, {"code", "100"}});
  transport.answer_json(answer.dump());
  EXPECT_EQ(probe().source.categories.size(), readable);
}

TEST_F(ProbeTest, TellsHowManyAccountsTheHostHas) {
  transport.answer_json(answer.dump());
  EXPECT_EQ(probe().source.hosted_accounts, std::nullopt) << "where it is not told";
  data["account"]["host"]["hostedAccounts"] = {{"totalCount", 7}};
  transport.answer_json(answer.dump());
  EXPECT_EQ(probe().source.hosted_accounts, 7);
}

// Nine billion children are told of, and none comes.
TEST_F(ProbeTest, EndsWhereAPageOfChildrenBringsNobodyNew) {
  data["account"]["childrenAccounts"]["totalCount"] = 9'000'000'000;
  transport.answer_json(answer.dump());
  const json page{{"nodes", {{{"publicId", "acc_201"}, {"type", "EVENT"}}}}};
  for (int i = 0; i < 5; ++i) {
    transport.answer_json(json{{"data", {{"account", {{"childrenAccounts", page}}}}}}.dump());
  }
  EXPECT_EQ(probe().source.children.size(), 2U);
  EXPECT_EQ(transport.sent.size(), 3U);
}

TEST_F(ProbeTest, RefusesChildrenWithoutEnd) {
  data["account"]["childrenAccounts"]["totalCount"] = 9'000'000'000;
  transport.answer_json(answer.dump());
  for (int i = 0; i < 501; ++i) {
    const std::string id = "acc_more_" + std::to_string(i);
    const json page{{"nodes", {{{"publicId", id}, {"type", "EVENT"}}}}};
    transport.answer_json(json{{"data", {{"account", {{"childrenAccounts", page}}}}}}.dump());
  }
  try {
    (void)probe();
    ADD_FAILURE() << "believed";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), HasSubstr("more than 50000 children"));
  }
  EXPECT_EQ(transport.sent.size(), 499U);
}

TEST_F(ProbeTest, DescribesTheViewer) {
  transport.answer_json(answer.dump());
  const TokenProbe found = probe().token;
  EXPECT_FALSE(found.anonymous);
  EXPECT_EQ(found.viewer.slug, "ann");
  EXPECT_EQ(found.transactions_scope, Ability::yes);
  EXPECT_EQ(found.expenses_scope, Ability::yes);
  EXPECT_EQ(found.email_scope, Ability::yes);
  EXPECT_EQ(found.account_scope, Ability::unknown);
  EXPECT_FALSE(found.is_admin);
  EXPECT_TRUE(found.is_accountant);  // of the host
}

TEST_F(ProbeTest, AsksAnAdminForActivities) {
  data["account"]["isAdmin"] = true;
  const std::vector<std::pair<std::string, Ability>> answers{
      {R"({"data":{"activities":{"nodes":[{"id":"1"}]}}})", Ability::yes},
      {R"({"data":{"activities":{"nodes":[]}}})", Ability::yes},
      {R"({"data":{"activities":{"nodes":null}}})", Ability::unknown},
      {R"({"errors":[{"message":"The Personal Token is not allowed for operations in scope \"account\".","path":["activities"],"extensions":{"code":"Forbidden"}}],"data":null})",
       Ability::no}};
  for (const auto& [activities, ability] : answers) {
    transport.answer_json(answer.dump());
    transport.answer_json(activities);
    const TokenProbe found = probe().token;
    EXPECT_TRUE(found.is_admin);
    EXPECT_EQ(found.account_scope, ability);
  }
}

TEST_F(ProbeTest, FindsTheAdminOfTheHost) {
  data["me"]["memberOf"]["nodes"][1]["role"] = "ADMIN";
  transport.answer_json(answer.dump());
  transport.answer_json(R"({"data":{"activities":{"nodes":[]}}})");
  EXPECT_TRUE(probe().token.is_admin);
}

TEST_F(ProbeTest, BelievesOnlyAHostsAdminWithTheScopeThatNothingIsThere) {
  data["me"]["memberOf"]["nodes"][1]["role"] = "ADMIN";
  for (const bool has_scope : {true, false}) {
    if (!has_scope) data["scopes"]["expenses"]["nodes"][0]["attachedFiles"] = nullptr;
    transport.answer_json(answer.dump());
    transport.answer_json(R"({"data":{"activities":{"nodes":[]}}})");
    const TokenProbe found = probe().token;
    EXPECT_TRUE(found.is_host_admin);
    EXPECT_TRUE(found.reads_private_fields());
    EXPECT_EQ(found.reads_every_private_field(), has_scope);
  }
}

TEST_F(ProbeTest, BelievesNeitherAnAccountantNorACollectivesAdminThatNothingIsThere) {
  transport.answer_json(answer.dump());
  EXPECT_TRUE(probe().token.is_accountant);
  data["account"]["isAdmin"] = true;
  transport.answer_json(answer.dump());
  transport.answer_json(R"({"data":{"activities":{"nodes":[]}}})");
  const TokenProbe found = probe().token;
  EXPECT_TRUE(found.is_admin);
  EXPECT_FALSE(found.is_host_admin);
  EXPECT_FALSE(found.reads_every_private_field());
}

TEST_F(ProbeTest, KnowsWithoutARoleNothingAboutTheExpensesScope) {
  data["me"]["memberOf"]["nodes"] = json::array();
  data["scopes"]["expenses"]["nodes"][0]["attachedFiles"] = nullptr;
  transport.answer_json(answer.dump());
  EXPECT_EQ(probe().token.expenses_scope, Ability::unknown);
}

TEST_F(ProbeTest, MissesTheExpensesScopeWhereARoleShouldOpenPrivateFields) {
  data["scopes"]["expenses"]["nodes"][0]["attachedFiles"] = nullptr;
  transport.answer_json(answer.dump());
  EXPECT_EQ(probe().token.expenses_scope, Ability::no);
  data["scopes"]["expenses"]["nodes"] = json::array();
  transport.answer_json(answer.dump());
  EXPECT_EQ(probe().token.expenses_scope, Ability::unknown);
}

TEST_F(ProbeTest, MissesTheEmailScope) {
  data["me"]["email"] = nullptr;
  transport.answer_json(answer.dump());
  EXPECT_EQ(probe().token.email_scope, Ability::no);
}

TEST_F(ProbeTest, MissesTheTransactionsScopeWithoutLosingTheRest) {
  data["scopes"] = nullptr;
  answer["errors"] = {
      {{"message", "The Personal Token is not allowed for operations in scope \"transactions\"."},
       {"path", {"scopes", "transactions"}},
       {"extensions", {{"code", "Forbidden"}}}}};
  transport.answer_json(answer.dump());
  const Probe found = probe();
  EXPECT_EQ(found.token.transactions_scope, Ability::no);
  EXPECT_EQ(found.source.account.slug, "library");
}

TEST_F(ProbeTest, RefusesToGoOnAsAnonymousWhenATokenWasSent) {
  data["me"] = nullptr;
  transport.answer_json(answer.dump());
  const ApiError error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::refused);
  EXPECT_THAT(error.what(), HasSubstr("did not recognise the token"));
  EXPECT_THAT(error.next_step(), HasSubstr("api.auth"));
}

TEST_F(ProbeTest, MayBeAnonymousWhenNoTokenWasSent) {
  authentication = Authentication::none;
  token = os::Secret();
  data["me"] = nullptr;
  transport.answer_json(answer.dump());
  const TokenProbe found = probe().token;
  EXPECT_TRUE(found.anonymous);
  EXPECT_EQ(found.transactions_scope, Ability::yes);
  EXPECT_FALSE(found.reads_private_fields());
}

TEST_F(ProbeTest, NamesAnAccountThatDoesNotExist) {
  data["account"] = nullptr;
  data["scopes"] = nullptr;
  answer["errors"] = {{{"message", "No collective found with slug library"},
                       {"path", {"account"}},
                       {"extensions", {{"code", "INTERNAL_SERVER_ERROR"}}}}};
  transport.answer_json(answer.dump());
  const ApiError error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("\"library\" does not exist"));
  EXPECT_EQ(transport.sent.size(), 1U);
}

TEST_F(ProbeTest, SaysThatAnAccountIsPrivate) {
  data["account"] = nullptr;
  answer["errors"] = {{{"message", "This account is private. You must be a member to view it."},
                       {"path", {"account"}},
                       {"extensions", {{"code", "Forbidden"}}}}};
  transport.answer_json(answer.dump());
  const ApiError error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("account \"library\": the account is private"));
}

TEST_F(ProbeTest, TakesAHostForAHostOnly) {
  transport.answer_json(answer.dump());
  const ApiError error = failure(Perspective::host);
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("no fiscal host"));
  data["account"]["hasMoneyManagement"] = true;
  transport.answer_json(answer.dump());
  EXPECT_TRUE(probe(Perspective::host).source.is_host);
  data["account"].erase("hasMoneyManagement");
  data["account"]["host"]["publicId"] = "acc_Library";  // an independent collective
  transport.answer_json(answer.dump());
  EXPECT_TRUE(probe(Perspective::host).source.is_host);
}

TEST_F(ProbeTest, ReadsTheBudgetVersionInEverySpelling) {
  for (const auto& [written, version] :
       std::vector<std::pair<json, int>>{{"v1", 1}, {"v2", 2}, {3, 3}, {"new", 2}, {nullptr, 2}}) {
    data["account"]["settings"]["budget"]["version"] = written;
    transport.answer_json(answer.dump());
    EXPECT_EQ(probe().source.budget_version, version) << written;
  }
}

TEST_F(ProbeTest, RefusesAnAnswerThatIsNone) {
  for (const char* text : {"", "<html>", "[]", "17", R"({"errors":7})", R"({"data":null})"}) {
    for (int tries = 0; tries < 3; ++tries) transport.answer_json(text);
    EXPECT_THROW((void)probe(), Error) << text;
    transport.replies.clear();
  }
}

}  // namespace
}  // namespace bursar::opencollective
