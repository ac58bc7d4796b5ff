// What mappings/README.md says about layouts is true: its layouts can be read, its examples give
// what stands beside them.
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "mapping/layout.hpp"
#include "mapping/record.hpp"
#include "mapping/template.hpp"

namespace bursar::mapping {
namespace {

std::vector<std::string> readme_lines() {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/mappings/README.md");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

constexpr std::string_view indent = "    ";

// Blocks of indented lines.
std::vector<std::string> blocks() {
  std::vector<std::string> found;
  bool within = false;
  for (const std::string& line : readme_lines()) {
    if (line.starts_with(indent)) {
      if (!within) found.emplace_back();
      found.back() += line.substr(indent.size()) + "\n";
      within = true;
    } else if (line.empty() && within) {
      found.back() += "\n";
    } else {
      within = false;
    }
  }
  return found;
}

TEST(Documentation, ItsLayoutsAreGood) {
  int read = 0;
  for (const std::string& block : blocks()) {
    if (!block.starts_with("schema = 1") || block.find("\nkind ") == std::string::npos) continue;
    EXPECT_NO_THROW((void)parse_layout(block, "README.md")) << block;
    ++read;
  }
  EXPECT_GE(read, 3);
}

Record example() {
  Record record;
  record.set(Field::kind, std::string_view("HOST_FEE"));
  record.set(Field::description, std::string_view("Host Fee for January"));
  record.set(Field::collective, std::string_view("Zoë's Straße"));
  record.set(Field::line_id, std::string_view("6039312e-2962-4f5c-873a-50981d191fc0.1r"));
  record.set(Field::amount, ledger::Money{-123450, ledger::Currency::parse("EUR").value()});
  record.set(Field::date, ledger::parse_civil_date("2026-01-05").value());
  record.set(Field::moved_from, ledger::parse_civil_date("2025-12-31").value());
  record.set(Field::created_at, ledger::parse_rfc3339("2026-01-05T23:04:09.018Z").value());
  record.set(Field::legacy_id, std::int64_t{42});
  record.set(Field::is_refund, false);
  return record;
}

TEST(Documentation, ItsExamplesGiveWhatItSays) {
  const Record record = example();
  int tried = 0;
  for (const std::string& line : readme_lines()) {
    constexpr std::string_view arrow = "  ->  ";
    const auto at = line.find(arrow);
    if (!line.starts_with(indent) || at == std::string::npos) continue;
    std::string text = line.substr(indent.size(), at - indent.size());
    text.erase(text.find_last_not_of(' ') + 1);
    document::Problems problems("README.md");
    const Template compiled = compile_template(text, Rows::statement, {1, 1}, problems);
    ASSERT_NO_THROW(problems.throw_if_any("")) << text;
    std::string out;
    compiled.render(record, '.', out);
    EXPECT_EQ(out, line.substr(at + arrow.size())) << text;
    ++tried;
  }
  EXPECT_GE(tried, 20);
}

// Every shipped layout is in the table of them, and every word of a format is explained.
TEST(Documentation, NamesEveryShippedLayout) {
  std::string tables;
  for (const std::string& line : readme_lines()) {
    if (line.starts_with("| ")) tables += line.substr(0, line.find(" |", 2) + 2) + "\n";
  }
  for (const std::string& name : shipped_layouts()) {
    // In one table with what it writes, in the other with how it is imported.
    int listed = 0;
    for (const char* before : {"| ", ", "}) {
      for (const char* behind : {" |", ", "}) {
        const std::string cell = before + name + behind;
        for (auto at = tables.find(cell); at != std::string::npos; at = tables.find(cell, at + 1)) {
          ++listed;
        }
      }
    }
    EXPECT_EQ(listed, 2) << name;
  }
}

}  // namespace
}  // namespace bursar::mapping
