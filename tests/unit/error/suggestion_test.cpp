#include "error/suggestion.hpp"

#include <array>

#include <gtest/gtest.h>

namespace bursar {
namespace {

constexpr std::array<std::string_view, 4> words{"account", "host", "start", "time_zone"};

TEST(Suggestion, FindsTheWordThatWasMeant) {
  EXPECT_EQ(nearest_word("hots", words), "host");
  EXPECT_EQ(nearest_word("acount", words), "account");
  EXPECT_EQ(nearest_word("timezone", words), "time_zone");
  EXPECT_EQ(nearest_word("Host", words), "host");
}

TEST(Suggestion, KeepsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest_word("frequency", words), "");
  EXPECT_EQ(did_you_mean("frequency", words), "");
}

TEST(Suggestion, IsReadyToAppend) {
  EXPECT_EQ(did_you_mean("strat", words), "; did you mean \"start\"?");
}

}  // namespace
}  // namespace bursar
