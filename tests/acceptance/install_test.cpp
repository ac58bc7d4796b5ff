// `cmake --install`, as deploy/README.md describes it: what lies where, and that it works there.
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "process.hpp"
#include "sandbox_process.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Installation, HasEverythingInItsPlaceAndWorksThere) {
  const TemporaryDirectory prefix;
  const Finished installed =
      run({"/usr/bin/cmake", "--install", BURSAR_BUILD_DIR, "--prefix", prefix.path().string()},
          {{"PATH", "/usr/bin:/bin"}});
  ASSERT_EQ(installed.ended.exit_status, 0) << installed.errors;
  for (const char* file :
       {"bin/bursar", "lib/systemd/system/bursar.service", "lib/systemd/system/bursar.timer",
        "share/man/man1/bursar.1", "share/bash-completion/completions/bursar",
        "share/zsh/vendor-completions/_bursar", "share/fish/vendor_completions.d/bursar.fish",
        "share/bursar/mappings/ofx.toml", "share/bursar/mappings/charts/collective.toml",
        "share/bursar/migrations/0001_initial.sql", "share/doc/bursar/examples/bursar.toml"}) {
    EXPECT_TRUE(fs::is_regular_file(prefix.path() / file)) << file;
  }
  const Finished version = run({(prefix.path() / "bin/bursar").string(), "--version"});
  EXPECT_THAT(version.output, testing::StartsWith("bursar "));
  const Finished summed =
      run({"/bin/sh", "-c",
           "cd '" + (prefix.path() / "share/bursar/migrations").string() +
               "' && sha256sum --check --quiet SHA256SUMS && wc -l < SHA256SUMS "
               "&& ls *.sql | wc -l"},
          {{"PATH", "/usr/bin:/bin"}});
  EXPECT_EQ(summed.ended.exit_status, 0) << summed.output << summed.errors;
  const std::size_t middle = summed.output.find('\n') + 1;
  EXPECT_EQ(summed.output.substr(0, middle), summed.output.substr(middle)) << "a sum for each";
}

// The example must be one that a service could begin with.
TEST(Installation, TheExampleConfigurationIsAValidOne) {
  const Finished checked =
      run({bursar_program(), "--config",
           std::string(BURSAR_SOURCE_DIR) + "/deploy/package/bursar.toml", "config", "show"});
  EXPECT_EQ(checked.ended.exit_status, 0) << checked.errors;
  EXPECT_THAT(checked.output, HasSubstr("/var/lib/bursar/outbox"));
}

}  // namespace
}  // namespace bursar::tests
