// A ledger whose every text is hostile: no command obeys one of them, on a terminal, in a log or in
// the journal.
#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_table.hpp"
#include "cli/program.hpp"
#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "os/clock.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using testing::HasSubstr;
using testing::Not;

using Words = std::vector<std::string>;

// Steers a terminal, ends lines, forges messages and priorities, turns the order around; with a
// zero byte in it, and with bytes that are no UTF-8.
const std::string hostile =
    "<0>\x1B]0;title\x07\x1B[2J\0\r\nFORGED\n<0>FORGED\tx\x7F\x08\u0085\u009B31m\u202E\u2066\u200F"
    "\u061C\u2028FORGED\uFEFF=1+1\xFF\xC3"s;

// What is wrong with a character where it is shown; empty: nothing.
std::string harm_of(std::uint32_t code) {
  const bool control = (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0);
  const bool turns = code == 0x61C || code == 0x200E || code == 0x200F ||
                     (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return control || turns || code == 0xFEFF ? fmt::format("U+{:04X}", code) : std::string();
}

std::size_t size_of(unsigned char lead) {
  return lead < 0x80                   ? 1
         : lead >= 0xC2 && lead < 0xE0 ? 2
         : lead >= 0xE0 && lead < 0xF0 ? 3
         : lead >= 0xF0 && lead < 0xF5 ? 4
                                       : 0;
}

// The first thing that is wrong with a text, byte by byte; empty: nothing.
std::string harm_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = size_of(lead);
    if (size == 0 || at + size > text.size()) return fmt::format("byte {:02X} at {}", lead, at);
    std::uint32_t code = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xC0U) != 0x80U) return fmt::format("byte {:02X} at {}", next, at + i);
      code = code << 6U | (next & 0x3FU);
    }
    // The line ends of a CSV file.
    const bool ends_line = code == '\r' && text.substr(at).starts_with("\r\n");
    if (const std::string harm = ends_line ? "" : harm_of(code); !harm.empty()) {
      return fmt::format("{} at {}", harm, at);
    }
    at += size;
  }
  return {};
}

struct Said {
  int status = -1;
  std::string out;
  std::string err;
};

class HostileTexts : public testing::Test {
 protected:
  HostileTexts() : sandbox_(demo_world()), books_(sandbox_, "host = \"demo-host\"", profiles()) {
    fs::create_directory(books_.directory() / "inbox");
    expect_quiet_success(books_.run({"sync"}));
    // Some lines are handed over under harmless names, so that corrections come later.
    (void)books_.run({"export", "entries"});
  }

  static std::string profiles() {
    return "[profile.bank]\nsource = \"books\"\nlayout = \"ofx\"\nbooks = \"none\"\ndirectory = "
           "\"inbox\"\n"
           "start = \"beginning\"\n[profile.entries]\nsource = \"books\"\nlayout = \"hledger\"\n"
           "chart = \"us-host\"\ndirectory = \"inbox\"\nstart = \"beginning\"\n"
           "[profile.rows]\nsource = \"books\"\nlayout = \"transactions\"\n"
           "directory = \"inbox\"\nstart = \"beginning\"\n[metrics]\nfile = \"bursar.prom\"\n";
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (books_.directory() / name).string();
  }

  // Puts the text behind every text of the ledger that people wrote, and into what runs said.
  void poison() const {
    SQLite::Database database(books_.database().string(), SQLite::OPEN_READWRITE);
    const std::map<std::string, Words> columns{
        {"accounts", {"slug", "name", "legal_name"}},
        {"accounting_categories", {"code", "name", "friendly_name"}},
        {"orders", {"description", "memo", "tier_name", "tier_slug"}},
        {"transactions", {"description"}},
        {"transaction_versions", {"description"}},
        {"expenses", {"description", "long_description", "reference", "private_message"}},
        {"expense_items", {"description"}},
        {"expense_files", {"name"}},
        {"run_outcomes", {"error"}},
        {"run_findings", {"sentence"}},
        {"quarantine", {"reason"}},
        {"unanswered_questions", {"reason"}},
        {"export_pending", {"detail"}},
        {"books_names", {"name"}},
        {"streams", {"slug"}},
        {"locks", {"reason", "without_reconciliation"}},
        {"receipts", {"detail"}},
        {"reconciled_balances", {"slug"}},
        {"reconciled_differences", {"slug", "detail"}},
    };
    for (const auto& [table, names] : columns) {
      for (const std::string& column : names) {
        SQLite::Statement update(database,
                                 fmt::format("UPDATE {0} SET {1} = ?1 || coalesce({1}, '') WHERE "
                                             "coalesce(instr({1}, 'FORGED'), 0) = 0",
                                             table, column));
        update.bind(1, hostile);
        update.exec();
      }
    }
  }

  Said run(Words words, bool journal) const {
    if (std::find(words.begin(), words.end(), "--config") == words.end()) {
      words.insert(words.begin(), {"--config", path("bursar.toml")});
    }
    std::ostringstream out;
    std::ostringstream err;
    cli::Terminal terminal;
    terminal.is_journal = journal;
    os::SystemClock clock;
    Said said;
    said.status = cli::run_program(
        words, {out, terminal, err, terminal, {{"HOME", books_.directory().string()}}, clock});
    said.out = out.str();
    said.err = err.str();
    return said;
  }

  static void expect_no_forged_line(const std::string& text, bool journal) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      std::string_view rest = line;
      // An event begins with a brace, and so with no priority.
      if (journal && !rest.starts_with('{')) {
        const bool marked = rest.size() >= 3 && rest[0] == '<' && rest[1] >= '3' &&
                            rest[1] <= '6' && rest[2] == '>';
        ASSERT_TRUE(marked) << "no priority of ours: " << line;
        rest.remove_prefix(3);
      }
      ASSERT_FALSE(rest.starts_with("FORGED")) << line;
    }
  }

  // Returns what was said on both outputs.
  std::string expect_harmless(const Words& words, bool journal) const {
    const Said said = run(words, journal);
    const std::string command = fmt::format("{}", fmt::join(words, " "));
    EXPECT_NE(said.status, 70) << command << ": " << said.err;
    for (const std::string* text : {&said.out, &said.err}) {
      EXPECT_EQ(harm_in(*text), "") << command << ":\n" << *text;
      expect_no_forged_line(*text, journal);
    }
    return said.out + said.err;
  }

  // Every way in which a command shows texts, by its path; the words behind the path.
  [[nodiscard]] std::map<std::string, std::vector<Words>> ways() const {
    const std::string paid =
        query(books_.database(), "SELECT id FROM transactions WHERE expense IS NOT NULL LIMIT 1");
    const std::string row = paid.substr(0, paid.find('\n'));
    return {
        {"init",
         {{"--config", path("new.toml"), "--yes", "--account", "demo-collective", "--url",
           sandbox_.graphql_url(), "--token-file", path("token"), "--directory", path("inbox")}}},
        {"sync", {{"-v", "-v"}, {"--deep", "-v"}}},
        {"backfill", {{"-v", "--from", "2026-01-01"}}},
        {"export", {{"--dry-run", "-v"}, {"-v"}, {"--copy", "2026-03", "--to", path("inbox")}}},
        {"reconcile", {{"-v"}}},
        {"receipts", {{"--missing"}, {"--missing", "--csv"}, {"-v", "--period", "2026-10"}}},
        {"lock",
         {{"books", "2020-12-31", "--force", "--reason", hostile.substr(0, 20),
           "--without-reconciliation", hostile.substr(0, 20)},
          {"books"}}},
        {"explain", {{row}, {"no such row \x1B[2J\nFORGED"}}},
        {"report tax", {{"--period", "all"}, {"--period", "all", "--csv"}}},
        {"report open-items", {{"--items"}, {"--items", "--csv"}, {}}},
        {"report payees", {{"--period", "all"}, {"--period", "all", "--csv"}}},
        {"report settlements", {{"--period", "all"}, {"--csv"}}},
        {"report html", {{"--to", path("report.html")}}},
        {"status", {{}}},
        {"doctor", {{"-v"}}},
        {"config check", {{"-v"}}},
        {"config show", {{}}},
        {"mapping list", {{}}},
        {"mapping show", {{"hledger"}, {"no \x1B[2J\nFORGED"}}},
        {"mapping check", {{"entries", "-v"}}},
        {"mapping preview",
         {{"entries", "--period", "all"},
          {"bank", "--period", "all"},
          {"entries", "--against", "eu-host"}}},
        {"mapping needs", {{"entries"}}},
        {"backup", {{path("safe.db")}}},
        {"restore", {{path("safe.db"), "--accept-repeats"}}},
        {"completion", {{"bash"}}}};
  }

  SandboxProcess sandbox_;
  Installation books_;
};

void collect(const cli::CommandEntry& entry, Words& leaves) {
  if (entry.commands.empty()) leaves.push_back(entry.path);
  for (const cli::CommandEntry& below : entry.commands) collect(below, leaves);
}

Words split(const std::string& path) {
  std::istringstream in(path);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

TEST_F(HostileTexts, NoCommandObeysOne) {
  const auto ways = this->ways();
  Words commands;
  collect(cli::command_table(), commands);
  // Restores what backup made: last.
  std::stable_partition(commands.begin(), commands.end(),
                        [](const std::string& path) { return path != "restore"; });
  std::string said;
  for (const std::string& command : commands) {
    ASSERT_TRUE(ways.contains(command)) << "say above how `" << command << "` shows texts";
    ASSERT_FALSE(ways.at(command).empty()) << command;
    for (const Words& more : ways.at(command)) {
      for (const Words& flags : {Words{}, Words{"--json"}}) {
        Words words = flags;
        for (const std::string& word : split(command)) words.push_back(word);
        words.insert(words.end(), more.begin(), more.end());
        poison();
        said += expect_harmless(words, false);
        poison();
        said += expect_harmless(words, true);
      }
    }
  }
  // They were there to be shown.
  EXPECT_THAT(said, HasSubstr("<0>\\u001b]0;title\\u0007"));
  EXPECT_THAT(said, HasSubstr("\\u202e"));
}

TEST_F(HostileTexts, JsonIsJsonWithEveryTextInIt) {
  poison();
  for (const Words& words : {Words{"status"},
                             {"report", "payees", "--period", "all"},
                             {"receipts", "--missing"},
                             {"mapping", "needs", "entries"}}) {
    Words all = words;
    all.insert(all.begin(), "--json");
    const Said said = run(all, false);
    Finished finished;
    finished.output = said.out;
    EXPECT_FALSE(events(finished).empty()) << words.front();
  }
}

TEST_F(HostileTexts, WhatThePlatformSaysIsShownToo) {
  const std::string escaped =
      R"(<0>\u001b]0;t\u0007\u001b[2J\u0000\r\nFORGED\n<0>FORGED\t\u007f\u009b31m\u202e\u2028FORGED)";
  change(sandbox_,
         fmt::format(R"({{"op": "rename", "account": "demo-collective", "name": "{}"}})", escaped));
  plan(sandbox_, fmt::format(R"([{{"action": "field", "operation": "Transactions", "times": 2,
                                   "path": "transactions.nodes.*.description", "value": "{}"}}])",
                             escaped));
  for (const bool journal : {false, true}) {
    (void)expect_harmless({"sync", "-v", "-v", "--deep"}, journal);
    (void)expect_harmless({"status"}, journal);
  }
  for (const char* code : {"Forbidden", "NotFound", "INTERNAL_SERVER_ERROR", "Unauthorized"}) {
    plan(sandbox_, fmt::format(R"([{{"action": "field", "operation": "Transactions",
                                     "path": "transactions", "message": "{}", "code": "{}"}}])",
                               escaped, code));
    for (const bool journal : {false, true}) {
      (void)expect_harmless({"sync", "-v"}, journal);
      (void)expect_harmless({"--json", "sync"}, journal);
      (void)expect_harmless({"status"}, journal);
      (void)expect_harmless({"doctor"}, journal);
    }
  }
}

TEST_F(HostileTexts, KeysAndValuesOfTheConfigurationAreShownToo) {
  const std::string good = read_file(books_.directory() / "bursar.toml");
  for (const char* more : {R"("a\u001b[2J\nFORGED\u202e" = 1)", R"([source."<0>\u001b\nFORGED"]
nonsense = 1)",
                           R"([profile.x]
layout = "no \u001b[2J\nFORGED"
source = "\u0007\nFORGED"
directory = "\u202e")"}) {
    books_.put("bursar.toml", good + more + "\n[wrong]\nx = 1\n");
    for (const Words& words : {Words{"config", "check"},
                               {"--json", "config", "check"},
                               {"sync"},
                               {"status"},
                               {"doctor"}}) {
      for (const bool journal : {false, true}) (void)expect_harmless(words, journal);
    }
  }
}

TEST_F(HostileTexts, FilesOfPeopleAndMachinesHoldNoneEither) {
  poison();
  ASSERT_NE(run({"export"}, false).status, 70);
  ASSERT_EQ(run({"report", "html", "--to", path("report.html")}, false).status, 0);
  const std::string metrics = read_file(path("bursar.prom"));
  EXPECT_EQ(harm_in(metrics), "");
  const std::string page = read_file(path("report.html"));
  EXPECT_EQ(page.find('\x1B'), std::string::npos);
  EXPECT_EQ(page.find("\u202E"), std::string::npos);
  EXPECT_EQ(page.find('\0'), std::string::npos);
  for (const auto& file : fs::directory_iterator(books_.directory() / "inbox")) {
    const std::string text = read_file(file.path());
    EXPECT_EQ(text.find_first_of("\x1B\x07\x7F\0"s), std::string::npos) << file.path();
    EXPECT_EQ(text.find("\nFORGED"), std::string::npos) << file.path();
  }
}

}  // namespace
}  // namespace bursar::tests
