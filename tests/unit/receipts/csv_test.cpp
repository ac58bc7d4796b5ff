#include "receipts/csv.hpp"

#include <gtest/gtest.h>

namespace bursar::receipts {
namespace {

TEST(ReceiptsCsv, QuotesWhatNeedsItAndDefusesFormulas) {
  std::string text;
  append_csv_row({"a", "b,c", "d\"e", "=1+1", "-12.34", "-x", "@me", "two\nlines"}, text);
  EXPECT_EQ(text, "a,\"b,c\",\"d\"\"e\",'=1+1,-12.34,'-x,'@me,two lines\r\n");
}

TEST(ReceiptsCsv, AmountsHaveTwoDecimals) {
  EXPECT_EQ(decimal(-5), "-0.05");
  EXPECT_EQ(decimal(123'456), "1234.56");
}

}  // namespace
}  // namespace bursar::receipts
