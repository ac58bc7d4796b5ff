// What is said where, and how the journal learns how much it matters.
#include "cli/output.hpp"

#include <array>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "document/problems.hpp"

namespace bursar::cli {
namespace {

using testing::StartsWith;

class OutputTest : public testing::Test {
 protected:
  Output to_journal() {
    Terminal journal;
    journal.is_journal = true;
    Output output(out_, journal, err_, journal);
    output.set_verbosity(Verbosity::verbose);
    return output;
  }
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(OutputTest, TheJournalIsToldThePriorityOfEveryLine) {
  Output output = to_journal();
  output.note("12 new rows");
  output.warning("the ping did not get through");
  output.error({ErrorKind::try_later, "the network is down", "try again"});
  output.error(document::SeveralProblems({"bursar.toml:1:1: what", "bursar.toml:2:1: this"}, ""));
  EXPECT_EQ(err_.str(),
            "<6>bursar: 12 new rows\n"
            "<4>bursar: the ping did not get through\n"
            "<3>bursar: the network is down\n"
            "<3>  -> try again\n"
            "<3>bursar: 2 problems in the configuration\n"
            "<3>  bursar.toml:1:1: what\n"
            "<3>  bursar.toml:2:1: this\n");
}

TEST_F(OutputTest, NoTextForgesALineOrAPriority) {
  const std::string name = "<0>a\r\nbursar: forged\n<0>panic\x1B[2J";
  const std::string shown = "<0>a\\r\\nbursar: forged\\n<0>panic\\u001b[2J";
  Output output = to_journal();
  output.result(name);
  output.result(Lines().add(name).add("second"));
  output.document("x,y\n" + name.substr(0, 4) + "\n");
  EXPECT_EQ(out_.str(), "<6>" + shown + "\n<6>" + shown + "\n<6>second\n<6>x,y\n<6><0>a\n");
  output.warning(name);
  output.error({ErrorKind::config, name, name});
  output.error(document::SeveralProblems({name, "other"}, ""));
  EXPECT_EQ(err_.str(), "<4>bursar: " + shown + "\n<3>bursar: " + shown + "\n<3>  -> " + shown +
                            "\n<3>bursar: 2 problems in the configuration\n<3>  " + shown +
                            "\n<3>  other\n");
}

TEST_F(OutputTest, QuestionsAndStatusLinesSteerNothingEither) {
  Output output(out_, {}, err_, {});
  output.say("\x1B]0;x\a\n? ");
  output.status_line("a\x1B[1A\rb");
  EXPECT_EQ(err_.str(), "\\u001b]0;x\\u0007\\n? \ra\\u001b[1A\\rb\x1B[K");
}

TEST_F(OutputTest, JsonStaysJsonAndSteersNothing) {
  Output output(out_, {}, err_, {});
  output.set_json(true);
  const std::string name = "a\x1B\x7F\u009B\u202E\u2028\n\\\"";
  output.event({{"type", "x"}, {"name", name}, {"broken", "\xFF"}});
  const std::string line = out_.str();
  EXPECT_EQ(nlohmann::json::parse(line).at("name"), name);
  for (const char* raw : {"\x1B", "\x7F", "\u009B", "\u202E", "\u2028", "\xFF"}) {
    EXPECT_EQ(line.find(raw), std::string::npos);
  }
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST_F(OutputTest, AnErrorAsJsonIsOneLineForTheJournalToo) {
  Output output = to_journal();
  output.set_json(true);
  output.error({ErrorKind::try_later, "the network is down", "try again"});
  EXPECT_THAT(err_.str(), StartsWith("<3>{"));
  EXPECT_EQ(nlohmann::json::parse(err_.str().substr(3)).at("exit_status"), 75);
}

TEST_F(OutputTest, NobodyElseSeesPriorities) {
  Output output(out_, {}, err_, {});
  output.warning("careful");
  EXPECT_EQ(err_.str(), "bursar: careful\n");
}

TEST(TerminalOf, OnlyTheStreamThatSystemdNamesIsTheJournal) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  struct stat status {};
  ASSERT_EQ(::fstat(ends[1], &status), 0);
  const std::string name = fmt::format("{}:{}", status.st_dev, status.st_ino);
  EXPECT_TRUE(terminal_of(ends[1], {{"JOURNAL_STREAM", name}}).is_journal);
  EXPECT_FALSE(terminal_of(ends[1], {{"JOURNAL_STREAM", "8:1"}}).is_journal);
  EXPECT_FALSE(terminal_of(ends[1], {}).is_journal);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace bursar::cli
