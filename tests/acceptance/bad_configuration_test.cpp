// What a person may write wrongly: each mistake is named with its place and what to do about it,
// has the documented exit status, and costs nothing of what is stored.
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A sandbox and books that hold its ledger already.
class BadConfiguration : public testing::Test {
 protected:
  BadConfiguration() : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"") {
    expect_quiet_success(books_.run({"sync"}));
    before_ = holdings(books_);
    configuration_ = read_file(books_.directory() / "bursar.toml");
  }
  ~BadConfiguration() override { EXPECT_EQ(holdings(books_), before_) << "something was lost"; }

  [[nodiscard]] std::string replaced(const std::string& from, const std::string& to) const {
    std::string text = configuration_;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos);
    return text.replace(at, from.size(), to);
  }

  SandboxProcess sandbox_;
  Installation books_;
  Holdings before_;
  std::string configuration_;
};

TEST_F(BadConfiguration, AnUnknownAccountIsNamed) {
  expect_refusal(books_.run({"--account", "no-such-collective", "sync"}), 78,
                 {"\"no-such-collective\" does not exist", "check the account's slug"});
}

TEST_F(BadConfiguration, ADeletedAccountIsUnknown) {
  expect_refusal(books_.run({"--account", "demo-deleted-collective", "sync"}), 78,
                 {"demo-deleted-collective"});
}

TEST_F(BadConfiguration, APrivateAccountIsClosedToOutsiders) {
  books_.put("token", "0a75000000000000000000000000000000000007\n");
  expect_refusal(books_.run({"--account", "demo-private-collective", "sync"}), 78,
                 {"demo-private-collective", "private", "admin or accountant"});
}

TEST_F(BadConfiguration, ACollectiveIsNoHost) {
  expect_refusal(books_.run({"--host", "demo-collective", "sync"}), 78,
                 {"\"demo-collective\" is no fiscal host"});
}

TEST_F(BadConfiguration, ASourceCannotBecomeAnotherAccount) {
  books_.put("bursar.toml", replaced("demo-collective", "demo-association"));
  expect_refusal(books_.run({"sync"}), 78,
                 {"source \"books\"", "give the new source another name"});
}

TEST_F(BadConfiguration, MalformedTomlIsShownWithItsPlace) {
  books_.put("bursar.toml", "schema = 1\ntime_zone = \"Europe/Brussels\n");
  for (const char* command : {"sync", "status", "export"}) {
    expect_refusal(books_.run({command}), 78, {"bursar.toml:2:"});
  }
  const Finished doctor = books_.run({"doctor"});
  EXPECT_EQ(doctor.ended.exit_status, 78);
  EXPECT_THAT(doctor.output, HasSubstr("bursar.toml:2:"));
}

TEST_F(BadConfiguration, AnUnknownKeyBringsASuggestion) {
  books_.put("bursar.toml", replaced("[source.books]\naccount", "[source.books]\nacount"));
  expect_refusal(books_.run({"sync"}), 78, {"bursar.toml:11:1", "did you mean \"account\""});
}

TEST_F(BadConfiguration, AllMistakesAreNamedAtOnce) {
  books_.put("bursar.toml",
             "schema = 1\ntime_zone = \"Europe/Brussel\"\n[sync]\noverlap = 72\n[source.a]\n"
             "host = \"https://opencollective.com/demo-host\"\n");
  expect_refusal(books_.run({"config", "check"}), 78,
                 {"bursar.toml:2:", "Europe/Brussel", "bursar.toml:4:", "\"72 h\"",
                  "bursar.toml:6:", "\"demo-host\""});
}

TEST_F(BadConfiguration, AConfigurationThatIsNotThereIsNamed) {
  fs::remove(books_.directory() / "bursar.toml");
  expect_refusal(books_.run({"sync"}), 78, {(books_.directory() / "bursar.toml").string()});
}

TEST_F(BadConfiguration, AnUnknownSourceIsNamedWithTheOnesThatExist) {
  expect_refusal(books_.run({"sync", "boks"}), 78, {"boks", "books"});
}

TEST_F(BadConfiguration, UnknownWordsOfTheCommandLineBringSuggestions) {
  expect_refusal(books_.run({"snyc"}), 64, {"snyc", "sync"});
  expect_refusal(books_.run({"sync", "--page-sise", "100"}), 64, {"--page-sise", "--page-size"});
  expect_refusal(books_.run({}), 64, {});
  expect_refusal(books_.run({"backfill", "--from", "2020-13-01"}), 64, {"--from", "2020-13-01"});
  expect_refusal(books_.run({"backfill", "--from", "2021-01-01", "--to", "2020-01-01"}), 64,
                 {"2021-01-01", "2020-01-01"});
  expect_refusal(books_.run({"export", "--layout", "ofx", "--date", "payed"}), 64, {"payed"});
}

TEST_F(BadConfiguration, PlainHttpToAnotherMachineIsRefused) {
  const Finished finished = books_.run({"--url", "http://api.example.org/graphql/v2", "sync"});
  expect_refusal(finished, 78, {"api.example.org", "https"});
  expect_refusal(books_.run({"--url", "ftp://api.example.org/", "sync"}), 78, {"ftp"});
}

TEST_F(BadConfiguration, WhatCannotBeExportedIsNamed) {
  const std::string inbox = (books_.directory() / "inbox").string();
  books_.put("bursar.toml", configuration_ +
                                "[profile.bank]\nsource = \"books\"\nlayout = \"ofx\"\n"
                                "directory = \"inbox\"\nstart = \"beginning\"\n");
  expect_refusal(books_.run({"export", "bnak"}), 78, {"bnak", "bank"});
  expect_refusal(books_.run({"export"}), 73, {"there is no directory", inbox});
  fs::create_directory(inbox);
  expect_refusal(books_.run({"export", "--layout", "ofks", "--directory", inbox}), 78,
                 {"ofks", "ofx"});
  expect_refusal(books_.run({"export", "--layout", "./missing.toml", "--directory", inbox}), 78,
                 {"missing.toml"});
  EXPECT_TRUE(fs::is_empty(inbox));
  books_.put("bursar.toml", configuration_);
  expect_refusal(books_.run({"export"}), 78, {"no profile is configured", "--layout"});
}

TEST_F(BadConfiguration, MistakesInALayoutAreShownWithTheirPlaces) {
  books_.put("own.toml",
             "schema = 1\nname = \"own\"\nkind = \"table\"\nrows = \"transactions\"\n"
             "format = \"csv\"\n[file]\nname = \"{profile}.csv\"\n[csv]\ncolumns = [\n"
             "  [\"Date\", \"{dat}\"],\n  [\"Amount\", \"{amount:%d}\"],\n]\n");
  const std::string layout = (books_.directory() / "own.toml").string();
  const fs::path inbox = books_.directory() / "inbox";
  fs::create_directory(inbox);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"mapping", "check", layout},
        {"export", "--layout", layout, "--directory", inbox.string()}}) {
    expect_refusal(
        books_.run(command), 78,
        {"own.toml:10:", "unknown field \"dat\"; did you mean \"date\"", "own.toml:11:"});
  }
  EXPECT_TRUE(fs::is_empty(inbox));
}

TEST_F(BadConfiguration, ErrorsAreJsonForMachines) {
  const Finished finished = books_.run({"--json", "--account", "no-such-collective", "sync"});
  EXPECT_EQ(finished.ended.exit_status, 78);
  const auto error = nlohmann::json::parse(finished.errors);
  EXPECT_EQ(error.at("type"), "error");
  EXPECT_EQ(error.at("kind"), "config");
  EXPECT_EQ(error.at("exit_status"), 78);
  EXPECT_THAT(error.at("message").get<std::string>(), HasSubstr("no-such-collective"));
  EXPECT_NE(error.at("next_step"), "");
  EXPECT_EQ(events(finished, "run_done").size(), 1U);
}

TEST_F(BadConfiguration, AFullDiskBehindStandardOutputIsNoticed) {
  Process::Start start = books_.command({"--json", "sync"});
  start.output = "/dev/full";
  Process process(start);
  EXPECT_EQ(process.wait().exit_status, 74);
  EXPECT_THAT(read_file(books_.directory() / "errors"), HasSubstr("standard output"));
}

}  // namespace
}  // namespace bursar::tests
