#include "opencollective/html_text.hpp"

#include <gtest/gtest.h>

namespace bursar::opencollective {
namespace {

TEST(HtmlText, ReplacesCharacterReferences) {
  EXPECT_EQ(unescape_html("Tom &amp; Jerry &lt;3 &gt; &quot;x&quot; &apos;y&apos;"),
            "Tom & Jerry <3 > \"x\" 'y'");
  EXPECT_EQ(unescape_html("it&#39;s &#x27;fine&#X27;"), "it's 'fine'");
  EXPECT_EQ(unescape_html("&#233;&#8364;&#128512;"), "é€😀");
}

TEST(HtmlText, UnescapesOnlyOnce) {
  EXPECT_EQ(unescape_html("&amp;lt;"), "&lt;");
}

TEST(HtmlText, LeavesEverythingElseAsItIs) {
  for (const char* text :
       {"", "plain", "A & B", "&", "&;", "&unknown;", "&#;", "&#x;", "&#xZZ;", "&#55296;", "&#0;",
        "&#1114112;", "&amp", "R&D; more", "&#99999999999;"}) {
    EXPECT_EQ(unescape_html(text), text);
  }
}

TEST(HtmlText, FindsReferencesBehindStrayAmpersands) {
  EXPECT_EQ(unescape_html("a && b &amp;& c"), "a && b && c");
}

}  // namespace
}  // namespace bursar::opencollective
