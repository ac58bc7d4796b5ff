#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "journal_listing.hpp"
#include "sample_books.hpp"

namespace bursar::ledger::sample {

inline std::filesystem::path golden_directory() {
  return std::filesystem::path(BURSAR_SOURCE_DIR) / "tests" / "unit" / "ledger" / "golden";
}

inline std::vector<std::string> read_lines(const std::filesystem::path& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Reads one directive; what `books` and `statement` list is appended to `text`.
template <typename OpenChart>
void obey(const std::string& directive, SampleBooks& samples, const OpenChart& open_chart,
          std::string& text) {
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
  if (verb == "books") text += journal_listing(words, samples, open_chart);
}

// The text with its listings made anew: everything indented belongs to a listing.
template <typename OpenChart>
std::string made_anew(const std::filesystem::path& file, const OpenChart& open_chart) {
  SampleBooks samples;
  std::string text;
  for (const std::string& line : read_lines(golden_directory() / "accounts.txt")) {
    obey(line, samples, open_chart, text);
  }
  for (const std::string& line : read_lines(file)) {
    if (line.starts_with(' ')) continue;
    text += line + "\n";
    obey(line, samples, open_chart, text);
  }
  return text;
}

// The names of the golden texts, sorted.
inline std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(golden_directory())) {
    const std::string name = entry.path().stem().string();
    if (name != "accounts") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

inline std::string case_name(const testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (const char c : info.param) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
  }
  return name;
}

}  // namespace bursar::ledger::sample
