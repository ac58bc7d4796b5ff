#include "mapping/tag_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bursar::mapping {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TagList, ReadsWhatThePlatformSends) {
  EXPECT_THAT(tags_in(R"(["travel","train to Ghent"])"), ElementsAre("travel", "train to Ghent"));
  EXPECT_THAT(tags_in(R"([ "a" , "b" ])"), ElementsAre("a", "b"));
  EXPECT_THAT(tags_in("[]"), IsEmpty());
  EXPECT_THAT(tags_in(""), IsEmpty());
  EXPECT_THAT(tags_in("null"), IsEmpty());
}

TEST(TagList, ReadsEscapes) {
  EXPECT_THAT(tags_in(R"(["a \"b\" \\ \/ c","Zo\u00eb","\u5186","\ud83d\ude80"])"),
              ElementsAre(R"(a "b" \ / c)", "Zoë", "円", "🚀"));
}

TEST(TagList, TakesBrokenTextForWhatItCan) {
  EXPECT_THAT(tags_in(R"(["half)"), ElementsAre("half"));
  EXPECT_THAT(tags_in(R"(["a\u12"])"), ElementsAre("a\xEF\xBF\xBD"
                                                   "12"));
  EXPECT_THAT(tags_in(R"(["\ud83d"])"), ElementsAre("\xEF\xBF\xBD"));
  EXPECT_THAT(tags_in("[\"a\\"), ElementsAre("a\\"));
}

}  // namespace
}  // namespace bursar::mapping
