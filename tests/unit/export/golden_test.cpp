// Each folder of golden/ is a case that a bookkeeper can read: rows.toml is what the platform's
// ledger holds and what the nights bring (README.md), the files beside it are what must be handed
// over, byte for byte, and said.txt is what each run tells. After an intended change, run with
// BURSAR_WRITE_GOLDEN=1 and look at the difference.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "export/reissue.hpp"
#include "ledger_fixture.hpp"
#include "store/batches.hpp"

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

// Files by name; those that a case is made of are TOML.
std::map<std::string, std::string> files_in(const fs::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ".toml") continue;
    files[entry.path().filename().string()] = content_of(entry.path());
  }
  return files;
}

// What the run of a profile came to, in a bookkeeper's words.
std::string told(const std::string& profile, const Result& result) {
  std::string text = fmt::format("  {}: ", profile);
  if (result.batch == 0) {
    text += "nothing";
  } else {
    text += fmt::format("batch {}, {} lines", result.batch, result.rows);
    if (result.entries > 0) text += fmt::format(" in {} entries", result.entries);
  }
  if (result.through) text += " up to " + ledger::format_civil_date(*result.through);
  const auto count = [&](const char* what, std::int64_t number) {
    if (number > 0) text += fmt::format(", {} {}", number, what);
  };
  count("corrections", result.corrections);
  count("waiting", result.waiting);
  count("caught up", result.caught_up);
  count("of nothing", result.zero);
  count("outside", result.outside);
  count("on suspense", result.unmapped);
  if (result.too_many_corrections) text += ": too many corrections";
  text += "\n";
  for (const Opening& opening : result.openings) {
    text += fmt::format("    opening balance of {}: {} {}\n", opening.account,
                        ledger::format_amount(opening.balance), opening.balance.currency.code());
  }
  for (const Held& held : result.held) {
    text += fmt::format("    held: {}: {}\n", held.record, held.reason);
  }
  for (const WrittenFile& file : result.files) {
    text += fmt::format("    {}: {} lines\n", file.path.filename().string(), file.rows);
  }
  return text;
}

// Exports night by night and gives what was said.
std::string run_nights(Ledger& ledger) {
  std::string said;
  int night = 0;
  do {
    said += fmt::format("night {}\n", ++night);
    for (const Request& request : ledger.requests()) {
      said += told(request.profile, run_export(ledger.database(), request));
    }
  } while (ledger.next_night());
  return said;
}

class Golden : public testing::TestWithParam<std::string> {
 protected:
  Golden()
      : expected_(golden() / GetParam()),
        ledger_(content_of(expected_ / "rows.toml"), GetParam() + "/rows.toml", expected_),
        said_(run_nights(ledger_)) {}

  [[nodiscard]] const fs::path& inbox() { return ledger_.request().directory; }

  fs::path expected_;
  Ledger ledger_;
  std::string said_;
};

TEST_P(Golden, TheFilesAreWhatTheyShouldBe) {
  std::map<std::string, std::string> written = files_in(inbox());
  written["said.txt"] = said_;
  if (std::getenv("BURSAR_WRITE_GOLDEN") != nullptr) {
    for (const auto& [name, bytes] : files_in(expected_)) fs::remove(expected_ / name);
    for (const auto& [name, bytes] : written) {
      std::ofstream(expected_ / name, std::ios::binary) << bytes;
    }
  }
  const std::map<std::string, std::string> wanted = files_in(expected_);
  for (const auto& [name, bytes] : wanted) {
    ASSERT_TRUE(written.contains(name)) << name << " was not written";
    EXPECT_EQ(written[name], bytes) << name;
  }
  for (const auto& [name, bytes] : written) EXPECT_TRUE(wanted.contains(name)) << name;
}

TEST_P(Golden, ASecondRunHandsOverNothing) {
  const auto before = files_in(inbox());
  for (const Request& request : ledger_.requests()) {
    const Result result = run_export(ledger_.database(), request);
    EXPECT_EQ(result.batch, 0);
    EXPECT_TRUE(result.files.empty());
  }
  EXPECT_EQ(files_in(inbox()), before);
}

TEST_P(Golden, EveryBatchIsReissuedByteByByte) {
  const fs::path again = ledger_.scratch() / "again";
  fs::create_directory(again);
  for (const Request& request : ledger_.requests()) {
    const auto profile = store::find_profile(ledger_.database(), request.profile);
    for (const store::Batch& batch : store::batches(ledger_.database(), profile->profile)) {
      EXPECT_TRUE(batch.published);
      EXPECT_EQ(reissue(ledger_.database(), request.profile, batch.number, again).size(),
                batch.files.size());
    }
  }
  EXPECT_EQ(files_in(again), files_in(inbox()));
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(cases()), [](const auto& param) {
  std::string name = param.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace bursar::exporting
