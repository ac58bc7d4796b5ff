// What a batch is to those who ask for it again, and what keeps one from being made. The golden
// tests show what is in the files.
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "export/export.hpp"
#include "export/reissue.hpp"
#include "ledger_fixture.hpp"
#include "store/batches.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* three_months = R"(
source = { account = "band", proven_to = "2026-04-02T00:00:00Z" }
profile = [
  { name = "bank", layout = "ofx" },
  { name = "books", layout = "hledger", chart = "collective" },
]
account = [ { slug = "band", name = "The Band" }, { slug = "ann", type = "INDIVIDUAL" } ]
row = [
  { id = "1", group = "a1", created = "2026-01-05T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", amount = "10.00" },
  { id = "2", group = "a2", created = "2026-02-05T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", amount = "20.00" },
  { id = "3", group = "a3", created = "2026-03-05T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", amount = "40.00" },
]
[[night]]
proven_to = "2026-04-03T00:00:00Z"
row = [ { id = "2", amount = "21.00" } ]
)";

class HandingOver : public testing::Test {
 protected:
  HandingOver() { fs::create_directory(elsewhere()); }

  Request& bank() { return ledger_.requests()[0]; }
  Request& books() { return ledger_.requests()[1]; }
  Result run(const Request& request) { return run_export(ledger_.database(), request); }
  [[nodiscard]] fs::path elsewhere() const { return ledger_.scratch() / "elsewhere"; }
  fs::path inbox() { return bank().directory; }

  static std::string words(const Error& error) {
    return std::string(error.what()) + " -> " + error.next_step();
  }
  // The error that an action ends in.
  template <typename Action>
  static Error error_of(const Action& action) {
    try {
      action();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::bug, ""};
  }
  std::size_t batches_of(const std::string& name) {
    const auto profile = store::find_profile(ledger_.database(), name);
    return profile ? store::batches(ledger_.database(), profile->profile).size() : 0;
  }
  std::vector<fs::path> reissued(std::int64_t number) {
    return reissue(ledger_.database(), "bank", number, elsewhere());
  }
  Request copy_of(const Request& request, const char* first, const char* last) {
    Request copy = request;
    copy.mode = Mode::copy;
    copy.period = {ledger::parse_civil_date(first), ledger::parse_civil_date(last)};
    copy.directory = elsewhere();
    return copy;
  }

  Ledger ledger_{three_months};
};

TEST_F(HandingOver, ADryRunCountsAndLeavesEverythingAsItIs) {
  Request dry = books();
  dry.mode = Mode::dry_run;
  EXPECT_EQ(run(dry).entries, 3);
  EXPECT_EQ(batches_of("books"), 0U);
  EXPECT_TRUE(fs::is_empty(inbox()));
  EXPECT_EQ(run(books()).entries, 3) << "it is still to be handed over";
  EXPECT_EQ(run(dry).entries, 0);
}

TEST_F(HandingOver, SettingsThatTheBooksRestOnCannotChange) {
  (void)run(bank());
  (void)run(books());
  Request other = bank();
  other.calendar.basis = ledger::DateBasis::effective;
  const Error error = error_of([&] { (void)run(other); });
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("date was \"created\" and is \"effective\""));
  EXPECT_THAT(error.next_step(), HasSubstr("new profile"));
  other = books();
  other.start = ledger::parse_civil_date("2026-02-01");
  EXPECT_THAT(error_of([&] { (void)run(other); }).what(), HasSubstr("start was \"beginning\""));
  other = books();
  other.summary = Summary::month;
  EXPECT_THAT(error_of([&] { (void)run(other); }).what(), HasSubstr("summary was \"none\""));
  other = books();
  other.currency = ledger::BooksCurrency::transaction;
  EXPECT_THAT(error_of([&] { (void)run(other); }).what(), HasSubstr("currency was \"host\""));
  other = books();
  other.names = Names::ids;
  other.strict = true;
  EXPECT_EQ(run(other).batch, 0) << "how lines are told and held may change";
}

TEST_F(HandingOver, ANameClashWithAForeignFileHandsOverNothing) {
  std::ofstream(inbox() / "bank-band-EUR-1.ofx") << "somebody else's";
  const Error error = error_of([&] { (void)run(bank()); });
  EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
  EXPECT_THAT(words(error), HasSubstr("is not Bursar's to replace"));
  EXPECT_EQ(ledger_.file("bank-band-EUR-1.ofx"), "somebody else's");
  EXPECT_EQ(std::distance(fs::directory_iterator(inbox()), {}), 1) << "nothing is left lying there";
  EXPECT_EQ(batches_of("bank"), 0U);
  fs::remove(inbox() / "bank-band-EUR-1.ofx");
  EXPECT_EQ(run(bank()).batch, 1);
}

TEST_F(HandingOver, ACopyOfAPeriodIsMarkedAndRecordsNothing) {
  const Result copy = run(copy_of(books(), "2026-02-01", "2026-02-28"));
  ASSERT_EQ(copy.files.size(), 1U);
  EXPECT_EQ(copy.files[0].path, elsewhere() / "COPY-books-1.csv");
  EXPECT_EQ(copy.entries, 1);
  EXPECT_THAT(content_of(copy.files[0].path), HasSubstr("2026-02-05"));
  EXPECT_EQ(batches_of("books"), 0U);
  EXPECT_FALSE(store::find_profile(ledger_.database(), "books copy").has_value());
  EXPECT_EQ(run(books()).entries, 3) << "nothing is marked as handed over";
  const std::string first = content_of(copy.files[0].path);
  (void)run(copy_of(books(), "2026-02-01", "2026-02-28"));
  EXPECT_EQ(content_of(copy.files[0].path), first) << "copies replace copies";
}

TEST_F(HandingOver, ACopyOfAStatementBeginsWithTheBalanceBefore) {
  const Result copy = run(copy_of(bank(), "2026-02-01", "2026-02-28"));
  ASSERT_EQ(copy.files.size(), 1U);
  const std::string text = content_of(copy.files[0].path);
  EXPECT_THAT(text, HasSubstr("<BALAMT>30.00</BALAMT>\r\n<DTASOF>20260228</DTASOF>"));
  EXPECT_THAT(text, HasSubstr("<FITID>2</FITID>"));
  EXPECT_THAT(text, Not(HasSubstr("<FITID>1</FITID>")));
}

TEST_F(HandingOver, ABatchIsReissuedAsItWas) {
  (void)run(bank());
  const std::string first = ledger_.file("bank-band-EUR-1.ofx");
  fs::remove(inbox() / "bank-band-EUR-1.ofx");
  ASSERT_TRUE(ledger_.next_night());
  EXPECT_EQ(run(bank()).corrections, 1) << "a reversal and a replacement of one row";
  EXPECT_EQ(reissued(1), std::vector<fs::path>{elsewhere() / "bank-band-EUR-1.ofx"});
  EXPECT_EQ(content_of(elsewhere() / "bank-band-EUR-1.ofx"), first);
  EXPECT_EQ(error_of([&] { (void)reissued(1); }).kind(), ErrorKind::cannot_create)
      << "a file that lies there is not replaced";
}

TEST_F(HandingOver, ABatchThatIsNotThereIsNamed) {
  EXPECT_THAT(words(error_of([&] { (void)reissued(1); })), HasSubstr("nothing was handed over"));
  (void)run(bank());
  const Error error = error_of([&] { (void)reissued(2); });
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(words(error), HasSubstr("profile bank has no batch 2 -> its batches are 1 to 1"));
}

TEST_F(HandingOver, ABatchWhoseBytesWereChangedIsNotReissued) {
  (void)run(bank());
  const fs::path kept = archive_of(ledger_.database().file()) / "bank/1/bank-band-EUR-1.ofx";
  std::ofstream(kept, std::ios::app) << "x";
  const Error error = error_of([&] { (void)reissued(1); });
  EXPECT_EQ(error.kind(), ErrorKind::data);
  EXPECT_THAT(error.what(), HasSubstr("SHA-256 differs"));
  EXPECT_TRUE(fs::is_empty(elsewhere()));
}

TEST_F(HandingOver, TheManifestSaysWhatTheBatchDid) {
  (void)run(books());
  const std::string manifest =
      content_of(archive_of(ledger_.database().file()) / "books/1/manifest.json");
  EXPECT_THAT(manifest, HasSubstr("\"name\": \"books-1.csv\""));
  EXPECT_THAT(manifest, HasSubstr("\"account\": \"Income:Contributions\""));
  EXPECT_THAT(manifest, HasSubstr("\"change\": \"-70.00\""));
}

TEST_F(HandingOver, TwoFundsOfOneNameStayTwoClasses) {
  Ledger ledger(R"(
source = { host = "hub", proven_to = "2026-04-02T00:00:00Z" }
usual = { host = "hub", currency = "EUR" }
profile = [ { name = "books", layout = "quickbooks-journal", chart = "us-host" } ]
account = [ { slug = "hub", type = "ORGANIZATION" }, { slug = "north", name = "Choir" }, { slug = "south", name = "Choir" } ]
row = [
  { id = "1", group = "a1", created = "2026-01-05T12:00:00Z", kind = "BALANCE_TRANSFER", account = "north", opposite = "south", amount = "-5.00" },
  { id = "2", group = "a1", created = "2026-01-05T12:00:00Z", kind = "BALANCE_TRANSFER", account = "south", opposite = "north", amount = "5.00" },
]
)");
  (void)ledger.run();
  const std::string text = ledger.file("books-1-1.csv");
  EXPECT_THAT(text,
              HasSubstr("Open Collective Clearing,5.00,,Open Collective,,EUR,,Choir (south)"));
  EXPECT_THAT(text,
              HasSubstr("Open Collective Clearing,,5.00,Open Collective,,EUR,,Choir (north)"));
}

mapping::Layout layout_of(const std::string& text) {
  return mapping::parse_layout("schema = 1\nname = \"own\"\nkind = \"statement\"\n" + text,
                               "own.toml");
}

// The opening of a file is written before its rows; DATEV refuses rows outside the period it names.
TEST_F(HandingOver, TheOpeningOfAFileCoversAllOfItsRows) {
  Request datev = books();
  datev.profile = "datev";
  datev.layout = loaded_layout("datev-buchungsstapel");
  datev.chart = loaded_chart("eu-host-liability");
  (void)run(datev);
  const std::string text = ledger_.file("EXTF_datev-2026-EUR-1-1.csv");
  EXPECT_THAT(text.substr(0, text.find('\n')), HasSubstr(";20260101;4;20260105;20260305;"));
}

TEST_F(HandingOver, APartOfARowIsCalledByWhatItIs) {
  const mapping::Layout own = layout_of(
      "format = \"csv\"\nlines = \"postings\"\n[file]\nname = \"{profile}-{batch}.csv\"\n[csv]\n"
      "columns = [[\"memo\", \"{memo}\"], [\"amount\", \"{amount}\"], [\"id\", \"{line_id}\"]]\n");
  Ledger ledger(R"(
source = { account = "band", proven_to = "2019-04-02T00:00:00Z" }
layout = "transactions"
account = [ { slug = "band" }, { slug = "ann", type = "INDIVIDUAL" } ]
row = [
  { id = "1", group = "a1", created = "2019-01-05T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", amount = "10.00", host_fee = "-1.00", description = "Gift" },
]
[[night]]
proven_to = "2019-04-03T00:00:00Z"
row = [ { id = "1", host_fee = "0.00" } ]
)");
  ledger.request().layout.layout = own;
  (void)ledger.run();
  EXPECT_THAT(ledger.file("books-1.csv"), HasSubstr("CONTRIBUTION Gift,10.00,1\r\n"));
  EXPECT_THAT(ledger.file("books-1.csv"), HasSubstr("HOST_FEE Gift,-1.00,1:host_fee\r\n"));
  ASSERT_TRUE(ledger.next_night());
  (void)ledger.run();
  EXPECT_THAT(ledger.file("books-2.csv"),
              HasSubstr("HOST_FEE Gift [reversal] [of 2019-01-05],1.00,1:host_fee.1r\r\n"));
}

// A row of November that comes when November is locked, and changes when December is, too.
constexpr const char* moved_twice = R"(
source = { account = "band", proven_to = "2026-12-02T00:00:00Z" }
profile = [
  { name = "bank", layout = "ofx" },
  { name = "books", layout = "quickbooks-journal", chart = "collective" },
]
account = [ { slug = "band" }, { slug = "ann", type = "INDIVIDUAL" } ]
row = [
  { id = "1", group = "a1", created = "2026-11-01T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", amount = "1.00" },
]
[[night]]
lock = "2026-11-30"
proven_to = "2026-12-03T00:00:00Z"
row = [
  { id = "2", group = "a2", created = "2026-11-15T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", amount = "10.00" },
]
[[night]]
lock = "2026-12-31"
proven_to = "2027-01-03T00:00:00Z"
accept_corrections = true
row = [ { id = "2", amount = "9.00" } ]
)";

TEST_F(HandingOver, ACorrectionOfWhatWasMovedSaysStillToWhichDayItBelongs) {
  Ledger ledger(moved_twice);
  do {
    for (const Request& request : ledger.requests()) {
      (void)run_export(ledger.database(), request);
    }
  } while (ledger.next_night());
  const std::string late = ledger.file("bank-band-EUR-2.ofx");
  EXPECT_THAT(late, HasSubstr("<DTPOSTED>20261202</DTPOSTED>"));
  EXPECT_THAT(late, HasSubstr("[of 2026-11-15]</MEMO>"));
  const std::string corrected = ledger.file("bank-band-EUR-3.ofx");
  EXPECT_THAT(corrected, HasSubstr("<DTPOSTED>20270101</DTPOSTED>"));
  EXPECT_THAT(corrected, HasSubstr("[reversal] [of 2026-11-15]</MEMO>"));
  EXPECT_THAT(corrected, HasSubstr("[replacement] [of 2026-11-15]</MEMO>"));
  EXPECT_THAT(ledger.file("books-2-1.csv"), HasSubstr("12/01/2026"));
  EXPECT_THAT(ledger.file("books-3-1.csv"), HasSubstr("01/01/2027"));
  EXPECT_THAT(ledger.file("books-3-1.csv"), HasSubstr("[replacement] [of 2026-11-15]"));
}

// A reversal dated before what it reverses would leave the books wrong in between (R16).
TEST_F(HandingOver, AnEntryIsCorrectedOnItsDayThoughTheLockThatMovedItIsNoMore) {
  std::string reopened = moved_twice;
  reopened.replace(reopened.find("lock = \"2026-12-31\""), 19, "lock = \"2026-10-31\"");
  Ledger ledger(reopened);
  do {
    (void)run_export(ledger.database(), ledger.requests()[1]);
  } while (ledger.next_night());
  EXPECT_THAT(ledger.file("books-2-1.csv"), HasSubstr("12/01/2026"));
  EXPECT_THAT(ledger.file("books-3-1.csv"), HasSubstr("12/01/2026"));
  EXPECT_THAT(ledger.file("books-3-1.csv"), Not(HasSubstr("11/15/2026")));
}

TEST_F(HandingOver, AMemoOfOfxThatNamesTheMemoSaysOnceWhatWasCorrected) {
  bank().layout.layout = layout_of(
      "format = \"ofx\"\n[file]\nname = \"{profile}-{account}-{currency}-{batch}.ofx\"\n"
      "split_by = [\"account\", \"currency\"]\n[ofx]\nname = \"{kind}\"\nmemo = \"{memo}\"\n");
  (void)run(bank());
  ASSERT_TRUE(ledger_.next_night());
  (void)run(bank());
  const std::string text = ledger_.file("bank-band-EUR-2.ofx");
  const auto first = text.find("[replacement]");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(text.find("[replacement]", first + 1), std::string::npos);
}

TEST_F(HandingOver, LinesOfAStatementSayWhatTheyAreAndTheOtherSide) {
  Request own = books();
  own.profile = "own";
  own.layout.layout = layout_of(
      "format = \"csv\"\n[file]\nname = \"{profile}-{batch}.csv\"\n[csv]\n"
      "columns = [[\"role\", \"{role}\"], [\"account\", \"{account}\"], [\"money\", \"{money}\"], "
      "[\"amount\", \"{amount}\"], [\"id\", \"{line_id}\"]]\n");
  (void)run(own);
  EXPECT_THAT(ledger_.file("own-1.csv"),
              HasSubstr("original,Income:Contributions,Open Collective,10.00"));
  ASSERT_TRUE(ledger_.next_night());
  (void)run(own);
  EXPECT_THAT(ledger_.file("own-2.csv"), HasSubstr("reversal,,,-20.00"));
  EXPECT_THAT(ledger_.file("own-2.csv"),
              HasSubstr("replacement,Income:Contributions,Open Collective,21.00"));
}

}  // namespace
}  // namespace bursar::exporting
