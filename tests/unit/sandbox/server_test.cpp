#include "server/server.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include "sandbox_client.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

/// One server for the whole file; each test gives it a plan and takes it away again.
class Server : public ::testing::Test {
 protected:
  static SandboxServer& server() {
    static SandboxServer shared(SandboxClient::quick());
    return shared;
  }

  void TearDown() override {
    server().sandbox().set_plan(json::array());
    server().sandbox().rate_limiter().configure(SandboxClient::quick().rate);
  }

  httplib::Result post(const std::string& query = "{ me { slug } }") {
    httplib::Client client("127.0.0.1", server().port());
    return client.Post("/graphql/v2", {{"Personal-Token", tokens::kAdmin}},
                       json{{"query", query}}.dump(), "application/json");
  }
};

TEST_F(Server, Answers) {
  const auto reply = post();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "{\"data\":{\"me\":{\"slug\":\"demo-admin\"}}}\n");
  EXPECT_EQ(reply->get_header_value("Content-Type"), "application/json; charset=utf-8");
}

TEST_F(Server, LimitsTheRate) {
  RateLimits limits;
  limits.per_token = 2;
  server().sandbox().rate_limiter().configure(limits);
  EXPECT_EQ(post()->get_header_value("X-RateLimit-Remaining"), "1");
  EXPECT_EQ(post()->get_header_value("X-RateLimit-Remaining"), "0");
  const auto refused = post();
  EXPECT_EQ(refused->status, 429);
  EXPECT_NE(refused->get_header_value("Retry-After").find('.'), std::string::npos);
}

TEST_F(Server, DropsConnections) {
  server().sandbox().set_plan({{{"action", "drop"}, {"nth", 1}}});
  EXPECT_FALSE(post());
  EXPECT_TRUE(post());
}

TEST_F(Server, CutsBodies) {
  server().sandbox().set_plan({{{"action", "cut"}, {"bytes", 10}, {"times", 1}}});
  EXPECT_FALSE(post());
  EXPECT_TRUE(post());
}

TEST_F(Server, TricklesBodies) {
  server().sandbox().set_plan({{{"action", "trickle"}, {"bytes", 8}, {"pause_ms", 1}}});
  EXPECT_EQ(post()->body, "{\"data\":{\"me\":{\"slug\":\"demo-admin\"}}}\n");
}

TEST_F(Server, FailsOnRequest) {
  server().sandbox().set_plan({{{"action", "status"}, {"status", 502}, {"nth", 1}},
                               {{"action", "invalid-json"}, {"nth", 2}},
                               {{"action", "429"}, {"nth", 3}}});
  EXPECT_EQ(post()->status, 502);
  EXPECT_FALSE(json::accept(post()->body));
  EXPECT_EQ(post()->status, 429);
  EXPECT_EQ(post()->status, 200);
}

TEST_F(Server, SpoilsOneNode) {
  server().sandbox().set_plan({{{"action", "null-node"}, {"index", 1}}});
  const json answer = json::parse(
      post("{ transactions(host: {slug: \"demo-host\"}, limit: 3) { nodes { id } } }")->body);
  EXPECT_TRUE(answer["data"]["transactions"]["nodes"][1].is_null());
  EXPECT_TRUE(answer["data"]["transactions"]["nodes"][2].is_object());
  EXPECT_EQ(answer["errors"][0]["path"], json({"transactions", "nodes", 1}));
}

TEST_F(Server, HasStatusControlAndNothingElse) {
  httplib::Client client("127.0.0.1", server().port());
  EXPECT_EQ(client.Get("/status")->body, R"({"status":"ok","authenticated":false})");
  EXPECT_EQ(client.Get("/nope")->status, 404);
  EXPECT_EQ(client.Put("/graphql/v2", "{}", "application/json")->status, 405);
  const auto dump = client.Get("/sandbox/dump/transactions?account=demo-collective&children=1");
  EXPECT_EQ(dump->status, 200);
  EXPECT_NE(dump->body.find("CONTRIBUTION"), std::string::npos);
}

}  // namespace
}  // namespace bursar::sandbox
