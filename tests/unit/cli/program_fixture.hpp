#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "cli/program.hpp"
#include "os/clock.hpp"

namespace bursar::cli {

class FixedClock final : public os::Clock {
 public:
  ledger::Instant now() override { return now_; }
  void sleep_ms(std::int64_t ms) override { now_ = now_ + ms; }
  void set(ledger::Instant now) { now_ = now; }

 private:
  ledger::Instant now_{1'795'000'000'000};
};

// Runs the program in a directory of its own, without a network and without a terminal.
class ProgramTest : public testing::Test {
 protected:
  struct Said {
    int status = -1;
    std::string out;
    std::string err;
  };

  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "bursar-cli-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    environment_ = {{"HOME", home_.string()}};
  }
  void TearDown() override { std::filesystem::remove_all(home_); }

  Said bursar(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const Surroundings around{out, {}, err, {}, environment_, clock_};
    const int status = run_program(arguments, around);
    return {status, out.str(), err.str()};
  }
  // Writes a file below the directory and returns its path.
  std::string file(const std::string& name, const std::string& text) {
    const std::filesystem::path path = home_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  std::filesystem::path home_;
  config::Environment environment_;
  FixedClock clock_;
};

}  // namespace bursar::cli
