// Our own files, as the golden tests pin them down, in GnuCash itself. See importers/README.md.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "importers/importer_driver.hpp"

namespace bursar::tests {
namespace {

std::string golden(const std::string& name) {
  return std::string(BURSAR_GOLDEN_DIR) + "/" + name;
}

// Five nights, with a late line, one that vanishes and one that returns.
TEST(GnuCashImporters, BookStatementsOfSeveralNightsOnceThoughTheyAreImportedTwice) {
  if (no_gnucash()) GTEST_SKIP() << "BURSAR_GNUCASH=1 runs this test";
  std::vector<std::string> nights;
  for (const char* night : {"1", "2", "3", "4", "5"}) {
    nights.push_back(golden("case-09-late-vanishing-returning/bank-big-collective-USD-") + night +
                     ".ofx");
  }
  const Understood booked = drive("import_with_gnucash", nights);
  EXPECT_EQ(booked.exit_status, 0) << booked.errors;
  EXPECT_EQ(booked.output, "big-collective\tUSD\t173.05\t6\n");
}

TEST(GnuCashImporters, BookEntriesOfManyLinesOnceThoughTheyAreImportedTwice) {
  if (no_gnucash()) GTEST_SKIP() << "BURSAR_GNUCASH=1 runs this test";
  const Understood booked =
      drive("import_csv_with_gnucash", {golden("case-01-contribution/gnucash-1.csv")});
  EXPECT_EQ(booked.exit_status, 0) << booked.errors;
  EXPECT_EQ(booked.output,
            "Contributions\t-350.00\t2\nDue to Open Collective\t-13.51\t3\n"
            "Interfund:Fiscal Sponsorship Fees\t0.00\t4\nOpen Collective Clearing\t351.30\t4\n"
            "Payment Processor Fees\t6.95\t1\nPlatform Share of Host Fees\t5.26\t2\n");
}

}  // namespace
}  // namespace bursar::tests
