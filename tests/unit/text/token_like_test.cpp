#include "text/token_like.hpp"

#include <gtest/gtest.h>

namespace bursar::text {
namespace {

TEST(TokenLike, TokensOfAllKindsLookLikeOne) {
  for (const char* token :
       {"0123456789abcdef0123456789abcdef01234567", "eyJhbGciOiJIUzI1NiJ9.c2FuZGJveA.demo-admin",
        "/etc/bursar/0123456789abcdef0123456789abcdef01234567",
        "abcdefghABCDEFGH0123456789_-~ijk"}) {
    EXPECT_TRUE(looks_like_token(token)) << token;
    EXPECT_EQ(named_file(token, "token_file"), "(what stands at token_file)");
  }
}

TEST(TokenLike, NamesOfFilesDoNot) {
  for (const char* file :
       {"", "token", "/etc/bursar/opencollective-token", "bursar.toml",
        "0123456789abcdef0123456789abcdef01234567/token",
        "0123456789abcdef0123456789abcdef01234567.toml", "a-name-of-words-that-is-rather-long-too",
        "0123456789 abcdef 0123456789 abcdef 012"}) {
    EXPECT_FALSE(looks_like_token(file)) << file;
    EXPECT_EQ(named_file(file, "token_file"), file);
  }
}

}  // namespace
}  // namespace bursar::text
