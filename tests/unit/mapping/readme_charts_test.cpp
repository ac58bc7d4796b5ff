// Every example of the chapter "Charts of accounts" in mappings/README.md is good: whole charts by
// themselves, parts of one below the head of the first.
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "mapping/chart.hpp"
#include "mapping/condition.hpp"

namespace bursar::mapping {
namespace {

struct Example {
  std::size_t line = 0;
  std::string text;
};

// What is indented by four blanks; parts that only an empty line separates belong together.
std::vector<Example> examples() {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/mappings/README.md");
  std::vector<Example> found;
  bool in_chapter = false;
  bool in_example = false;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("# ")) in_chapter = line == "# Charts of accounts";
    if (!in_chapter) continue;
    if (line.starts_with("    ")) {
      if (!in_example) found.push_back({number, {}});
      in_example = true;
      found.back().text += line.substr(4) + "\n";
    } else if (line.empty() && in_example) {
      found.back().text += "\n";
    } else {
      in_example = false;
    }
  }
  return found;
}

TEST(ReadmeOfCharts, HasExamplesThatWork) {
  const std::vector<Example> all = examples();
  ASSERT_GE(all.size(), 8U);
  const std::string& whole = all.front().text;
  ASSERT_TRUE(whole.starts_with("schema")) << whole;
  const std::string head = whole.substr(0, whole.find("[[rule]]"));
  const std::string rules = whole.substr(head.size());
  for (const Example& example : all) {
    const bool is_whole = example.text.starts_with("schema");
    const std::string document = "README.md:" + std::to_string(example.line);
    EXPECT_NO_THROW(
        (void)Chart::parse(is_whole ? example.text : head + example.text + rules, document))
        << example.text;
  }
}

TEST(ReadmeOfCharts, NamesEveryConditionAndEveryColumn) {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/mappings/README.md");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  for (const std::string_view fact : fact_names()) {
    EXPECT_NE(text.find("| if." + std::string(fact) + " |"), std::string::npos) << fact;
  }
  for (std::size_t i = 0; i < output_count; ++i) {
    const std::string_view name = name_of(static_cast<Output>(i));
    EXPECT_NE(text.find("| " + std::string(name) + " |"), std::string::npos) << name;
  }
}

TEST(ReadmeOfCharts, ListsTheChartsThatComeWithTheProgram) {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/mappings/README.md");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  for (const std::string& name : shipped_charts()) {
    EXPECT_NE(text.find("| " + name + " |"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace bursar::mapping
