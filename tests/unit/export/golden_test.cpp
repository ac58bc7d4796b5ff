// Each folder of golden/ is a case that a bookkeeper can read: rows.toml is what the platform's
// ledger holds, the files beside it are what must come out, byte for byte. After an intended
// change, run with BURSAR_WRITE_GOLDEN=1 and look at the difference.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ledger_fixture.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;

fs::path golden() {
  return fs::path(BURSAR_SOURCE_DIR) / "tests/unit/export/golden";
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(golden())) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::set<std::string> files_in(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (name != "rows.toml" && name != "layout.toml") names.insert(name);
  }
  return names;
}

void use_own_layout(const fs::path& directory, Ledger& ledger) {
  const fs::path layout = directory / "layout.toml";
  if (fs::exists(layout)) ledger.request().layout = mapping::load_layout(layout.string());
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, TheFilesAreWhatTheyShouldBe) {
  const fs::path expected = golden() / GetParam();
  Ledger ledger(content_of(expected / "rows.toml"), GetParam() + "/rows.toml");
  use_own_layout(expected, ledger);
  (void)ledger.run();
  const fs::path written = ledger.request().directory;
  if (std::getenv("BURSAR_WRITE_GOLDEN") != nullptr) {
    for (const std::string& name : files_in(expected)) fs::remove(expected / name);
    for (const std::string& name : files_in(written)) {
      std::ofstream(expected / name, std::ios::binary) << content_of(written / name);
    }
  }
  EXPECT_EQ(files_in(written), files_in(expected));
  for (const std::string& name : files_in(expected)) {
    if (fs::exists(written / name)) {
      EXPECT_EQ(content_of(written / name), content_of(expected / name)) << name;
    }
  }
}

TEST_P(Golden, ASecondRunGivesTheSameBytes) {
  Ledger ledger(content_of(golden() / GetParam() / "rows.toml"), GetParam() + "/rows.toml");
  use_own_layout(golden() / GetParam(), ledger);
  (void)ledger.run();
  std::map<std::string, std::string> first;
  for (const std::string& name : files_in(ledger.request().directory))
    first[name] = ledger.file(name);
  (void)ledger.run();
  for (const auto& [name, bytes] : first) EXPECT_EQ(ledger.file(name), bytes);
  EXPECT_FALSE(first.empty());
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(cases()), [](const auto& param) {
  std::string name = param.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace bursar::exporting
