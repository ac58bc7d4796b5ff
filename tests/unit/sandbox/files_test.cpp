#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sandbox_client.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

/// The file route and the storage behind it (F 6.17). Each test has a world of its own.
class Files : public ::testing::Test {
 protected:
  Files() {
    const json answer = client_.ask(
        "{ expenses(host: {slug: \"demo-host\"}, limit: 100) { nodes { items { url } "
        "attachedFiles { url } invoiceFile { url } } } }");
    for (const json& expense : answer["data"]["expenses"]["nodes"]) {
      for (const json& item : expense["items"]) add(item["url"]);
      for (const json& file : expense["attachedFiles"]) add(file["url"]);
      if (expense["invoiceFile"].is_object()) add(expense["invoiceFile"]["url"]);
    }
  }
  void add(const json& url) {
    if (!url.is_string()) return;
    const auto text = url.get<std::string>();
    ids_.push_back(text.substr(text.rfind('/') + 1));
  }

  Reply get(const std::string& path, const std::string& token,
            std::multimap<std::string, std::string> query = {}) {
    Request request;
    request.method = "GET";
    request.path = path;
    request.query = std::move(query);
    request.headers = {{"host", "127.0.0.1:1234"}};
    if (!token.empty()) request.headers["personal-token"] = token;
    return client_.sandbox().handle(request);
  }
  Reply file(const std::string& token = tokens::kAdmin) {
    return get("/files/" + ids_.at(0), token);
  }
  static std::string location(const Reply& reply) {
    for (const auto& [name, value] : reply.headers) {
      if (name == "Location") return value;
    }
    return {};
  }
  Reply stored(const std::string& id) {
    return get("/storage/" + id, {}, {{"X-Amz-Signature", "any"}});
  }

  SandboxClient client_;
  std::vector<std::string> ids_;
};

TEST_F(Files, AreRedirectedToASignedAddressOfAnotherOrigin) {
  const Reply reply = file();
  EXPECT_EQ(reply.status, 307);
  const std::string to = location(reply);
  EXPECT_TRUE(to.starts_with("http://localhost:1234/storage/" + ids_[0] + "?")) << to;
  EXPECT_NE(to.find("X-Amz-Signature="), std::string::npos);
  const Reply told = get("/files/" + ids_[0], tokens::kAdmin, {{"json", ""}});
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(json::parse(told.body)["url"], to);
}

TEST_F(Files, AreForThoseWhoMaySeeTheExpensesAttachments) {
  EXPECT_EQ(file(tokens::kAccountant).status, 307);
  EXPECT_EQ(file(tokens::kOutsider).status, 403);
  EXPECT_EQ(file(tokens::kTransactionsOnly).status, 403);
  EXPECT_EQ(file(tokens::kUnknown).status, 401);
  EXPECT_EQ(file({}).status, 403);
}

TEST_F(Files, ThatAreNotThereAreNotFound) {
  EXPECT_EQ(get("/files/uf_nothing", tokens::kAdmin).status, 404);
  EXPECT_EQ(stored("uf_nothing").status, 404);
}

TEST_F(Files, AreHandedOutByTheStorageForASignatureAndNothingElse) {
  EXPECT_EQ(stored(ids_[0]).status, 200);
  EXPECT_EQ(get("/storage/" + ids_[0], {}).status, 403);
  Request request;
  request.method = "GET";
  request.path = "/storage/" + ids_[0];
  request.query = {{"X-Amz-Signature", "any"}};
  request.headers = {{"authorization", "Bearer one too many"}};
  EXPECT_EQ(client_.sandbox().handle(request).status, 400);
}

TEST_F(Files, BeginAsTheirTypeDoesAndAreAllDifferent) {
  ASSERT_GT(ids_.size(), 20U);
  std::set<std::string> bodies;
  std::set<std::string> types;
  for (const std::string& id : ids_) {
    const Reply reply = stored(id);
    const char* start = reply.content_type == "application/pdf" ? "%PDF-"
                        : reply.content_type == "image/png"     ? "\x89PNG"
                                                                : "\xFF\xD8\xFF";
    EXPECT_TRUE(reply.body.starts_with(start)) << reply.content_type;
    EXPECT_TRUE(bodies.insert(reply.body).second) << id;
    types.insert(reply.content_type);
  }
  EXPECT_EQ(types.size(), 3U);
}

TEST_F(Files, RequestsForThemAreNotedWithWhetherATokenCameAlong) {
  (void)file();
  (void)stored(ids_[0]);
  const json noted = json::parse(get("/sandbox/file-requests", {}).body);
  ASSERT_EQ(noted.size(), 2U);
  EXPECT_EQ(noted[0]["path"], "/files/" + ids_[0]);
  EXPECT_EQ(noted[0]["token"], true);
  EXPECT_EQ(noted[1]["path"], "/storage/" + ids_[0]);
  EXPECT_EQ(noted[1]["token"], false);
}

TEST_F(Files, MisbehaveByNameOfTheRouteOrOfTheFile) {
  client_.sandbox().set_plan({{{"file", ids_[0]},
                               {"operation", "File"},
                               {"action", "status"},
                               {"status", 503},
                               {"times", 1}}});
  EXPECT_EQ(get("/files/" + ids_[1], tokens::kAdmin).status, 307);
  EXPECT_EQ(file().status, 503);
  EXPECT_EQ(file().status, 307);
}

}  // namespace
}  // namespace bursar::sandbox
