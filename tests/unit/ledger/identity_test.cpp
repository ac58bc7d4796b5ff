#include "ledger/identity.hpp"

#include <set>

#include <gtest/gtest.h>

namespace bursar::ledger {
namespace {

constexpr const char* group = "2d10c9a8-0b1d-4193-8c3e-1f2a3b4c5d6e";

TEST(EntryName, IsOcAndFifteenDigitsOfTheGroup) {
  EXPECT_EQ(entry_name(group, 1), "OC2d10c9a80b1d419");
  EXPECT_EQ(entry_name(group, 2), "OC2d10c9a80b1d419-2");
  EXPECT_LE(entry_name(group, 999).size(), 21U) << "QuickBooks takes no more";
}

TEST(EntryName, OfAGroupWithoutAUuidIsStillDistinct) {
  std::set<std::string> names;
  for (const char* id : {"g", "h", "group 1", "group 2", "2d10c9a8"}) {
    names.insert(entry_name(id, 1));
    EXPECT_EQ(entry_name(id, 1).size(), 17U);
  }
  EXPECT_EQ(names.size(), 5U);
}

TEST(SummaryName, SaysPeriodAndCurrency) {
  const CivilDate day = parse_civil_date("2026-11-08").value();
  const CivilDate first = parse_civil_date("2026-11-01").value();
  const Currency euro = Currency::parse("EUR").value();
  EXPECT_EQ(summary_name(day, false, euro, 1), "OC-2026-11-08-EUR");
  EXPECT_EQ(summary_name(first, true, euro, 3), "OC-2026-11-EUR-3");
  EXPECT_LE(summary_name(day, false, euro, 999).size(), 21U);
}

TEST(StatementLineId, IsTheRowsUntilSomethingChanges) {
  const UnitKey main{7, Part::main, false};
  const UnitKey tax{7, Part::tax, false};
  EXPECT_EQ(statement_line_id("row", main, Turn::original, 0), "row");
  EXPECT_EQ(statement_line_id("row", tax, Turn::original, 0), "row:tax");
  EXPECT_EQ(statement_line_id("row", main, Turn::reversal, 1), "row.1r");
  EXPECT_EQ(statement_line_id("row", main, Turn::replacement, 1), "row.1");
  EXPECT_EQ(statement_line_id("row", tax, Turn::reversal, 2), "row:tax.2r");
}

}  // namespace
}  // namespace bursar::ledger
