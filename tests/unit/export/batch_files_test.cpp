// Which file a block goes into, whatever the account is called.
#include "export/batch_files.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bursar::exporting {
namespace {

using namespace std::string_literals;

class Counted final : public FileSink {
 public:
  void begin_file() override { bytes_ = 0; }
  void write(std::string_view bytes) override { bytes_ += static_cast<std::int64_t>(bytes.size()); }
  store::BatchFile end_file(const std::string& name, std::int64_t rows) override {
    store::BatchFile file;
    file.name = name;
    file.rows = rows;
    file.bytes = bytes_;
    return file;
  }
  [[nodiscard]] std::int64_t bytes_in_file() const override { return bytes_; }

 private:
  std::int64_t bytes_ = 0;
};

TEST(BatchFiles, AZeroByteInASlugIsAByteLikeAnyOther) {
  const mapping::FileStyle style;
  BatchFiles files(style);
  const std::vector<std::string> accounts{""s, "\0"s, "\0\0"s, "a"s, "a\0b"s, "a\0\x01"s, "a\xFF"s};
  for (const std::string& account : {accounts[4], accounts[0], accounts[6], accounts[3],
                                     accounts[5], accounts[1], accounts[2]}) {
    Block block;
    block.file.account = account;
    files.add(block, "line\n");
    files.add(block, "line\n");
  }
  Counted sink;
  const FileFrame frame{[](const FileFacts&) { return ""s; }, [](const FileFacts&) { return ""s; },
                        [](const FileFacts& facts) { return std::to_string(facts.part); },
                        [](std::int64_t entry, ledger::CivilDate) { return entry; }};
  std::vector<std::string> written;
  for (const BatchFiles::Written& file : files.write(sink, frame)) {
    written.push_back(file.facts.key.account);
    EXPECT_EQ(file.file.rows, 2);
  }
  EXPECT_EQ(written.size(), accounts.size());
  EXPECT_TRUE(
      std::is_permutation(written.begin(), written.end(), accounts.begin(), accounts.end()));
}

}  // namespace
}  // namespace bursar::exporting
