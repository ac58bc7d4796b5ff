#include "mapping/glob.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bursar::mapping {
namespace {

TEST(Glob, StarIsAnyTextAndNone) {
  EXPECT_TRUE(glob_matches("60*", "60"));
  EXPECT_TRUE(glob_matches("60*", "6000"));
  EXPECT_FALSE(glob_matches("60*", "160"));
  EXPECT_TRUE(glob_matches("*train*", "the train to Ghent"));
  EXPECT_FALSE(glob_matches("*train*", "trai n"));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(glob_matches("a*b*c", "a-c-b"));
}

TEST(Glob, QuestionMarkIsOneCharacterWhateverItsBytes) {
  EXPECT_TRUE(glob_matches("6?00", "6100"));
  EXPECT_FALSE(glob_matches("6?00", "600"));
  EXPECT_TRUE(glob_matches("Zo?", "Zoë"));
  EXPECT_TRUE(glob_matches("?", "円"));
  EXPECT_FALSE(glob_matches("??", "円"));
}

TEST(Glob, TakesNoLongerForPatternsThatAreMeantToBeSlow) {
  const std::string text(5000, 'a');
  EXPECT_FALSE(glob_matches("*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

TEST(Glob, CoversANarrowerOne) {
  EXPECT_TRUE(glob_covers("60*", "600*"));
  EXPECT_TRUE(glob_covers("60*", "60*"));
  EXPECT_TRUE(glob_covers("*", "a?c"));
  EXPECT_TRUE(glob_covers("6?0*", "610*"));
  EXPECT_TRUE(glob_covers("a*c", "a*b*c"));
  EXPECT_FALSE(glob_covers("600*", "60*"));
  EXPECT_FALSE(glob_covers("6?", "6*"));
  EXPECT_FALSE(glob_covers("610", "6?0"));
}

}  // namespace
}  // namespace bursar::mapping
