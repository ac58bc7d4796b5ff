// What can go wrong between the ledger and a file: each is refused with its place or replaced as
// documented; nothing is half-written and nothing counts as handed over.
#include <fstream>
#include <iterator>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "stored_books.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class BadExport : public StoredBooksTest {
 protected:
  // The chart with a text in place of another of the same kind.
  void chart_with(const std::string& from, const std::string& to) {
    std::string text = chart;
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    file("band.chart.toml", text.replace(at, from.size(), to));
  }
  void journal_by(const std::string& layout) {
    configure("[profile.entries]\nsource = \"band\"\nlayout = \"" + layout +
              "\"\nchart = \"band.chart.toml\"\ndirectory = \"inbox\"\nstart = \"2026-01-01\"\n");
  }

  // A journal in a layout with these columns.
  void journal_of(const std::string& columns) {
    file("own.toml", R"(schema = 1
name = "own"
kind = "journal"
format = "csv"
[file]
name = "{profile}-{batch}-{part}.csv"
[journal]
share = "repeat"
tax = "none"
[csv]
columns = [
)" + columns + "]\n");
    journal_by("own.toml");
  }

  // `said` is what the export says, `mapping check` too where a mapping is wrong.
  void expect_refusal(int status, const std::vector<std::string>& said) {
    const Said refused = run({"export"});
    EXPECT_EQ(refused.status, status);
    for (const std::string& words : said) EXPECT_THAT(refused.err, HasSubstr(words));
    EXPECT_THAT(refused.err, HasSubstr("  -> ")) << "a next step is missing";
    expect_nothing_handed_over();
  }
  void expect_nothing_handed_over() {
    for (const auto& entry : fs::directory_iterator(inbox())) {
      EXPECT_EQ(entry.path().filename(), "foreign-1-1.csv") << "left behind";
    }
    EXPECT_EQ(count("SELECT count(*) FROM batches"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM export_lines"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM statement_lines"), 0);
  }
  void expect_all_handed_over() {
    const Said said = run({"export"});
    EXPECT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(count("SELECT count(*) FROM export_lines"), 4);
  }

  [[nodiscard]] int count(const std::string& sql) const {
    SQLite::Database database((home_ / "bursar.db").string());
    SQLite::Statement select(database, sql);
    select.executeStep();
    return select.getColumn(0).getInt();
  }
  void change(const std::string& sql) const {
    SQLite::Database((home_ / "bursar.db").string(), SQLite::OPEN_READWRITE).exec(sql);
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(inbox() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(BadExport, AChartThatIsNoTomlIsShownWithItsPlace) {
  chart_with("income = \"Donations\"", "income = \"Donations");
  expect_refusal(78, {"band.chart.toml:4:"});
  file("band.chart.toml", chart);
  expect_all_handed_over();
}

TEST_F(BadExport, AnUnknownConditionBringsASuggestion) {
  chart_with("if.kind = \"EXPENSE\"", "if.kidn = \"EXPENSE\"");
  expect_refusal(78, {"band.chart.toml:23:", "did you mean \"kind\""});
}

TEST_F(BadExport, AnUnknownFieldInAChartBringsASuggestion) {
  chart_with("class = \"{collective}\"", "class = \"{colective}\"");
  expect_refusal(78, {"band.chart.toml:12:", "did you mean \"collective\""});
}

TEST_F(BadExport, ATemplateOfTheWrongTypeIsShownWithItsPlace) {
  journal_of(
      "[\"Account\", \"{account}\"],\n[\"Amount\", \"{gl_amount:%Y}\"],\n"
      "[\"Date\", \"{date:cut=3}\"],\n");
  expect_refusal(78, {"own.toml:13:", "own.toml:14:"});
}

TEST_F(BadExport, ARuleThatCanNeverDecideIsRefused) {
  chart_with("[[rule]]\nif.kind = \"HOST_FEE\"", "[[rule]]\nif.kind = \"CONTRIBUTION\"");
  expect_refusal(78, {"band.chart.toml:18:", "the rule in line 13 comes first"});
}

TEST_F(BadExport, AnAccountThatIsNotListedIsRefused) {
  chart_with("account = \"costs\"", "account = \"cost\"");
  expect_refusal(78, {"band.chart.toml:24:", "did you mean \"costs\""});
}

TEST_F(BadExport, AChartThatIsNotThereIsNamed) {
  fs::remove(home_ / "band.chart.toml");
  expect_refusal(78, {"band.chart.toml"});
}

TEST_F(BadExport, OverlappingProfilesOfTheSameBooksAreRefused) {
  configure(std::string(journal_profile) + "books = \"main\"\n" +
            "[profile.again]\nsource = \"band\"\nlayout = \"xero-journal\"\n"
            "chart = \"band.chart.toml\"\ndirectory = \".\"\nstart = \"beginning\"\n"
            "books = \"main\"\n");
  expect_refusal(78, {"would be booked twice", "\"main\""});
  EXPECT_EQ(run({"config", "check"}).status, 78);
}

// It said 600 lines of 300 events.
TEST_F(BadExport, TheGuardOfCorrectionsCountsEvents) {
  configure(std::string(journal_profile) + "max_corrections = 1\n" + bank_profile +
            "max_corrections = 1\n");
  export_all();
  store_rows({row(1, "CONTRIBUTION", 'a', "2026-01-05T12:00:00Z", 18400)});
  prove("2026-02-10T00:00:00Z");
  EXPECT_EQ(run({"export"}).status, 0) << "a reversal and a replacement correct one event";
  store_rows({row(1, "CONTRIBUTION", 'a', "2026-01-05T12:00:00Z", 18300),
              row(4, "CONTRIBUTION", 'c', "2026-01-20T12:00:00Z", 900)});
  prove("2026-02-20T00:00:00Z");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 4);
  EXPECT_THAT(said.err, HasSubstr("entries: the batch would correct 2 events of earlier batches"));
  EXPECT_THAT(said.err, HasSubstr("bank: the batch would correct 2 events of earlier batches"));
}

// Not even root may make files there.
TEST_F(BadExport, ADirectoryThatCannotBeWrittenIsNamed) {
  configure(
      "[profile.entries]\nsource = \"band\"\nlayout = \"quickbooks-journal\"\n"
      "chart = \"band.chart.toml\"\ndirectory = \"/proc\"\nstart = \"2026-01-01\"\n");
  const Said refused = run({"export"});
  EXPECT_EQ(refused.status, 73);
  EXPECT_THAT(refused.err, HasSubstr("/proc"));
  expect_nothing_handed_over();
  configure(journal_profile);
  expect_all_handed_over();
}

TEST_F(BadExport, AForeignFileOfTheSameNameIsLeftAlone) {
  configure(
      "[profile.foreign]\nsource = \"band\"\nlayout = \"quickbooks-journal\"\n"
      "chart = \"band.chart.toml\"\ndirectory = \"inbox\"\nstart = \"2026-01-01\"\n");
  file("inbox/foreign-1-1.csv", "not ours");
  expect_refusal(73, {"foreign-1-1.csv exists already"});
  EXPECT_EQ(content("foreign-1-1.csv"), "not ours");
  fs::remove(inbox() / "foreign-1-1.csv");
  expect_all_handed_over();
  EXPECT_THAT(content("foreign-1-1.csv"), HasSubstr("Donations"));
}

// The run was killed between recording the batch and renaming its file; meanwhile somebody put
// another file there.
TEST_F(BadExport, AForeignFileThatCameAfterTheRecordIsLeftAloneAndTheBatchIsNotLost) {
  expect_all_handed_over();
  const std::string ours = content("entries-1-1.csv");
  fs::rename(inbox() / "entries-1-1.csv", inbox() / ".bursar~entries~1~1~0123456789abcdef.staged");
  file("inbox/.bursar~entries~1~0123456789abcdef.batch", "");
  change("UPDATE batches SET published = 0");
  file("inbox/entries-1-1.csv", "not ours");
  for (int night = 0; night < 2; ++night) {
    const Said refused = run({"export"});
    EXPECT_EQ(refused.status, 73);
    EXPECT_THAT(refused.err, HasSubstr("entries-1-1.csv"));
    EXPECT_EQ(content("entries-1-1.csv"), "not ours");
  }
  EXPECT_EQ(events({"status"}, "profile_status")[0]["published"], false);
  fs::rename(inbox() / "entries-1-1.csv", home_ / "elsewhere.csv");
  EXPECT_EQ(run({"export"}).status, 0);
  EXPECT_EQ(content("entries-1-1.csv"), ours);
  EXPECT_EQ(count("SELECT count(*) FROM batches"), 1);
}

TEST_F(BadExport, WhatAnEncodingCannotCarryIsReplacedAsDocumented) {
  chart_with("income = \"Donations\"\nfees = \"Fees\"", "income = \"8100\"\nfees = \"6200\"");
  std::string numbers = chart;
  for (const auto& [from, to] : std::map<std::string, std::string>{{"\"Clearing\"", "\"1360\""},
                                                                   {"\"Donations\"", "\"8100\""},
                                                                   {"\"Fees\"", "\"6200\""},
                                                                   {"\"Costs\"", "\"6300\""},
                                                                   {"\"Tips\"", "\"1700\""},
                                                                   {"Ask My Accountant", "1590"}}) {
    numbers.replace(numbers.find(from), from.size(), to);
  }
  file("band.chart.toml", numbers);
  journal_by("datev-buchungsstapel");
  ledger::Transaction far = row(4, "CONTRIBUTION", 'c', "2026-01-20T12:00:00Z", 1000);
  far.description = "Zoë – 会議費";
  store_rows({far});
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 0) << said.err;
  const std::string text = content("EXTF_entries-2026-EUR-1-1.csv");
  EXPECT_THAT(text, HasSubstr("Zo\xEB \x96 ???"));
}

TEST_F(BadExport, AnAmountThatAFieldCannotHoldHoldsItsEntryAlone) {
  journal_of(
      "[\"Entry\", \"{entry_id}\"], [\"Account\", \"{account}\"],\n"
      "[\"Amount\", \"{gl_amount:max=2}\"],\n");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 3);
  EXPECT_THAT(said.err, HasSubstr("aaaaaaaa-0000-4000-8000-000000000000 is held back"));
  EXPECT_THAT(content("entries-1-1.csv"),
              AllOf(HasSubstr("OCcccccccc0000400"), Not(HasSubstr("OCaaaaaaaa0000400"))));
  EXPECT_EQ(count("SELECT count(*) FROM export_lines"), 2);
  EXPECT_EQ(events({"explain", "1"}, "explanation")[0]["profiles"][0]["state"], "held");
  EXPECT_EQ(run({"export"}).status, 3) << "it is tried again";
  EXPECT_EQ(count("SELECT count(*) FROM export_lines"), 2) << "and only it";
}

TEST_F(BadExport, AFractionOfYenIsHandedOverAsItIs) {
  configure(bank_profile);
  ledger::Transaction odd = row(8, "CONTRIBUTION", 'd', "2026-01-21T12:00:00Z", 150);
  odd.currency = odd.host_currency = ledger::Currency::parse("JPY").value();  // 1.50 yen
  store_rows({odd});
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(content("bank-band-JPY-1.ofx"), HasSubstr("<TRNAMT>1.50"));
}

// The run was killed between recording the batch and renaming its file: what waits is looked at
// before it goes out under the batch's name.
class WaitingBatch : public BadExport {
 protected:
  void SetUp() override {
    BadExport::SetUp();
    expect_all_handed_over();
    ours_ = content("entries-1-1.csv");
    fs::rename(inbox() / "entries-1-1.csv", staged());
    file("inbox/.bursar~entries~1~0123456789abcdef.batch", "");
    change("UPDATE batches SET published = 0");
  }
  [[nodiscard]] fs::path staged() const {
    return inbox() / ".bursar~entries~1~1~0123456789abcdef.staged";
  }

  std::string ours_;
};

TEST_F(WaitingBatch, GoesOutAsItWasRecorded) {
  EXPECT_EQ(run({"export"}).status, 0);
  EXPECT_EQ(content("entries-1-1.csv"), ours_);
  EXPECT_EQ(std::distance(fs::directory_iterator(inbox()), {}), 1);
}

TEST_F(WaitingBatch, ThatSomebodyHasChangedDoesNotGoOut) {
  std::ofstream(staged(), std::ios::app) << "more";
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 65) << said.err;
  EXPECT_THAT(said.err, HasSubstr("is not the file that was recorded"));
  EXPECT_FALSE(fs::exists(inbox() / "entries-1-1.csv"));
}

TEST_F(WaitingBatch, ThatIsALinkOrHasASecondNameDoesNotGoOut) {
  file("elsewhere.csv", ours_);
  fs::remove(staged());
  fs::create_hard_link(home_ / "elsewhere.csv", staged());
  EXPECT_EQ(run({"export"}).status, 65);
  fs::remove(staged());
  fs::create_symlink(home_ / "elsewhere.csv", staged());
  EXPECT_EQ(run({"export"}).status, 65);
  EXPECT_FALSE(fs::exists(fs::symlink_status(inbox() / "entries-1-1.csv")));
}

TEST_F(WaitingBatch, IsNotFoundByAMarkerThatIsALink) {
  fs::remove(inbox() / ".bursar~entries~1~0123456789abcdef.batch");
  fs::create_symlink(home_ / "bursar.toml", inbox() / ".bursar~entries~1~0123456789abcdef.batch");
  EXPECT_EQ(run({"export"}).status, 75) << "as if the directory were another";
}

// What somebody else has put under names that could be guessed stays what it was.
TEST_F(BadExport, FilesUnderGuessedNamesAreNotWrittenTo) {
  file("victim", "precious");
  for (const char* name : {".bursar~entries~1~1.staged", ".bursar~entries~1~.batch"}) {
    fs::create_hard_link(home_ / "victim", inbox() / name);
  }
  fs::create_directory(home_ / "out");
  fs::create_hard_link(home_ / "victim", home_ / "out/.bursar-copy-1.part");
  expect_all_handed_over();
  EXPECT_EQ(run({"export", "--copy", "2026-01", "--to", (home_ / "out").string()}).status, 0);
  std::ifstream in(home_ / "victim");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "precious");
}

}  // namespace
}  // namespace bursar::cli
