// A wall clock that is wrong, or is set while a run is under way: windows never end in the future,
// and once the clock is right everything is there.
#include "os/clock.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "program_within.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t year_ms = 365LL * 24 * 3600 * 1000;

// The system's clock, off by so much from the n-th time on that somebody looks at it.
class WrongClock final : public os::Clock {
 public:
  WrongClock(std::int64_t off_ms, int right_looks) : off_ms_(off_ms), right_looks_(right_looks) {}
  ledger::Instant now() override { return clock_.now() + (looks_++ < right_looks_ ? 0 : off_ms_); }
  std::int64_t steady_ms() override { return clock_.steady_ms(); }
  void sleep_ms(std::int64_t ms) override { clock_.sleep_ms(ms); }

 private:
  os::SystemClock clock_;
  std::int64_t off_ms_;
  int right_looks_;
  std::atomic<int> looks_ = 0;
};

class ClockFault : public testing::Test {
 protected:
  ClockFault()
      : sandbox_(demo_world()),
        books_(sandbox_, "account = \"demo-collective\"",
               "[profile.bank]\nsource = \"books\"\nlayout = \"ofx\"\ndirectory = \"inbox\"\n"
               "start = \"beginning\"\n") {
    fs::create_directory(books_.directory() / "inbox");
  }

  Finished run_with(os::Clock& clock, const std::vector<std::string>& arguments) {
    return run_within(books_, clock, arguments);
  }
  Finished run_off_by(std::int64_t ms, const std::vector<std::string>& arguments) {
    WrongClock clock(ms, 0);
    return run_with(clock, arguments);
  }

  void platform_tells_no_time() { plan(sandbox_, R"([{"action": "date"}])"); }
  void new_rows() {
    change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 20, "at": ")" +
                         ago(std::chrono::minutes(10)) + "\"}");
  }
  void expect_all_to_be_there() {
    expect_quiet_success(books_.run({"sync"}));
    expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
    EXPECT_EQ(integrity_problems(books_.database()), "");
  }
  // Nothing is proven that has not happened yet.
  void expect_no_window_in_the_future() {
    EXPECT_EQ(query(books_.database(),
                    "SELECT count(*) FROM windows WHERE ends_at > 1000 * strftime('%s', 'now')"),
              "0\n");
  }

  SandboxProcess sandbox_;
  Installation books_;
};

TEST_F(ClockFault, AheadByYearsTheWindowsEndByThePlatformsClock) {
  const Finished wrong = run_off_by(4 * year_ms, {"sync"});
  EXPECT_EQ(wrong.ended.exit_status, 0) << wrong.errors;
  EXPECT_THAT(wrong.errors, HasSubstr("s ahead of that of Open Collective"));
  expect_no_window_in_the_future();
  // Nor does a statement that is made then speak of days to come.
  expect_quiet_success(run_off_by(4 * year_ms, {"export"}));
  for (const auto& entry : fs::directory_iterator(books_.directory() / "inbox")) {
    EXPECT_THAT(read_file(entry.path()), Not(testing::ContainsRegex("<DTASOF>20[3-9]")));
  }
  new_rows();
  expect_all_to_be_there();
}

TEST_F(ClockFault, BehindByAYearNothingIsLostAndTheNextRunGoesOn) {
  expect_quiet_success(books_.run({"sync"}));
  const Holdings before = holdings(books_);
  new_rows();
  const Finished wrong = run_off_by(-year_ms, {"sync"});
  EXPECT_EQ(wrong.ended.exit_status, 0) << wrong.errors;
  EXPECT_THAT(wrong.errors, HasSubstr("s behind that of Open Collective"));
  EXPECT_EQ(run_off_by(-year_ms, {"export"}).ended.exit_status, 0);
  expect_all_to_be_there();
  expect_quiet_success(books_.run({"export"}));
}

TEST_F(ClockFault, AFirstSyncBehindByAYearIsCompletedLater) {
  EXPECT_EQ(run_off_by(-year_ms, {"sync"}).ended.exit_status, 0);
  expect_all_to_be_there();
}

TEST_F(ClockFault, SetWhileARunIsUnderWayItDoesNoHarm) {
  for (const std::int64_t off : {year_ms, -year_ms}) {
    for (const int looks : {2, 5, 9, 14, 30}) {
      SCOPED_TRACE(std::to_string(off) + " after " + std::to_string(looks) + " looks");
      for (const char* suffix : {"", "-wal", "-shm"}) {
        fs::remove(books_.database().string() + suffix);
      }
      WrongClock clock(off, looks);
      const Finished finished =
          run_with(clock, {"sync", "--page-size", "300", "--fixed-page-size"});
      EXPECT_EQ(finished.ended.exit_status, 0) << finished.errors;
      expect_no_window_in_the_future();
      expect_all_to_be_there();
    }
  }
}

// A platform that does not tell the time: rows of the days that were passed by come all the same.
TEST_F(ClockFault, AheadByAMonthWithoutAnotherClockLaterRowsAreFoundByTheirNumber) {
  platform_tells_no_time();
  EXPECT_EQ(run_off_by(year_ms / 12, {"sync"}).ended.exit_status, 0);
  new_rows();
  expect_all_to_be_there();
  new_rows();
  expect_all_to_be_there();
}

// The weekly look through everything must not wait for a day in the far future.
TEST_F(ClockFault, AfterAnExcursionIntoTheFutureTheBooksAreLookedThroughAtOnce) {
  platform_tells_no_time();
  EXPECT_EQ(run_off_by(4 * year_ms, {"sync"}).ended.exit_status, 0);
  const char* const counted_later =
      "SELECT count(*) FROM summed WHERE counted_at > 1000 * (strftime('%s', 'now') + 60)";
  EXPECT_EQ(query(books_.database(), counted_later), "1\n");
  expect_quiet_success(books_.run({"sync"}));
  EXPECT_EQ(query(books_.database(), counted_later), "0\n");
}

}  // namespace
}  // namespace bursar::tests
