#include "server/wire.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace bursar::sandbox {
namespace {

Reply reply() {
  Reply reply;
  reply.body = R"({"first":"one","amount":12345,"name":"Z\"rich","also":"Zürich","more":67890})";
  return reply;
}

std::string end_of(const std::string& where) {
  const std::string bytes = torn_answer(reply(), where);
  return bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 4));
}

TEST(Wire, EndsWhereItIsTold) {
  EXPECT_EQ(torn_answer(reply(), "status-line"), "HTTP/1.1 20");
  EXPECT_EQ(end_of("blank-line").substr(2), "\r\n");
  EXPECT_NE(end_of("blank-line"), "\r\n\r\n");
  EXPECT_EQ(end_of("body"), "\r\n\r\n");
  EXPECT_EQ(end_of("first-byte"), "\n\r\n{");
  EXPECT_EQ(end_of("character"), ":\"Z\xc3");
  EXPECT_EQ(end_of("number").substr(2), ":6");
  EXPECT_EQ(end_of("last-byte"), "7890");
  EXPECT_THROW((void)torn_answer(reply(), "somewhere"), std::invalid_argument);
}

TEST(Wire, AGzipBombUnfoldsToItsSize) {
  const std::string bytes = gzip_bomb(3'000'000);
  EXPECT_LT(bytes.size(), 30'000U);
  const auto file = std::filesystem::temp_directory_path() / "bursar-wire-test.gz";
  std::ofstream(file, std::ios::binary) << bytes.substr(bytes.find("\r\n\r\n") + 4);
  FILE* const pipe = popen(("gzip -dc " + file.string() + " 2>/dev/null | wc -c").c_str(), "r");
  long size = 0;
  EXPECT_EQ(std::fscanf(pipe, "%ld", &size), 1);
  pclose(pipe);
  std::filesystem::remove(file);
  EXPECT_GE(size, 2'900'000);
}

}  // namespace
}  // namespace bursar::sandbox
