#include "document/writing.hpp"

#include <array>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "document/node.hpp"

namespace bursar::document {
namespace {

// Any characters in any order, those that mean something to TOML more often.
class HostileTexts {
 public:
  std::string next() {
    static constexpr std::array<const char*, 12> parts{
        "\"", "\\", "\n", "#", "'", "=", "]", "\xe2\x80\xa8", "\xc3\xa4", "\x7f", "\xc2\x9b", "\r"};
    std::string text;
    for (std::uint32_t i = 0; i < chance_() % 12; ++i) {
      if (chance_() % 2 == 0) {
        text += parts.at(chance_() % parts.size());
      } else {
        text += static_cast<char>(chance_() % 0x80);
      }
    }
    return text;
  }

 private:
  std::minstd_rand chance_{42};  // the same each time
};

TEST(TomlWriting, ReadsBackWhateverATextHolds) {
  HostileTexts texts;
  for (int round = 0; round < 5'000; ++round) {
    const std::string value = texts.next();
    const std::string key = texts.next();
    const std::string comment = texts.next();
    const std::string document = toml_comment(comment) + "\n" + toml_key(key) + " = " +
                                 toml_text(value) + " " + toml_comment(comment) + "\nlast = 1\n";
    SCOPED_TRACE(document);
    const Node root = parse(document, "made.toml");
    ASSERT_EQ(root.members.size(), key == "last" ? 1U : 2U);
    ASSERT_EQ(root.members[0].key, key);
    ASSERT_EQ(root.members[0].value.text, value);
  }
}

TEST(TomlWriting, LooksAsAPersonWouldWriteIt) {
  EXPECT_EQ(toml_text("the \"inbox\""), "\"the \\\"inbox\\\"\"");
  EXPECT_EQ(toml_text("a\nb"), "\"a\\u000Ab\"");
  EXPECT_EQ(toml_key("choir-eu"), "choir-eu");
  EXPECT_EQ(toml_key("choir.eu"), "\"choir.eu\"");
  EXPECT_EQ(toml_key(""), "\"\"");
  EXPECT_EQ(toml_comment("Manual\njournals"), "# Manual journals");
}

}  // namespace
}  // namespace bursar::document
