// What `bursar doctor` sees on this machine, without the network.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "program_fixture.hpp"
#include "store/database.hpp"
#include "store/runs.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class DoctorTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    database_ = (home_ / "bursar.db").string();
    config_ =
        file("bursar.toml",
             "schema = 1\n[store]\ndatabase = \"bursar.db\"\n"
             "[source.band]\naccount = \"band\"\n[api]\nurl = \"http://127.0.0.1:9/x\"\n"
             "[profile.books]\nsource = \"band\"\nlayout = \"hledger\"\nchart = \"chart.toml\"\n"
             "directory = \".\"\nstart = \"beginning\"\n");
    fs::permissions(config_, fs::perms(0600));
    fs::copy(std::string(BURSAR_SOURCE_DIR) + "/mappings/charts/collective.toml",
             home_ / "chart.toml");
  }
  // A database with one sync that ended so.
  void stored_sync(int exit_status, ledger::Instant at) {
    store::Database database(database_, store::OpenMode::read_write);
    store::end_run(database, store::begin_run(database, "sync", "0.1.0", at), exit_status, at);
  }
  std::string doctor() { return bursar({"--config", config_, "doctor"}).out; }

  std::string database_;
  std::string config_;
};

TEST_F(DoctorTest, SaysWhetherTheSchemaIsTheNewest) {
  stored_sync(0, clock_.now());
  EXPECT_THAT(doctor(), testing::ContainsRegex("sound, schema ([0-9]+) of [0-9]+"));
}

TEST_F(DoctorTest, FindsFilesThatOthersMayReadOrChange) {
  stored_sync(0, clock_.now());
  EXPECT_THAT(doctor(), Not(HasSubstr("chmod")));
  fs::permissions(database_, fs::perms(0644));
  fs::permissions(config_, fs::perms(0666));
  EXPECT_THAT(doctor(), AllOf(HasSubstr("others may read it; chmod 600 " + database_),
                              HasSubstr("chmod 644 " + config_)));
}

TEST_F(DoctorTest, FindsAChartThatCannotBeRead) {
  EXPECT_THAT(doctor(), HasSubstr("hledger by"));
  file("chart.toml", "schema = 1\nrubbish = true\n");
  const Said said = bursar({"--config", config_, "doctor"});
  EXPECT_EQ(said.status, 78);
  EXPECT_THAT(said.out, AllOf(HasSubstr("profile books"), HasSubstr("rubbish")));
}

TEST_F(DoctorTest, SaysHowLongAgoItLastWentWell) {
  constexpr std::int64_t three_days = 3 * 24 * 3600 * 1000;
  stored_sync(0, clock_.now());
  EXPECT_THAT(doctor(), Not(HasSubstr("days ago")));
  clock_.set(clock_.now() + three_days);
  EXPECT_THAT(doctor(), HasSubstr("3 days ago"));
  stored_sync(75, clock_.now());
  EXPECT_THAT(doctor(), AllOf(HasSubstr("exit status 75"), HasSubstr("3 days ago")));
}

TEST_F(DoctorTest, NamesEachDiskOnce) {
  const std::string said = doctor();
  const std::size_t first = said.find(" free in ");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(said.find(" free in ", first + 1), std::string::npos) << said;
}

TEST_F(DoctorTest, FindsWhatBelongsToAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  stored_sync(0, clock_.now());
  EXPECT_THAT(doctor(), Not(HasSubstr("chown")));
  constexpr uid_t another = 61'184;
  ASSERT_EQ(::chown(database_.c_str(), another, another), 0);
  EXPECT_THAT(doctor(),
              AllOf(HasSubstr("of another user than the owner of"),
                    HasSubstr("chown -R --reference=" + home_.string() + " " + database_)));
}

// A timer that never starts anything looks like a program that has nothing to say.
TEST_F(DoctorTest, SaysThatNothingEverRanOrWentWell) {
  { const store::Database database(database_, store::OpenMode::read_write); }
  EXPECT_THAT(doctor(), testing::ContainsRegex("last run +[^\n]*none so far"));
  stored_sync(75, clock_.now());
  EXPECT_THAT(doctor(), testing::ContainsRegex("last good sync +[^\n]*none so far"));
}

TEST_F(DoctorTest, SeesAUsersTimer) {
  if (!fs::exists("/etc/systemd/system/timers.target.wants/bursar.timer")) {
    EXPECT_THAT(doctor(), HasSubstr("bursar.timer is not enabled"));
  }
  file(".config/systemd/user/timers.target.wants/bursar.timer", "");
  EXPECT_THAT(doctor(), HasSubstr("bursar.timer is enabled"));
}

}  // namespace
}  // namespace bursar::cli
