#include <string>

#include <gtest/gtest.h>

#include "sandbox_client.hpp"

/// The query language: what is refused, in which words, and what the answer looks like.
namespace bursar::sandbox {
namespace {

using nlohmann::json;

SandboxClient& client() {
  static SandboxClient shared;
  return shared;
}

void expect_refusal(const std::string& query, int status, const std::string& message,
                    const json& variables = json::object()) {
  const Reply reply = client().send(query, tokens::kAdmin, variables);
  EXPECT_EQ(reply.status, status) << query;
  const json answer = json::parse(reply.body);
  ASSERT_TRUE(answer.contains("errors")) << reply.body;
  EXPECT_EQ(answer["errors"][0]["message"], message);
}

TEST(Graphql, MergesAliasesFragmentsAndDirectives) {
  const json answer = client().ask(
      "query Q($yes: Boolean = true, $slug: String!) { a: account(slug: $slug) { ...F slug "
      "@skip(if: "
      "$yes) ... on Collective { isApproved } ... on Individual { email } ... { type } } "
      "__typename } fragment F on Account { id: slug name @include(if: $yes) __typename }",
      tokens::kAdmin, {{"slug", "demo-collective"}});
  const json expected = {{"a",
                          {{"id", "demo-collective"},
                           {"name", "Demo Collective"},
                           {"__typename", "Collective"},
                           {"isApproved", true},
                           {"type", "COLLECTIVE"}}},
                         {"__typename", "Query"}};
  EXPECT_EQ(answer["data"], expected);
}

TEST(Graphql, ReadsEveryLiteral) {
  const json answer = client().ask(
      "{ transactions(account: {slug: \"demo-c\\u006fllective\"}, limit: 0, kind: [TAX, EXPENSE], "
      "isRefund: null, minAmount: -1, orderBy: {field: CREATED_AT}, searchTerm: \"\"\"\"\"\") { "
      "totalCount } }");
  EXPECT_FALSE(answer.contains("errors")) << answer;
}

TEST(Graphql, RefusesWhatTheSchemaDoesNotKnow) {
  expect_refusal("{ mee }", 400,
                 "Cannot query field \"mee\" on type \"Query\". Did you mean "
                 "\"me\"?");
  expect_refusal("{ account(slug: \"x\") { hasHosting } }", 400,
                 "Cannot query field \"hasHosting\" on type \"Account\". Did you mean to use an "
                 "inline fragment on \"Organization\"?");
  expect_refusal("{ me { id { x } } }", 400,
                 "Field \"id\" must not have a selection since type \"String!\" has no subfields.");
  expect_refusal("{ me }", 400,
                 "Field \"me\" of type \"Individual\" must have a selection of subfields. Did you "
                 "mean \"me { ... }\"?");
  expect_refusal("{ me { ...F } }", 400, "Unknown fragment \"F\".");
  expect_refusal("{ me { id } } fragment F on Account { id }", 400,
                 "Fragment \"F\" is never used.");
  expect_refusal("query($x: Int) { me { id } }", 400, "Variable \"$x\" is never used.");
  expect_refusal("{ account(slug: $x) { id } }", 400, "Variable \"$x\" is not defined.");
  expect_refusal("query($x: Int!) { account(slug: $x) { id } }", 400,
                 "Variable \"$x\" of type \"Int!\" used in position expecting type \"String\".");
  expect_refusal("{ me { a: id a: slug } }", 400,
                 "Fields \"a\" conflict because \"id\" and \"slug\" are different fields. Use "
                 "different aliases on the fields to fetch both if this was intentional.");
  expect_refusal("mutation { x }", 400, "The sandbox answers queries only.");
}

TEST(Graphql, ChecksVariables) {
  const std::string query =
      "query($a: [AccountReferenceInput!], $d: DateTime) { transactions(account: $a, dateFrom: $d) "
      "{ totalCount } }";
  expect_refusal(query, 400,
                 "Variable \"$a\" got invalid value 3 at \"a[0].slug\"; String cannot represent a "
                 "non string value: 3",
                 {{"a", {{{"slug", 3}}}}});
  expect_refusal(query, 400,
                 "Variable \"$d\" got invalid value \"2024-01-01\"; DateTime cannot represent an "
                 "invalid date-time-string 2024-01-01.",
                 {{"d", "2024-01-01"}});
  EXPECT_FALSE(client()
                   .ask(query, tokens::kAdmin, {{"a", {{"slug", "demo-collective"}}}})
                   .contains("errors"));  // one value where a list is wanted
}

TEST(Graphql, StopsFragmentsThatSpreadThemselves) {
  expect_refusal("{ me { ...A } } fragment A on Account { ...B } fragment B on Account { ...A }",
                 400, "Cannot spread fragment \"A\" within itself via \"B\".");
}

TEST(Graphql, CountsAliasesOfAFragmentAtEverySpread) {
  std::string query = "{";
  for (int i = 0; i < 60; ++i) query += " a" + std::to_string(i) + ": me { ...F }";
  query += " } fragment F on Individual { x: id }";
  expect_refusal(query, 400, "Syntax Error: Aliases limit of 100 exceeded, found 120.");
}

TEST(Graphql, KeepsPartialData) {
  const json answer = client().ask("{ ok: me { slug } bad: account(slug: \"nobody\") { id } }");
  EXPECT_EQ(answer["data"]["ok"]["slug"], "demo-admin");
  EXPECT_TRUE(answer["data"]["bad"].is_null());
  EXPECT_EQ(answer["errors"][0]["path"], json({"bad"}));
}

}  // namespace
}  // namespace bursar::sandbox
