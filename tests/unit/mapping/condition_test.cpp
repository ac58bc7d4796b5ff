// Conditions of rules, through a chart with one rule.
#include "mapping/condition.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "mapping/glob.hpp"
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

// ---- Any two conditions -----------------------------------------------------------------------

// Conditions and texts over two letters, so that they often have to do with each other.
class RandomConditions {
 public:
  explicit RandomConditions(std::uint32_t seed) : random_(seed) {}

  Condition next(Fact fact) {
    Condition condition;
    condition.fact = fact;
    fill(condition.any);
    fill(condition.none);
    return condition;
  }

 private:
  void fill(Patterns& patterns) {
    for (std::size_t i = random_() % 3; i > 0; --i) {
      std::string text;
      for (std::size_t length = random_() % 4; length > 0; --length)
        text += "aabb*?"[random_() % 6];
      (is_glob(text) ? patterns.globs : patterns.values).push_back(text);
    }
    std::sort(patterns.values.begin(), patterns.values.end());
  }

  std::mt19937 random_;
};

std::vector<std::string> short_texts() {
  std::vector<std::string> texts{""};
  for (std::size_t i = 0; texts[i].size() < 4; ++i) {
    texts.push_back(texts[i] + "a");
    texts.push_back(texts[i] + "b");
  }
  return texts;
}

// Lines by category, or with up to two tags.
std::vector<std::string> lines_of(Fact fact) {
  const std::vector<std::string> texts = short_texts();
  if (fact != Fact::tags) return texts;
  std::vector<std::string> lists{"[]"};
  for (const std::string& first : texts) {
    for (const std::string& second : texts) {
      if (first.size() + second.size() > 4) continue;
      lists.push_back(fmt::format(R"(["{}","{}"])", first, second));
    }
  }
  return lists;
}

bool holds(const Condition& condition, const std::string& line) {
  LineFacts facts;
  (condition.fact == Fact::tags ? facts.tags : facts.category) = line;
  return condition.holds(AskedLine(facts, bit(condition.fact)));
}

class AnyConditions : public testing::TestWithParam<Fact> {};

// A rule would be refused though it decides something.
TEST_P(AnyConditions, AreNotSaidToCoverWhatTheyDoNot) {
  RandomConditions random(1);
  const std::vector<std::string> lines = lines_of(GetParam());
  int covered = 0;
  for (int i = 0; i < 3000; ++i) {
    const Condition wide = random.next(GetParam());
    const Condition narrow = random.next(GetParam());
    if (!covers(wide, narrow)) continue;
    ++covered;
    for (const std::string& line : lines) {
      ASSERT_TRUE(!holds(narrow, line) || holds(wide, line)) << line;
    }
  }
  EXPECT_GT(covered, 300);
}

TEST_P(AnyConditions, AreNotSaidToContradictThemselvesWhereALineFits) {
  RandomConditions random(2);
  const std::vector<std::string> lines = lines_of(GetParam());
  int contradictions = 0;
  for (int i = 0; i < 3000; ++i) {
    const Condition condition = random.next(GetParam());
    if (!is_contradiction(condition)) continue;
    ++contradictions;
    for (const std::string& line : lines) ASSERT_FALSE(holds(condition, line)) << line;
  }
  EXPECT_GT(contradictions, 100);
}

INSTANTIATE_TEST_SUITE_P(Facts, AnyConditions, testing::Values(Fact::category, Fact::tags));

}  // namespace
}  // namespace bursar::mapping
