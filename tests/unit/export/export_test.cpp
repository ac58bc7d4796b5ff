#include "export/export.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "error/error.hpp"
#include "ledger_fixture.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* two_rows = R"(
layout = "transactions"
source = { account = "band", proven_to = "2026-02-01T00:00:00Z" }
account = [ { slug = "band" }, { slug = "gig", parent = "band", type = "EVENT" } ]
[[row]]
id = "r1"
created = "2026-01-05T12:00:00Z"
kind = "CONTRIBUTION"
account = "band"
amount = "10.00"
[[row]]
id = "r2"
created = "2026-01-06T12:00:00Z"
kind = "EXPENSE"
account = "gig"
amount = "-4.00"
)";

Error error_of(Ledger& ledger) {
  try {
    (void)ledger.run();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error";
  return {ErrorKind::bug, ""};
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Export, CountsRowsAndAddsThemUp) {
  Ledger ledger(two_rows);
  const Result result = ledger.run();
  ASSERT_EQ(result.files.size(), 1U);
  EXPECT_EQ(result.files[0].path, ledger.request().directory / "books-1.csv");
  EXPECT_EQ(result.rows, 2);
  EXPECT_EQ(result.outside, 0);
  EXPECT_EQ(result.totals.at(ledger::Currency::parse("EUR").value()), 600);
  EXPECT_EQ(lines_in(ledger.file("books-1.csv")), 3U);
}

TEST(Export, TheModeOfFilesIsThatOfTheProfile) {
  Ledger ledger(two_rows);
  (void)ledger.run();
  struct stat status {};
  ASSERT_EQ(stat((ledger.request().directory / "books-1.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  Ledger shared(two_rows);
  shared.request().file_mode = 0640;
  (void)shared.run();
  ASSERT_EQ(stat((shared.request().directory / "books-1.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST(Export, AMissingDirectoryIsNotCreated) {
  Ledger ledger(two_rows);
  ledger.request().directory /= "inbox";
  const Error error = error_of(ledger);
  EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
  EXPECT_THAT(error.what(), HasSubstr("inbox"));
  EXPECT_FALSE(fs::exists(ledger.request().directory));
}

TEST(Export, ATableWithoutRowsIsNoFile) {
  Ledger ledger(
      "layout = \"transactions\"\nsource = { account = \"band\" }\naccount = [ { slug = \"band\" } "
      "]\n");
  const Result result = ledger.run();
  EXPECT_EQ(result.rows, 0);
  EXPECT_EQ(result.batch, 0);
  EXPECT_TRUE(fs::is_empty(ledger.request().directory));
}

TEST(Export, AStatementWithoutMovementsIsNoFile) {
  Ledger ledger(
      "layout = \"ofx\"\nsource = { account = \"band\", proven_to = \"2026-02-01T00:00:00Z\" }\n"
      "account = [ { slug = \"band\" } ]\n");
  EXPECT_TRUE(ledger.run().files.empty());
  EXPECT_TRUE(fs::is_empty(ledger.request().directory));
}

TEST(Export, AStatementOfWhatIsNotProvenIsRefused) {
  Ledger ledger(
      "layout = \"ofx\"\nsource = { account = \"band\" }\naccount = [ { slug = \"band\" } ]\n");
  const Error error = error_of(ledger);
  EXPECT_EQ(error.kind(), ErrorKind::try_later);
  EXPECT_THAT(error.next_step(), HasSubstr("bursar sync"));
}

TEST(Export, AStatementEndsWithTheLastWholeDayInTheOrganisationsZone) {
  Ledger ledger(two_rows);
  ledger.request().layout = loaded_layout("ofx");
  EXPECT_EQ(ledger::format_civil_date(ledger.run().through.value()), "2026-01-31");
  Ledger western(two_rows);
  western.request().layout = loaded_layout("ofx");
  western.request().calendar.zone = ledger::TimeZone::find("America/New_York").value();
  EXPECT_EQ(ledger::format_civil_date(western.run().through.value()), "2026-01-30");
}

TEST(Export, ChildrenHaveTheirOwnStatements) {
  Ledger ledger(two_rows);
  ledger.request().layout = loaded_layout("ofx");
  EXPECT_EQ(ledger.run().files.size(), 2U);
  EXPECT_THAT(ledger.file("books-gig-EUR-1.ofx"), HasSubstr("<BALAMT>-4.00</BALAMT>"));
}

TEST(Export, OnlyWhatIsInTheBooksOfAHostIsWritten) {
  Ledger ledger(R"(
source = { host = "hub" }
account = [
  { slug = "hub", type = "ORGANIZATION" },
  { slug = "band", type = "COLLECTIVE", host = "hub" },
  { slug = "fund", type = "FUND", host = "hub" },
  { slug = "tips", type = "PLATFORM", parent = "hub" },
  { slug = "shop", type = "VENDOR", parent = "hub" },
  { slug = "ann", type = "INDIVIDUAL" },
  { slug = "corp", type = "ORGANIZATION" },
]
row = [
  { id = "1", created = "2026-01-01T00:00:00Z", account = "hub", host = "hub", amount = "1.00" },
  { id = "2", created = "2026-01-01T00:00:00Z", account = "band", host = "hub", amount = "2.00" },
  { id = "3", created = "2026-01-01T00:00:00Z", account = "fund", host = "hub", amount = "4.00" },
  { id = "4", created = "2026-01-01T00:00:00Z", account = "tips", host = "hub", amount = "8.00" },
  { id = "5", created = "2026-01-01T00:00:00Z", account = "shop", host = "hub", amount = "16.00" },
  { id = "6", created = "2026-01-01T00:00:00Z", account = "ann", host = "hub", amount = "32.00" },
  { id = "7", created = "2026-01-01T00:00:00Z", account = "corp", host = "hub", amount = "64.00" },
]
)");
  const Result result = ledger.run();
  EXPECT_EQ(result.totals.at(ledger::Currency::parse("EUR").value()), 1500);
  EXPECT_EQ(result.outside, 3);
}

TEST(Export, ARowThatCannotBeWrittenExactlyIsNamedAndNothingIsWritten) {
  Ledger ledger(R"(
source = { account = "band" }
account = [ { slug = "band" } ]
row = [ { id = "too-much", created = "2026-01-01T00:00:00Z", account = "band", amount = "10.00" } ]
)");
  ledger.request().layout.layout = mapping::parse_layout(
      "schema = 1\nname = \"own\"\nkind = \"table\"\nrows = \"transactions\"\n"
      "format = \"csv\"\n"
      "[file]\nname = \"{profile}-{batch}.csv\"\n[csv]\n"
      "columns = [[\"amount\", \"{amount:max=1}\"], [\"id\", \"{id}\"]]\n",
      "own.toml");
  const Error error = error_of(ledger);
  EXPECT_EQ(error.kind(), ErrorKind::data);
  EXPECT_THAT(error.what(), HasSubstr("transaction too-much"));
  EXPECT_TRUE(fs::is_empty(ledger.request().directory));
}

// It stopped the table of a whole host, every night.
TEST(Export, ARowWithAFractionOfYenIsWrittenAsItIsAndStopsNothing) {
  Ledger ledger(R"(
source = { account = "band" }
account = [ { slug = "band" } ]
row = [
  { id = "half-a-yen", created = "2026-01-01T00:00:00Z", account = "band", currency = "JPY", amount = "1.50" },
  { id = "whole", created = "2026-01-02T00:00:00Z", account = "band", amount = "10.00" },
]
)");
  (void)ledger.run();
  EXPECT_THAT(ledger.file("books-1.csv"), testing::AllOf(HasSubstr("1.50"), HasSubstr("10.00")));
}

TEST(Export, LinesAreInTheOrderOfTheirDatesWhateverTheOrderOfTheStore) {
  Ledger ledger(R"(
date = "effective"
source = { account = "band" }
account = [ { slug = "band" } ]
row = [
  { id = "late", created = "2026-01-01T00:00:00Z", cleared = "2026-03-01T00:00:00Z", account = "band", amount = "1.00" },
  { id = "early", created = "2026-02-01T00:00:00Z", cleared = "2026-01-15T00:00:00Z", account = "band", amount = "1.00" },
  { id = "unknown", created = "2026-02-15T00:00:00Z", account = "band", amount = "1.00" },
]
)");
  (void)ledger.run();
  const std::string text = ledger.file("books-1.csv");
  EXPECT_LT(text.find("early"), text.find("unknown"));
  EXPECT_LT(text.find("unknown"), text.find("late"));
}

constexpr const char* expenses = R"(
layout = "expenses"
source = { account = "band" }
account = [ { slug = "band", name = "The Band" }, { slug = "ann", name = "Ann", type = "INDIVIDUAL" } ]
[[expense]]
id = "ex_2"
created = "2026-01-06T12:00:00Z"
account = "band"
payee = "ann"
status = "PENDING"
description = "Not paid yet"
amount = "7.00"
[[expense]]
id = "ex_1"
created = "2026-01-05T12:00:00Z"
incurred = "2026-01-02T00:00:00Z"
paid = "2026-01-09T10:00:00Z"
account = "band"
payee = "ann"
description = "Strings"
vat = "0.21"
amount = "12.10"
items = [
  { description = "E string", amount = "4.00", incurred = "2026-01-02T00:00:00Z" },
  { description = "=A1", amount = "6.00", incurred = "2026-01-03T00:00:00Z" },
]
)";

TEST(Export, ExpensesAreALineEach) {
  Ledger ledger(expenses);
  EXPECT_EQ(ledger.run().rows, 2);
  const std::string text = ledger.file("books-1.csv");
  EXPECT_THAT(text, HasSubstr("2026-01-05,2026-01-05,2026-01-02,2026-01-09,ex_1,2,INVOICE,PAID,,"
                              "Strings,,EUR,12.10,1210,VAT 0.21,"));
}

TEST(Export, ItemsAreALineEach) {
  Ledger ledger(expenses);
  ledger.request().layout = loaded_layout("expense-items");
  EXPECT_EQ(ledger.run().rows, 2);
  const std::string text = ledger.file("books-1.csv");
  EXPECT_THAT(text, HasSubstr(",1,ex_1-1,E string,2026-01-02,EUR,4.00,400,,EUR,12.10,VAT 0.21,The "
                              "Band,band,Ann,ann,"));
  EXPECT_THAT(text, HasSubstr(",2,ex_1-2,'=A1,2026-01-03,"));
}

TEST(Export, WhatIsNotPaidComesLastInTheOrderOfPayment) {
  Ledger ledger(expenses);
  ledger.request().calendar.basis = ledger::DateBasis::paid;
  (void)ledger.run();
  const std::string text = ledger.file("books-1.csv");
  EXPECT_LT(text.find("ex_1"), text.find("ex_2"));
  EXPECT_THAT(text, HasSubstr("\r\n,2026-01-06,,,ex_2"));
}

TEST(Export, MoneyHasNoDateOfPayment) {
  Ledger ledger(two_rows);
  ledger.request().calendar.basis = ledger::DateBasis::paid;
  EXPECT_EQ(error_of(ledger).kind(), ErrorKind::config);
}

TEST(Export, TwoAccountsWhoseFilesWouldHaveOneNameAreRefused) {
  Ledger ledger(R"(
layout = "ofx"
source = { account = "band", proven_to = "2026-02-01T00:00:00Z" }
account = [ { slug = "band" }, { slug = "a b", parent = "band" }, { slug = "a-b", parent = "band" } ]
row = [
  { id = "1", created = "2026-01-01T00:00:00Z", account = "a b", amount = "1.00" },
  { id = "2", created = "2026-01-01T00:00:00Z", account = "a-b", amount = "1.00" },
]
)");
  const Error error = error_of(ledger);
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("books-a-b-EUR-1.ofx"));
  EXPECT_TRUE(fs::is_empty(ledger.request().directory));
}

TEST(Export, NamesNeverLeadOutOfTheDirectory) {
  Ledger ledger(R"(
layout = "ofx"
source = { account = "band", proven_to = "2026-02-01T00:00:00Z" }
account = [ { slug = "band" }, { slug = "../../etc/passwd", parent = "band" } ]
row = [ { id = "1", created = "2026-01-01T00:00:00Z", account = "../../etc/passwd", amount = "1.00" } ]
)");
  const Result result = ledger.run();
  ASSERT_EQ(result.files.size(), 1U);
  EXPECT_EQ(result.files[0].path.parent_path(), ledger.request().directory);
  EXPECT_EQ(result.files[0].path.filename(), "books-..-..-etc-passwd-EUR-1.ofx");
}

TEST(Export, ThousandsOfFilesNeedFewDescriptors) {
  std::string toml =
      "layout = \"ofx\"\nsource = { account = \"band\", proven_to = "
      "\"2026-02-01T00:00:00Z\" }\naccount = [ { slug = \"band\" }";
  for (int i = 0; i < 300; ++i) {
    toml += ", { slug = \"c" + std::to_string(i) + "\", parent = \"band\" }";
  }
  toml += " ]\n";
  for (int i = 0; i < 600; ++i) {
    toml += "[[row]]\nid = \"r" + std::to_string(i) + "\"\ncreated = \"2026-01-01T00:00:00Z\"\n" +
            "account = \"c" + std::to_string(i % 300) + "\"\namount = \"0.01\"\n";
  }
  Ledger ledger(toml);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{32, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  const Result result = ledger.run();
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(result.files.size(), 300U);
  EXPECT_EQ(result.rows, 600);
}

}  // namespace
}  // namespace bursar::exporting
