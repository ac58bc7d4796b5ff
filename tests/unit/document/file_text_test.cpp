#include "document/file_text.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/node.hpp"
#include "error/error.hpp"

namespace bursar::document {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class FileText : public testing::Test {
 protected:
  FileText() { std::filesystem::create_directory(directory_); }
  FileText(const FileText&) = delete;
  FileText& operator=(const FileText&) = delete;
  ~FileText() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path write(const std::string& text) const {
    const std::filesystem::path file = directory_ / "layout.toml";
    std::ofstream(file) << text;
    return file;
  }
  static std::string refusal_of(const std::filesystem::path& file) {
    try {
      (void)file_text(file, "the layout", "name another");
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      EXPECT_EQ(error.next_step(), "name another");
      return error.what();
    }
    return "read";
  }

  const std::filesystem::path directory_ =
      std::filesystem::temp_directory_path() / ("file_text_" + std::to_string(::getpid()));
};

TEST_F(FileText, IsReadUpToOneMebibyte) {
  const std::string most(most_bytes_of_text, '#');
  EXPECT_EQ(file_text(write(most), "it", ""), most);
  EXPECT_EQ(refusal_of(write(most + '#')), "cannot read the layout: it is larger than 1 MiB");
}

TEST_F(FileText, IsNeverWaitedFor) {
  const std::filesystem::path pipe = directory_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(refusal_of(pipe), "cannot read the layout: it is not a regular file");
  EXPECT_EQ(refusal_of("/dev/zero"), "cannot read the layout: it is not a regular file");
  EXPECT_EQ(refusal_of(directory_), "cannot read the layout: it is not a regular file");
}

TEST_F(FileText, ThatIsNotThereIsSaidToBeSo) {
  EXPECT_THAT(refusal_of(directory_ / "none"), HasSubstr("No such file"));
}

std::string refusal_of_toml(const std::string& text) {
  try {
    (void)parse(text, "layout.toml");
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

// The parser would go down a table for each part of a key, and take a thousand times its size.
TEST(Toml, ThatNobodyWritesIsRefusedBeforeItIsParsed) {
  std::string key = "a";
  for (int i = 0; i < 100'000; ++i) key += ".a";
  EXPECT_THAT(refusal_of_toml("schema = 1\n" + key + " = 1\n"), StartsWith("layout.toml:2:1: "));
  EXPECT_THAT(refusal_of_toml(std::string(20'000'000, '\n')), HasSubstr("larger than 1 MiB"));
  EXPECT_EQ(refusal_of_toml("a.b.c.d = 'so ... it is'\n"), "read");
}

}  // namespace
}  // namespace bursar::document
