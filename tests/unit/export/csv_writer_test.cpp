#include "export/csv_writer.hpp"

#include <string>

#include <gtest/gtest.h>

#include "mapping/layout.hpp"

namespace bursar::exporting {
namespace {

using mapping::Field;

mapping::CsvStyle style(const std::string& extra, const std::string& columns) {
  return mapping::parse_layout(
             "schema = 1\nname = \"t\"\nkind = \"table\"\nrows = \"transactions\"\nformat = "
             "\"csv\"\n[file]\nname = \"x.csv\"\n[csv]\n" +
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
  for (const char c : std::string("=+-@\t\r")) {
    std::string text = std::string(1, c) + "x";
    defuse(text);
    EXPECT_EQ(text.front(), '\'') << static_cast<int>(c);
  }
  std::string empty;
  defuse(empty);
  EXPECT_EQ(empty, "");
}

TEST(Csv, BeginsAsTheStyleSays) {
  EXPECT_EQ(csv_opening(style("", two)), "a,b\r\n");
  EXPECT_EQ(csv_opening(style("header = false\n", two)), "");
  EXPECT_EQ(csv_opening(style("encoding = \"utf-8-bom\"\nline_end = \"lf\"\n", two)),
            "\xEF\xBB\xBF"
            "a,b\n");
}

}  // namespace
}  // namespace bursar::exporting
