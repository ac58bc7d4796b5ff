#include "export/ofx_writer.hpp"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bursar::exporting {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

ledger::Currency currency(const char* code) {
  return ledger::Currency::parse(code).value();
}

StatementLine line(std::int64_t hundredths, Movement movement = Movement::ordinary) {
  return {"fcb1875e-1111-4222-8333-444455556666",
          "2d10c9a8-1111-4222-8333-444455556666",
          ledger::parse_civil_date("2026-11-08").value(),
          {hundredths, currency("EUR")},
          movement};
}

TEST(Ofx, TheTypeAgreesWithTheSign) {
  EXPECT_THAT(ofx_line(line(100), "a", ""), HasSubstr("<TRNTYPE>CREDIT</TRNTYPE>"));
  EXPECT_THAT(ofx_line(line(-100), "a", ""), HasSubstr("<TRNTYPE>DEBIT</TRNTYPE>"));
  EXPECT_THAT(ofx_line(line(-100, Movement::fee), "a", ""), HasSubstr("<TRNTYPE>FEE</TRNTYPE>"));
  EXPECT_THAT(ofx_line(line(100, Movement::fee), "a", ""), HasSubstr("<TRNTYPE>CREDIT</TRNTYPE>"))
      << "a fee that comes back";
  EXPECT_THAT(ofx_line(line(-100, Movement::internal), "a", ""),
              HasSubstr("<TRNTYPE>XFER</TRNTYPE>"));
}

TEST(Ofx, ALineHasItsElementsInTheOrderOfTheStandard) {
  EXPECT_EQ(ofx_line(line(-1850, Movement::fee), "Ledger Host", "HOST_FEE Host Fee"),
            "<STMTTRN>\r\n"
            "<TRNTYPE>FEE</TRNTYPE>\r\n"
            "<DTPOSTED>20261108</DTPOSTED>\r\n"
            "<TRNAMT>-18.50</TRNAMT>\r\n"
            "<FITID>fcb1875e-1111-4222-8333-444455556666</FITID>\r\n"
            "<REFNUM>2d10c9a8111142228333444455556666</REFNUM>\r\n"
            "<NAME>Ledger Host</NAME>\r\n"
            "<MEMO>HOST_FEE Host Fee</MEMO>\r\n"
            "</STMTTRN>\r\n");
}

TEST(Ofx, NoElementIsEmpty) {
  StatementLine bare = line(100);
  bare.group.clear();
  const std::string text = ofx_line(bare, " \n", "");
  EXPECT_THAT(text, HasSubstr("<NAME>Open Collective</NAME>"));
  EXPECT_THAT(text, Not(HasSubstr("MEMO")));
  EXPECT_THAT(text, Not(HasSubstr("REFNUM")));
}

TEST(Ofx, MarkupIsEscapedAfterCutting) {
  const std::string text = ofx_line(line(100), std::string(31, 'x') + "&&&", "a <b> & c]]>");
  EXPECT_THAT(text, HasSubstr("<NAME>" + std::string(31, 'x') + "&amp;</NAME>"));
  EXPECT_THAT(text, HasSubstr("<MEMO>a &lt;b&gt; &amp; c]]&gt;</MEMO>"));
}

TEST(Ofx, LongTextsAreCutByCharactersAndEndInNoBlank) {
  std::string name;
  for (int i = 0; i < 40; ++i) name += "ü";
  const std::string text = ofx_line(line(100), name, std::string(254, 'm') + " tail");
  EXPECT_THAT(text, HasSubstr("<NAME>" + name.substr(0, 64) + "</NAME>"));
  EXPECT_THAT(text, HasSubstr("<MEMO>" + std::string(254, 'm') + "</MEMO>"));
}

TEST(Ofx, ANoteEndsTheMemoHoweverLongThatIs) {
  const std::string note = " [reversal] [of 2026-11-15]";
  const std::string text = ofx_line(line(100), "a", std::string(300, 'm'), note);
  EXPECT_THAT(text, HasSubstr("<MEMO>" + std::string(255 - note.size(), 'm') + note + "</MEMO>"));
  EXPECT_THAT(ofx_line(line(100), "a", "", note),
              HasSubstr("<MEMO>[reversal] [of 2026-11-15]</MEMO>"));
}

TEST(Ofx, YenHaveNoDecimals) {
  StatementLine yen = line(120000);
  yen.amount.currency = currency("JPY");
  EXPECT_THAT(ofx_line(yen, "a", ""), HasSubstr("<TRNAMT>1200</TRNAMT>"));
  EXPECT_THAT(ofx_closing(yen.amount, yen.date), HasSubstr("<BALAMT>1200</BALAMT>"));
}

TEST(Ofx, TheFileIsOfOneAccountAndEndsWhereTheProofEnds) {
  const ledger::CivilDate first = ledger::parse_civil_date("2026-11-08").value();
  const ledger::CivilDate last = ledger::parse_civil_date("2026-11-11").value();
  const std::string opening = ofx_opening({"big-collective", currency("USD"), first, last});
  EXPECT_THAT(opening, StartsWith("OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\n"));
  EXPECT_THAT(opening, HasSubstr("\r\nENCODING:UTF-8\r\nCHARSET:NONE\r\n"));
  EXPECT_THAT(opening, HasSubstr("<DTSERVER>20261111</DTSERVER>"));
  EXPECT_THAT(opening, HasSubstr("<DTSTART>20261108</DTSTART>\r\n<DTEND>20261111</DTEND>"));
  EXPECT_THAT(opening, HasSubstr("<CURDEF>USD</CURDEF>"));
  EXPECT_THAT(opening, HasSubstr("<ACCTID>big-collective</ACCTID>"));
  const std::string closing = ofx_closing({15955, currency("USD")}, last);
  EXPECT_THAT(closing, HasSubstr("<BALAMT>159.55</BALAMT>\r\n<DTASOF>20261111</DTASOF>"));
  EXPECT_THAT(closing, EndsWith("</OFX>\r\n"));
}

TEST(Ofx, AsXmlOnlyTheOpeningDiffers) {
  const ledger::CivilDate day = ledger::parse_civil_date("2026-11-08").value();
  const OfxStatement sgml{"big-collective", currency("USD"), day, day, OfxForm::sgml};
  OfxStatement xml = sgml;
  xml.form = OfxForm::xml;
  const std::string opening = ofx_opening(xml);
  EXPECT_THAT(opening, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n"
                                  "<?OFX OFXHEADER=\"200\" VERSION=\"202\" SECURITY=\"NONE\" "
                                  "OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\r\n<OFX>\r\n"));
  const std::string other = ofx_opening(sgml);
  EXPECT_EQ(opening.substr(opening.find("<OFX>")), other.substr(other.find("<OFX>")));
}

TEST(Ofx, LongSlugsStayApart) {
  EXPECT_EQ(ofx_account_id("exactly-22-characters-"), "exactly-22-characters-");
  std::set<std::string> ids;
  for (int i = 0; i < 200; ++i) {
    const std::string id = ofx_account_id("the-same-beginning-of-" + std::to_string(1000 + i));
    EXPECT_EQ(id.size(), 22U);
    EXPECT_THAT(id, StartsWith("the-same-beginn-"));
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 200U);
  EXPECT_EQ(ofx_account_id("yen", "-USD"), "yen-USD");
}

TEST(Ofx, TheAccountIdNeverChanges) {
  EXPECT_EQ(ofx_account_id("the-longest-slug-of-all-collectives"), "the-longest-slu-0e48db");
}

}  // namespace
}  // namespace bursar::exporting
