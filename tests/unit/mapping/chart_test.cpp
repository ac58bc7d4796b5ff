#include "mapping/chart.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_chart.hpp"

namespace bursar::mapping {
namespace {

using ledger::Coding;
using ledger::Side;
using ledger::TaxMode;
using sample::asked;
using sample::Asked;
using sample::taxed;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Chart, TakesEachColumnFromTheFirstRuleThatFitsAndNamesIt) {
  const Chart chart = sample::chart(R"(
[[rule]]
if.processor = "PAYPAL"
money = "paypal"
[[rule]]
if.kind = "EXPENSE"
account = "costs"
name = "Payee"
[[rule]]
if.side = "received"
account = "income"
money = "bank"
name = "Payer"
)");
  Asked expense = asked("EXPENSE");
  expense.facts.processor = "PAYPAL";
  const Coding coding = expense.coded_by(chart);
  EXPECT_EQ(coding.account, "Costs");
  EXPECT_EQ(coding.money, "PayPal");
  EXPECT_EQ(coding.name, "Payee");
  EXPECT_FALSE(coding.unmapped);
  EXPECT_EQ(asked("CONTRIBUTION").coded_by(chart).account, "Income");
  EXPECT_EQ(asked("CONTRIBUTION").coded_by(chart).name, "Payer");
}

TEST(Chart, PutsWhatNoRuleNamesWhereDefaultsSay) {
  const Chart chart = sample::chart("[[rule]]\nif.kind = \"EXPENSE\"\naccount = \"costs\"\n");
  const Coding coding = asked("CONTRIBUTION").coded_by(chart);
  EXPECT_TRUE(coding.unmapped);
  EXPECT_EQ(coding.account, "Suspense");
  EXPECT_EQ(coding.money, "Bank");
  EXPECT_EQ(coding.tax_code, "none");
  EXPECT_EQ(coding.class_name, "Big Collective");
  EXPECT_EQ(coding.location, "");
  EXPECT_EQ(coding.name, "");
  EXPECT_FALSE(coding.claim_vat);
  EXPECT_FALSE(coding.included_vat);
}

TEST(Chart, MayHaveADefaultAccountForEverything) {
  std::string text = sample::head;
  text.replace(text.find("tax "), 0, "account = \"income\"\n");
  const Coding coding = asked("CONTRIBUTION").coded_by(Chart::parse(text, "own.toml"));
  EXPECT_EQ(coding.account, "Income");
  EXPECT_FALSE(coding.unmapped);
}

TEST(Chart, HasAMemoThatSaysWhatHappened) {
  const Chart chart = sample::chart("[[rule]]\naccount = \"income\"\n");
  Asked line = asked("CONTRIBUTION");
  line.record.set(Field::collective_slug, std::string_view("big-collective"));
  line.record.set(Field::counterparty, std::string_view("Zoë Müller"));
  line.record.set(Field::description, std::string_view("Monthly contribution"));
  EXPECT_EQ(line.coded_by(chart).memo,
            "CONTRIBUTION big-collective Zoë Müller: Monthly contribution");
}

TEST(Chart, CallsCollectivesInClassesWhatTheBooksCallThem) {
  const Chart chart = sample::chart(R"(
[[rule]]
account = "income"
location = "{host}/{collective}"
memo = "{collective}"
[names]
"pinned-slug" = "Operations"
)");
  Asked line = asked("CONTRIBUTION");
  line.record.set(Field::host, std::string_view("Host"));
  Coding coding = line.coded_by(chart);
  EXPECT_EQ(coding.class_name, "Big Collective");
  EXPECT_EQ(coding.location, "Host/Big Collective");
  EXPECT_EQ(coding.memo, "big collective on the website");
  line.facts.collective = "pinned-slug";
  coding = line.coded_by(chart);
  EXPECT_EQ(coding.class_name, "Operations");
  EXPECT_EQ(coding.location, "Host/Operations");
  EXPECT_EQ(coding.memo, "big collective on the website");
}

TEST(Chart, FindsAccountsByATemplateThatComesToANickname) {
  const Chart chart =
      sample::chart("[[rule]]\nif.kind = \"EXPENSE\"\naccount = \"{category_code}\"\n");
  Asked line = asked("EXPENSE");
  line.record.set(Field::category_code, std::string_view("6100"));
  EXPECT_EQ(line.coded_by(chart).account, "Travel");
  EXPECT_FALSE(line.coded_by(chart).unmapped);
  line.record.set(Field::category_code, std::string_view("6200"));
  EXPECT_EQ(line.coded_by(chart).account, "Suspense");
  EXPECT_TRUE(line.coded_by(chart).unmapped);
}

TEST(Chart, PutsALineWhoseMoneyAccountIsNoNicknameOnSuspense) {
  const Chart chart = sample::chart("[[rule]]\naccount = \"income\"\nmoney = \"{processor}\"\n");
  Asked line = asked("CONTRIBUTION");
  line.record.set(Field::processor, std::string_view("paypal"));
  EXPECT_EQ(line.coded_by(chart).money, "PayPal");
  line.record.set(Field::processor, std::string_view("stripe"));
  const Coding coding = line.coded_by(chart);
  EXPECT_TRUE(coding.unmapped);
  EXPECT_EQ(coding.account, "Suspense");
  EXPECT_EQ(coding.money, "Bank");
}

// ---- VAT --------------------------------------------------------------------------------------

TEST(ChartVat, GivesOutputTaxTheCodeOfItsRate) {
  const Chart chart = sample::chart("[[rule]]\naccount = \"income\"\n" + sample::vat);
  EXPECT_EQ(taxed("CONTRIBUTION", Side::received, "0.21").coded_by(chart).tax_code, "S21");
  EXPECT_EQ(taxed("CONTRIBUTION", Side::received, "0.060").coded_by(chart).tax_code, "S6");
  EXPECT_EQ(asked("CONTRIBUTION").coded_by(chart).tax_code, "none");
}

TEST(ChartVat, GivesInputTaxACodeOnlyWhereItIsClaimed) {
  const Chart chart = sample::chart(
      "[[rule]]\nif.expense_type = \"INVOICE\"\nclaim_vat = true\n"
      "[[rule]]\naccount = \"costs\"\n" +
      sample::vat);
  Asked line = taxed("EXPENSE", Side::given, "0.21");
  EXPECT_EQ(line.coded_by(chart).tax_code, "none");
  EXPECT_FALSE(line.coded_by(chart).claim_vat);
  line.facts.expense_type = "INVOICE";
  EXPECT_EQ(line.coded_by(chart).tax_code, "P21");
  EXPECT_TRUE(line.coded_by(chart).claim_vat);
  EXPECT_EQ(line.coded_by(chart).account, "Costs");
}

TEST(ChartVat, MayBeIncludedInALine) {
  for (const char* rate : {"0.21", "\"0.21\"", "\"0.210\""}) {
    const Chart chart = sample::chart(
        "[[rule]]\nif.kind = \"HOST_FEE\"\naccount = \"income\"\nvat = " + std::string(rate) +
        "\n" + sample::vat);
    const Coding income = asked("HOST_FEE").coded_by(chart);
    EXPECT_EQ(income.included_vat, ledger::parse_tax_rate("0.21"));
    EXPECT_EQ(income.tax_code, "S21");
    EXPECT_EQ(asked("HOST_FEE", Side::given).coded_by(chart).tax_code, "P21");
  }
}

TEST(ChartVat, LeavesTheCodeToARuleThatNamesOne) {
  const Chart chart =
      sample::chart("[[rule]]\naccount = \"income\"\ntax = \"Exempt\"\n" + sample::vat);
  EXPECT_EQ(taxed("CONTRIBUTION", Side::received, "0.21").coded_by(chart).tax_code, "Exempt");
}

// A line without the right code would have the software compute another VAT, or none.
TEST(ChartVat, PutsALineOnSuspenseWhoseRateHasNoCode) {
  const Chart chart = sample::chart("[[rule]]\naccount = \"income\"\n" + sample::vat);
  const Coding coding = taxed("CONTRIBUTION", Side::received, "0.12").coded_by(chart);
  EXPECT_TRUE(coding.unmapped);
  EXPECT_EQ(coding.account, "Suspense");
  EXPECT_EQ(coding.tax_code, "none");
  EXPECT_FALSE(taxed("CONTRIBUTION", Side::received, "0").coded_by(chart).unmapped);
}

TEST(ChartVat, NeedsNoCodesWhereBursarWritesTheVatLines) {
  const Chart chart = sample::chart(
      "[[rule]]\naccount = \"income\"\n[vat]\nheld = \"income\"\npayable = \"income\"\n");
  const Coding coding = taxed("CONTRIBUTION", Side::received, "0.12").coded_by(chart);
  EXPECT_FALSE(coding.unmapped);
  EXPECT_EQ(coding.tax_code, "none");
}

TEST(ChartVat, SaysWhatALayoutMisses) {
  const std::string rule = "[[rule]]\naccount = \"income\"\n";
  const Chart some = sample::chart(rule + "[vat]\nheld = \"income\"\n");
  EXPECT_EQ(some.missing_for(TaxMode::none), std::nullopt);
  EXPECT_EQ(some.missing_for(TaxMode::lines),
            "own.toml:16:1: [vat] lacks payable, which a layout with tax = \"lines\" needs");
  EXPECT_EQ(some.missing_for(TaxMode::codes_exclusive),
            "own.toml:16:1: [vat] lacks rounding, output, which a layout with tax = "
            "\"codes-exclusive\" needs");
  const Chart claims = sample::chart(rule + "claim_vat = true\n[vat]\nheld = \"income\"\n");
  EXPECT_THAT(claims.missing_for(TaxMode::lines).value(), HasSubstr("payable, recoverable"));
  EXPECT_THAT(claims.missing_for(TaxMode::codes_inclusive).value(), HasSubstr("output, input"));
  EXPECT_EQ(sample::chart(rule).missing_for(TaxMode::lines), std::nullopt);
  EXPECT_EQ(sample::chart(rule + sample::vat).missing_for(TaxMode::codes_exclusive), std::nullopt);
}

TEST(ChartVat, NamesItsAccountsForTheLedger) {
  const auto booking =
      sample::chart("[[rule]]\naccount = \"income\"\n" + sample::vat).tax_booking(TaxMode::lines);
  EXPECT_EQ(booking.mode, TaxMode::lines);
  EXPECT_EQ(booking.untaxed_code, "none");
  ASSERT_TRUE(booking.vat);
  EXPECT_EQ(booking.vat->held, "Income");
  EXPECT_EQ(booking.vat->recoverable, "Costs");
  EXPECT_FALSE(sample::chart("[[rule]]\naccount = \"income\"\n").tax_booking(TaxMode::lines).vat);
}

// ---- Where values come from -------------------------------------------------------------------

std::string shown(const std::vector<Decision>& decisions) {
  std::string text;
  for (const Decision& decision : decisions) {
    text += std::string(name_of(decision.output)) + "=" + decision.value + " ";
    text += decision.rule == Decision::no_rule ? "-" : std::to_string(decision.rule);
    text += " " + decision.where + "; ";
  }
  return text;
}

TEST(Decisions, SayWhereEachValueStands) {
  const Chart chart = sample::chart(R"([[rule]]
if.kind = "EXPENSE"
account = "costs"
[[rule]]
if.kind = "HOST_FEE"
account = "income"
vat = 0.21
)" + sample::vat);
  std::vector<Decision> decisions;
  (void)asked("HOST_FEE").coded_by(chart, &decisions);
  EXPECT_EQ(shown(decisions),
            "account=Income 1 own.toml:19; money=Bank - own.toml:10; tax=S21 - own.toml:27; "
            "vat=0.21 1 own.toml:20; class=Big Collective - own.toml:13; memo=HOST_FEE : - ; ");
  decisions.clear();
  (void)asked("CONTRIBUTION").coded_by(chart, &decisions);
  EXPECT_THAT(shown(decisions), HasSubstr("account=Suspense - own.toml:11; "));
}

TEST(Decisions, SayWhyALineIsOnSuspense) {
  const auto note = [](const std::string& rules, const Asked& line) {
    std::vector<Decision> decisions;
    (void)line.coded_by(sample::chart(rules), &decisions);
    EXPECT_EQ(decisions.at(0).value, "Suspense");
    EXPECT_EQ(decisions.at(0).rule, Decision::no_rule);
    EXPECT_EQ(decisions.at(0).where, "own.toml:11");
    return decisions.at(0).note;
  };
  EXPECT_EQ(note("[[rule]]\nif.kind = \"TAX\"\naccount = \"costs\"\n", asked("EXPENSE")),
            "no rule names an account for it");
  Asked line = asked("EXPENSE");
  line.record.set(Field::category_code, std::string_view("7999"));
  EXPECT_EQ(note("[[rule]]\naccount = \"{category_code}\"\n", line),
            "\"{category_code}\" in line 15 comes to \"7999\", which is no account in [accounts]");
  EXPECT_EQ(note("[[rule]]\naccount = \"income\"\n" + sample::vat,
                 taxed("CONTRIBUTION", Side::received, "0.12")),
            "[vat] output has no tax code for the rate 0.12");
}

TEST(Decisions, AreCountedByRule) {
  const Chart chart = sample::chart(R"([[rule]]
if.kind = "EXPENSE"
account = "costs"
name = "x"
[[rule]]
if.kind = "HOST_FEE"
account = "income"
[[rule]]
account = "income"
)");
  ASSERT_EQ(chart.rule_count(), 3U);
  RuleHits hits(chart.rule_count());
  (void)asked("EXPENSE").coded_by(chart, nullptr, &hits);
  (void)asked("CONTRIBUTION").coded_by(chart, nullptr, &hits);
  EXPECT_THAT(hits, ElementsAre(2, 0, 1));
  EXPECT_EQ(chart.rule(1).where, "own.toml:18");
  EXPECT_EQ(chart.rule(1).about, "kind HOST_FEE");
  EXPECT_EQ(chart.rule(2).about, "every line");
}

// ---- What the books must know -----------------------------------------------------------------

TEST(Needs, ListTheAccountsCodesAndClassesThatCanComeOut) {
  const Chart chart = sample::chart(R"([[rule]]
if.kind = "EXPENSE"
account = "costs"
class = "Overhead"
name = "{counterparty}"
[[rule]]
account = "income"
location = "Ghent"
[names]
"asbl" = "Operations"
)" + sample::vat);
  const ChartNeeds plain = chart.needs(TaxMode::none);
  EXPECT_THAT(plain.accounts, ElementsAre("Bank", "Costs", "Income", "Suspense"));
  EXPECT_THAT(plain.tax_codes.fixed, ElementsAre("none"));
  EXPECT_THAT(plain.classes.fixed, ElementsAre("Operations", "Overhead"));
  EXPECT_THAT(plain.classes.templates, ElementsAre("{collective}"));
  EXPECT_THAT(plain.locations.fixed, ElementsAre("Ghent"));
  EXPECT_THAT(plain.names.templates, ElementsAre("{counterparty}"));
  const ChartNeeds taxed = chart.needs(TaxMode::codes_exclusive);
  EXPECT_THAT(taxed.tax_codes.fixed, ElementsAre("S21", "S6", "none"));
}

TEST(Needs, ListEveryAccountWhereATemplateChooses) {
  const Chart chart = sample::chart("[[rule]]\naccount = \"{category_code}\"\n");
  EXPECT_THAT(chart.needs(TaxMode::none).accounts,
              ElementsAre("Bank", "Costs", "Income", "PayPal", "Suspense", "Travel"));
  EXPECT_THAT(chart.needs(TaxMode::none).locations.fixed, IsEmpty());
}

}  // namespace
}  // namespace bursar::mapping
