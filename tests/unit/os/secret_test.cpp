#include "os/secret.hpp"

#include <fstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace bursar::os {
namespace {

TEST(Secret, GivesBackWhatItWasGiven) {
  const Secret secret("0123456789abcdef0123456789abcdef01234567");
  EXPECT_FALSE(secret.empty());
  EXPECT_EQ(secret.reveal(), "0123456789abcdef0123456789abcdef01234567");
}

TEST(Secret, IsEmptyWithoutText) {
  EXPECT_TRUE(Secret().empty());
  EXPECT_TRUE(Secret("").empty());
  EXPECT_EQ(Secret("").reveal(), "");
}

TEST(Secret, LeavesNothingBehindWhenMoved) {
  Secret first("alpha");
  Secret second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): the contract under test
  EXPECT_EQ(second.reveal(), "alpha");
  Secret third("beta");
  third = std::move(second);
  EXPECT_EQ(third.reveal(), "alpha");
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(Secret, HoldsMoreThanAPage) {
  const std::string text(10'000, 'x');
  EXPECT_EQ(Secret(text).reveal(), text);
}

// Whether the mapping that holds `address` has the flag, by the kernel's account of it.
bool mapping_has(const char* address, const std::string& flag) {
  std::ifstream in("/proc/self/smaps");
  std::string line;
  bool inside = false;
  while (std::getline(in, line)) {
    unsigned long from = 0;
    unsigned long to = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &from, &to) == 2) {
      const auto at = reinterpret_cast<unsigned long>(address);
      inside = at >= from && at < to;
    }
    if (inside && line.rfind("VmFlags:", 0) == 0) return line.find(" " + flag) != std::string::npos;
  }
  return false;
}

TEST(Secret, IsKeptOutOfCoreDumps) {
  if (!std::ifstream("/proc/self/smaps")) GTEST_SKIP() << "no /proc here";
  const Secret secret("0123456789abcdef");
  EXPECT_TRUE(mapping_has(secret.reveal().data(), "dd"));
}

TEST(Wipe, OverwritesTheWholeCapacity) {
  std::string text = "a secret that is too long for the short string buffer";
  text.resize(3);
  const char* const memory = text.data();
  const std::size_t capacity = text.capacity();
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(text.capacity(), capacity);
  EXPECT_EQ(std::string(memory, 20), std::string(20, '\0'));
}

TEST(Redact, ReplacesEachOccurrence) {
  const Secret secret("abc123");
  EXPECT_EQ(redact("abc123 and again abc123", secret), "[token] and again [token]");
  EXPECT_EQ(redact("xabc123abc123", secret), "x[token][token]");
}

TEST(Redact, FindsASecretInCapitals) {
  EXPECT_EQ(redact("is 0A1B2C3D or 0a1B%32C3d", Secret("0a1b2c3d")), "is [token] or [token]");
}

TEST(Redact, ChangesNothingElse) {
  EXPECT_EQ(redact("harmless", Secret("abc123")), "harmless");
  EXPECT_EQ(redact("harmless", Secret()), "harmless");
  EXPECT_EQ(redact("", Secret("abc123")), "");
}

TEST(Redact, EndsWhenTheMarkHoldsTheSecret) {
  EXPECT_EQ(redact("token", Secret("token")), "[token]");
}

}  // namespace
}  // namespace bursar::os
