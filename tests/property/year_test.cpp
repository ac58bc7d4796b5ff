// A year of nightly exports over a ledger that never holds still. ctest plays a short form; the
// long form takes BURSAR_YEAR_SEEDS years of BURSAR_YEAR_NIGHTS nights, from
// BURSAR_YEAR_FIRST_SEED.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "simulated_year.hpp"

namespace bursar::property {
namespace {

namespace fs = std::filesystem;

int number_of(const char* variable, int usual) {
  const char* text = std::getenv(variable);
  return text == nullptr ? usual : std::atoi(text);
}

void simulate(bool edits_charts, std::uint64_t seed, int nights) {
  std::string name = (fs::temp_directory_path() / "bursar-year-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  const fs::path directory(name);
  {
    SimulatedYear year({seed, nights, edits_charts}, directory);
    year.run();
    const SimulatedYear::Figures& figures = year.figures();
    std::printf(
        "seed %llu: %lld rows, %lld changes, %lld locks, %lld batches, %lld lines, "
        "%lld corrections, %lld times held\n",
        static_cast<unsigned long long>(seed), static_cast<long long>(figures.rows),
        static_cast<long long>(figures.changes), static_cast<long long>(figures.locks),
        static_cast<long long>(figures.batches), static_cast<long long>(figures.lines),
        static_cast<long long>(figures.corrections), static_cast<long long>(figures.held));
  }
  if (!testing::Test::HasFailure()) fs::remove_all(directory);
}

void simulate_years(bool edits_charts) {
  const int first = number_of("BURSAR_YEAR_FIRST_SEED", 1);
  const int seeds = number_of("BURSAR_YEAR_SEEDS", 1);
  const int nights = number_of("BURSAR_YEAR_NIGHTS", 60);
  for (int seed = first; seed < first + seeds && !testing::Test::HasFailure(); ++seed) {
    simulate(edits_charts, static_cast<std::uint64_t>(seed), nights);
  }
}

TEST(Year, WhatWasHandedOverIsTheLedgerAfterEveryNight) {
  simulate_years(false);
}

TEST(Year, EditsOfTheChartNeverTouchTheMoneyThatWasBooked) {
  simulate_years(true);
}

}  // namespace
}  // namespace bursar::property
