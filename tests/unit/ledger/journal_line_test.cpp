#include "ledger/journal_line.hpp"

#include <string>

#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

Line line(std::int64_t gross, Side side) {
  Line made;
  made.posting.legacy_id = 42;
  made.posting.kind = side == Side::received ? "CONTRIBUTION" : "EXPENSE";
  made.posting.side = side;
  made.posting.amount = {gross, Currency::parse("EUR").value()};
  return made;
}

Line taxed(std::int64_t gross, Side side, std::int64_t tax, const char* rate) {
  Line made = line(gross, side);
  made.tax = LineTax{side == Side::received ? TaxDirection::output : TaxDirection::input,
                     "VAT",
                     parse_tax_rate(rate),
                     tax,
                     gross,
                     false};
  return made;
}

Coding coding() {
  Coding made;
  made.account = "main";
  made.money = "bank";
  made.tax_code = "code";
  made.class_name = "fund";
  return made;
}

TaxBooking booking(TaxMode mode) {
  return {mode, VatAccounts{"held", "payable", "recoverable", "rounding"}, "none"};
}

// "main code -8.26 +-1.73": account, tax code, amount, tax by the software.
std::string shown(const std::vector<JournalLine>& lines) {
  const Currency eur = Currency::parse("EUR").value();
  std::string text;
  for (const JournalLine& line : lines) {
    text += line.account + " " + line.tax_code + " " + format_amount({line.gl_amount, eur});
    if (line.software_tax != 0) text += " +" + format_amount({line.software_tax, eur});
    text += "; ";
  }
  return text;
}

std::string booked(const Line& line, TaxMode mode, bool claim_vat = false) {
  Coding with = coding();
  with.claim_vat = claim_vat;
  return shown(book(line, 0, with, booking(mode)));
}

TEST(Booking, PutsMoneyReceivedOnTheCreditSide) {
  const auto lines = book(line(1000, Side::received), 3, coding(), {});
  EXPECT_EQ(shown(lines), "main code -10.00; ");
  EXPECT_EQ(lines[0].line, 3U);
  EXPECT_EQ(lines[0].money, "bank");
  EXPECT_EQ(lines[0].class_name, "fund");
  EXPECT_EQ(shown(book(line(-1000, Side::given), 0, coding(), {})), "main code 10.00; ");
}

TEST(Booking, LeavesOutZeros) {
  EXPECT_EQ(book(line(0, Side::received), 0, coding(), {}).size(), 0U);
}

TEST(Booking, OfOutputTaxLeavesToTheSoftwareWhatTheLayoutSays) {
  const Line sale = taxed(1000, Side::received, 174, "0.21");
  EXPECT_EQ(booked(sale, TaxMode::lines), "main code -8.26; payable none -1.74; held none 1.74; ");
  EXPECT_EQ(booked(sale, TaxMode::codes_exclusive),
            "main code -8.26 +-1.73; held none 1.74; rounding none -0.01; ");
  EXPECT_EQ(booked(sale, TaxMode::codes_inclusive), "main code -10.00; held none 1.74; ");
  EXPECT_EQ(booked(sale, TaxMode::none), "main code -8.26; ");
}

TEST(Booking, OfInputTaxReclaimsItOnlyWhenTold) {
  const Line purchase = taxed(-52610, Side::given, -2978, "0.06");
  EXPECT_EQ(booked(purchase, TaxMode::codes_exclusive), "main code 526.10; ");
  EXPECT_EQ(booked(purchase, TaxMode::codes_exclusive, true), "main code 496.32 +29.78; ");
  EXPECT_EQ(booked(purchase, TaxMode::codes_inclusive, true), "main code 526.10; ");
  EXPECT_EQ(booked(purchase, TaxMode::lines, true), "main code 496.32; recoverable none 29.78; ");
}

TEST(Booking, WithoutVatAccountsLeavesTaxToWhoeverDeclaresIt) {
  const TaxBooking undeclared{TaxMode::codes_exclusive, std::nullopt, "none"};
  EXPECT_EQ(shown(book(taxed(1000, Side::received, 174, "0.21"), 0, coding(), undeclared)),
            "main code -8.26; ");
  EXPECT_EQ(shown(book(taxed(-1000, Side::given, -174, "0.21"), 0, coding(), undeclared)),
            "main code 10.00; ");
}

TEST(Booking, OfAnExpenseWhosePayeeBearsTheFeeTaxesWhatWasInvoiced) {
  Line purchase = taxed(-52310, Side::given, -2978, "0.06");
  purchase.tax->charged_on = -52610;
  EXPECT_EQ(booked(purchase, TaxMode::codes_exclusive, true),
            "main code 496.32 +29.78; main none -3.00; ");
}

TEST(Booking, OfALineThatIncludesVatTakesItOut) {
  Coding fee = coding();
  fee.included_vat = parse_tax_rate("0.21");
  const Line income = line(1850, Side::received);
  EXPECT_EQ(shown(book(income, 0, fee, booking(TaxMode::lines))),
            "main code -15.29; payable none -3.21; ");
  EXPECT_EQ(shown(book(line(-1850, Side::given), 0, fee, booking(TaxMode::lines))),
            "main code 15.29; recoverable none 3.21; ");
  EXPECT_EQ(shown(book(income, 0, fee, booking(TaxMode::codes_exclusive))),
            "main code -15.29 +-3.21; ");
  EXPECT_EQ(shown(book(income, 0, fee, booking(TaxMode::codes_inclusive))), "main code -18.50; ");
}

TEST(Booking, CountsOnNoVatBySoftwareThatIsToldThereIsNone) {
  Coding untaxed = coding();
  untaxed.tax_code = "none";
  const Line sale = taxed(1000, Side::received, 174, "0.21");
  EXPECT_EQ(shown(book(sale, 0, untaxed, booking(TaxMode::codes_exclusive))), "main none -8.26; ");
  EXPECT_EQ(shown(book(sale, 0, untaxed, booking(TaxMode::codes_inclusive))), "main none -8.26; ");
  EXPECT_EQ(shown(book(sale, 0, untaxed, booking(TaxMode::lines))),
            "main none -8.26; payable none -1.74; held none 1.74; ");
}

TEST(Booking, AddsUpToWhatTheLineMoves) {
  for (const TaxMode mode :
       {TaxMode::none, TaxMode::lines, TaxMode::codes_exclusive, TaxMode::codes_inclusive}) {
    for (const bool claim : {false, true}) {
      for (const Line& each :
           {taxed(1000, Side::received, 174, "0.21"), taxed(-1000, Side::received, -174, "0.21"),
            taxed(-1000, Side::given, -174, "0.21")}) {
        Coding with = coding();
        with.claim_vat = claim;
        std::int64_t total = 0;
        for (const JournalLine& booked : book(each, 0, with, booking(mode))) {
          total += booked_total(booked);
        }
        EXPECT_EQ(total, -cash_of(each).hundredths);
      }
    }
  }
}

TEST(Booking, RefusesATaxThatDoesNotFollowFromItsRate) {
  const Line wrong = taxed(1000, Side::received, 174, "0.06");
  EXPECT_THROW((void)booked(wrong, TaxMode::codes_exclusive), Error);
  EXPECT_EQ(booked(wrong, TaxMode::lines), "main code -8.26; payable none -1.74; held none 1.74; ");
  Line unknown = taxed(1000, Side::received, 174, "0.21");
  unknown.tax->rate.reset();
  try {
    (void)booked(unknown, TaxMode::codes_exclusive);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("transaction 42"), std::string::npos);
    EXPECT_NE(error.next_step(), "");
  }
}

}  // namespace
}  // namespace bursar::ledger
