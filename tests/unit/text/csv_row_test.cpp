#include "text/csv_row.hpp"

#include <gtest/gtest.h>

namespace bursar::text {
namespace {

std::string row(const std::vector<std::string>& cells) {
  std::string out;
  append_csv_row(cells, out);
  return out;
}

TEST(CsvRow, QuotesWhatNeedsIt) {
  EXPECT_EQ(row({"a", "b,c", "d\"e", "", "f g"}), "a,\"b,c\",\"d\"\"e\",,f g\r\n");
}

TEST(CsvRow, DefusesFormulasAndLeavesNumbersAlone) {
  EXPECT_EQ(row({"=1+1", "+2", "-x", "@me", "-12.34", "12.34", "-", "2026-01-02"}),
            "'=1+1,'+2,'-x,'@me,-12.34,12.34,'-,2026-01-02\r\n");
  EXPECT_EQ(row({"=HYPERLINK(\"http://evil\")"}), "\"'=HYPERLINK(\"\"http://evil\"\")\"\r\n");
}

TEST(CsvRow, NoBlankNoControlAndNoWideSignHidesAFormula) {
  EXPECT_EQ(row({"\t=1", " =1", "\r=1", "\x1B=1", "\uFF1D1", "\uFF20x"}),
            "'=1,'=1,'=1,'=1,'\uFF1D1,'\uFF20x\r\n");
}

TEST(CsvRow, ACellIsOneLine) {
  EXPECT_EQ(row({"two\nlines", "a\r\nb", "x\u2028y"}), "two lines,a b,x y\r\n");
}

TEST(CsvRow, WhatTurnsTheOrderAroundIsSeen) {
  EXPECT_EQ(row({"a\u202Eb"}), "a\\u202eb\r\n");
}

}  // namespace
}  // namespace bursar::text
