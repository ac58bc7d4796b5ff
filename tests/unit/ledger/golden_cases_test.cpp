// The ten cases of the accounting rules, as texts that a bookkeeper can read: rows of the
// platform's ledger, and below them the journal that must come of them. Where a text differs from
// what the code makes of it, the test shows the whole new text; with BURSAR_WRITE_GOLDEN=1 in the
// environment it is written instead, to be read and judged as a change of the books that it is.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "journal_listing.hpp"
#include "sample_books.hpp"
#include "sample_charts.hpp"

namespace bursar::ledger {
namespace {

namespace fs = std::filesystem;

fs::path golden_directory() {
  return fs::path(BURSAR_SOURCE_DIR) / "tests" / "unit" / "ledger" / "golden";
}

std::vector<std::string> read_lines(const fs::path& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Reads one directive; what `books` and `statement` list is appended to `text`.
void obey(const std::string& directive, sample::SampleBooks& samples, std::string& text) {
  std::istringstream words(directive);
  std::string verb;
  words >> verb;
  if (verb == "account") samples.read_account(words);
  if (verb == "row") samples.read_row(words);
  if (verb == "without") {
    std::int64_t legacy_id = 0;
    words >> legacy_id;
    samples.drop_row(legacy_id);
  }
  if (verb == "books") text += sample::journal_listing(words, samples);
}

// The text with its listings made anew: everything indented belongs to a listing.
std::string made_anew(const fs::path& file) {
  sample::SampleBooks samples;
  std::string text;
  for (const std::string& line : read_lines(golden_directory() / "accounts.txt")) {
    obey(line, samples, text);
  }
  for (const std::string& line : read_lines(file)) {
    if (line.starts_with(' ')) continue;
    text += line + "\n";
    obey(line, samples, text);
  }
  return text;
}

class GoldenCase : public testing::TestWithParam<std::string> {};

TEST_P(GoldenCase, GivesTheJournalThatTheTextSays) {
  const fs::path file = golden_directory() / (GetParam() + ".txt");
  const std::string actual = made_anew(file);
  if (std::getenv("BURSAR_WRITE_GOLDEN") != nullptr) std::ofstream(file) << actual;
  std::string expected;
  for (const std::string& line : read_lines(file)) expected += line + "\n";
  EXPECT_EQ(actual, expected) << "the whole text would be:\n" << actual;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(golden_directory())) {
    const std::string name = entry.path().stem().string();
    if (name != "accounts") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (const char c : info.param) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Accounting, GoldenCase, testing::ValuesIn(case_names()), test_name);

}  // namespace
}  // namespace bursar::ledger
