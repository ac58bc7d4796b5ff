// Conditions of rules, through a chart with one rule.
#include "mapping/condition.hpp"

#include <string>

#include <gtest/gtest.h>

#include "small_chart.hpp"

namespace bursar::mapping {
namespace {

using sample::asked;
using sample::Asked;

bool fits(const std::string& condition, const Asked& line) {
  const Chart chart = sample::chart("[[rule]]\nif." + condition + "\naccount = \"income\"\n");
  return !line.coded_by(chart).unmapped;
}

Asked with(std::string_view LineFacts::*fact, std::string_view value) {
  Asked made = asked("EXPENSE");
  made.facts.*fact = value;
  return made;
}

TEST(Condition, IsAValueAListOrAGlob) {
  EXPECT_TRUE(fits("kind = \"EXPENSE\"", asked("EXPENSE")));
  EXPECT_FALSE(fits("kind = \"EXPENSE\"", asked("HOST_FEE")));
  EXPECT_FALSE(fits("kind = \"EXPENSE\"", asked("expense")));
  EXPECT_TRUE(fits("kind = [\"HOST_FEE\", \"EXPENSE\"]", asked("EXPENSE")));
  EXPECT_TRUE(fits("kind = \"HOST_FEE*\"", asked("HOST_FEE_SHARE")));
  EXPECT_TRUE(fits("category = [\"7000\", \"60*\"]", with(&LineFacts::category, "6010")));
  EXPECT_TRUE(fits("category = 6010", with(&LineFacts::category, "6010")));
}

TEST(Condition, OfAKindThatNobodyKnowsYetIsAllowed) {
  EXPECT_TRUE(fits("kind = \"CARRIER_PIGEON_FEE\"", asked("CARRIER_PIGEON_FEE")));
}

TEST(Condition, NegatesWithAnExclamationMark) {
  EXPECT_FALSE(fits("kind = \"!EXPENSE\"", asked("EXPENSE")));
  EXPECT_TRUE(fits("kind = \"!EXPENSE\"", asked("HOST_FEE")));
  EXPECT_FALSE(fits("category = [\"!60*\", \"!61*\"]", with(&LineFacts::category, "6100")));
  EXPECT_TRUE(fits("category = [\"!60*\", \"!61*\"]", with(&LineFacts::category, "6200")));
  EXPECT_TRUE(fits("category = [\"60*\", \"!6090\"]", with(&LineFacts::category, "6010")));
  EXPECT_FALSE(fits("category = [\"60*\", \"!6090\"]", with(&LineFacts::category, "6090")));
}

TEST(Condition, FindsWhatIsEmpty) {
  EXPECT_TRUE(fits("category = \"\"", with(&LineFacts::category, "")));
  EXPECT_FALSE(fits("category = \"\"", with(&LineFacts::category, "6010")));
  EXPECT_TRUE(fits("category = \"!\"", with(&LineFacts::category, "6010")));
  EXPECT_FALSE(fits("category = \"!\"", with(&LineFacts::category, "")));
  EXPECT_TRUE(fits("category = [\"\", \"60*\"]", with(&LineFacts::category, "")));
}

TEST(Condition, AsksEachFact) {
  EXPECT_TRUE(fits("expense_type = \"INVOICE\"", with(&LineFacts::expense_type, "INVOICE")));
  EXPECT_TRUE(fits("collective = \"big-*\"", with(&LineFacts::collective, "big-project")));
  EXPECT_TRUE(fits("counterparty = \"jane\"", with(&LineFacts::counterparty, "jane")));
  EXPECT_TRUE(fits("processor = \"PAYPAL\"", with(&LineFacts::processor, "PAYPAL")));
  EXPECT_TRUE(fits("host = \"asbl\"", with(&LineFacts::host, "asbl")));
  EXPECT_TRUE(fits("currency = \"JPY\"", with(&LineFacts::currency, "JPY")));
  EXPECT_TRUE(fits("tax_type = \"VAT\"", with(&LineFacts::tax_type, "VAT")));
  EXPECT_TRUE(fits("description = \"*Zo?*\"", with(&LineFacts::description, "for Zoë, again")));
  EXPECT_FALSE(fits("description = \"*Zo?*\"", with(&LineFacts::tax_type, "for Zoë, again")));
}

TEST(Condition, AsksSideFundAndWhetherItIsInternal) {
  Asked line = asked("EXPENSE", ledger::Side::given);
  line.facts.fund = ledger::Fund::managed;
  EXPECT_TRUE(fits("side = \"given\"", line));
  EXPECT_FALSE(fits("side = \"received\"", line));
  EXPECT_TRUE(fits("fund = [\"managed\", \"platform\"]", line));
  EXPECT_FALSE(fits("fund = \"!managed\"", line));
  EXPECT_TRUE(fits("internal = false", line));
  EXPECT_FALSE(fits("internal = true", line));
}

TEST(Condition, ComparesRatesAsNumbers) {
  Asked line = asked("EXPENSE");
  EXPECT_TRUE(fits("tax_rate = \"\"", line));
  EXPECT_FALSE(fits("tax_rate = 0.21", line));
  line.facts.tax_rate = ledger::parse_tax_rate("0.21000000000000002");
  EXPECT_TRUE(fits("tax_rate = 0.21", line));
  EXPECT_TRUE(fits("tax_rate = \"0.210\"", line));
  EXPECT_TRUE(fits("tax_rate = [0.06, 0.21]", line));
  EXPECT_FALSE(fits("tax_rate = \"!0.21\"", line));
  EXPECT_TRUE(fits("tax_rate = \"!\"", line));
  line.facts.tax_rate = ledger::parse_tax_rate("0.0825");
  EXPECT_TRUE(fits("tax_rate = 0.0825", line));
}

TEST(Condition, OfTagsHoldsWhereOneOfThemFits) {
  const Asked line = with(&LineFacts::tags, R"(["travel","berlin"])");
  EXPECT_TRUE(fits("tags = \"berlin\"", line));
  EXPECT_TRUE(fits("tags = [\"paris\", \"tra*\"]", line));
  EXPECT_FALSE(fits("tags = \"\"", line));
  EXPECT_FALSE(fits("tags = \"!travel\"", line));
  EXPECT_FALSE(fits("tags = [\"berlin\", \"!travel\"]", line));
  EXPECT_TRUE(fits("tags = \"!\"", line));
  EXPECT_TRUE(fits("tags = \"\"", with(&LineFacts::tags, "[]")));
  EXPECT_TRUE(fits("tags = \"\"", with(&LineFacts::tags, "")));
}

TEST(Condition, OfDatesIncludesBothEnds) {
  Asked line = asked("EXPENSE");
  const auto on = [&](const char* day, const std::string& condition) {
    line.facts.date = ledger::parse_civil_date(day).value();
    return fits("date = " + condition, line);
  };
  EXPECT_TRUE(on("2026-01-01", "\"2026-01-01..\""));
  EXPECT_FALSE(on("2025-12-31", "\"2026-01-01..\""));
  EXPECT_TRUE(on("2025-12-31", "\"..2025-12-31\""));
  EXPECT_FALSE(on("2026-01-01", "\"..2025-12-31\""));
  EXPECT_TRUE(on("2026-03-31", "\"2026-01-01..2026-03-31\""));
  EXPECT_FALSE(on("2026-04-01", "\"2026-01-01..2026-03-31\""));
  EXPECT_TRUE(on("2026-04-01", "\"2026-04-01\""));
  EXPECT_TRUE(on("2026-04-01", "2026-04-01"));
  EXPECT_FALSE(on("2026-04-01", "\"!2026-04-01\""));
  EXPECT_TRUE(on("2026-04-02", "\"!2026-04-01\""));
  EXPECT_TRUE(on("2024-05-05", "[\"..2024-12-31\", \"2026-01-01..\"]"));
  EXPECT_FALSE(on("2025-05-05", "[\"..2024-12-31\", \"2026-01-01..\"]"));
  EXPECT_FALSE(on("2025-05-05", "[\"2025-01-01..\", \"!2025-05-01..2025-05-31\"]"));
}

TEST(Condition, AllOfARuleMustHold) {
  const Chart chart = sample::chart(
      "[[rule]]\nif.kind = \"EXPENSE\"\nif.category = \"60*\"\naccount = \"costs\"\n");
  EXPECT_TRUE(asked("EXPENSE").coded_by(chart).unmapped);
  EXPECT_FALSE(with(&LineFacts::category, "6010").coded_by(chart).unmapped);
}

}  // namespace
}  // namespace bursar::mapping
