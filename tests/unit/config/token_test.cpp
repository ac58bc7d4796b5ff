#include "config/token.hpp"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::config {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* token = "0123456789abcdef0123456789abcdef01234567";

class TokenTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-token-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const fs::path path = directory_ / name;
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path.string();
  }
  static Error error_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::bug, ""};
  }
  fs::path directory_;
};

TEST_F(TokenTest, IsReadFromAPrivateFileWithoutTheWhiteSpaceAroundIt) {
  Config config;
  config.token_file = {file("token", std::string("\n  ") + token + " \r\n"),
                       {OriginKind::file, "bursar.toml:1:1"}};
  const LoadedToken loaded = load_token(config, {});
  EXPECT_EQ(loaded.secret.reveal(), token);
  EXPECT_THAT(loaded.where, HasSubstr("token_file"));
  EXPECT_THAT(loaded.warnings, IsEmpty());
}

TEST_F(TokenTest, IsWrittenForItsOwnerAloneAndNeverOverAnotherFile) {
  const std::string path = (directory_ / "new").string();
  write_token_file(path, os::Secret(token));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(read_token_file(path, true).reveal(), token);
  const Error error = error_of(
      [&] { write_token_file(path, os::Secret("fedcba9876543210fedcba9876543210fedcba98")); });
  EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
  EXPECT_EQ(read_token_file(path, true).reveal(), token);
}

TEST_F(TokenTest, AFileThatOthersMayReadIsRefusedWithItsModeAndTheCure) {
  for (const mode_t mode : {0640U, 0604U, 0620U}) {
    const std::string path = file("token", token, mode);
    const Error error = error_of([&] { (void)read_token_file(path, true); });
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr(path));
    EXPECT_THAT(error.what(), HasSubstr(mode == 0640U ? "0640" : mode == 0604U ? "0604" : "0620"));
    EXPECT_EQ(error.next_step(), "chmod 600 " + path);
    EXPECT_THAT(error.what(), Not(HasSubstr(token)));
  }
}

TEST_F(TokenTest, OnlyARegularFileIsRead) {
  const Error directory = error_of([&] { (void)read_token_file(directory_.string(), true); });
  EXPECT_THAT(directory.what(), HasSubstr("not a regular file"));
  const fs::path pipe = directory_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const Error fifo = error_of([&] { (void)read_token_file(pipe.string(), true); });
  EXPECT_THAT(fifo.what(), HasSubstr("not a regular file"));
  const Error missing = error_of([&] { (void)read_token_file("/nowhere/token", true); });
  EXPECT_THAT(missing.what(), HasSubstr("/nowhere/token"));
}

TEST_F(TokenTest, AnEmptyFileIsAnErrorRatherThanAnAnonymousRun) {
  const std::string path = file("token", " \n\n");
  const Error error = error_of([&] { (void)read_token_file(path, true); });
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("holds no token"));
}

TEST_F(TokenTest, WhatCannotStandInAHeaderIsRefusedWithoutBeingShown) {
  const std::string path = file("token", "abc def\x01");
  const Error error = error_of([&] { (void)read_token_file(path, true); });
  EXPECT_THAT(error.what(), Not(HasSubstr("abc")));
}

TEST_F(TokenTest, AnOddTokenIsTakenWithAWarningThatDoesNotShowIt) {
  Config config;
  config.token_file = {file("token", "ABCDEF"), {OriginKind::file, ""}};
  const LoadedToken loaded = load_token(config, {});
  EXPECT_EQ(loaded.secret.reveal(), "ABCDEF");
  ASSERT_EQ(loaded.warnings.size(), 1U);
  EXPECT_THAT(loaded.warnings[0], Not(HasSubstr("ABCDEF")));
  config.api_auth.value = "bearer";
  EXPECT_THAT(load_token(config, {}).warnings, IsEmpty());
}

TEST_F(TokenTest, WithoutAnyItIsAnonymousAndSaysSo) {
  const LoadedToken loaded = load_token({}, {});
  EXPECT_TRUE(loaded.secret.empty());
  EXPECT_EQ(loaded.where, "none");
  EXPECT_EQ(loaded.warnings.size(), 1U);
}

TEST_F(TokenTest, TheFlagBeatsTheEnvironmentBeatsTheCredentialBeatsTheFile) {
  Config config;
  file("opencollective-token", "credential");
  const std::string named = file("named", "named");
  Environment environment{{"BURSAR_TOKEN", "variable"},
                          {"CREDENTIALS_DIRECTORY", directory_.string()}};
  config.token_file = {named, {OriginKind::flag, "--token-file"}};
  EXPECT_EQ(load_token(config, environment).secret.reveal(), "named");
  config.token_file.origin.kind = OriginKind::file;
  EXPECT_EQ(load_token(config, environment).secret.reveal(), "variable");
  environment.erase("BURSAR_TOKEN");
  EXPECT_EQ(load_token(config, environment).secret.reveal(), "credential");
  environment.clear();
  EXPECT_EQ(load_token(config, environment).secret.reveal(), "named");
}

TEST_F(TokenTest, ACommandGivesItsFirstLine) {
  const os::Secret secret = run_token_command("printf 'first\\nlogin: someone\\n'");
  EXPECT_EQ(secret.reveal(), "first");
}

TEST_F(TokenTest, AFailingCommandIsAnErrorThatShowsNeitherItsOutputNorItself) {
  const Error error = error_of([] { (void)run_token_command("echo hidden-output; exit 3"); });
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("exit status 3"));
  EXPECT_THAT(error.what(), Not(HasSubstr("hidden")));
  EXPECT_THAT(error_of([] { (void)run_token_command("true"); }).what(), HasSubstr("no token"));
}

TEST_F(TokenTest, ACommandIsNotMadeDeafToPipesThatHaveEnded) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);  // as the program does
  const os::Secret told =
      run_token_command("grep SigIgn /proc/self/status | tr -d '[:space:]' | cut -d: -f2");
  (void)std::signal(SIGPIPE, before);
  const std::uint64_t ignored = std::stoull(std::string(told.reveal()), nullptr, 16);
  EXPECT_EQ(ignored >> (SIGPIPE - 1) & 1U, 0U);
}

TEST_F(TokenTest, ACommandThatHangsIsEndedWithAllItStarted) {
  const auto before = std::chrono::steady_clock::now();
  const Error error = error_of([] { (void)run_token_command("sleep 30; echo late", 200); });
  EXPECT_THAT(error.what(), HasSubstr("printed nothing"));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST_F(TokenTest, ACommandThatPrintsWithoutEndIsEnded) {
  for (const char* command :
       {"yes token", "echo token; sleep 30", "echo token; exec >&-; sleep 30"}) {
    const auto before = std::chrono::steady_clock::now();
    const Error error = error_of([&] { (void)run_token_command(command, 200); });
    EXPECT_THAT(error.what(), HasSubstr("did not end"));
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
  }
}

TEST_F(TokenTest, ACommandIsNotRunWhereOthersMayWriteTheFileThatNamesIt) {
  Config config;
  config.file = file("bursar.toml", "", 0664);
  config.token_command = {"touch '" + (directory_ / "ran").string() + "'; echo " + token,
                          {OriginKind::file, "bursar.toml:1:1"}};
  const Error error = error_of([&] { (void)load_token(config, {}); });
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_THAT(error.what(), HasSubstr("token_command is not run"));
  EXPECT_FALSE(fs::exists(directory_ / "ran"));
  chmod(config.file.c_str(), 0644);
  EXPECT_EQ(load_token(config, {}).secret.reveal(), token);
}

}  // namespace
}  // namespace bursar::config
