#include "export/csv_writer.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "mapping/layout.hpp"

namespace bursar::exporting {
namespace {

using mapping::Field;

mapping::CsvStyle style(const std::string& extra, const std::string& columns) {
  return mapping::parse_layout(
             "schema = 1\nname = \"t\"\nkind = \"table\"\nrows = \"transactions\"\nformat = "
             "\"csv\"\n[file]\nname = \"x{batch}.csv\"\n[csv]\n" +
                 extra + "columns = [" + columns + "]\n",
             "test")
      .csv;
}

std::string line(const mapping::CsvStyle& csv, const std::string& kind,
                 const std::string& description) {
  mapping::Record record;
  record.set(Field::kind, std::string_view(kind));
  record.set(Field::description, std::string_view(description));
  record.set(Field::amount, ledger::Money{-1850, ledger::Currency::parse("EUR").value()});
  std::string out;
  append_csv_line(csv, record, out);
  return out;
}

const char* two = R"(["a", "{kind}"], ["b", "{description}"])";

TEST(Csv, QuotesOnlyWhatNeedsIt) {
  const auto csv = style("", two);
  EXPECT_EQ(line(csv, "FEE", "plain text"), "FEE,plain text\r\n");
  EXPECT_EQ(line(csv, "FEE", "one, two"), "FEE,\"one, two\"\r\n");
  EXPECT_EQ(line(csv, "FEE", "a \"quoted\" word"), "FEE,\"a \"\"quoted\"\" word\"\r\n");
  EXPECT_EQ(line(csv, "", ""), ",\r\n");
}

TEST(Csv, QuotesByTheDelimiterInUse) {
  const auto csv = style("delimiter = \";\"\n", two);
  EXPECT_EQ(line(csv, "FEE", "one, two"), "FEE;one, two\r\n");
  EXPECT_EQ(line(csv, "FEE", "one; two"), "FEE;\"one; two\"\r\n");
}

TEST(Csv, CanQuoteEverything) {
  EXPECT_EQ(line(style("quoting = \"all\"\n", two), "FEE", ""), "\"FEE\",\"\"\r\n");
}

TEST(Csv, ALoneEmptyCellIsNoEmptyLine) {
  EXPECT_EQ(line(style("", R"(["a", "{kind}"])"), "", ""), "\"\"\r\n");
}

TEST(Csv, TextThatLooksLikeAFormulaIsDefused) {
  const auto csv = style("", R"(["b", "{description}"])");
  EXPECT_EQ(line(csv, "", "=1+1"), "'=1+1\r\n");
  EXPECT_EQ(line(csv, "", "+49 30"), "'+49 30\r\n");
  EXPECT_EQ(line(csv, "", "-5 % discount"), "'-5 % discount\r\n");
  EXPECT_EQ(line(csv, "", "@me"), "'@me\r\n");
  EXPECT_EQ(line(csv, "", "\t=1+1"), "'=1+1\r\n") << "the blank before it goes first";
  EXPECT_EQ(line(csv, "", "a=b"), "a=b\r\n");
}

TEST(Csv, FiguresKeepTheirSign) {
  EXPECT_EQ(line(style("", R"(["a", "{amount}"])"), "", ""), "-18.50\r\n");
  EXPECT_EQ(line(style("decimal = \",\"\n", R"(["a", "{amount}"])"), "", ""), "\"-18,50\"\r\n");
}

TEST(Csv, DefusesEveryLeadingCharacterThatSpreadsheetsTake) {
  const auto csv = style("", R"(["b", "{description}"])");
  for (const char* c : {"=", "+", "-", "@"}) {
    EXPECT_EQ(line(csv, "", std::string(c) + "x"), "'" + std::string(c) + "x\r\n");
  }
  EXPECT_EQ(line(style("defuse = false\n", R"(["b", "{description}"])"), "", "=1+1"), "=1+1\r\n");
}

TEST(Csv, BeginsAsTheStyleSays) {
  EXPECT_EQ(csv_opening(style("", two), {}), "a,b\r\n");
  EXPECT_EQ(csv_opening(style("header = false\n", two), {}), "");
  EXPECT_EQ(csv_opening(style("encoding = \"utf-8-bom\"\nline_end = \"lf\"\n", two), {}),
            "\xEF\xBB\xBF"
            "a,b\n");
}

TEST(Csv, ThePreambleStandsBeforeTheHeaderAsItIsWritten) {
  const auto csv = style(
      "delimiter = \";\"\nencoding = \"windows-1252\"\npreamble = ['\"EXTF\";700;{batch};\"ö\"', "
      "'to {to:%Y%m%d}']\n",
      two);
  mapping::Record file;
  file.set(Field::batch, std::int64_t{12});
  file.set(Field::last_day, ledger::parse_civil_date("2026-11-15").value());
  EXPECT_EQ(csv_opening(csv, file), "\"EXTF\";700;12;\"\xF6\"\r\nto 20261115\r\na;b\r\n");
}

TEST(Csv, QuotesTextAlone) {
  const auto csv = style("delimiter = \";\"\ndecimal = \",\"\nquoting = \"text\"\n",
                         R"(["a;b", "{amount:abs}"], ["b", "{kind}"], ["c", "", "text"],
                            ["d", "{description}", "number"], ["e", ""])");
  EXPECT_EQ(line(csv, "FEE", "8200"), "18,50;\"FEE\";\"\";8200;\r\n");
  EXPECT_EQ(line(csv, "a \"b\"", "82;00"), "18,50;\"a \"\"b\"\"\";\"\";82 00;\r\n")
      << "what is no text cannot be quoted";
  EXPECT_EQ(csv_opening(csv, {}), "\"a;b\";b;c;d;e\r\n");
}

TEST(Csv, QuotesNothingWhereQuotesAreNotKnown) {
  const auto csv = style("quoting = \"none\"\n", two);
  EXPECT_EQ(line(csv, "FEE", "one, \"two\""), "FEE,one   two \r\n");
}

TEST(Csv, Windows1252CarriesWhatItCanAndNamesTheRestInAscii) {
  const auto csv = style("encoding = \"windows-1252\"\n", R"(["b", "{description}"])");
  EXPECT_EQ(line(csv, "", "Zoë – 5 € “ok” Œuvre"), "Zo\xEB \x96 5 \x80 \x93ok\x94 \x8Cuvre\r\n");
  EXPECT_EQ(line(csv, "", "Łukasz Żółć"), "Lukasz Z\xF3lc\r\n");
  EXPECT_EQ(line(csv, "", "東京 Ольга 🎉"), "?? ????? ?\r\n");
}

mapping::CsvStyle journal(const std::string& share, const std::string& columns) {
  return mapping::parse_layout(
             "schema = 1\nname = \"t\"\nkind = \"journal\"\nformat = \"csv\"\n"
             "[file]\nname = \"x{batch}.csv\"\n[journal]\ntax = \"none\"\n" +
                 share + "[csv]\n" + columns,
             "test")
      .csv;
}

mapping::Record posting(const char* account, std::int64_t hundredths) {
  mapping::Record record;
  record.set(Field::entry_id, std::string_view("OC2d10c9a80b1d419"));
  record.set(Field::title, std::string_view("Sponsor, gold"));
  record.set(Field::ledger_account, std::string_view(account));
  record.set(Field::gl_amount, ledger::Money{hundredths, ledger::Currency::parse("USD").value()});
  return record;
}

TEST(Csv, WhatAnEntrySharesStandsInItsFirstRowAlone) {
  const auto csv = journal("share = \"first-row-only\"\n",
                           R"(columns = [["id", "{entry_id}", "first"], ["a", "{account}"],
                                         ["x", "{gl_amount}"]])");
  std::string out;
  append_csv_line(csv, posting("Contributions", -18500), out, true);
  append_csv_line(csv, posting("Clearing", 18500), out, false);
  EXPECT_EQ(out, "OC2d10c9a80b1d419,Contributions,-185.00\r\n,Clearing,185.00\r\n");
}

TEST(Csv, AWideRowIsAnEntryWithItsPostings) {
  const auto csv = journal("share = \"wide\"\npostings = 3\n",
                           R"(columns = [["code", "{entry_id}"], ["text", "{title}"]]
                              posting_columns = [["account{n}", "{account}"],
                                                 ["amount{n}", "{gl_amount}"]])");
  EXPECT_EQ(csv_opening(csv, {}),
            "code,text,account1,amount1,account2,amount2,account3,amount3\r\n");
  std::vector<mapping::Record> postings;
  postings.push_back(posting("Contributions", -18500));
  postings.push_back(posting("Clearing", 18500));
  std::string out;
  append_wide_line(csv, postings.front(), postings, out);
  EXPECT_EQ(out, "OC2d10c9a80b1d419,\"Sponsor, gold\",Contributions,-185.00,Clearing,185.00,,\r\n");
  postings.resize(4);
  EXPECT_THROW(append_wide_line(csv, postings.front(), postings, out), Error);
}

TEST(Csv, AQuotationMarkThatComesOfTransliterationIsQuotedToo) {
  const auto csv = style("encoding = \"windows-1252\"\n", two);
  EXPECT_EQ(line(csv, "FEE", "rack of 19″"), "FEE,\"rack of 19\"\"\"\r\n");
  const auto semicolons = style("encoding = \"windows-1252\"\nquoting = \"none\"\n", two);
  EXPECT_EQ(line(semicolons, "FEE", "rack of 19″"), "FEE,rack of 19 \r\n");
}

TEST(Csv, AMinusThatComesOfTransliterationIsDefusedToo) {
  const auto csv = style("encoding = \"windows-1252\"\n", two);
  EXPECT_EQ(line(csv, "FEE", "−2+3"), "FEE,'-2+3\r\n");
}

}  // namespace
}  // namespace bursar::exporting
