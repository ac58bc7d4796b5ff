#include "cli/counted.hpp"

#include <cstddef>

#include <gtest/gtest.h>

namespace bursar::cli {
namespace {

TEST(Counted, OneIsOneAndAllElseIsMany) {
  EXPECT_EQ(counted(1, "file"), "1 file");
  EXPECT_EQ(counted(std::size_t{0}, "file"), "0 files");
  EXPECT_EQ(counted(1'234LL, "file"), "1234 files");
  EXPECT_EQ(counted(1U, "child", "children"), "1 child");
  EXPECT_EQ(counted(2U, "child", "children"), "2 children");
}

}  // namespace
}  // namespace bursar::cli
