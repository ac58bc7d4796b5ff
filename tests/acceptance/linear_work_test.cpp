// What a run does for each row that comes late or changes does not grow with what is stored: no
// statement of a sync, of the quick check after it or of an export goes through other rows for it.
// Every statement that the program runs is counted, whoever wrote it.
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "demo_world.hpp"
#include "installation.hpp"
#include "os/clock.hpp"
#include "program_within.hpp"
#include "sandbox_process.hpp"
#include "sql_work.hpp"

namespace bursar::tests {
namespace {

using nlohmann::json;

constexpr const char* profiles = R"(
[profile.bank]
source = "books"
layout = "ofx"
books = "none"
directory = "."
start = "beginning"
[profile.journal]
source = "books"
layout = "quickbooks-journal"
chart = "us-host"
directory = "."
start = "beginning"
[profile.rows]
source = "books"
layout = "transactions"
directory = "."
start = "beginning"
)";

// Of every connection that is opened in this process.
SqlWork& work() {
  static SqlWork all;
  return all;
}
int count_work_of(sqlite3* connection, char**, const sqlite3_api_routines*) {
  count_work(connection, work());
  return SQLITE_OK;
}

class Books {
 public:
  explicit Books(int rows)
      : sandbox_({"--transactions", std::to_string(rows), "--expenses", std::to_string(rows / 8),
                  "--now", ago(std::chrono::minutes(15)), "--rate-limit", "off"}),
        books_(sandbox_, "host = \"demo-host\"", profiles) {
    change(sandbox_,
           R"({"op": "add-category", "host": "demo-host", "code": "6999", "name": "Odds"})");
    run_twice();
  }

  // What two runs take after so many of each kind of late changes.
  SqlWork work_after(int events) {
    std::vector<std::string> rows = insert(12 * events);
    run_once();
    work().clear();
    (void)insert(4 * events);
    const auto each = [&](json what) {
      for (int i = 0; i < events; ++i) {
        what["transaction"] = rows.back();
        rows.pop_back();
        change(sandbox_, what.dump());
      }
    };
    each({{"op", "delete-row"}});
    each({{"op", "reinsert-row"}});
    each({{"op", "reinsert-row"}, {"at", ago(std::chrono::hours(50))}, {"ownGroup", true}});
    each({{"op", "amend"}, {"amount", 4'200}});
    each({{"op", "move-row"}, {"to", "demo-project"}});
    each({{"op", "flag"}, {"disputed", true}});
    each({{"op", "categorize-order"}, {"host", "demo-host"}, {"category", "6999"}});
    for (int i = 0; i < events; ++i) {
      change(sandbox_, R"({"op": "refund", "account": "demo-collective", "kind": "CONTRIBUTION"})");
      change(sandbox_, R"({"op": "add-expense", "account": "demo-collective"})");
      const json paid{{"op", "expense"},
                      {"account", "demo-collective"},
                      {"index", i},
                      {"transition", "approve"}};
      change(sandbox_, paid.dump());
    }
    run_twice();
    return work();
  }

 private:
  std::vector<std::string> insert(int rows) {
    const json what{{"op", "insert"},
                    {"account", "demo-collective"},
                    {"at", "2019-05-05T00:00:00Z"},
                    {"rows", rows},
                    {"seed", ++seed_}};
    return json::parse(change(sandbox_, what.dump()))["rows"].get<std::vector<std::string>>();
  }
  void run_twice() {
    run_once();
    run_once();
  }
  void run_once() {
    const Finished pull = run_within(books_, clock_, {"sync", "--accept-losses"});
    EXPECT_EQ(pull.ended.exit_status, 0) << pull.errors;
    const Finished files = run_within(books_, clock_, {"export", "--accept-corrections"});
    EXPECT_EQ(files.ended.exit_status, 0) << files.errors;
  }

  SandboxProcess sandbox_;
  Installation books_;
  os::SystemClock clock_;
  int seed_ = 0;
};

TEST(LinearWork, NoStatementGoesThroughOtherRowsForEachRowThatComesOrChanges) {
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(&count_work_of));
  constexpr int few = 20;
  constexpr int times = 8;
  // A larger world has more contributors, of whom one may have to be read for each row.
  constexpr std::int64_t slack = 25'000;
  const auto work_in_store_of = [](int rows) {
    Books books(rows);
    RunWork work;
    work.few = books.work_after(few);
    work.many = books.work_after(times * few);
    return work;
  };
  expect_linear_work(work_in_store_of(4'000), work_in_store_of(16'000), times, slack);
  sqlite3_reset_auto_extension();
}

}  // namespace
}  // namespace bursar::tests
