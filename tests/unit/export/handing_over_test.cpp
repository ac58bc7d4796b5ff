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
  EXPECT_EQ(run(bank()).corrections, 2);
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

TEST_F(HandingOver, AnEntryThatNoFileCanHoldIsHeldAloneAndNamed) {
  Ledger ledger(R"(
source = { account = "band", proven_to = "2026-04-02T00:00:00Z" }
profile = [ { name = "books", layout = "hledger", chart = "collective" } ]
account = [ { slug = "band" }, { slug = "ann", type = "INDIVIDUAL" } ]
row = [
  { id = "1", group = "a1", created = "2026-01-05T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", currency = "JPY", amount = "1.50" },
  { id = "2", group = "a2", created = "2026-01-05T12:00:00Z", kind = "CONTRIBUTION", account = "band", opposite = "ann", amount = "2.00" },
]
)");
  const Result result = ledger.run();
  ASSERT_EQ(result.held.size(), 1U);
  EXPECT_EQ(result.held[0].record, "a1");
  EXPECT_EQ(result.entries, 1);
  EXPECT_EQ(ledger.run().held.size(), 1U) << "it is tried again, and only it";
}

}  // namespace
}  // namespace bursar::exporting
