// The drivers in importers/ on small files written by hand: what each importer understands of them,
// and that each driver objects where a file is wrong. A driver that lets everything pass would make
// the tests of our own files worthless.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "importers/importer_driver.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path samples = fs::path(BURSAR_IMPORTERS_DIR) / "samples";

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class ImporterDrivers : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-importers-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { fs::remove_all(directory_); }

  // A copy of a sample in which one text, which must be there once, is another.
  std::string altered(const std::string& sample, const std::string& from, const std::string& to) {
    std::string text = content_of(samples / sample);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << sample << " has no " << from;
    EXPECT_EQ(text.find(from, at + 1), std::string::npos) << sample << " has several " << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    const fs::path copy = directory_ / fs::path(sample).filename();
    std::ofstream(copy, std::ios::binary) << text;
    return copy.string();
  }
  static std::string sample(const std::string& name) { return (samples / name).string(); }

  // Three statements of one account, as they are issued month by month: with a row that was found
  // late, a refund and a corrected amount. `second` stands in for the one of February.
  static std::vector<std::string> increments(const std::string& second) {
    return {sample("increments/1.ofx"), second, sample("increments/3.ofx")};
  }
  static std::vector<std::string> increments() { return increments(sample("increments/2.ofx")); }

  static void expect_objection(const Understood& understood, const std::string& what) {
    EXPECT_NE(understood.exit_status, 0) << "nothing was objected to\n" << understood.output;
    EXPECT_THAT(understood.errors, HasSubstr(what));
  }

  // What each driver of statements must find, in the words of the reader or proof in question.
  struct Mistake {
    const char* from;
    const char* to;
    const char* words;
  };
  void expect_found(const std::string& driver, const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) {
      SCOPED_TRACE(driver + ": " + mistake.from + " -> " + mistake.to);
      expect_objection(
          drive(driver, increments(altered("increments/2.ofx", mistake.from, mistake.to))),
          mistake.words);
    }
  }

  fs::path directory_;
};

class StatementReaders : public ImporterDrivers, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    ImporterDrivers::SetUp();
    const bool absent = std::string(GetParam()) == "read_with_libofx"
                            ? missing("command -v ofxdump", "ofx")
                            : missing_module("ofxparse", "python3-ofxparse");
    if (absent) GTEST_SKIP();
  }
};

TEST_P(StatementReaders, UnderstandEveryIdAmountDateNameAndBalance) {
  const Understood understood = drive(GetParam(), increments());
  EXPECT_EQ(understood.exit_status, 0) << understood.errors;
  EXPECT_EQ(understood.output, content_of(samples / "increments/understood.txt"));
}

TEST_P(StatementReaders, ObjectToWhatDoesNotHold) {
  expect_found(GetParam(),
               {
                   {"<BALAMT>203.05", "<BALAMT>203.06",
                    "the balance is 203.06, the lines make it "
                    "203.05"},
                   {"<TRNAMT>-6.95", "<TRNAMT>-6.94", "the lines make it 203.06"},
                   {"<FITID>b1<", "<FITID>a1<", "the id a1 comes twice"},
                   {"<DTSTART>20260201", "<DTSTART>20260202", "the one before ended on 2026-01-31"},
                   {"<DTPOSTED>20260217", "<DTPOSTED>20260301", "outside the statement"},
                   {"<DTASOF>20260228", "<DTASOF>20260227", "the balance is of 2026-02-27"},
               });
}

TEST_P(StatementReaders, CountAnOpeningBalance) {
  std::vector<std::string> arguments = increments();
  arguments.insert(arguments.begin(), "--opening=0.01");
  expect_objection(drive(GetParam(), arguments),
                   "up to 2026-01-31: the balance is 126.50, the "
                   "lines make it 126.51");
}

TEST_P(StatementReaders, ObjectToAFileWithoutAStatement) {
  const std::string file = (directory_ / "empty.ofx").string();
  std::ofstream(file) << "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\n\r\n<OFX></OFX>\r\n";
  EXPECT_NE(drive(GetParam(), {file}).exit_status, 0);
}

INSTANTIATE_TEST_SUITE_P(Of, StatementReaders,
                         testing::Values("read_with_libofx", "read_with_ofxparse"),
                         [](const auto& parameter) { return std::string(parameter.param + 10); });

TEST_F(ImporterDrivers, LibofxReadsVersionTwoAsWell) {
  if (missing("command -v ofxdump", "ofx")) GTEST_SKIP();
  const Understood xml = drive("read_with_libofx", {sample("xml/1.ofx")});
  EXPECT_EQ(xml.exit_status, 0) << xml.errors;
  EXPECT_EQ(xml.output, drive("read_with_libofx", {sample("increments/1.ofx")}).output);
}

TEST_F(ImporterDrivers, WhatLibofxCallsAnErrorIsOne) {
  if (missing("command -v ofxdump", "ofx")) GTEST_SKIP();
  expect_objection(
      drive("read_with_libofx", {altered("increments/1.ofx", "<BALAMT>126.50</BALAMT>", "")}),
      "libofx logged an error");
}

TEST_F(ImporterDrivers, LedgerProvesTheBalancesOfIncrements) {
  if (missing("command -v ledger", "ledger")) GTEST_SKIP();
  if (missing("command -v ledger-autosync", "ledger-autosync")) GTEST_SKIP();
  std::vector<std::string> arguments = increments();
  arguments.insert(arguments.begin(), "--again");
  const Understood understood = drive("assert_with_ledger", arguments);
  EXPECT_EQ(understood.exit_status, 0) << understood.errors;
  EXPECT_EQ(understood.output, "Assets:OpenCollective:A-garden-club\tEUR\t199.10\n");
  expect_found("assert_with_ledger",
               {
                   {"<BALAMT>203.05", "<BALAMT>203.06", "Balance assertion off by 0.01 EUR"},
                   {"<TRNAMT>-6.95", "<TRNAMT>-6.94", "Balance assertion off by"},
                   {"<FITID>b1<", "<FITID>a1<", "ids it has seen before"},
                   {"<BALAMT>203.05</BALAMT><DTASOF>20260228</DTASOF>", "", "2.ofx: "},
               });
}

TEST_F(ImporterDrivers, ALateLineThatKeepsItsDateBreaksAnEarlierStatement) {
  const std::vector<std::string> late =
      increments(altered("increments/2.ofx", "<DTPOSTED>20260201", "<DTPOSTED>20260106"));
  if (!missing("command -v ledger-autosync", "ledger-autosync")) {
    expect_objection(drive("assert_with_ledger", late), "in the order of the days: ledger objects");
  }
  if (!missing("command -v bean-check", "beancount")) {
    expect_objection(drive("assert_with_beancount", late), "Balance failed");
  }
}

TEST_F(ImporterDrivers, BeancountProvesTheBalancesOfIncrements) {
  if (missing("command -v bean-check", "beancount")) GTEST_SKIP();
  const Understood understood = drive("assert_with_beancount", increments());
  EXPECT_EQ(understood.exit_status, 0) << understood.errors;
  EXPECT_EQ(understood.output, "Assets:OpenCollective:A-garden-club\tEUR\t199.10\n");
  expect_found("assert_with_beancount", {
                                            {"<BALAMT>203.05", "<BALAMT>203.06", "Balance failed"},
                                            {"<TRNAMT>-6.95", "<TRNAMT>-6.94", "Balance failed"},
                                            {"<BALAMT>203.05</BALAMT>", "", ""},
                                            {"<ACCTID>garden-club", "<ACCTID>garden-clubs", ""},
                                        });
}

TEST_F(ImporterDrivers, StreamsOfSeveralAccountsAndCurrenciesAreKeptApart) {
  const std::vector<std::string> files{sample("increments/1.ofx"), sample("streams/dollars.ofx"),
                                       sample("increments/2.ofx"), sample("streams/yen.ofx")};
  const std::string balances =
      "Assets:OpenCollective:A-garden-club\tEUR\t203.05\n"
      "Assets:OpenCollective:A-garden-club-usd\tUSD\t126.50\n"
      "Assets:OpenCollective:A-yen\tJPY\t0\n";
  if (!missing("command -v ledger-autosync", "ledger-autosync")) {
    const Understood ledger = drive("assert_with_ledger", files);
    EXPECT_EQ(ledger.output, balances) << ledger.errors;
  }
  if (!missing("command -v bean-check", "beancount")) {
    const Understood beancount = drive("assert_with_beancount", files);
    EXPECT_EQ(beancount.output, balances) << beancount.errors;
  }
  if (!missing("command -v ofxdump", "ofx") && !missing_module("ofxparse", "python3-ofxparse")) {
    const Understood libofx = drive("read_with_libofx", files);
    EXPECT_EQ(libofx.exit_status, 0) << libofx.errors;
    EXPECT_EQ(libofx.output, drive("read_with_ofxparse", files).output);
  }
}

TEST_F(ImporterDrivers, HledgerGivesBalancesByAccountAndCurrency) {
  if (missing("command -v hledger", "hledger")) GTEST_SKIP();
  const std::string rules = sample("hledger/entries.rules");
  const Understood understood = drive("read_with_hledger", {rules, sample("hledger/entries.csv")});
  EXPECT_EQ(understood.exit_status, 0) << understood.errors;
  EXPECT_EQ(understood.output, content_of(samples / "hledger/balances.txt"));
  const auto with = [&](const char* from, const char* to) {
    return drive("read_with_hledger", {rules, altered("hledger/entries.csv", from, to)});
  };
  expect_objection(with("166.50", "166.51"), "could not balance");
  expect_objection(with("18.50", ""), "row 2: account and amount 2 need each other");
  expect_objection(with("Income:Gifts", ""), "row 2: account and amount 3 need each other");
  const Understood moved = with("Expenses:Tea", "Expenses:Coffee");
  EXPECT_NE(moved.output, understood.output) << "an amount on another account is another answer";
}

TEST_F(ImporterDrivers, TheStructureIsHeldToTheStandard) {
  if (missing("command -v onsgmls", "opensp")) GTEST_SKIP();
  if (missing("command -v xmllint", "libxml2-utils")) GTEST_SKIP();
  if (missing("ls /usr/share/libofx*/libofx/dtd/ofx201.dtd", "ofx")) GTEST_SKIP();
  const Understood valid =
      drive("validate_with_dtd", {sample("increments/1.ofx"), sample("xml/1.ofx")});
  EXPECT_EQ(valid.exit_status, 0) << valid.errors;
  EXPECT_EQ(valid.output, "1.ofx\tSGML\tvalid\n1.ofx\tXML\tvalid\n");
  for (const char* file : {"increments/1.ofx", "xml/1.ofx"}) {
    SCOPED_TRACE(file);
    const auto with = [&](const char* from, const char* to) {
      return drive("validate_with_dtd", {altered(file, from, to)});
    };
    expect_objection(with("<BALAMT>126.50</BALAMT>", ""), "BALAMT");
    expect_objection(with("<BANKID>OPENCOLL</BANKID><ACCTID>garden-club</ACCTID>",
                          "<ACCTID>garden-club</ACCTID><BANKID>OPENCOLL</BANKID>"),
                     "BANKID");
    expect_objection(with("<LANGUAGE>ENG</LANGUAGE>", "<LANG>ENG</LANG>"), "LANG");
  }
  expect_objection(drive("validate_with_dtd", {sample("hledger/entries.csv")}),
                   "neither version 1 nor version 2");
}

TEST_F(ImporterDrivers, GnuCashBooksEachLineOnceThoughItIsImportedTwice) {
  if (no_gnucash()) GTEST_SKIP() << "BURSAR_GNUCASH=1 runs this test; see importers/README.md";
  const Understood booked =
      drive("import_with_gnucash", {sample("increments/1.ofx"), sample("increments/2.ofx")});
  EXPECT_EQ(booked.exit_status, 0) << booked.errors;
  EXPECT_EQ(booked.output, "garden-club\tEUR\t203.05\t7\n");
  // An id that it has seen before is a line that it leaves out.
  expect_objection(
      drive("import_with_gnucash",
            {sample("increments/1.ofx"), altered("increments/2.ofx", "<FITID>b1<", "<FITID>a1<")}),
      "7 lines are in the files, GnuCash booked 6");
}

TEST_F(ImporterDrivers, GnuCashBooksEachEntryOnceThoughItIsImportedTwice) {
  if (no_gnucash()) GTEST_SKIP() << "BURSAR_GNUCASH=1 runs this test; see importers/README.md";
  const Understood booked = drive("import_csv_with_gnucash", {sample("gnucash/entries.csv")});
  EXPECT_EQ(booked.exit_status, 0) << booked.errors;
  EXPECT_EQ(booked.output,
            "Assets:Open Collective\t126.30\t2\nExpenses:Fees\t18.50\t1\n"
            "Expenses:Travel\t40.20\t1\nIncome:Contributions\t-185.00\t1\n");
  // What does not balance, GnuCash completes without a word.
  expect_objection(drive("import_csv_with_gnucash",
                         {altered("gnucash/entries.csv", "\"-40.20\"", "\"-40.00\"")}),
                   "5 splits are in the files, GnuCash booked 6");
}

}  // namespace
}  // namespace bursar::tests
