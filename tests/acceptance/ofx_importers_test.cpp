// Our OFX files as the golden tests pin them down, night after night, read by the parsers of real
// importers: libofx (GnuCash, KMyMoney, HomeBank, Skrooge), ofxparse (Odoo, ledger-autosync), and
// validators with the standard's DTD. Skipped with a message where a tool is missing, unless
// BURSAR_REQUIRE_IMPORTERS is set.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/importer_driver.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The statements of each case, in the order in which they were handed over: files end in the number
// of their batch.
std::map<std::string, std::vector<std::string>> statements() {
  std::vector<std::tuple<std::string, int, std::string>> found;
  for (const auto& entry : fs::recursive_directory_iterator(BURSAR_GOLDEN_DIR)) {
    if (entry.path().extension() != ".ofx") continue;
    const std::string stem = entry.path().stem().string();
    const int batch = std::stoi(stem.substr(stem.rfind('-') + 1));
    found.emplace_back(entry.path().parent_path().filename().string(), batch,
                       entry.path().string());
  }
  std::sort(found.begin(), found.end());
  std::map<std::string, std::vector<std::string>> cases;
  for (const auto& [name, batch, file] : found) cases[name].push_back(file);
  return cases;
}

std::vector<std::string> arguments_for(const std::string& name,
                                       const std::vector<std::string>& files) {
  std::vector<std::string> arguments = files;
  // What was caught up is the balance that the books begin with.
  if (name == "opening-balance") arguments.insert(arguments.begin(), "--opening=97.00");
  return arguments;
}

bool no_libofx() {
  return missing("command -v ofxdump", "ofx");
}

TEST(OfxImporters, ThereAreStatementsOfSeveralNightsToRead) {
  const auto all = statements();
  EXPECT_GE(all.size(), 12U);
  EXPECT_EQ(all.at("case-09-late-vanishing-returning").size(), 5U);
}

TEST(OfxImporters, LibofxReadsEveryLineAndBalance) {
  if (no_libofx()) GTEST_SKIP();
  for (const auto& [name, files] : statements()) {
    const Understood understood = drive("read_with_libofx", arguments_for(name, files));
    EXPECT_EQ(understood.exit_status, 0) << name << ": " << understood.errors;
  }
}

TEST(OfxImporters, LibofxKeepsEveryScript) {
  if (no_libofx()) GTEST_SKIP();
  const std::string text = drive("read_with_libofx", statements().at("difficult-texts")).output;
  EXPECT_THAT(text, HasSubstr("Zoë \"Łucja\" <Müller> & Söhne 東京"));
  EXPECT_THAT(text, HasSubstr("a < b && b > c]]> &#235; second line"));
}

TEST(OfxImporters, OfxparseUnderstandsWhatLibofxDoes) {
  if (no_libofx() || missing_module("ofxparse", "python3-ofxparse")) GTEST_SKIP();
  for (const auto& [name, files] : statements()) {
    const std::vector<std::string> arguments = arguments_for(name, files);
    const Understood understood = drive("read_with_ofxparse", arguments);
    EXPECT_EQ(understood.exit_status, 0) << name << ": " << understood.errors;
    EXPECT_EQ(understood.output, drive("read_with_libofx", arguments).output) << name;
  }
}

TEST(OfxImporters, BeancountProvesTheBalancesOfSeveralNights) {
  if (missing("command -v bean-check", "beancount")) GTEST_SKIP();
  for (const char* name : {"case-03-refund-after-the-lock", "case-04-added-funds-edited",
                           "case-09-fees-split-by-an-operator", "case-09-late-vanishing-returning",
                           "lock-moves-late-rows"}) {
    const Understood understood = drive("assert_with_beancount", statements().at(name));
    EXPECT_EQ(understood.exit_status, 0) << name << ": " << understood.errors;
  }
}

TEST(OfxImporters, TheStructureIsThatOfTheStandard) {
  if (missing("command -v onsgmls", "opensp")) GTEST_SKIP();
  if (missing("command -v xmllint", "libxml2-utils")) GTEST_SKIP();
  if (missing("ls /usr/share/libofx*/libofx/dtd/ofx201.dtd", "ofx")) GTEST_SKIP();
  std::vector<std::string> all;
  for (const auto& [name, files] : statements()) {
    all.insert(all.end(), files.begin(), files.end());
  }
  const Understood valid = drive("validate_with_dtd", all);
  EXPECT_EQ(valid.exit_status, 0) << valid.errors;
  EXPECT_THAT(valid.output, HasSubstr("SGML\tvalid"));
  EXPECT_THAT(valid.output, HasSubstr("XML\tvalid"));
}

}  // namespace
}  // namespace bursar::tests
