#include "export/external_sort.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::exporting {
namespace {

using Records = std::vector<std::pair<std::string, std::string>>;

Records sorted_by(ExternalSort& sort) {
  Records records;
  sort.for_each(
      [&](std::string_view key, std::string_view bytes) { records.emplace_back(key, bytes); });
  return records;
}

TEST(ExternalSort, SortsInMemoryWhatFits) {
  ExternalSort sort;
  sort.add("b", "2");
  sort.add("a", "1");
  sort.add("c", "");
  EXPECT_EQ(sorted_by(sort), (Records{{"a", "1"}, {"b", "2"}, {"c", ""}}));
  EXPECT_EQ(sort.runs(), 0U);
}

TEST(ExternalSort, GivesTheSameWhenNothingFits) {
  std::mt19937 random(7);
  Records expected;
  ExternalSort sort(10'000);
  for (int i = 0; i < 20'000; ++i) {
    // Many equal keys: their order must be that of arrival.
    const std::string key = std::to_string(random() % 500);
    const std::string bytes = std::to_string(i) + std::string(random() % 300, 'x');
    expected.emplace_back(key, bytes);
    sort.add(key, bytes);
  }
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  EXPECT_EQ(sorted_by(sort), expected);
  EXPECT_GT(sort.runs(), 100U);
}

TEST(ExternalSort, TakesRecordsLargerThanItsMemory) {
  ExternalSort sort(100);
  const std::string large(300'000, 'y');
  sort.add("2", large);
  sort.add("1", large + "z");
  sort.add("3", "small");
  EXPECT_EQ(sorted_by(sort), (Records{{"1", large + "z"}, {"2", large}, {"3", "small"}}));
}

TEST(ExternalSort, KeysAreBytes) {
  ExternalSort sort(1);
  sort.add(std::string("\0\x80", 2), "second");
  sort.add(std::string("\0\x7F", 2), "first");
  EXPECT_EQ(sorted_by(sort).front().second, "first");
}

TEST(ExternalSort, NothingGivesNothing) {
  ExternalSort sort;
  EXPECT_TRUE(sorted_by(sort).empty());
}

}  // namespace
}  // namespace bursar::exporting
