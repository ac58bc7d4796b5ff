#include "mapping/template.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "ledger/money.hpp"

namespace bursar::mapping {
namespace {

class TemplateTest : public testing::Test {
 protected:
  TemplateTest() {
    record_.set(Field::date, ledger::parse_civil_date("2026-01-05").value());
    record_.set(Field::created_at, ledger::parse_rfc3339("2026-01-05T23:04:09.018Z").value());
    record_.set(Field::amount, ledger::Money{-123450, ledger::Currency::parse("EUR").value()});
    record_.set(Field::gross_amount, ledger::Money{120000, ledger::Currency::parse("JPY").value()});
    record_.set(Field::kind, std::string_view("HOST_FEE"));
    record_.set(Field::description, std::string_view("Café  müde\r\nzwei"));
    record_.set(Field::legacy_id, std::int64_t{42});
    record_.set(Field::is_refund, false);
    record_.set(Field::fx_rate, std::string_view("1.0875"));
    record_.set(Field::counterparty, std::string_view(""));
  }
  std::string rendered(std::string_view text, char decimal_mark = '.') {
    document::Problems problems("test");
    const Template compiled = compile_template(text, Rows::transactions, {1, 1}, problems);
    problems.throw_if_any("");
    std::string out;
    compiled.render(record_, decimal_mark, out);
    return out;
  }
  Record record_;
};

TEST_F(TemplateTest, PutsTextAndFieldsTogether) {
  EXPECT_EQ(rendered(""), "");
  EXPECT_EQ(rendered("plain"), "plain");
  EXPECT_EQ(rendered("{kind}: {legacy_id}!"), "HOST_FEE: 42!");
  EXPECT_EQ(rendered("{{{kind}}}"), "{HOST_FEE}");
}

TEST_F(TemplateTest, TakesTheFirstThatIsNotEmpty) {
  EXPECT_EQ(rendered("{counterparty|kind}"), "HOST_FEE");
  EXPECT_EQ(rendered("{counterparty|host|\"nobody\"}"), "nobody");
  EXPECT_EQ(rendered("{counterparty}"), "");
  EXPECT_EQ(rendered("{counterparty:cut=3|kind:cut=4}"), "HOST");
}

TEST_F(TemplateTest, DatesFollowStrftimeInEnglish) {
  EXPECT_EQ(rendered("{date}"), "2026-01-05");
  EXPECT_EQ(rendered("{date:%d/%m/%Y}"), "05/01/2026");
  EXPECT_EQ(rendered("{date:%e %b %y, %B, day %j, 100 %%}"), "5 Jan 26, January, day 005, 100 %");
}

TEST_F(TemplateTest, TimesAreUtc) {
  EXPECT_EQ(rendered("{created_at}"), "2026-01-05T23:04:09.018Z");
  EXPECT_EQ(rendered("{created_at:%Y-%m-%d %H:%M:%S}"), "2026-01-05 23:04:09");
}

TEST_F(TemplateTest, AmountsAreExact) {
  EXPECT_EQ(rendered("{amount}"), "-1234.50");
  EXPECT_EQ(rendered("{amount}", ','), "-1234,50");
  EXPECT_EQ(rendered("{amount:hundredths}"), "-123450");
  EXPECT_EQ(rendered("{amount:abs}"), "1234.50");
  EXPECT_EQ(rendered("{amount:negated}"), "1234.50");
  EXPECT_EQ(rendered("{gross_amount}"), "1200") << "yen have no decimals";
}

TEST_F(TemplateTest, AFractionOfYenIsWrittenAsItIs) {
  record_.set(Field::gross_amount, ledger::Money{150, ledger::Currency::parse("JPY").value()});
  EXPECT_EQ(rendered("{gross_amount}"), "1.50");
}

// hledger reads a date in brackets as that of the posting, and a word with a colon as a tag.
TEST_F(TemplateTest, TextIsNoSyntaxOfPlainTextLedgers) {
  record_.set(Field::description, std::string_view("pay date:1999-01-01 [1999-02-02]; a:b | c"));
  EXPECT_EQ(rendered("{description:comment}"), "pay date :1999-01-01 (1999-02-02), a :b | c");
  EXPECT_EQ(rendered("{description:description}"), "pay date:1999-01-01 [1999-02-02], a:b / c");
}

TEST_F(TemplateTest, TextBecomesOneLineAndIsCutByCharacters) {
  EXPECT_EQ(rendered("{description}"), "Café müde zwei");
  EXPECT_EQ(rendered("{description:cut=4}"), "Café");
  EXPECT_EQ(rendered("{description:cut=7}"), "Café mü");
  EXPECT_EQ(rendered("{description:cut=5}"), "Café") << "no blank at the end";
}

TEST_F(TemplateTest, FlagsAndDecimalsAreWrittenPlainly) {
  EXPECT_EQ(rendered("{is_refund}"), "false");
  EXPECT_EQ(rendered("{fx_rate}"), "1.0875");
  EXPECT_EQ(rendered("{fx_rate}", ','), "1,0875");
}

TEST_F(TemplateTest, KnowsWhetherItShowsText) {
  document::Problems problems("test");
  const auto shows_text = [&](std::string_view text) {
    return compile_template(text, Rows::transactions, {1, 1}, problems).shows_text();
  };
  EXPECT_TRUE(shows_text("{kind}"));
  EXPECT_TRUE(shows_text("{amount} {memo}"));
  EXPECT_FALSE(shows_text("-{amount}"));
  EXPECT_FALSE(shows_text("{date}{legacy_id}{is_refund}{fx_rate}"));
  EXPECT_FALSE(shows_text("=SUM(A1)")) << "what the layout's author wrote is meant";
}

}  // namespace
}  // namespace bursar::mapping
