#include "text/metric_label.hpp"

#include <gtest/gtest.h>

namespace bursar::text {
namespace {

TEST(MetricLabel, IsOneLineWhateverTheValue) {
  EXPECT_EQ(metric_label("source", "books"), "source=\"books\"");
  EXPECT_EQ(metric_label("source", "a\"} 1\nforged{x=\"\\"), R"(source="a\"} 1\\nforged{x=\"\\")");
  EXPECT_EQ(metric_label("source", "\x1B\xFF"), "source=\"\\\\u001b\uFFFD\"");
}

}  // namespace
}  // namespace bursar::text
