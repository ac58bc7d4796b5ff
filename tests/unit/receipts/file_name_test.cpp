#include "receipts/file_name.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bursar::receipts {
namespace {

NameParts parts() {
  NameParts parts;
  parts.day = *ledger::parse_civil_date("2026-03-14");
  parts.expense = "12345";
  parts.number = 1;
  parts.total = 3;
  parts.payee = "Jane Doe";
  parts.payee_slug = "jane";
  return parts;
}

std::string name_with(const std::string& payee) {
  NameParts named = parts();
  named.payee = payee;
  return file_name(named).filename().string();
}

TEST(FileName, TellsDateExpensePlaceAndPayee) {
  EXPECT_EQ(file_name(parts()).string(), "2026/03/2026-03-14 expense-12345 1-of-3 Jane Doe.pdf");
}

TEST(FileName, EndsInWhatTheBytesAre) {
  NameParts photo = parts();
  photo.payee = "scan.exe";
  photo.type = ledger::DocumentType::jpeg;
  EXPECT_EQ(file_name(photo).filename(), "2026-03-14 expense-12345 1-of-3 scan.exe.jpg");
}

TEST(FileName, FilesThatWouldBeCalledTheSameAreNumbered) {
  EXPECT_EQ(file_name(parts(), 2).filename(), "2026-03-14 expense-12345 1-of-3 Jane Doe (2).pdf");
}

TEST(FileName, NeverLeadsOutOfItsDirectory) {
  EXPECT_EQ(name_with("../../etc/passwd"), "2026-03-14 expense-12345 1-of-3 etc-passwd.pdf");
  EXPECT_EQ(name_with("C:\\Windows"), "2026-03-14 expense-12345 1-of-3 C-Windows.pdf");
  NameParts evil = parts();
  evil.expense = "../../x";
  EXPECT_EQ(file_name(evil).string(), "2026/03/2026-03-14 expense-x 1-of-3 Jane Doe.pdf");
}

TEST(FileName, HasNothingThatShellsAndFileSystemsMind) {
  EXPECT_EQ(name_with("a\tb\nc\x01"
                      "d*e?f\"g<h>i|j"),
            "2026-03-14 expense-12345 1-of-3 a-b-c-d-e-f-g-h-i-j.pdf");
  EXPECT_EQ(name_with("  ...hidden.  "), "2026-03-14 expense-12345 1-of-3 hidden.pdf");
  EXPECT_EQ(name_with("CON"), "2026-03-14 expense-12345 1-of-3 CON.pdf")
      << "no device of Windows, for it begins with a date";
  EXPECT_EQ(name_with("-rf"), "2026-03-14 expense-12345 1-of-3 rf.pdf");
}

TEST(FileName, LettersOfOtherAlphabetsBecomeThoseOfAscii) {
  EXPECT_EQ(name_with("Zoë Çelik & Söhne"), "2026-03-14 expense-12345 1-of-3 Zoe Celik Sohne.pdf");
  // Composed or not, the name is the same.
  EXPECT_EQ(name_with("Ame\xCC\x81lie"), name_with("Am\xC3\xA9lie"));
  EXPECT_EQ(name_with("東京 Tours"), "2026-03-14 expense-12345 1-of-3 Tours.pdf");
  EXPECT_EQ(name_with("bad \xFF\xFE bytes"), "2026-03-14 expense-12345 1-of-3 bad bytes.pdf");
}

TEST(FileName, TheSlugStandsInForWhatCannotBeWritten) {
  EXPECT_EQ(name_with("東京"), "2026-03-14 expense-12345 1-of-3 jane.pdf");
  NameParts nobody = parts();
  nobody.payee.clear();
  nobody.payee_slug.clear();
  EXPECT_EQ(file_name(nobody).filename(), "2026-03-14 expense-12345 1-of-3.pdf");
}

TEST(FileName, IsNeverLongerThanFileSystemsAllow) {
  NameParts lengthy = parts();
  lengthy.payee = std::string(4'000, 'x');
  lengthy.expense = std::string(4'000, '7');
  EXPECT_LE(file_name(lengthy, 12).filename().string().size(), 130U);
}

}  // namespace
}  // namespace bursar::receipts
