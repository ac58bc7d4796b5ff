#include "mapping/record.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bursar::mapping {
namespace {

// A growing vector moves its records; texts shorter than a small string's buffer would be left
// behind if they moved on their own.
TEST(Record, KeepsItsTextsWhereverItGoes) {
  std::vector<Record> records;
  for (int i = 0; i < 100; ++i) {
    records.emplace_back().keep(Field::memo, "memo " + std::to_string(i));
  }
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(std::get<std::string_view>(records[static_cast<std::size_t>(i)][Field::memo]),
              "memo " + std::to_string(i));
  }
}

}  // namespace
}  // namespace bursar::mapping
