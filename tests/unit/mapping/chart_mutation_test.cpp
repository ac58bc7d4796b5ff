// Chart::parse on texts that nobody meant: it answers with a chart or with an Error, never with
// another exception. The mutations are the same in every run.
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "mapping/chart.hpp"

namespace bursar::mapping {
namespace {

// What a fuzzer calls with any bytes. True where they are a chart.
bool is_chart(std::string_view bytes) {
  try {
    (void)Chart::parse(bytes, "fuzz.toml");
    return true;
  } catch (const Error& error) {
    EXPECT_FALSE(std::string_view(error.what()).empty());
    return false;
  }
}

class Mutation {
 public:
  explicit Mutation(std::uint32_t seed) : random_(seed) {}

  std::string of(std::string text) {
    for (std::size_t i = 1 + below(4); i > 0 && !text.empty(); --i) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  void change(std::string& text) {
    static constexpr std::string_view pieces[] = {
        "[",     "]",   "[[rule]]", "if.",  "\"",   "= ",      "{",   "}",         "!",
        "*",     "..",  "0.21",     "nan",  "true", "\n",      "'",   "{{",        "\xff",
        "[vat]", "1e9", "-1",       "\"\"", "[]",   "\\u0000", "inf", "{account}", "2026-02-30"};
    const std::size_t at = below(text.size());
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, 1 + below(40));
        break;
      case 2:
        text.insert(at, pieces[below(std::size(pieces))]);
        break;
      case 3:
        text.insert(below(text.size()), text.substr(at, below(80)));
        break;
      default:
        text.resize(at);
    }
  }

  std::mt19937 random_;  // its numbers are fixed by the standard, unlike those of distributions
};

TEST(ChartOfAnyBytes, IsAChartOrAnError) {
  std::size_t charts = 0;
  std::size_t errors = 0;
  for (const std::string& name : shipped_charts()) {
    const std::string text = chart_text(name).text;
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
      ++(is_chart(Mutation(seed).of(text)) ? charts : errors);
    }
  }
  // Both happen, else the mutations would be too tame or too wild to say anything.
  EXPECT_GT(charts, 30U);
  EXPECT_GT(errors, 150U);
}

TEST(ChartOfAnyBytes, IsAnErrorForWhatIsNoTextAtAll) {
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() % 256);
    EXPECT_FALSE(is_chart(bytes));
  }
  EXPECT_FALSE(is_chart(""));
  EXPECT_FALSE(is_chart(std::string(10'000, '[')));
  EXPECT_FALSE(is_chart("rule = 3\naccounts = [1]\ndefaults = []\nvat = 1\nnames = \"x\""));
}

}  // namespace
}  // namespace bursar::mapping
