// `bursar init`: from nothing but a token to a configuration that works, answered by a person at a
// terminal or by flags.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation.hpp"
#include "demo_world.hpp"
#include "expectations.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* collective_admin_token = "c011ec0000000000000000000000000000000004";
constexpr const char* treasurer_token = "7ea5000000000000000000000000000000000012";
constexpr const char* outsider_token = "0a75000000000000000000000000000000000007";

class InitTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { sandbox_ = std::make_unique<SandboxProcess>(demo_world()); }
  static void TearDownTestSuite() { sandbox_.reset(); }

  [[nodiscard]] fs::path home() const { return home_.path(); }
  [[nodiscard]] fs::path configuration() const { return home() / ".config/bursar/bursar.toml"; }
  [[nodiscard]] Environment environment() const {
    return {{"HOME", home().string()}, {"TZ", "Europe/Brussels"}};
  }
  [[nodiscard]] std::vector<std::string> command(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{bursar_program()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
  }
  [[nodiscard]] Finished bursar(const std::vector<std::string>& arguments) const {
    return run(command(arguments), environment());
  }
  // Writes a token file and returns the flags that every first call has.
  [[nodiscard]] std::vector<std::string> at_sandbox(const std::string& token) const {
    const fs::path file = home() / "token";
    std::ofstream(file) << token << "\n";
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    return {"--url", sandbox_->graphql_url(), "--token-file", file.string(), "init"};
  }
  [[nodiscard]] Finished init(const std::string& token,
                              const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = at_sandbox(token);
    all.insert(all.end(), arguments.begin(), arguments.end());
    return bursar(all);
  }

  static std::unique_ptr<SandboxProcess> sandbox_;
  TemporaryDirectory home_;
};

std::unique_ptr<SandboxProcess> InitTest::sandbox_;

TEST_F(InitTest, WritesByFlagsAConfigurationThatExports) {
  const Finished written =
      init(sandbox_token, {"--yes", "--account", "demo-repair-cafe", "--layout", "xero-journal",
                           "--start", "beginning", "--directory", (home() / "inbox").string()});
  ASSERT_EQ(written.ended.exit_status, 0) << written.errors;
  const std::string text = read_file(configuration());
  EXPECT_THAT(text, AllOf(HasSubstr("time_zone  = \"Europe/Brussels\""),
                          HasSubstr("token_file = \"" + (home() / "token").string() + "\""),
                          HasSubstr("[source.demo-repair-cafe]\naccount = \"demo-repair-cafe\""),
                          HasSubstr("layout    = \"xero-journal\""),
                          HasSubstr("chart     = \"collective\"")));
  EXPECT_EQ(fs::status(configuration()).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  for (const char* step : {"backfill", "export"}) {
    const Finished done = bursar({step});
    EXPECT_EQ(done.ended.exit_status, 0) << step << ": " << done.errors;
  }
  EXPECT_FALSE(fs::is_empty(home() / "inbox"));
}

TEST_F(InitTest, AsksAPersonAndListsWhatTheTokenAdministers) {
  Conversation talk(command({"--url", sandbox_->graphql_url(), "init"}), environment());
  talk.answer("Token (it is not shown", sandbox_token);
  talk.answer("Whose books are to be kept", "demo-host, 9");
  talk.answer("there is no number 9", "demo-host");
  talk.answer("Layout [ofx]: ", "quickbooks-jurnal");
  talk.answer("did you mean", "quickbooks-journal");
  talk.answer("Chart of accounts to begin with for demo-host [us-host]: ", "");
  talk.answer("Time zone of the organisation [Europe/Brussels]: ", "");
  talk.answer("First day to hand over", "2025-07-01");
  talk.answer("Directory for the files", "");
  EXPECT_EQ(talk.wait().exit_status, 0) << talk.shown();
  EXPECT_THAT(talk.shown(), AllOf(HasSubstr("demo-association"), HasSubstr("fiscal host"),
                                  HasSubstr("Written: " + configuration().string())));
  EXPECT_THAT(talk.shown(), Not(HasSubstr(sandbox_token)));

  const fs::path token = configuration().parent_path() / "opencollective-token";
  EXPECT_EQ(read_file(token), std::string(sandbox_token) + "\n");
  EXPECT_EQ(fs::status(token).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const std::string text = read_file(configuration());
  EXPECT_THAT(text,
              AllOf(HasSubstr("token_file = \"opencollective-token\""),
                    HasSubstr("[source.demo-host]\nhost    = \"demo-host\""),
                    HasSubstr("chart     = \"us-host\""), HasSubstr("start     = \"2025-07-01\"")));
  EXPECT_THAT(text, Not(HasSubstr(sandbox_token)));
  expect_quiet_success(bursar({"config", "check"}));
}

TEST_F(InitTest, TakesTheNamedOneOfTheAccountsThatTheTokenAdministers) {
  const Finished written = init(collective_admin_token, {"--yes", "--account", "demo-collective"});
  ASSERT_EQ(written.ended.exit_status, 0) << written.errors;
  EXPECT_THAT(read_file(configuration()), HasSubstr("account = \"demo-collective\""));
}

TEST_F(InitTest, ProposesTheOneAccountThatTheTokenAdministers) {
  const Finished written = init(treasurer_token, {"--yes"});
  ASSERT_EQ(written.ended.exit_status, 0) << written.errors;
  EXPECT_THAT(read_file(configuration()),
              AllOf(HasSubstr("[source.demo-repair-cafe]\naccount = \"demo-repair-cafe\""),
                    HasSubstr("layout    = \"ofx\"")));
  expect_quiet_success(bursar({"config", "check"}));
}

TEST_F(InitTest, WantsAnAccountNamedByWhoAdministersNone) {
  expect_refusal(init(outsider_token, {"--yes"}), 64, {"whose books", "--account SLUG"});
}

TEST_F(InitTest, SaysWhichAccountsThereAreWhenNobodyCanChoose) {
  expect_refusal(init(sandbox_token, {"--yes"}), 64,
                 {"administers several accounts", "--host demo-host", "--host demo-association"});
  EXPECT_FALSE(fs::exists(configuration()));
}

TEST_F(InitTest, NeverOverwrites) {
  fs::create_directories(configuration().parent_path());
  std::ofstream(configuration()) << "# mine\n";
  expect_refusal(init(sandbox_token, {"--yes", "--host", "demo-host"}), 73,
                 {configuration().string(), "nothing is ever overwritten"});
  EXPECT_EQ(read_file(configuration()), "# mine\n");
}

TEST_F(InitTest, WithoutATerminalWantsToBeToldSo) {
  expect_refusal(init(sandbox_token, {"--host", "demo-host"}), 64, {"no terminal", "--yes"});
}

TEST_F(InitTest, LeavesNothingBehindWhenTheTokenIsRefused) {
  expect_refusal(init("e4b1000000000000000000000000000000000008", {"--yes"}), 77, {"expired"});
  EXPECT_FALSE(fs::exists(configuration().parent_path()));
}

}  // namespace
}  // namespace bursar::tests
