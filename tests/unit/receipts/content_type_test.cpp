#include "receipts/content_type.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bursar::receipts {
namespace {

using ledger::DocumentType;
using namespace std::string_literals;

TEST(ContentType, IsToldByTheBytesAlone) {
  EXPECT_EQ(content_type("%PDF-1.7\n...", "text/html"), DocumentType::pdf);
  EXPECT_EQ(content_type("\xFF\xD8\xFF\xE1....", "application/pdf"), DocumentType::jpeg);
  EXPECT_EQ(content_type("\x89PNG\r\n\x1A\n....", ""), DocumentType::png);
  EXPECT_EQ(content_type("GIF89a....", ""), DocumentType::gif);
  EXPECT_EQ(content_type("RIFF\x10\x00\x00\x00WEBPVP8 "s, ""), DocumentType::webp);
  EXPECT_EQ(content_type("\x00\x00\x00\x18"s + "ftypheic....", ""), DocumentType::heic);
  EXPECT_EQ(content_type("II*\0...."s, ""), DocumentType::tiff);
  EXPECT_EQ(content_type("MM\0*...."s, ""), DocumentType::tiff);
}

TEST(ContentType, APdfMayHaveSomeBytesInFront) {
  EXPECT_EQ(content_type("\r\n\x01junk %PDF-1.4 ..."s, ""), DocumentType::pdf);
  EXPECT_EQ(content_type(std::string(2000, 'x') + "%PDF-1.4", ""), DocumentType::text);
}

TEST(ContentType, AWebPageIsNoDocumentWhateverTheServerSays) {
  EXPECT_EQ(content_type("<!DOCTYPE html><html>", "application/pdf"), std::nullopt);
  EXPECT_EQ(content_type(" \n<svg xmlns=", "image/png"), std::nullopt);
  EXPECT_EQ(content_type("<html><!-- %PDF-1.4 --></html>", "application/pdf"), std::nullopt);
}

TEST(ContentType, ProgramsAndArchivesAreNoDocuments) {
  EXPECT_EQ(content_type("\x7F"s + "ELF....", ""), std::nullopt);
  EXPECT_EQ(content_type("MZ\x90\x00"s, "application/pdf"), std::nullopt);
  EXPECT_EQ(content_type("PK\x03\x04....", ""), std::nullopt);
  EXPECT_EQ(content_type("#!/bin/sh\nrm -r x\n", "text/plain"), std::nullopt);
  EXPECT_EQ(content_type("", "application/pdf"), std::nullopt);
  EXPECT_EQ(content_type("RIFF\x10\x00\x00\x00WAVE"s, ""), std::nullopt);
  EXPECT_EQ(content_type("\x00\x00\x00\x18"s + "ftypisom", ""), std::nullopt);
}

TEST(ContentType, TextIsCsvWhereItHasColumnsOrIsDeclaredAsSuch) {
  EXPECT_EQ(content_type("date,amount\n2026-01-01,5\n", ""), DocumentType::csv);
  EXPECT_EQ(content_type("amount\n5\n", "text/csv; charset=utf-8"), DocumentType::csv);
  EXPECT_EQ(content_type("Paid in cash to Zoë.\n", "text/plain"), DocumentType::text);
  EXPECT_EQ(content_type("not UTF-8: \xE9\n", "text/plain"), std::nullopt);
  EXPECT_EQ(content_type("a\x1B[2Jb", "text/plain"), std::nullopt);
}

}  // namespace
}  // namespace bursar::receipts
