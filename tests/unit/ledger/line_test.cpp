#include "ledger/line.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "sample_books.hpp"

namespace bursar::ledger {
namespace {

class Lines : public testing::Test {
 protected:
  Lines() {
    account("host ORGANIZATION host=host");
    account("collective COLLECTIVE host=host");
    account("other COLLECTIVE host=host");
  }

  void account(const char* text) {
    std::istringstream words(text);
    samples.read_account(words);
  }
  void row(const std::string& text) {
    std::istringstream words(text);
    samples.read_row(words);
  }
  // The lines of the only group.
  std::vector<Line> lines(BooksCurrency currency = BooksCurrency::host) {
    const Books books = open_books({Perspective::host, "acc_host", {}, {}}, samples.accounts);
    const std::vector<Group> groups = samples.groups(books);
    EXPECT_EQ(groups.size(), 1U);
    return lines_of(groups.at(0), books, currency);
  }

  sample::SampleBooks samples;
};

const char* const contribution =
    "20 g 2026-11-12T12:00:00.000Z CREDIT CONTRIBUTION 10.00 EUR collective donor host=host "
    "order=1 "
    "service=STRIPE category=7000 tax_type=VAT tax_rate=0.21";

TEST_F(Lines, OfATaxedContributionAreOneWithItsTaxRowInside) {
  row(contribution);
  row("18 g 2026-11-12T12:00:00.000Z DEBIT TAX -1.74 EUR collective eu-vat host=host order=1");
  const auto result = lines();
  ASSERT_EQ(result.size(), 1U);
  ASSERT_TRUE(result[0].tax);
  EXPECT_EQ(result[0].tax->direction, TaxDirection::output);
  EXPECT_EQ(result[0].tax->type, "VAT");
  EXPECT_EQ(result[0].tax->rate, parse_tax_rate("0.21"));
  EXPECT_EQ(result[0].tax->amount, 174);
  EXPECT_FALSE(result[0].tax->derived);
  EXPECT_EQ(result[0].posting.amount.hundredths, 1000);
  EXPECT_EQ(cash_of(result[0]).hundredths, 826);
}

TEST_F(Lines, KeepATaxRowWithoutAMainRowOnItsAccountApart) {
  row("20 g 2026-11-12T12:00:00.000Z CREDIT CONTRIBUTION 10.00 EUR other donor host=host order=1");
  row("18 g 2026-11-12T12:00:00.000Z DEBIT TAX -1.74 EUR collective eu-vat host=host order=1");
  const auto result = lines();
  ASSERT_EQ(result.size(), 2U);
  EXPECT_FALSE(result[0].tax);
  EXPECT_EQ(result[1].posting.kind, "TAX");
  EXPECT_EQ(cash_of(result[1]).hundredths, -174);
}

TEST_F(Lines, OfAnExpenseReceivedCarryTheTaxThatItsPayeeOwes) {
  row("20 g 2026-11-12T12:00:00.000Z CREDIT EXPENSE 121.00 EUR collective other host=host "
      "expense=1 tax_type=VAT tax_rate=0.21");
  row("18 g 2026-11-12T12:00:00.000Z DEBIT TAX -21.00 EUR collective eu-vat host=host expense=1");
  row("21 g 2026-11-12T12:00:00.000Z DEBIT EXPENSE -121.00 EUR other collective host=host "
      "expense=1 tax_type=VAT tax_rate=0.21");
  const auto result = lines();
  ASSERT_EQ(result.size(), 2U);
  EXPECT_EQ(result[0].tax->direction, TaxDirection::output);
  EXPECT_EQ(result[0].tax->amount, 2100);
  EXPECT_EQ(result[1].tax->direction, TaxDirection::input);
  EXPECT_EQ(result[1].tax->amount, -2100);
  EXPECT_TRUE(result[1].tax->derived);
  EXPECT_TRUE(result[0].internal);
  EXPECT_TRUE(result[1].internal);
}

TEST_F(Lines, DeriveTheTaxOfAnExpenseFromTheSumOfItsRates) {
  row("20 g 2026-11-12T12:00:00.000Z DEBIT EXPENSE -114.98 CAD collective payee host=host "
      "expense=1 "
      "rate=0.05+0.09975 tax_type=GST tax_rate=0.05");
  const auto result = lines();
  EXPECT_EQ(result[0].tax->amount, -1498);
  EXPECT_EQ(result[0].tax->rate, parse_tax_rate("0.14975"));
  EXPECT_EQ(cash_of(result[0]).hundredths, -11498);
}

TEST_F(Lines, TrustTheRatesOfTheExpenseOverTheRoundedOneOfItsRow) {
  row("20 g 2026-11-12T12:00:00.000Z DEBIT EXPENSE -112.50 EUR collective payee host=host "
      "expense=1 "
      "rate=0.125 tax_type=VAT tax_rate=0.13");
  EXPECT_EQ(lines()[0].tax->amount, -1250);
}

TEST_F(Lines, DeriveTheTaxOfWhatWasInvoicedWhereThePayeeBearsTheFee) {
  const std::string payee = " host=host expense=1 rate=0.06 tax_type=VAT fees_payer=PAYEE";
  row("20 g 2026-11-12T12:00:00.000Z DEBIT EXPENSE -523.10 EUR collective payee" + payee);
  row("19 g 2026-11-12T12:00:00.000Z DEBIT PAYMENT_PROCESSOR_FEE -3.00 EUR collective wise" +
      payee);
  const auto result = lines();
  ASSERT_EQ(result.size(), 2U);
  EXPECT_EQ(result[0].tax->amount, -2978);
  EXPECT_EQ(result[0].tax->charged_on, -52610);
  EXPECT_EQ(result[0].posting.amount.hundredths, -52310);
  EXPECT_FALSE(result[1].tax);
}

TEST_F(Lines, OfARefundedExpenseUndoItsTaxToTheCent) {
  row("20 g 2026-11-12T12:00:00.000Z CREDIT EXPENSE 523.10 EUR collective payee host=host "
      "expense=1 "
      "rate=0.06 tax_type=VAT fees_payer=PAYEE refund=REFUND");
  row("19 g 2026-11-12T12:00:00.000Z CREDIT PAYMENT_PROCESSOR_COVER 3.00 EUR collective host "
      "host=host refund=REFUND");
  const auto result = lines();
  EXPECT_EQ(result[0].posting.side, Side::given);
  EXPECT_EQ(result[0].tax->direction, TaxDirection::input);
  EXPECT_EQ(result[0].tax->amount, 2978);
}

TEST_F(Lines, NameTheRowWhoseTaxRateCannotBeRead) {
  row("20 g 2026-11-12T12:00:00.000Z DEBIT EXPENSE -1.00 EUR collective payee host=host expense=1 "
      "rate=6% tax_type=VAT");
  try {
    (void)lines();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_NE(std::string(error.what()).find("transaction 20 (row-20)"), std::string::npos);
  }
}

TEST_F(Lines, GiveTheCategoryToMainLinesAndNeverToFees) {
  row(contribution);
  row("18 g 2026-11-12T12:00:00.000Z DEBIT HOST_FEE -1.00 EUR collective host host=host "
      "category=7000 type=INVOICE");
  row("19 g 2026-11-12T12:00:00.000Z CREDIT HOST_FEE 1.00 EUR host collective host=host "
      "category=7000");
  const auto result = lines();
  ASSERT_EQ(result.size(), 3U);
  EXPECT_EQ(result[0].category, "7000");
  EXPECT_EQ(result[1].category, "");
  EXPECT_EQ(result[1].expense_type, "");
  EXPECT_EQ(result[2].category, "");
  for (const Line& line : result) EXPECT_EQ(line.processor, "STRIPE");
  EXPECT_EQ(result[1].fund, Fund::managed);
  EXPECT_EQ(result[2].fund, Fund::operational);
  EXPECT_TRUE(result[1].internal);
  EXPECT_FALSE(result[0].internal);
}

TEST_F(Lines, OfInRowFeesAreNotInternalThoughTheRowIs) {
  row("20 g 2018-11-12T12:00:00.000Z CREDIT CONTRIBUTION 10.00 EUR collective other host=host "
      "order=1 platform_fee=-0.50 host_fee=-0.40 processor_fee=-0.30 category=7000");
  const auto result = lines();
  ASSERT_EQ(result.size(), 5U);
  EXPECT_TRUE(result[0].internal);
  EXPECT_FALSE(result[1].internal) << result[1].posting.kind;
  EXPECT_TRUE(result[2].internal) << result[2].posting.kind;
  EXPECT_FALSE(result[3].internal) << result[3].posting.kind;
  EXPECT_TRUE(result[4].posting.derived);
  EXPECT_EQ(result[1].category, "");
}

TEST_F(Lines, OfFundsThatAHostAddsToItsOwnAccountAreFromOutside) {
  row("20 g 2026-11-12T12:00:00.000Z CREDIT ADDED_FUNDS 10.00 EUR host host host=host");
  const auto result = lines();
  ASSERT_EQ(result.size(), 1U);
  EXPECT_EQ(result[0].fund, Fund::operational);
  EXPECT_FALSE(result[0].internal);
}

// An invoice of 317.83 with 6 % VAT, of which its payee let 1.20 of fees be taken off.
TEST_F(Lines, CountTheFeesOfAPayeeAsChargedWhereTheTaxInTheRowIsOfTheWholeInvoice) {
  const std::string invoice =
      "20 g 2019-11-12T12:00:00.000Z DEBIT EXPENSE -298.64 EUR collective payee host=host "
      "expense=1 tax=-17.99 processor_fee=-1.20 tax_type=VAT tax_rate=0.06 rate=0.06";
  row(invoice + " fees_payer=PAYEE");
  EXPECT_EQ(lines().at(0).tax->charged_on, -31783);
  row(invoice + " fees_payer=COLLECTIVE");
  EXPECT_EQ(lines().at(0).tax->charged_on, -31663);
}

}  // namespace
}  // namespace bursar::ledger
