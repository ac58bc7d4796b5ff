// The token: each way of being refused is told apart, and whatever happens it is written nowhere.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// Every file of the installation but the token's own, the database's log and all outputs included.
void expect_nowhere(const std::string& token, const Installation& books) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(books.directory())) {
    if (!entry.is_regular_file() || entry.path().filename() == "token") continue;
    ++files;
    EXPECT_EQ(read_file(entry.path()).find(token), std::string::npos) << entry.path();
  }
  EXPECT_GE(files, 3) << "configuration and both outputs at least";
}

class TokenSafety : public testing::Test {
 protected:
  TokenSafety() : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"") {}

  // Runs with another token in the file.
  [[nodiscard]] Finished run_as(const std::string& token, const std::vector<std::string>& arguments,
                                const Environment& environment = {}) const {
    books_.put("token", token + "\n");
    return books_.run(arguments, environment);
  }

  SandboxProcess sandbox_;
  Installation books_;
};

struct Refusal {
  std::string token;
  std::string said;
};

TEST_F(TokenSafety, EachRefusalIsToldApart) {
  expect_quiet_success(books_.run({"sync"}));
  const Holdings before = holdings(books_);
  for (const Refusal& refusal :
       {Refusal{"e4b1000000000000000000000000000000000008", "has expired"},
        {"5a5b000000000000000000000000000000000009", "suspended"},
        {"11d1000000000000000000000000000000000010", "limited"},
        {"0e60000000000000000000000000000000000011", "organisation"},
        {"9999999999999999999999999999999999999999", "does not know this token"}}) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"sync"}, {"-v", "-v", "sync"}, {"--json", "sync"}}) {
      const Finished finished = run_as(refusal.token, command);
      EXPECT_EQ(finished.ended.exit_status, 77) << refusal.said;
      EXPECT_THAT(finished.errors, HasSubstr(refusal.said));
      expect_nowhere(refusal.token, books_);
    }
    expect_refusal(run_as(refusal.token, {"sync"}), 77, {refusal.said});
    const Finished doctor = run_as(refusal.token, {"doctor"});
    EXPECT_EQ(doctor.ended.exit_status, 77);
    EXPECT_THAT(doctor.output, HasSubstr(refusal.said));
    expect_nowhere(refusal.token, books_);
  }
  EXPECT_EQ(holdings(books_), before);
}

TEST_F(TokenSafety, ATokenWithoutScopesIsToldWhichOneItLacks) {
  const std::string token = "05c0000000000000000000000000000000000006";
  expect_refusal(run_as(token, {"sync"}), 77,
                 {"lacks the scope \"transactions\"", "tick the scope transactions"});
  const Finished doctor = run_as(token, {"doctor"});
  EXPECT_EQ(doctor.ended.exit_status, 77) << "what sync would end with";
  EXPECT_THAT(doctor.output, HasSubstr("the ledger cannot be read with this token"));
  expect_nowhere(token, books_);
}

TEST_F(TokenSafety, ATokenForTheLedgerAloneIsEnoughAndSaysWhatIsMissing) {
  const std::string token = "7a5c000000000000000000000000000000000005";
  expect_quiet_success(run_as(token, {"sync"}));
  EXPECT_NE(query(books_.database(), "SELECT count(*) FROM expenses"), "0\n");
  const Finished doctor = run_as(token, {"doctor"});
  EXPECT_EQ(doctor.ended.exit_status, 0);
  EXPECT_THAT(doctor.output, HasSubstr("receipts, references and payout details stay empty"));
  // What a better token reads later is added.
  expect_quiet_success(run_as(sandbox_token, {"backfill"}));
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
}

// Where a token may not read a private field, null says nothing, and what is stored is kept.
TEST_F(TokenSafety, ATokenThatReadsLessTakesNothingAway) {
  const char* private_fields[] = {
      "SELECT public_id, on_hold, reference, payout_method_data, virtual_card, invoice_info, "
      "private_message, payee_address, custom_data, merchant_id, transfer_reference FROM expenses "
      "ORDER BY public_id",
      "SELECT id, merchant_id, tax_id_number FROM transactions ORDER BY id",
      "SELECT expense, position, id, url FROM expense_items ORDER BY 1, 2",
      "SELECT expense, position, id, url FROM expense_files ORDER BY 1, 2",
      "SELECT public_id, memo, custom_data FROM orders ORDER BY public_id",
      "SELECT public_id, legal_name FROM accounts ORDER BY public_id"};
  const auto all = [&] {
    std::string text;
    for (const char* sql : private_fields) text += query(books_.database(), sql);
    return text;
  };
  expect_quiet_success(books_.run({"sync"}));
  const std::string full = all();
  for (const char* lesser :
       {"7e1c000000000000000000000000000000000002", "acc0000000000000000000000000000000000003",
        "c011ec0000000000000000000000000000000004", "7a5c000000000000000000000000000000000005",
        "0a75000000000000000000000000000000000007"}) {
    SCOPED_TRACE(lesser);
    expect_quiet_success(run_as(lesser, {"backfill"}));
    EXPECT_TRUE(all() == full) << "something private was lost";
    expect_quiet_success(run_as(lesser, {"sync"}));
    EXPECT_TRUE(all() == full) << "something private was lost";
  }
}

TEST_F(TokenSafety, AnEchoedTokenIsWrittenNowhereInAnyWayOfSendingIt) {
  const std::string unknown = "9999999999999999999999999999999999999999";
  for (const char* way : {"header", "query"}) {
    expect_refusal(run_as(unknown, {"sync"}, {{"BURSAR_AUTH", way}}), 77,
                   {"does not know this token"});
    expect_nowhere(unknown, books_);
  }
  expect_refusal(run_as("", {"sync"}, {{"BURSAR_TOKEN", unknown}}), 77,
                 {"does not know this token"});
  expect_nowhere(unknown, books_);
  EXPECT_EQ(books_.run({"status"}).output.find(unknown), std::string::npos);
}

TEST_F(TokenSafety, ATokenThatWorksIsWrittenNowhere) {
  for (const char* way : {"header", "query"}) {
    const Finished finished = books_.run({"-v", "-v", "sync"}, {{"BURSAR_AUTH", way}});
    EXPECT_EQ(finished.ended.exit_status, 0);
    expect_nowhere(sandbox_token, books_);
  }
  for (const std::vector<std::string>& command : {std::vector<std::string>{"--json", "sync"},
                                                  {"config", "show"},
                                                  {"config", "check"},
                                                  {"--json", "doctor"},
                                                  {"status"}}) {
    EXPECT_EQ(books_.run(command).ended.exit_status, 0) << command.back();
    expect_nowhere(sandbox_token, books_);
  }
}

TEST_F(TokenSafety, APersonalTokenAsBearerIsRefusedInsteadOfReadingAsAnybody) {
  const Finished finished = books_.run({"sync"}, {{"BURSAR_AUTH", "bearer"}});
  expect_refusal(finished, 77, {"did not recognise the token", "api.auth"});
  EXPECT_EQ(query(books_.database(), "SELECT count(*) FROM transactions"), "0\n");
}

TEST_F(TokenSafety, AnOAuthTokenGoesAsBearer) {
  const std::string token = "eyJhbGciOiJIUzI1NiJ9.c2FuZGJveA.demo-admin";
  expect_quiet_success(run_as(token, {"sync"}, {{"BURSAR_AUTH", "bearer"}}));
  expect_nowhere(token, books_);
  const std::string expired = "eyJhbGciOiJIUzI1NiJ9.c2FuZGJveA.expired";
  expect_refusal(run_as(expired, {"sync"}, {{"BURSAR_AUTH", "bearer"}}), 77, {"OAuth"});
  expect_nowhere(expired, books_);
}

TEST_F(TokenSafety, ATokenFileThatOthersMayReadIsRefused) {
  const fs::path file = books_.directory() / "token";
  fs::permissions(file, fs::perms::others_read | fs::perms::group_read, fs::perm_options::add);
  const Finished finished = books_.run({"sync"});
  expect_refusal(finished, 78, {file.string(), "0644", "chmod 600"});
  EXPECT_FALSE(fs::exists(books_.database()));
}

TEST_F(TokenSafety, ATokenFileThatIsMissingOrEmptyIsNamed) {
  const fs::path file = books_.directory() / "token";
  expect_refusal(run_as("", {"sync"}), 78, {file.string()});
  fs::remove(file);
  expect_refusal(books_.run({"sync"}), 78, {file.string(), "cannot read"});
}

TEST_F(TokenSafety, ATokenThatExpiresInTheMiddleOfARunKeepsWhatWasRead) {
  plan(sandbox_, R"([{"action": "401", "after": 8}])");
  expect_refusal(books_.run({"sync", "--page-size", "50", "--fixed-page-size"}), 77,
                 {"has expired"});
  // The one lane may have come to nothing yet.
  const auto rows = [&] {
    return std::stoi(query(books_.database(),
                           "SELECT (SELECT count(*) FROM transactions) + "
                           "(SELECT count(*) FROM expenses)"));
  };
  const int half = rows();
  EXPECT_GT(half, 0);
  plan(sandbox_, "[]");
  expect_quiet_success(books_.run({"sync"}));
  EXPECT_GT(rows(), half);
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
}

TEST_F(TokenSafety, WithoutATokenPublicDataIsReadAndSaidSo) {
  books_.put("bursar.toml", "schema = 1\n[api]\nurl = \"" + sandbox_.graphql_url() +
                                "\"\n[store]\ndatabase = \"bursar.db\"\n[source.books]\n"
                                "account = \"demo-collective\"\n");
  const Finished finished = books_.run({"sync"});
  EXPECT_EQ(finished.ended.exit_status, 0);
  EXPECT_THAT(finished.errors, HasSubstr("no token"));
  const std::string read = query(books_.database(), "SELECT count(*) FROM transactions");
  expect_quiet_success(run_as(sandbox_token, {"sync"},
                              {{"BURSAR_TOKEN_FILE", (books_.directory() / "token").string()}}));
  EXPECT_EQ(query(books_.database(), "SELECT count(*) FROM transactions"), read);
}

}  // namespace
}  // namespace bursar::tests
