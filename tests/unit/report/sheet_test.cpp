#include "report/sheet.hpp"

#include <gtest/gtest.h>

namespace bursar::report {
namespace {

TEST(Sheet, CsvIsThatOfRfc4180) {
  Sheet sheet;
  sheet.columns = {{"payee", "payee"}, {"total", "total", Cells::amount}};
  sheet.rows = {{"Smith, \"Joe\"", "-1.00"}, {"line\nbreak", "2.00"}};
  EXPECT_EQ(to_csv({sheet}), "payee,total\r\n\"Smith, \"\"Joe\"\"\",-1.00\r\nline break,2.00\r\n");
}

TEST(Sheet, ANameIsNoFormulaOfASpreadsheet) {
  Sheet sheet;
  sheet.columns = {{"payee", "payee"}};
  sheet.rows = {{"=HYPERLINK(\"http://evil\")"}, {"\x1B=1+1"}, {"\n=1+1"}};
  EXPECT_EQ(to_csv({sheet}), "payee\r\n\"'=HYPERLINK(\"\"http://evil\"\")\"\r\n'=1+1\r\n'=1+1\r\n");
}

TEST(Sheet, CsvOfSeveralSourcesHasOneHeaderAndNoTotals) {
  Sheet first;
  first.columns = {{"source", ""}, {"total", "total", Cells::amount}};
  first.rows = {{"a", "1.00"}};
  first.totals = {{"a", "1.00"}};
  Sheet second = first;
  second.rows = {{"b", "2.00"}};
  EXPECT_EQ(to_csv({first, second}), "source,total\r\na,1.00\r\nb,2.00\r\n");
}

}  // namespace
}  // namespace bursar::report
