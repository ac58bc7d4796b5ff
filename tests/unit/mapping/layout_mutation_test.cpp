// Whatever a layout is mutilated to, reading it ends in a layout or in an Error that names a place:
// no other exception, no crash. The mutations are the same in every run.
#include <array>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "mapping/layout.hpp"

namespace bursar::mapping {
namespace {

constexpr std::array<std::string_view, 28> tokens{"{",
                                                  "}",
                                                  "\"",
                                                  "'",
                                                  "[",
                                                  "]",
                                                  "|",
                                                  ":",
                                                  "=",
                                                  "\n",
                                                  "cut=0",
                                                  "cut=9#",
                                                  "only=",
                                                  "must=z-a",
                                                  "%Q",
                                                  "sign=/",
                                                  "first",
                                                  "wide",
                                                  "pairs",
                                                  "{account}",
                                                  "{batch}",
                                                  "-1",
                                                  "1e9",
                                                  "\xFF",
                                                  "\xE6\x9D\xB1",
                                                  "posting_columns = []\n",
                                                  "[journal]\n",
                                                  "99999999999999999999"};

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  std::string mutilated(std::string text) {
    for (std::size_t i = 1 + below(3); i > 0 && !text.empty(); --i) {
      const std::size_t at = below(text.size());
      const std::size_t size = 1 + below(std::min<std::size_t>(20, text.size() - at));
      switch (below(4)) {
        case 0:
          text.erase(at, size);
          break;
        case 1:
          text.insert(at, tokens[below(tokens.size())]);
          break;
        case 2:
          text.insert(below(text.size()), text.substr(at, size));
          break;
        default:
          text.replace(at, size, tokens[below(tokens.size())]);
      }
    }
    return text;
  }

 private:
  // Not a distribution: those differ between standard libraries.
  std::size_t below(std::size_t bound) { return random_() % bound; }
  std::mt19937 random_;
};

TEST(Mutations, OfLayoutsEndInErrors) {
  Mutator mutator(20261115);
  std::size_t refused = 0;
  std::size_t read = 0;
  for (const std::string& name : shipped_layouts()) {
    const std::string text = layout_text(name).text;
    for (int i = 0; i < 120; ++i) {
      const std::string mutilated = mutator.mutilated(text);
      try {
        (void)parse_layout(mutilated, "own.toml");
        ++read;
      } catch (const Error& error) {
        ++refused;
        EXPECT_EQ(error.kind(), ErrorKind::config) << mutilated;
        EXPECT_NE(std::string_view(error.what()).find("own.toml:"), std::string_view::npos)
            << error.what();
      }
    }
  }
  EXPECT_GT(refused, 500U);
  EXPECT_GT(read, 50U) << "comments and texts may be anything";
}

}  // namespace
}  // namespace bursar::mapping
