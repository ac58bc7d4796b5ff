#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "books_so_far.hpp"
#include "export_sums.hpp"
#include "random_platform.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/profiles.hpp"
#include "store/records.hpp"
#include "truth.hpp"

namespace bursar::property {

struct YearOptions {
  std::uint64_t seed = 1;
  int nights = 365;
  bool edits_charts = false;  // then the past stays as it was booked, and money alone is compared
};

// Nights of changes, readings and exports, with everything that must hold checked after each by
// EXPECT. `directory` must be empty.
class SimulatedYear {
 public:
  SimulatedYear(const YearOptions& options, std::filesystem::path directory);
  void run();

  // What it came to.
  struct Figures {
    std::int64_t rows = 0;
    std::int64_t changes = 0;
    std::int64_t batches = 0;
    std::int64_t lines = 0;
    std::int64_t corrections = 0;
    std::int64_t held = 0;
    std::int64_t locks = 0;
  };
  [[nodiscard]] const Figures& figures() const { return figures_; }

 private:
  [[nodiscard]] int chance(int low, int high);
  void night();
  void write_ledger();
  void lock_or_reopen();
  void put_lock(std::optional<ledger::CivilDate> day, bool reopens);
  void edit_chart(BooksSoFar& books);
  void last_night();

  void export_all(bool every);
  exporting::Result export_one(BooksSoFar& books);
  BatchBytes take_away(const std::filesystem::path& from);

  void check_all(bool fresh_too);
  void check_statement(BooksSoFar& books);
  void check_journal(BooksSoFar& books, bool fresh_too);
  void check_against_fresh(BooksSoFar& books);
  void check_reissue(BooksSoFar& books);

  YearOptions options_;
  std::filesystem::path directory_;
  std::mt19937_64 random_;
  RandomPlatform platform_;
  store::Database database_;
  store::RecordWriter writer_;
  store::WriteContext context_;
  store::Source host_;
  store::Source account_;
  std::vector<BooksSoFar> books_;
  ledger::Instant now_;
  ledger::Instant proven_;
  std::optional<ledger::CivilDate> locked_;
  int night_ = 0;
  int edits_ = 0;
  Figures figures_;
};

}  // namespace bursar::property
