// `bursar receipts` against the sandbox: what is attached to expenses is fetched by the platform's
// file route and lies in the archive; the token goes to the platform and to nobody else.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* account = "account = \"demo-collective\"";
constexpr const char* few = "2024-06..2026-12";  // a period with some dozen files

// A ledger that was pulled: once, for all tests.
struct Pulled {
  Pulled() : sandbox(demo_world()), books(sandbox, account) {
    expect_quiet_success(books.run({"sync"}));
  }
  static Pulled& shared() {
    static Pulled pulled;
    return pulled;
  }
  SandboxProcess sandbox;
  Installation books;
};

// With books of its own, a copy, and the sandbox to itself.
class Receipts : public testing::Test {
 protected:
  explicit Receipts(const std::string& more = {})
      : sandbox_(Pulled::shared().sandbox), books_(sandbox_, account, more) {
    for (const auto& file : fs::directory_iterator(Pulled::shared().books.directory())) {
      const std::string name = file.path().filename().string();
      if (name.starts_with("bursar.db")) fs::copy(file.path(), books_.directory() / name);
    }
    requests_before_ = all_file_requests().size();
  }
  ~Receipts() override { plan(sandbox_, "[]"); }

  Finished fetch(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"receipts", "--period", few};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return books_.run(arguments);
  }
  json all_file_requests() { return json::parse(sandbox_.get("/sandbox/file-requests")); }
  // Those of this test.
  json file_requests() {
    json all = all_file_requests();
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(requests_before_));
    return all;
  }
  std::string ask(const std::string& sql) {
    std::string text = query(books_.database(), sql);
    if (!text.empty()) text.pop_back();
    return text;
  }
  int count(const std::string& what) { return std::stoi(ask("SELECT count(*) FROM " + what)); }
  [[nodiscard]] fs::path archive() const { return books_.directory() / "bursar.db.receipts"; }
  // The ids of the files, in the order they are asked for.
  std::vector<std::string> files_in_order() {
    (void)fetch();
    std::vector<std::string> ids;
    for (const json& request : file_requests()) {
      const std::string path = request.at("path");
      if (path.starts_with("/files/")) ids.push_back(path.substr(7));
    }
    fs::remove_all(archive());
    SQLite::Database(books_.database().string(), SQLite::OPEN_READWRITE)
        .exec("DELETE FROM receipts");
    return ids;
  }

  SandboxProcess& sandbox_;
  Installation books_;
  std::size_t requests_before_ = 0;
};

std::set<std::string> files_below(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) names.insert(fs::relative(entry.path(), directory).string());
  }
  return names;
}

TEST_F(Receipts, AllAreFetchedOnceAndFoundFromTheBooks) {
  expect_quiet_success(fetch());
  EXPECT_GT(count("receipts"), 10);
  EXPECT_EQ(count("receipts WHERE file IS NULL"), 0);
  std::set<std::string> expected{"receipts.csv"};
  for (const json& row : json::parse(ask("SELECT json_group_array(DISTINCT file) FROM receipts"))) {
    expected.insert(row.get<std::string>());
  }
  EXPECT_EQ(files_below(archive()), expected);
  for (const std::string& name : expected) {
    if (name == "receipts.csv") continue;
    EXPECT_THAT(name,
                testing::ContainsRegex("^20../../20..-..-.. expense-.* .*-of-.*\\.(pdf|jpg|png)$"));
  }
  // Each file is what the platform has, and its index says so.
  const std::string index = read_file(archive() / "receipts.csv");
  EXPECT_EQ(std::count(index.begin(), index.end(), '\n'), count("receipts") + 1);
  const std::string one = ask("SELECT file FROM receipts ORDER BY receipt LIMIT 1");
  EXPECT_THAT(index, HasSubstr(one));
  EXPECT_THAT(index, HasSubstr(ask("SELECT sha256 FROM receipts ORDER BY receipt LIMIT 1")));
  EXPECT_THAT(read_file(archive() / one),
              HasSubstr(ask("SELECT address FROM receipts ORDER BY receipt LIMIT 1")));

  const std::size_t asked = file_requests().size();
  expect_quiet_success(fetch());
  EXPECT_EQ(file_requests().size(), asked) << "what is there is not asked for again";
}

TEST_F(Receipts, TheTokenGoesToTheFileRouteAndNowhereElse) {
  expect_quiet_success(fetch());
  int routed = 0;
  for (const json& request : file_requests()) {
    EXPECT_EQ(request.at("method"), "GET");
    const bool on_the_route = request.at("path").get<std::string>().starts_with("/files/");
    const bool on_the_platform = request.at("host").get<std::string>().starts_with("127.0.0.1");
    EXPECT_EQ(on_the_route, on_the_platform);
    EXPECT_EQ(request.at("token").get<bool>(), on_the_route) << request;
    routed += on_the_route ? 1 : 0;
  }
  EXPECT_EQ(routed, count("receipts"));
  for (const std::string& name : files_below(books_.directory())) {
    if (name == "token") continue;
    EXPECT_THAT(read_file(books_.directory() / name), Not(HasSubstr(sandbox_token))) << name;
    EXPECT_THAT(read_file(books_.directory() / name), Not(HasSubstr("5ca1ab1e5ca1ab1e")))
        << "the signature of an address, in " << name;
  }
}

TEST_F(Receipts, WhatGoesWrongWithOneFileIsToldAndDoesNotStopTheOthers) {
  const std::vector<std::string> ids = files_in_order();
  ASSERT_GT(ids.size(), 8U);
  const auto rule = [&](std::size_t file, const char* operation, const char* rest) {
    return fmt::format(R"({{"file": "{}", "operation": "{}", {}}})", ids[file], operation, rest);
  };
  plan(sandbox_,
       fmt::format("[{}, {}, {}, {}, {}, {}, {}, {}]",
                   rule(0, "File", R"("action": "status", "status": 404)"),
                   rule(1, "File", R"("action": "status", "status": 403)"),
                   rule(2, "Storage", R"("action": "body", "body": "<html>sign in</html>")"),
                   rule(3, "Storage", R"("action": "oversized", "bytes": 26000000)"),
                   rule(4, "File", R"("action": "redirect", "to": "http://example.test/a")"),
                   rule(5, "Storage", R"("action": "redirect", "to": "https://example.test/a")"),
                   rule(6, "Storage", R"("action": "status", "status": 400)"),
                   rule(7, "Storage", R"("action": "cut", "bytes": 500, "times": 1)")));
  const Finished finished = fetch({"--json"});
  EXPECT_EQ(finished.ended.exit_status, 3) << finished.errors;
  const json done = events(finished, "receipts_done").at(0);
  EXPECT_EQ(done.at("failed"), 1);
  EXPECT_EQ(done.at("missing"), 6);
  EXPECT_EQ(done.at("fetched"), ids.size() - 7);
  const std::string reasons =
      ask("SELECT group_concat(reason, ' ') FROM (SELECT reason FROM receipts "
          "WHERE reason IS NOT NULL ORDER BY reason)");
  EXPECT_EQ(reasons, "absent failed forbidden misdirected misdirected too_large type");

  // By the next run the platform has recovered; what is refused for good is not asked for again.
  plan(sandbox_, "[]");
  const std::size_t asked = file_requests().size();
  expect_quiet_success(fetch());
  EXPECT_EQ(file_requests().size(), asked + 2);
  EXPECT_EQ(count("receipts WHERE reason = 'failed'"), 0);

  const Finished listed = fetch({"--missing", "--json"});
  std::set<std::string> told;
  for (const json& missing : events(listed, "missing_receipt")) told.insert(missing.at("reason"));
  EXPECT_THAT(told,
              testing::IsSupersetOf({"absent", "forbidden", "misdirected", "too_large", "type"}));
  const Finished csv = fetch({"--missing", "--csv"});
  EXPECT_THAT(csv.output, testing::StartsWith("date,expense,expense_id,type,status,payee,"));
  EXPECT_THAT(csv.output, HasSubstr("it is larger than receipts.max_size"));
  const std::string which =
      ask("SELECT r.number || ' of ' || (SELECT count(*) FROM receipts o "
          "WHERE o.expense = r.expense) FROM receipts r WHERE r.reason = 'forbidden'");
  EXPECT_THAT(fetch({"--missing"}).output, HasSubstr(which + ": refused (403)"));
}

TEST_F(Receipts, ATokenThatIsRefusedForEveryFileEndsTheRun) {
  plan(sandbox_, R"([{"action": "401", "operation": "File"}])");
  expect_refusal(fetch(), 77, {"refuses the token for files"});
  EXPECT_EQ(file_requests().size(), 3U);
  plan(sandbox_, "[]");
  expect_quiet_success(fetch());
  EXPECT_EQ(count("receipts WHERE file IS NULL"), 0);
}

TEST_F(Receipts, AnAttachmentThatIsReplacedIsLaidBesideTheOldOne) {
  expect_quiet_success(fetch());
  const std::set<std::string> before = files_below(archive());
  // The first receipt's item names another file from now on.
  const std::string address = ask("SELECT address FROM receipts ORDER BY receipt LIMIT 1");
  const std::string other = ask("SELECT address FROM receipts ORDER BY receipt DESC LIMIT 1");
  SQLite::Database database(books_.database().string(), SQLite::OPEN_READWRITE);
  for (const char* table : {"expense_items", "expense_files"}) {
    database.exec(
        fmt::format("UPDATE {} SET url = replace(url, '{}', '{}')", table, address, other));
  }
  expect_quiet_success(fetch());
  const std::set<std::string> after = files_below(archive());
  EXPECT_EQ(after.size(), before.size() + 1);
  EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
  EXPECT_EQ(ask("SELECT attached FROM receipts ORDER BY receipt LIMIT 1"), "0");
}

TEST_F(Receipts, AFileThatIsGoneFromTheArchiveIsFetchedAgain) {
  expect_quiet_success(fetch());
  const std::string file = ask("SELECT file FROM receipts ORDER BY receipt LIMIT 1");
  const std::string content = read_file(archive() / file);
  fs::remove(archive() / file);
  expect_quiet_success(fetch());
  EXPECT_EQ(read_file(archive() / file), content);
  fs::remove_all(archive());
  expect_refusal(fetch(), 73, {"is gone", "mount its disk"});
}

TEST_F(Receipts, ExplainNamesTheFiles) {
  expect_quiet_success(fetch());
  const std::string number =
      ask("SELECT legacy_id FROM expenses WHERE row = (SELECT min(expense) FROM receipts WHERE "
          "expense IN (SELECT e.row FROM expenses e JOIN transactions t "
          "ON t.expense = e.public_id))");
  const std::string file =
      ask("SELECT min(r.file) FROM receipts r JOIN expenses e "
          "ON e.row = r.expense WHERE e.legacy_id = " +
          number);
  EXPECT_THAT(books_.run({"explain", number}).output, HasSubstr("receipt     " + file));
  const json told = events(books_.run({"--json", "explain", number}), "explanation").at(0);
  EXPECT_EQ(told.at("receipts").at(0).at("file"), file);
}

class SmallReceipts : public Receipts {
 protected:
  SmallReceipts()
      : Receipts("[receipts]\ndirectory = \"papers\"\nmax_size = \"3 kB\"\ntypes = \"pdf\"\n") {}
};

TEST_F(SmallReceipts, LimitsAreKeptAndLiftedByTheConfigurationAlone) {
  const Finished first = fetch();
  EXPECT_EQ(first.ended.exit_status, 0) << "missing for good is no failure of the run";
  EXPECT_THAT(first.errors, HasSubstr("it is larger than receipts.max_size"));
  EXPECT_THAT(first.errors, HasSubstr("which receipts.types leaves out"));
  EXPECT_GT(count("receipts WHERE file IS NOT NULL"), 0);
  EXPECT_EQ(count("receipts WHERE file IS NOT NULL AND (size > 3000 OR type <> 'pdf')"), 0);
  EXPECT_TRUE(fs::exists(books_.directory() / "papers/receipts.csv"));
  expect_quiet_success(fetch());
  const Finished lifted = books_.run(
      {"receipts", "--period", few},
      {{"BURSAR_RECEIPTS_MAX_SIZE", "1 MB"}, {"BURSAR_RECEIPTS_TYPES", "pdf, jpeg, png"}});
  expect_quiet_success(lifted);
  EXPECT_EQ(count("receipts WHERE file IS NULL"), 0);
}

TEST_F(Receipts, OfAStrangerAreNotVisibleAndSaidToBeSo) {
  const Installation books(sandbox_, account);
  books.put("token", "0a75000000000000000000000000000000000007\n");
  ASSERT_EQ(books.run({"sync"}).ended.exit_status, 0);
  expect_quiet_success(books.run({"receipts"}));
  EXPECT_EQ(file_requests(), json::array());
  const Finished listed = books.run({"--json", "receipts", "--missing"});
  int hidden = 0;
  for (const json& missing : events(listed, "missing_receipt")) {
    hidden += missing.at("reason") == "not_visible" ? 1 : 0;
  }
  EXPECT_GT(hidden, 10);
}

}  // namespace
}  // namespace bursar::tests
