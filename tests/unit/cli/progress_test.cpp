#include "cli/progress.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "program_fixture.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

sync::WindowDone window(std::int64_t read, std::int64_t left) {
  sync::WindowDone done;
  done.source = "band";
  done.stream = "transactions";
  done.rows = 500;
  done.inserted = 500;
  done.rows_read = read;
  done.rows_left = left;
  done.requests_left = 87;
  return done;
}

class ProgressTest : public testing::Test {
 protected:
  // What one window makes the program say.
  void watch(Output& output) {
    RunProgress progress(output, clock_);
    progress.window_done(window(500, 1500));
    clock_.sleep_ms(1000);
    progress.window_done(window(1000, 1000));
    progress.found({"band", "rows-unreadable", 3, "3 rows could not be read", true});
    progress.source_done("band", {}, nullptr);
  }
  FixedClock clock_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ProgressTest, WithoutATerminalOnlyWhatAPersonMustKnowIsSaid) {
  Output output(out_, {}, err_, {});
  watch(output);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_EQ(err_.str(), "bursar: band: 3 rows could not be read\n");
}

TEST_F(ProgressTest, QuietSaysNothing) {
  Output output(out_, {true, false, 80}, err_, {true, false, 80});
  output.set_verbosity(Verbosity::quiet);
  watch(output);
  EXPECT_THAT(out_.str() + err_.str(), IsEmpty());
}

TEST_F(ProgressTest, VerboseSaysALinePerWindow) {
  Output output(out_, {}, err_, {});
  output.set_verbosity(Verbosity::verbose);
  watch(output);
  EXPECT_THAT(err_.str(), HasSubstr("bursar: band transactions: "));
  EXPECT_THAT(err_.str(), HasSubstr("500 rows, 500 new, 0 changed"));
}

TEST_F(ProgressTest, ATerminalGetsABarOnStandardErrorThatIsWipedInTheEnd) {
  Output output(out_, {}, err_, {true, true, 120});
  watch(output);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_THAT(err_.str(), HasSubstr("\r"
                                    "band transactions [############............]  50 %  1 000 "
                                    "rows  500/s  87 requests left  3 s"));
}

TEST_F(ProgressTest, JsonIsALinePerEvent) {
  Output output(out_, {}, err_, {true, true, 120});
  output.set_json(true);
  watch(output);
  EXPECT_THAT(err_.str(), IsEmpty());
  std::istringstream lines(out_.str());
  std::string line;
  std::vector<std::string> types;
  while (std::getline(lines, line)) types.push_back(nlohmann::json::parse(line)["type"]);
  EXPECT_THAT(types, testing::ElementsAre("window", "window", "finding"));
}

TEST_F(ProgressTest, AFailureIsShownWithItsNextStep) {
  Output output(out_, {}, err_, {});
  RunProgress progress(output, clock_);
  const Error failure(ErrorKind::refused, "the token was refused", "create another");
  progress.source_done("band", {}, &failure);
  EXPECT_EQ(err_.str(), "bursar: band: the token was refused\n  -> create another\n");
}

TEST(ProgressLine, FitsTheTerminal) {
  for (const std::size_t width : {30U, 60U, 200U}) {
    EXPECT_LT(characters(progress_line(window(5, 7), 3, width)), width);
  }
  EXPECT_THAT(progress_line(window(0, 0), 0, 100), HasSubstr("100 %"));
}

TEST(RoughDuration, IsOfTwoUnits) {
  EXPECT_EQ(rough_duration(45), "45 s");
  EXPECT_EQ(rough_duration(200), "3 min 20 s");
  EXPECT_EQ(rough_duration(7500), "2 h 5 min");
}

TEST(FormatTable, HasColumnsAsWideAsTheirCells) {
  const Table table{{{"name"}, {"rows", true}, {"about"}}, {{"a", "1", "x"}, {"Zoë", "1 234", ""}}};
  EXPECT_EQ(format_table(table, 80).text(), "name   rows  about\na         1  x\nZoë   1 234\n");
}

TEST(FormatTable, CutsTheLastColumnToTheWidth) {
  const Table table{{{"name"}, {"about"}}, {{"a", "a very long text indeed, too long"}}};
  EXPECT_THAT(format_table(table, 20).text(), HasSubstr("a     a very long t…"));
}

TEST(FormatTable, ACellCanNeitherBreakALineNorSteerATerminal) {
  const Table table{{{"name"}, {"about"}}, {{"a\nb", "\x1B[2Jx"}, {"Zoë", "\u202Ey"}}};
  EXPECT_EQ(format_table(table, 80).text(), "name  about\na\\nb  \\u001b[2Jx\nZoë   \\u202ey\n");
}

TEST(Grouped, SetsBlanksBetweenThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1 000");
  EXPECT_EQ(grouped(-1234567), "-1 234 567");
}

}  // namespace
}  // namespace bursar::cli
