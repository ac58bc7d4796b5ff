// What an answer of the platform may do to a run: an echoed token, rows that nobody can read, a
// slug with a zero byte.
#include <filesystem>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>
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
using namespace std::string_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Eight characters of the token in a row, in whatever file but its own.
void expect_no_part_of_the_token(const std::string& text, const std::string& where) {
  const std::string token = sandbox_token;
  constexpr std::size_t part = 16;  // its tail is zeros, which other ids have, too
  ASSERT_EQ(text.find(token.substr(0, part)), std::string::npos) << where;
}

TEST(TextAnswers, ATokenThatIsEchoedAcrossTheLimitOfAQuoteIsWrittenNowhere) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  for (const std::size_t offset : {255U, 261U, 270U, 280U, 284U}) {
    const std::string message = std::string(offset, 'x') + sandbox_token + " was refused";
    plan(sandbox, fmt::format(R"([{{"action": "field", "operation": "Transactions",
             "path": "transactions", "message": "{}", "code": "Forbidden"}}])",
                              message));
    const Finished finished = books.run({"sync"});
    EXPECT_NE(finished.ended.exit_status, 0);
    EXPECT_THAT(finished.errors, HasSubstr("xxx"));
    (void)books.run({"status"});
    (void)books.run({"report", "html", "--to", (books.directory() / "page.html").string()});
    for (const auto& entry : fs::recursive_directory_iterator(books.directory())) {
      if (!entry.is_regular_file() || entry.path().filename() == "token") continue;
      expect_no_part_of_the_token(read_file(entry.path()), entry.path().string());
    }
    expect_no_part_of_the_token(books.run({"status"}).output, "status");
  }
}

TEST(TextAnswers, ATokenInPlaceOfAFileIsNotRepeated) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  const std::string token = sandbox_token;
  const std::string good = read_file(books.directory() / "bursar.toml");
  books.put("bursar.toml", "token_file = \"" + token + "\"\n" +
                               good.substr(0, good.find("token_file")) +
                               good.substr(good.find("\n", good.find("token_file")) + 1));
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"sync"}, {"doctor"}, {"config", "check"}, {"config", "show"}}) {
    const Finished finished = books.run(words);
    EXPECT_THAT(finished.output + finished.errors, HasSubstr("what stands at token_file"));
    EXPECT_THAT(finished.output + finished.errors, Not(HasSubstr(token)));
  }
  books.put("bursar.toml", good);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--token-file", token, "sync"},
        {"--database", token, "status"},
        {"restore", token},
        {"mapping", "check", token},
        {"mapping", "show", token},
        {"mapping", "preview", "entries", token},
        {token}}) {
    const Finished finished = books.run(words);
    EXPECT_THAT(finished.output + finished.errors, HasSubstr("what stands at")) << words.front();
    EXPECT_THAT(finished.output + finished.errors, Not(HasSubstr(token))) << words.front();
  }
  const Finished finished = run({bursar_program(), "--config", token, "sync"});
  EXPECT_THAT(finished.errors, AllOf(HasSubstr("what stands at --config"), Not(HasSubstr(token))));
}

TEST(TextAnswers, AFirstSyncInWhichEveryRowIsNullIsPartlyDoneAndSaysSo) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  plan(sandbox, R"([{"action": "field", "operation": "Transactions",
                     "path": "transactions.nodes.*", "message": "hidden today"}])");
  for (const char* night : {"the first", "the second"}) {
    const Finished finished = books.run({"sync"});
    EXPECT_EQ(finished.ended.exit_status, 3) << night << ": " << finished.errors;
    EXPECT_THAT(finished.errors, HasSubstr("shows none of them (hidden today)")) << night;
    EXPECT_EQ(query(books.database(), "SELECT count(*) FROM transactions"), "0\n");
  }
  plan(sandbox, "[]");
  EXPECT_EQ(books.run({"backfill"}).ended.exit_status, 0);
  EXPECT_NE(query(books.database(), "SELECT count(*) FROM transactions"), "0\n");
}

TEST(TextAnswers, AZeroByteInASlugExportsLikeAnyOther) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "host = \"demo-host\"",
                           "[profile.bank]\nsource = \"books\"\nlayout = \"ofx\"\n"
                           "directory = \"inbox\"\nstart = \"beginning\"\n");
  fs::create_directory(books.directory() / "inbox");
  expect_quiet_success(books.run({"sync"}));
  {
    SQLite::Database database(books.database().string(), SQLite::OPEN_READWRITE);
    SQLite::Statement update(database, "UPDATE accounts SET slug = ? WHERE slug = ?");
    update.bind(1, "demo\0collective"s);
    update.bind(2, "demo-collective");
    ASSERT_EQ(update.exec(), 1);
  }
  const Finished finished = books.run({"export"});
  EXPECT_EQ(finished.ended.exit_status, 0) << finished.errors;
  EXPECT_FALSE(fs::is_empty(books.directory() / "inbox"));
}

}  // namespace
}  // namespace bursar::tests
