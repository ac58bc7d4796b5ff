#include "config/config.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "error/error.hpp"
#include "ledger/instant.hpp"

namespace bursar::config {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class ConfigTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-config-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    environment_ = {{"HOME", (directory_ / "home").string()}};
  }
  void TearDown() override { fs::remove_all(directory_); }

  Config loaded(const std::string& text) {
    std::ofstream(directory_ / "bursar.toml") << text;
    overrides_.config_file = (directory_ / "bursar.toml").string();
    return load(overrides_, environment_);
  }
  // What is wrong with this file, its path shortened to its name.
  std::string problems(const std::string& text) {
    try {
      (void)loaded(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      std::string what = error.what();
      const std::string path = (directory_ / "").string();
      for (auto at = what.find(path); at != std::string::npos; at = what.find(path)) {
        what.erase(at, path.size());
      }
      return what;
    }
    ADD_FAILURE() << "nothing was found wrong with\n" << text;
    return {};
  }
  fs::path directory_;
  Overrides overrides_;
  Environment environment_;
};

TEST_F(ConfigTest, AWholeFileIsUnderstood) {
  const Config config = loaded(R"(schema = 1
time_zone = "Europe/Brussels"
token_file = "secret/token"

[api]
url = "https://staging.example.org/graphql/v2"
auth = "query"
timeout = "30 s"

[store]
database = "data/bursar.db"

[sync]
settle = "10 min"
overlap = "3 d"
max_shrink = "5 %"
page_size = 500

[receipts]
directory = "papers"
max_size = "10 MB"
types = "pdf, jpeg"

[source.asbl]
host = "ledger-host-eur"
start = "2020-01-01"

[source.band]
account = "the-band"

[profile.bank]
source = "asbl"
layout = "ofx"
directory = "inbox"
start = "beginning"
file_mode = "0640"

[profile.own]
source = "band"
layout = "layouts/own.toml"
chart = "own.chart.toml"
directory = "/srv/books"
start = "2026-01-01"
date = "effective"
)");
  EXPECT_EQ(config.time_zone.value, "Europe/Brussels");
  EXPECT_EQ(config.token_file.value, (directory_ / "secret/token").string());
  EXPECT_EQ(config.api_url.value, "https://staging.example.org/graphql/v2");
  EXPECT_EQ(config.api_auth.value, "query");
  EXPECT_EQ(config.timeout_seconds.value, 30);
  EXPECT_EQ(config.database.value, (directory_ / "data/bursar.db").string());
  EXPECT_EQ(config.settle_seconds.value, 600);
  EXPECT_EQ(config.overlap_seconds.value, 259'200);
  EXPECT_EQ(config.max_shrink_percent.value, 5);
  EXPECT_EQ(config.page_size.value, 500);
  EXPECT_EQ(config.receipts_directory.value, (directory_ / "papers").string());
  EXPECT_EQ(config.receipts_max_size.value, 10'000'000);
  EXPECT_EQ(config.receipts_types.value,
            (std::vector{ledger::DocumentType::pdf, ledger::DocumentType::jpeg}));
  ASSERT_EQ(config.sources.size(), 2U);
  EXPECT_EQ(config.sources[0].name, "asbl");
  EXPECT_EQ(config.sources[0].perspective, Perspective::host);
  EXPECT_EQ(config.sources[0].slug, "ledger-host-eur");
  EXPECT_EQ(ledger::format_rfc3339(config.sources[0].start), "2019-12-31T23:00:00.000Z")
      << "the day begins in the organisation's time zone";
  EXPECT_EQ(config.source("band").perspective, Perspective::account);
  EXPECT_EQ(ledger::format_rfc3339(config.source("band").start), "2015-01-01T00:00:00.000Z");
  ASSERT_EQ(config.profiles.size(), 2U);
  EXPECT_EQ(config.profile("bank").layout, "ofx");
  EXPECT_EQ(config.profile("bank").directory, directory_ / "inbox");
  EXPECT_EQ(config.profile("bank").file_mode, 0640U);
  EXPECT_EQ(config.profile("bank").date, std::nullopt);
  EXPECT_EQ(config.profile("own").layout, (directory_ / "layouts/own.toml").string());
  EXPECT_EQ(config.profile("own").chart, (directory_ / "own.chart.toml").string());
  EXPECT_EQ(config.profile("own").directory, "/srv/books");
  EXPECT_EQ(config.profile("own").date, DateBasis::effective);
}

TEST_F(ConfigTest, AllProblemsOfAFileAreReportedTogetherWithPlaceAndSuggestion) {
  const std::string what = problems(R"(schema = 1
time_zome = "Europe/Brussels"

[api]
auth = "haeder"

[sync]
settle = 5
overlap = "72 hours"

[source.asbl]
hots = "ledger-host"

[profile.bank]
source = "absl"
layout = "ofx"
directory = "inbox"
start = "beginning"
date = "payd"
)");
  EXPECT_THAT(what, HasSubstr(" bursar.toml:2:1: unknown key \"time_zome\" in the file; did you "
                              "mean \"time_zone\"?"));
  EXPECT_THAT(what, HasSubstr(" bursar.toml:5:8: api.auth: \"haeder\" is not one of header, query, "
                              "bearer; did you mean \"header\"?"));
  EXPECT_THAT(what, HasSubstr(" bursar.toml:8:10: sync.settle: a text in quotes is expected"));
  EXPECT_THAT(what, HasSubstr(" bursar.toml:9:11: sync.overlap: \"72 hours\" is no duration"));
  EXPECT_THAT(what, HasSubstr(" bursar.toml:12:1: unknown key \"hots\" in [source.asbl]; did you "
                              "mean \"host\"?"));
  EXPECT_THAT(what, HasSubstr(" bursar.toml:11:9: [source.asbl] needs account = "));
  EXPECT_THAT(what, HasSubstr(" bursar.toml:15:10: [profile.bank] names the source \"absl\", which "
                              "the file does not have; did you mean \"asbl\"?"));
  EXPECT_THAT(what, HasSubstr(" bursar.toml:19:8: \"date\" cannot be \"payd\"; it is one of "
                              "created, effective, paid; did you mean \"paid\"?"));
  EXPECT_THAT(what, HasSubstr("8 problems"));
}

TEST_F(ConfigTest, ProblemsStandInTheOrderOfTheFile) {
  const std::string what = problems("schema = 1\n[source.a]\nx = 1\naccount = \"a\"\n[sauce.b]\n");
  EXPECT_LT(what.find(":3:1"), what.find(":5:"));
}

TEST_F(ConfigTest, EachKindOfMistakeIsNamed) {
  EXPECT_THAT(problems("time_zone = \"UTC\"\n"),
              HasSubstr("bursar.toml:1:1: the file lacks \"schema"));
  EXPECT_THAT(problems("schema = 2\n"), HasSubstr("bursar.toml:1:10: schema 2 is not one"));
  EXPECT_THAT(problems("schema = 1\ntime_zone = \"Europe/Bruxelles\"\n"),
              HasSubstr("bursar.toml:2:13: time_zone: unknown time zone \"Europe/Bruxelles\""));
  EXPECT_THAT(problems("schema = 1\n[source.a]\naccount = \"a\"\nhost = \"a\"\n"),
              HasSubstr("bursar.toml:4:8: [source.a] has both \"account\" and \"host\""));
  EXPECT_THAT(problems("schema = 1\n[source.a]\nhost = \"https://opencollective.com/a\"\n"),
              HasSubstr("write the slug alone: \"a\""));
  EXPECT_THAT(problems("schema = 1\ntoken_file = \"a\"\ntoken_command = \"b\"\n"),
              HasSubstr("bursar.toml:3:17: both token_file and token_command"));
  EXPECT_THAT(problems("schema = 1\n[profile.p]\nfile_mode = \"0777\"\n"),
              HasSubstr("[profile.p] lacks \"source\""));
  EXPECT_THAT(problems("schema = 1\n[source.s]\naccount=\"s\"\n[profile.p]\nsource=\"s\"\nlayout="
                       "\"ofx\"\ndirectory=\".\"\nstart=\"beginning\"\nfile_mode = \"0777\"\n"),
              HasSubstr(":9:13: file_mode: \"0777\" is not one of"));
  EXPECT_THAT(problems("schema = 1\n[source.\"../x\"]\naccount = \"a\"\n"),
              HasSubstr("\"../x\" cannot name a source"));
  EXPECT_THAT(problems("schema = 1\n[api]\nurl = \"https://u:p@example.org\"\n"),
              HasSubstr("bursar.toml:3:7: api.url"));
  EXPECT_THAT(problems("schema = 1\n[sync]\npage_size = 20000\n"), HasSubstr("1 to 10000"));
  EXPECT_THAT(problems("schema = 1\n[sync]\nmax_shrink = \"many\"\n"), HasSubstr("\"2 %\""));
  EXPECT_THAT(problems("schema = 1\n[receipts]\nmax_size = \"25\"\n"),
              HasSubstr("receipts.max_size: \"25\" is no size; write it with a unit"));
  EXPECT_THAT(problems("schema = 1\n[receipts]\ntypes = \"pdf, jpg\"\n"),
              HasSubstr("\"jpg\" is not one of pdf, jpeg, png"));
  EXPECT_THAT(problems("schema = 1\n[receipts]\ndirectry = \"x\"\n"),
              HasSubstr("did you mean \"directory\""));
  EXPECT_THAT(problems("schema = 1\napi = 3\n"), HasSubstr("\"api\" must be a table"));
}

TEST_F(ConfigTest, TextThatIsNoTomlIsReportedWithItsPlace) {
  EXPECT_THAT(problems("schema = 1\ntime_zone = Europe\n"), HasSubstr("bursar.toml:2:1"));
}

TEST_F(ConfigTest, TheEnvironmentBeatsTheFileAndAFlagBeatsBoth) {
  const std::string text = "schema = 1\n[store]\ndatabase = \"from-file.db\"\n";
  Config config = loaded(text);
  EXPECT_THAT(config.database.value, EndsWith("/from-file.db"));
  EXPECT_THAT(describe(config.database.origin), EndsWith("bursar.toml:3:12"));
  environment_["BURSAR_DATABASE"] = "/from/environment.db";
  config = loaded(text);
  EXPECT_EQ(config.database.value, "/from/environment.db");
  EXPECT_EQ(describe(config.database.origin), "BURSAR_DATABASE");
  overrides_.database = "/from/flag.db";
  config = loaded(text);
  EXPECT_EQ(config.database.value, "/from/flag.db");
  EXPECT_EQ(describe(config.database.origin), "--database");
}

TEST_F(ConfigTest, AMistakeInTheEnvironmentNamesTheVariable) {
  environment_["BURSAR_TIMEOUT"] = "soon";
  EXPECT_THAT(problems("schema = 1\n"), HasSubstr("BURSAR_TIMEOUT: \"soon\" is no duration"));
}

TEST_F(ConfigTest, AStrongerWayToTheTokenReplacesAWeakerOne) {
  environment_["BURSAR_TOKEN_COMMAND"] = "pass show opencollective";
  const Config config = loaded("schema = 1\ntoken_file = \"token\"\n");
  EXPECT_EQ(config.token_file.value, "");
  EXPECT_EQ(config.token_command.value, "pass show opencollective");
}

TEST_F(ConfigTest, WithoutAFileASourceCanStandOnTheCommandLine) {
  overrides_.host = "ledger-host";
  const Config config = load(overrides_, environment_);
  EXPECT_TRUE(config.file.empty());
  ASSERT_EQ(config.sources.size(), 1U);
  EXPECT_EQ(config.sources[0].name, "ledger-host");
  EXPECT_EQ(config.sources[0].perspective, Perspective::host);
  EXPECT_EQ(ledger::format_rfc3339(config.sources[0].start), "2015-01-01T00:00:00.000Z");
}

TEST_F(ConfigTest, ASourceOnTheCommandLineIsTheOneOfTheFileIfTheFileHasIt) {
  overrides_.account = "the-band";
  const std::string text =
      "schema = 1\n[source.other]\naccount = \"x\"\n[source.band]\naccount = \"the-band\"\nstart = "
      "\"2020-01-01\"\n";
  const Config config = loaded(text);
  ASSERT_EQ(config.sources.size(), 1U);
  EXPECT_EQ(config.sources[0].name, "band");
  EXPECT_EQ(ledger::format_rfc3339(config.sources[0].start), "2020-01-01T00:00:00.000Z");
  overrides_.host = "y";
  EXPECT_THAT(problems(text), HasSubstr("--host: both it and --account"));
}

TEST_F(ConfigTest, TheFileIsFoundInTheUsualPlaces) {
  fs::create_directories(directory_ / "home/.config/bursar");
  std::ofstream(directory_ / "home/.config/bursar/bursar.toml")
      << "schema = 1\ntime_zone = \"Europe/Paris\"\n";
  EXPECT_EQ(load({}, environment_).time_zone.value, "Europe/Paris");
  fs::create_directories(directory_ / "xdg/bursar");
  std::ofstream(directory_ / "xdg/bursar/bursar.toml")
      << "schema = 1\ntime_zone = \"Europe/Madrid\"\n";
  environment_["XDG_CONFIG_HOME"] = (directory_ / "xdg").string();
  EXPECT_EQ(load({}, environment_).time_zone.value, "Europe/Madrid");
  environment_["BURSAR_CONFIG"] = (directory_ / "home/.config/bursar/bursar.toml").string();
  EXPECT_EQ(load({}, environment_).time_zone.value, "Europe/Paris");
}

TEST_F(ConfigTest, AFileThatWasNamedMustExist) {
  overrides_.config_file = "/nowhere/bursar.toml";
  try {
    (void)load(overrides_, environment_);
    FAIL() << "a missing file was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/bursar.toml"));
  }
}

TEST_F(ConfigTest, TheDatabaseHasItsPlaceByDefault) {
  EXPECT_EQ(load({}, {{"HOME", "/home/me"}}).database.value,
            "/home/me/.local/share/bursar/bursar.db");
  EXPECT_EQ(load({}, {{"HOME", "/home/me"}, {"XDG_DATA_HOME", "/data"}}).database.value,
            "/data/bursar/bursar.db");
  EXPECT_EQ(load({}, {{"HOME", "/root"}, {"STATE_DIRECTORY", "/var/lib/bursar:/x"}}).database.value,
            "/var/lib/bursar/bursar.db");
  EXPECT_EQ(load({}, {}).database.value, "/var/lib/bursar/bursar.db");
}

TEST_F(ConfigTest, AnUnknownSourceIsAnErrorThatNamesTheKnownOnes) {
  const Config config = loaded("schema = 1\n[source.asbl]\nhost = \"x\"\n");
  try {
    (void)config.source("absl");
    FAIL() << "found a source that is not there";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean \"asbl\""));
    EXPECT_THAT(error.next_step(), HasSubstr("asbl"));
  }
}

TEST_F(ConfigTest, WhatIsShownHasAnOriginAndNoTokenCommand) {
  environment_["BURSAR_URL"] = "http://localhost:3060/graphql";
  const Config config = loaded("schema = 1\ntoken_command = \"echo s3cret\"\n");
  bool url_seen = false;
  for (const ShownSetting& setting : shown_settings(config)) {
    EXPECT_THAT(setting.value, Not(HasSubstr("s3cret")));
    if (setting.name != "api.url") continue;
    url_seen = true;
    EXPECT_EQ(setting.value, "http://localhost:3060/graphql");
    EXPECT_EQ(describe(setting.origin), "BURSAR_URL");
  }
  EXPECT_TRUE(url_seen);
}

}  // namespace
}  // namespace bursar::config
