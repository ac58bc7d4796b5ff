#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "mapping/layout.hpp"

namespace bursar::mapping {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* journal = R"(schema = 1
name   = "journal"
kind   = "journal"
format = "csv"

[file]
name     = "{profile}-{batch}-{part}.csv"
split_by = ["fiscal_year", "currency"]
max_rows = 300

[journal]
share = "repeat"
tax   = "lines"

[csv]
columns = [
  ["No",      "{entry_id}"],
  ["Account", "{account}"],
  ["Debit",   "{debit}"],
  ["Credit",  "{credit}"],
]
)";

constexpr const char* statement = R"(schema = 1
name   = "statement"
kind   = "statement"
format = "csv"

[file]
name = "{profile}-{batch}.csv"

[csv]
columns = [
  ["Date",   "{date}"],
  ["Amount", "{amount}"],
  ["Text",   "{memo} {line_id:short=8}"],
]
)";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

std::string problems(const std::string& text) {
  try {
    (void)parse_layout(text, "own.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
  ADD_FAILURE() << "nothing was found wrong with\n" << text;
  return {};
}

TEST(JournalLayout, IsReadWithAllItSays) {
  const Layout layout = parse_layout(journal, "own.toml");
  EXPECT_EQ(layout.kind, LayoutKind::journal);
  EXPECT_EQ(layout.rows, Rows::journal);
  EXPECT_EQ(layout.journal.share, Share::repeat);
  EXPECT_EQ(layout.journal.tax, ledger::TaxMode::lines);
  EXPECT_TRUE(layout.file.split_by_fiscal_year);
  EXPECT_TRUE(layout.file.split_by_currency);
  EXPECT_FALSE(layout.file.split_by_account);
  EXPECT_EQ(layout.file.max_rows, 300U);
  EXPECT_TRUE(needs_chart(layout));
  EXPECT_TRUE(tells_currency(layout));
  EXPECT_FALSE(tells_currency(parse_layout(replaced(journal, ", \"currency\"", ""), "own.toml")));
}

TEST(JournalLayout, NeedsToSayHowItsLinesAreWritten) {
  EXPECT_THAT(problems(replaced(journal, "share = \"repeat\"\n", "")),
              HasSubstr("[journal] lacks \"share\""));
  EXPECT_THAT(problems(replaced(journal, "tax   = \"lines\"\n", "")),
              HasSubstr("[journal] lacks \"tax\""));
  EXPECT_THAT(problems(replaced(journal, "\"repeat\"", "\"pair\"")),
              HasSubstr("own.toml:12:9: \"share\" cannot be \"pair\"; it is one of repeat, "
                        "first-row-only, wide, pairs; did you mean \"pairs\"?"));
  EXPECT_THAT(problems(replaced(journal, "[journal]\nshare = \"repeat\"\ntax   = \"lines\"\n", "")),
              HasSubstr("lacks \"journal\""));
}

TEST(JournalLayout, NeedsAccountAmountAndIdentity) {
  EXPECT_THAT(problems(replaced(journal, "{account}", "")),
              HasSubstr("own.toml:16:11: a journal needs a column with {account}"));
  EXPECT_THAT(problems(replaced(journal, "{debit}", "")),
              HasSubstr("a column with {debit} is missing"));
  EXPECT_THAT(problems(replaced(journal, "{credit}", "")),
              HasSubstr("a column with {credit} is missing"));
  EXPECT_THAT(problems(replaced(replaced(journal, "{debit}", ""), "{credit}", "")),
              HasSubstr("no column holds the amount; there are {gl_amount}"));
  EXPECT_THAT(problems(replaced(journal, "{entry_id}", "{title}")),
              HasSubstr("a journal needs a column with {entry_id}"));
}

TEST(JournalLayout, WhereTheSoftwareComputesTaxItNeedsTheCode) {
  EXPECT_THAT(problems(replaced(journal, "\"lines\"", "\"codes-exclusive\"")),
              HasSubstr("the software computes tax by a code, so a column needs {tax}"));
}

TEST(JournalLayout, NumbersOfEntriesHaveNoFormat) {
  EXPECT_NO_THROW(
      (void)parse_layout(replaced(journal, "{entry_id}", "{entry_no} {entry_id}"), "o"));
  EXPECT_THAT(problems(replaced(journal, "{entry_id}", "{entry_no:pad=6} {entry_id}")),
              HasSubstr("own.toml:17:26: {entry_no} takes no format"));
}

TEST(JournalLayout, CannotBeSplitByAccountNorBeOfx) {
  EXPECT_THAT(problems(replaced(journal, "\"currency\"", "\"account\"")),
              HasSubstr("own.toml:8:12: a journal cannot be split by account"));
  EXPECT_THAT(problems(replaced(journal, "\"csv\"", "\"ofx-xml\"")),
              HasSubstr("only a statement can be written as OFX"));
  EXPECT_THAT(problems(replaced(journal, "max_rows = 300", "max_rows = 1")),
              HasSubstr("max_rows must be a whole number of at least 2"));
}

TEST(JournalLayout, PairsNeedTheAccountOfTheOtherSide) {
  const std::string pairs = replaced(journal, "\"repeat\"", "\"pairs\"");
  EXPECT_THAT(problems(pairs), HasSubstr("share = \"pairs\" needs a column with {money}"));
  EXPECT_NO_THROW((void)parse_layout(
      replaced(pairs, "  [\"Account\"", "  [\"Money\", \"{money}\"],\n  [\"Account\""),
      "own.toml"));
}

TEST(JournalLayout, FirstRowsNeedColumnsThatSaySo) {
  const std::string first = replaced(journal, "\"repeat\"", "\"first-row-only\"");
  EXPECT_THAT(problems(first), HasSubstr("share = \"first-row-only\" needs columns that say so"));
  const Layout layout =
      parse_layout(replaced(first, "\"{entry_id}\"", "\"{entry_id}\", \"first\""), "own.toml");
  EXPECT_TRUE(layout.csv.columns[0].first_only);
  EXPECT_FALSE(layout.csv.columns[1].first_only);
  EXPECT_THAT(problems(replaced(journal, "\"{entry_id}\"", "\"{entry_id}\", \"first\"")),
              HasSubstr("own.toml:17:29: \"first\" needs share = \"first-row-only\""));
  EXPECT_THAT(problems(replaced(first, "\"{account}\"", "\"{account}\", \"first\"")),
              HasSubstr("own.toml:18:15: {account} is different in each line of an entry"));
  EXPECT_THAT(problems(replaced(journal, "\"{entry_id}\"", "\"{entry_id}\", \"frist\"")),
              HasSubstr("did you mean \"first\"?"));
}

TEST(JournalLayout, WideRowsSayHowManyPostingsTheyHold) {
  std::string wide = replaced(journal, "share = \"repeat\"", "share = \"wide\"\npostings = 4");
  wide = replaced(wide, "  [\"Account\"", "]\nposting_columns = [\n  [\"Account{n}\"");
  const Layout layout = parse_layout(wide, "own.toml");
  EXPECT_EQ(layout.journal.postings, 4U);
  EXPECT_EQ(layout.csv.postings, 4U);
  EXPECT_EQ(layout.csv.columns.size(), 1U);
  EXPECT_EQ(layout.csv.posting_columns.size(), 3U);
  EXPECT_THAT(problems(replaced(wide, "postings = 4\n", "")),
              HasSubstr("[journal] lacks \"postings\""));
  EXPECT_THAT(problems(replaced(wide, "postings = 4", "postings = 1")),
              HasSubstr("own.toml:13:12: postings must be a whole number from 2 to 99"));
  EXPECT_THAT(problems(replaced(wide, "{entry_id}", "{entry_id} {memo}")),
              HasSubstr("own.toml:18:15: {memo} is different in each line of an entry"));
  EXPECT_THAT(problems(replaced(wide, "share = \"wide\"\npostings = 4", "share = \"repeat\"")),
              HasSubstr("posting_columns need share = \"wide\""));
  EXPECT_THAT(problems(replaced(journal, "share = \"repeat\"", "share = \"wide\"\npostings = 4")),
              HasSubstr("[csv] lacks \"posting_columns\""));
  EXPECT_THAT(problems(replaced(journal, "tax   =", "postings = 4\ntax   =")),
              HasSubstr("postings is for share = \"wide\""));
}

TEST(StatementLayout, NeedsAmountsAndAnIdentityInEveryLine) {
  EXPECT_THAT(
      problems(replaced(statement, " {line_id:short=8}", "")),
      HasSubstr("a statement needs a column with {line_id}: two equal payments of one day"));
  EXPECT_THAT(problems(replaced(statement, "{amount}", "{debit}")),
              HasSubstr("a column with {credit} is missing"));
  EXPECT_THAT(
      problems(replaced(statement, "{amount}", "{currency}")),
      HasSubstr("no column holds the amount; there are {amount}, and {debit} with {credit}"));
}

TEST(StatementLayout, MayHaveALinePerPosting) {
  EXPECT_EQ(parse_layout(statement, "own.toml").statement, StatementLines::rows);
  EXPECT_EQ(parse_layout(replaced(statement, "format", "lines  = \"postings\"\nformat"), "own.toml")
                .statement,
            StatementLines::postings);
  EXPECT_THAT(problems(replaced(journal, "format", "lines  = \"postings\"\nformat")),
              HasSubstr("own.toml:4:10: \"lines\" is for statements"));
  EXPECT_THAT(problems(replaced(statement, "format", "rows   = \"postings\"\nformat")),
              HasSubstr("\"rows\" is for tables"));
}

TEST(StatementLayout, NeedsAChartWhereItWritesAccounts) {
  EXPECT_FALSE(needs_chart(parse_layout(statement, "own.toml")));
  EXPECT_TRUE(needs_chart(
      parse_layout(replaced(statement, "{memo}", "{account} {tax} {memo}"), "own.toml")));
}

TEST(StatementLayout, IsNoJournal) {
  EXPECT_THAT(problems(replaced(statement, "[csv]", "[journal]\ntax = \"lines\"\n\n[csv]")),
              HasSubstr("own.toml:9:1: [journal] is for layouts of kind = \"journal\""));
  EXPECT_THAT(problems(replaced(statement, "{memo}", "{entry_id}")),
              HasSubstr("statement have no field \"entry_id\""));
}

TEST(Dialect, WhatCannotBeToldApartWithoutQuotesIsRefused) {
  EXPECT_THAT(
      problems(replaced(statement, "[csv]", "[csv]\ndecimal = \",\"\nquoting = \"none\"")),
      HasSubstr("own.toml:11:11: amounts with a decimal comma between commas must be quoted"));
  EXPECT_THAT(problems(replaced(statement, "\"{date}\"", "\"{date}\", \"text\"")),
              HasSubstr("\"text\" needs quoting = \"text\" in [csv]"));
}

TEST(Dialect, APreambleIsAboutTheFile) {
  EXPECT_THAT(problems(replaced(statement, "[csv]", "[csv]\npreamble = ['{memo}']")),
              HasSubstr("own.toml:10:15: file names have no field \"memo\""));
  EXPECT_THAT(problems(replaced(statement, "[csv]", "[csv]\npreamble = ['{currency}']")),
              HasSubstr("{currency} needs split_by"));
  EXPECT_THAT(problems(replaced(statement, "[csv]", "[csv]\npreamble = [1]")),
              HasSubstr("the preamble is a list of texts"));
}

TEST(OfxLayout, HoldsItsWholeStatement) {
  constexpr const char* ofx = R"(schema = 1
name   = "own"
kind   = "statement"
format = "ofx-xml"
[file]
name = "{account}-{currency}-{batch}-{part}.ofx"
[ofx]
name = "{counterparty}"
memo = "{memo}"
)";
  const Layout layout = parse_layout(ofx, "own.toml");
  EXPECT_EQ(layout.format, FileFormat::ofx_xml);
  EXPECT_TRUE(layout.file.split_by_account);
  EXPECT_TRUE(layout.file.split_by_currency);
  EXPECT_THAT(problems(replaced(ofx, "[ofx]", "max_rows = 10\n[ofx]")),
              HasSubstr("an OFX file holds its whole statement"));
  EXPECT_THAT(problems(replaced(ofx, "[ofx]", "split_by = [\"currency\"]\n[ofx]")),
              HasSubstr("an OFX file holds one account in one currency"));
  EXPECT_THAT(problems(std::string(ofx) + "[csv]\ncolumns = []\n"),
              HasSubstr("[csv] is of no use to a layout of an OFX format"));
}

}  // namespace
}  // namespace bursar::mapping
