#include "cli/program.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "os/instance_lock.hpp"
#include "program_fixture.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/migrate.hpp"
#include "store/records.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::vector<nlohmann::json> events(const std::string& text) {
  std::vector<nlohmann::json> all;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) all.push_back(nlohmann::json::parse(line));
  return all;
}

TEST_F(ProgramTest, HelpAndVersionGoToStandardOutput) {
  const Said help = bursar({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, HasSubstr("Examples:"));
  EXPECT_THAT(help.out, HasSubstr("Exit status:"));
  EXPECT_THAT(help.err, IsEmpty());
  EXPECT_THAT(bursar({"export", "--help"}).out, HasSubstr("--layout"));
  EXPECT_THAT(bursar({"--version"}).out, StartsWith("bursar "));
}

TEST_F(ProgramTest, AMisspeltCommandIsAUsageErrorWithASuggestion) {
  const Said said = bursar({"exprot"});
  EXPECT_EQ(said.status, 64);
  EXPECT_THAT(said.out, IsEmpty());
  EXPECT_THAT(said.err,
              StartsWith("bursar: unknown command \"exprot\"; did you mean \"export\"?\n"));
  EXPECT_THAT(said.err, HasSubstr("bursar --help"));
}

TEST_F(ProgramTest, HelpAboutNoCommandIsAUsageErrorWithASuggestion) {
  const Said command = bursar({"exprot", "--help"});
  EXPECT_EQ(command.status, 64);
  EXPECT_THAT(command.out, IsEmpty());
  EXPECT_THAT(command.err,
              StartsWith("bursar: unknown command \"exprot\"; did you mean \"export\"?\n"));
  const Said below = bursar({"report", "payee", "-h"});
  EXPECT_EQ(below.status, 64);
  EXPECT_THAT(below.err,
              StartsWith("bursar: unknown command \"payee\"; did you mean \"payees\"?\n"));
  EXPECT_THAT(below.err, HasSubstr("see `bursar report --help`"));
  EXPECT_EQ(bursar({"report", "--help"}).status, 0);
  EXPECT_EQ(bursar({"export", "entries", "--help"}).status, 0) << "that is a profile";
}

TEST_F(ProgramTest, AMisspeltFlagIsAUsageErrorThatDoesNotRepeatItsValue) {
  const Said said = bursar({"sync", "--tokenfile=/secret/path"});
  EXPECT_EQ(said.status, 64);
  EXPECT_THAT(said.err, HasSubstr("unknown flag \"--tokenfile\"; did you mean \"--token-file\"?"));
  EXPECT_THAT(said.err, Not(HasSubstr("secret")));
}

TEST_F(ProgramTest, NothingAtAllIsAUsageError) {
  EXPECT_EQ(bursar({}).status, 64);
  EXPECT_EQ(bursar({"mapping"}).status, 64);
  EXPECT_EQ(bursar({"--account"}).status, 64);
  EXPECT_EQ(bursar({"--account", "a", "--host", "b", "status"}).status, 64);
}

TEST_F(ProgramTest, AnErrorSaysWhatToDoNext) {
  const Said said = bursar({"sync"});
  EXPECT_EQ(said.status, 78);
  EXPECT_THAT(said.err, HasSubstr("bursar: no source is configured\n  -> give --account SLUG"));
}

TEST_F(ProgramTest, WithJsonAnErrorIsAnEvent) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--json", "sync"}, std::vector<std::string>{"sync", "--json"}}) {
    const Said said = bursar(arguments);
    EXPECT_EQ(said.status, 78);
    const auto all = events(said.err);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0]["type"], "error");
    EXPECT_EQ(all[0]["kind"], "config");
    EXPECT_EQ(all[0]["exit_status"], 78);
    EXPECT_FALSE(all[0]["next_step"].get<std::string>().empty());
  }
  EXPECT_EQ(events(bursar({"--json", "snyc"}).err).at(0)["kind"], "usage");
}

TEST_F(ProgramTest, ConfigCheckIsSilentWhenAllIsWell) {
  const std::string config = file("bursar.toml", "schema = 1\n[source.band]\naccount = \"band\"\n");
  environment_["BURSAR_TOKEN"] = "0123456789abcdef0123456789abcdef01234567";
  const Said said = bursar({"--config", config, "config", "check"});
  EXPECT_EQ(said.status, 0);
  EXPECT_THAT(said.out, IsEmpty());
  EXPECT_THAT(said.err, IsEmpty());
  EXPECT_THAT(bursar({"--config", config, "config", "check", "-v"}).err,
              HasSubstr("1 source, 0 profiles"));
}

TEST_F(ProgramTest, ConfigCheckNamesAllProblemsAndThoseOfLayouts) {
  const Said file_problems =
      bursar({"--config", file("a.toml", "schema = 1\nx = 1\ny = 2\n"), "config", "check"});
  EXPECT_EQ(file_problems.status, 78);
  EXPECT_THAT(file_problems.err, HasSubstr("a.toml:2:1"));
  EXPECT_THAT(file_problems.err, HasSubstr("a.toml:3:1"));
  file("own.toml", "schema = 1\nname = \"own\"\nkind = \"tabel\"\n");
  const Said layout_problems =
      bursar({"--config",
              file("b.toml",
                   "schema = 1\n[source.s]\naccount = \"s\"\n[profile.p]\nsource = \"s\"\nlayout = "
                   "\"own.toml\"\ndirectory = \".\"\nstart = \"beginning\"\n"),
              "config", "check"});
  EXPECT_EQ(layout_problems.status, 78);
  EXPECT_THAT(layout_problems.err, HasSubstr("own.toml:3:8"));
}

TEST_F(ProgramTest, NoTokenIsAWarningThatQuietSilences) {
  EXPECT_THAT(bursar({"config", "check"}).err, HasSubstr("no token"));
  EXPECT_THAT(bursar({"-q", "config", "check"}).err, IsEmpty());
  EXPECT_EQ(events(bursar({"--json", "config", "check"}).out).at(0)["type"], "warning");
}

TEST_F(ProgramTest, ConfigShowNamesOriginsAndNoToken) {
  environment_["BURSAR_TOKEN"] = "0123456789abcdef0123456789abcdef01234567";
  environment_["BURSAR_URL"] = "http://localhost:1/graphql";
  const Said said = bursar({"--database", "/x/y.db", "config", "show"});
  EXPECT_THAT(said.out, HasSubstr("BURSAR_URL"));
  EXPECT_THAT(said.out, HasSubstr("/x/y.db"));
  EXPECT_THAT(said.out, HasSubstr("--database"));
  EXPECT_THAT(said.out, Not(HasSubstr("0123456789abcdef")));
}

TEST_F(ProgramTest, MappingListsShowsAndChecks) {
  EXPECT_THAT(bursar({"mapping", "list"}).out, HasSubstr("ofx"));
  const Said shown = bursar({"mapping", "show", "transactions"});
  EXPECT_THAT(shown.out, HasSubstr("columns = ["));
  const std::string own = file("own.toml", shown.out);
  EXPECT_EQ(bursar({"mapping", "check", own}).status, 0) << "what is shown can be used";
  EXPECT_THAT(bursar({"mapping", "check", "ofxx"}).err, HasSubstr("did you mean \"ofx\"?"));
}

TEST_F(ProgramTest, StatusBeforeTheFirstSyncIsNoError) {
  const Said said = bursar({"--account", "band", "status"});
  EXPECT_EQ(said.status, 0);
  EXPECT_THAT(said.out, HasSubstr("there is no database at"));
  EXPECT_THAT(said.out, HasSubstr("band: nothing stored yet"));
}

TEST_F(ProgramTest, ExportBeforeTheFirstSyncSaysWhatToDo) {
  const Said said = bursar({"--account", "band", "export", "--layout", "ofx"});
  EXPECT_NE(said.status, 0);
  EXPECT_THAT(said.err, HasSubstr("bursar sync"));
}

// A database with one row of one source, as a sync leaves it.
class StoredProgramTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    database_ = (home_ / "bursar.db").string();
    store::Database database(database_, store::OpenMode::read_write);
    store::WriteTransaction transaction(database);
    const std::int64_t run = store::begin_run(database, "sync", "0.1.0", {1'790'000'000'000});
    ledger::TransactionPage page;
    ledger::Account band;
    band.public_id = band.platform_id = "acc_band";
    band.slug = "band";
    band.name = "The Band";
    band.type = "COLLECTIVE";
    page.accounts = {band};
    ledger::Transaction row;
    row.id = "00000000-0000-4000-8000-000000000001";
    row.public_id = "tx_1";
    row.legacy_id = 1;
    row.kind = "CONTRIBUTION";
    row.direction = ledger::Direction::credit;
    row.created_at = ledger::parse_rfc3339("2026-01-05T12:00:00Z").value();
    row.currency = row.host_currency = ledger::Currency::parse("EUR").value();
    row.amount = row.net_amount = row.host_amount = row.host_net_amount = 1234;
    row.account = 0;
    page.rows = {row};
    page.indexes = {0};
    page.total_count = 1;
    store::RecordWriter(database).write(page, {run, {1'790'000'000'000}, true});
    const store::Source source =
        store::open_source(database, "band", "account", "acc_band", {1'420'070'400'000});
    store::put_member(database, source.source, {"acc_band", false, true});
    store::record_window(database, {source.source, "transactions", ""},
                         {{source.start, ledger::parse_rfc3339("2026-02-01T00:00:00Z").value()},
                          1,
                          run,
                          {1'790'000'000'000}});
    store::record_outcome(database, run, {"band", "transactions", 3, 1, 1, 0, 0, "it rained"});
    store::end_run(database, run, 75, {1'790'000'060'000});
    transaction.commit();
  }
  std::string database_;
};

TEST_F(StoredProgramTest, StatusShowsRowsProofsAndErrors) {
  const Said said = bursar({"--database", database_, "status"});
  EXPECT_EQ(said.status, 0);
  EXPECT_THAT(said.out, HasSubstr("2026-02-01 00:00:00Z"));
  EXPECT_THAT(said.out, HasSubstr("exit status 75"));
  EXPECT_THAT(said.out, HasSubstr("band: it rained"));
}

TEST_F(StoredProgramTest, StatusAsJsonHasAnEventPerSourceAndRun) {
  const auto all = events(bursar({"--database", database_, "status", "--json"}).out);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["type"], "source_status");
  EXPECT_EQ(all[0]["source"], "band");
  EXPECT_EQ(all[0]["transactions"], 1);
  EXPECT_EQ(all[0]["transactions_proven_to"], "2026-02-01T00:00:00.000Z");
  EXPECT_EQ(all[0]["expenses_proven_to"], nullptr);
  EXPECT_EQ(all[1]["type"], "run");
  EXPECT_EQ(all[1]["exit_status"], 75);
  EXPECT_EQ(all[1]["outcomes"][0]["error"], "it rained");
}

TEST_F(StoredProgramTest, ExportIsSilentAndWritesTheFiles) {
  const Said said = bursar({"--database", database_, "--account", "band", "export", "--layout",
                            "ofx", "--directory", home_.string()});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.out + said.err, IsEmpty());
  EXPECT_TRUE(std::filesystem::exists(home_ / "COPY-band-ofx-band-EUR-1.ofx"));
}

TEST_F(StoredProgramTest, ExportAsJsonGivesFilesAndTotals) {
  const auto all =
      events(bursar({"--database", database_, "--account", "band", "export", "--layout",
                     "transactions", "--directory", home_.string(), "--json"})
                 .out);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["type"], "file");
  EXPECT_EQ(all[0]["rows"], 1);
  EXPECT_EQ(all[0]["totals"]["EUR"], "12.34");
  EXPECT_EQ(all[1]["type"], "export_done");
  EXPECT_EQ(all[1]["files"], 1);
}

TEST_F(StoredProgramTest, AProfileThatFailsDoesNotStopTheOthers) {
  const std::string config =
      file("bursar.toml",
           "schema = 1\n[store]\ndatabase = \"bursar.db\"\n[source.band]\naccount = \"band\"\n"
           "[profile.bad]\nsource = \"band\"\nlayout = \"ofx\"\ndirectory = \"nowhere\"\n"
           "start = \"beginning\"\n"
           "[profile.good]\nsource = \"band\"\nlayout = \"transactions\"\ndirectory = \".\"\n"
           "start = \"beginning\"\n");
  const Said said = bursar({"--config", config, "export"});
  EXPECT_EQ(said.status, 3);
  EXPECT_THAT(said.err, HasSubstr("bad: there is no directory"));
  EXPECT_TRUE(std::filesystem::exists(home_ / "good-1.csv"));
  EXPECT_EQ(bursar({"--config", config, "export", "bad"}).status, 73);
  EXPECT_EQ(bursar({"--config", config, "export", "godo"}).status, 78);
}

TEST_F(StoredProgramTest, DoctorExaminesWithoutANetwork) {
  const Said said = bursar({"--database", database_, "doctor"});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("database"));
  EXPECT_THAT(said.out, HasSubstr("schema " + std::to_string(store::known_migrations().size())));
  EXPECT_THAT(said.out, HasSubstr("MiB free"));
  EXPECT_THAT(said.out, HasSubstr("last run"));
}

TEST_F(StoredProgramTest, DoctorGoesOnWhenTheApiCannotBeReached) {
  const Said said = bursar({"--database", database_, "--url", "http://127.0.0.1:9/graphql",
                            "--account", "band", "doctor"});
  EXPECT_NE(said.status, 0);
  EXPECT_THAT(said.out, HasSubstr("source band"));
  EXPECT_THAT(said.out, HasSubstr("BAD"));
}

TEST_F(StoredProgramTest, SyncFailsWithTryLaterWhenTheApiCannotBeReached) {
  const Said said = bursar({"--database", database_, "--url", "http://127.0.0.1:9/graphql",
                            "--account", "band", "sync"});
  EXPECT_EQ(said.status, 75) << said.err;
  EXPECT_THAT(said.err, HasSubstr("band"));
}

TEST_F(StoredProgramTest, ASecondWriterIsTurnedAway) {
  const os::InstanceLock held(database_ + ".lock");
  const Said said = bursar({"--database", database_, "--account", "band", "sync"});
  EXPECT_EQ(said.status, 75);
  EXPECT_THAT(said.err, HasSubstr("process " + std::to_string(getpid())));
}

}  // namespace
}  // namespace bursar::cli
