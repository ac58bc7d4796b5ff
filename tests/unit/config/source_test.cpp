#include "config/source.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/source_table.hpp"
#include "document/node.hpp"
#include "error/error.hpp"

namespace bursar::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The source "hub" of a file that consists of these lines.
SourceConfig source(const std::string& lines) {
  document::Problems problems("bursar.toml");
  const document::Node root = document::parse("[source.hub]\n" + lines, "bursar.toml");
  SourceConfig result =
      read_source(root.members.at(0).value.members.at(0), ledger::TimeZone::utc(), problems);
  problems.throw_if_any("");
  return result;
}

std::string problem(const std::string& lines) {
  try {
    (void)source(lines);
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was found wrong with\n" << lines;
  return {};
}

TEST(Source, AccountsCanBeTakenInAndLeftOut) {
  const SourceConfig hub = source(
      "host = \"ledger-host\"\ninclude = [\"big-project\"]\nexclude = [\"acc_1a2b\", "
      "\"tipbox\"]\n");
  EXPECT_THAT(hub.include, ElementsAre("big-project"));
  EXPECT_THAT(hub.exclude, ElementsAre("acc_1a2b", "tipbox"));
}

TEST(Source, AListOfAccountsHoldsSlugs) {
  EXPECT_THAT(problem("host = \"h\"\ninclude = \"big-project\"\n"),
              HasSubstr("bursar.toml:3:11: \"include\" must be a list"));
  EXPECT_THAT(problem("host = \"h\"\nexclude = [\"a\", 12]\n"),
              HasSubstr("bursar.toml:3:17: exclude: an account's slug or id in quotes"));
  EXPECT_THAT(problem("host = \"h\"\nexclude = [\"https://opencollective.com/tipbox\"]\n"),
              HasSubstr("write the slug alone: \"tipbox\""));
  EXPECT_THAT(
      problem("host = \"h\"\ninclude = [\"a\", \"b\"]\nexclude = [\"b\"]\n"),
      HasSubstr("bursar.toml:4:11: exclude: [source.hub] both includes and excludes \"b\""));
}

TEST(Source, AllIsShownWithItsOrigin) {
  std::map<std::string, std::string> shown;
  for (const ShownSetting& setting :
       shown_settings(source("host = \"ledger-host\"\nexclude = [\"a\", \"b\"]\n"))) {
    shown[setting.name] = setting.value + " <- " + describe(setting.origin);
  }
  EXPECT_EQ(shown, (std::map<std::string, std::string>{
                       {"source.hub.host", "ledger-host <- bursar.toml:2:8"},
                       {"source.hub.start", "2015-01-01 <- default"},
                       {"source.hub.include", " <- default"},
                       {"source.hub.exclude", "a, b <- bursar.toml:3:11"},
                   }));
}

TEST(Overlap, OfOneRootIsCertain) {
  EXPECT_EQ(overlap(source("host = \"h\"\n"), source("host = \"h\"\n")), Overlap::certain);
  EXPECT_EQ(overlap(source("account = \"a\"\n"), source("account = \"a\"\n")), Overlap::certain);
  EXPECT_EQ(overlap(source("account = \"h\"\n"), source("host = \"h\"\n")), Overlap::certain)
      << "a host's own account is in its books";
}

TEST(Overlap, OfAnAccountThatIsTakenInIsCertain) {
  EXPECT_EQ(overlap(source("account = \"a\"\n"), source("host = \"h\"\ninclude = [\"a\"]\n")),
            Overlap::certain);
  EXPECT_EQ(overlap(source("account = \"a\"\ninclude = [\"c\"]\n"),
                    source("account = \"b\"\ninclude = [\"c\"]\n")),
            Overlap::certain);
}

TEST(Overlap, OfAnAccountAndAHostOnlyThePlatformKnows) {
  EXPECT_EQ(overlap(source("account = \"a\"\n"), source("host = \"h\"\n")), Overlap::unknown);
  EXPECT_EQ(overlap(source("account = \"a\"\n"), source("account = \"b\"\n")), Overlap::unknown);
}

TEST(Overlap, EndsWhereAnAccountIsLeftOut) {
  EXPECT_EQ(overlap(source("account = \"a\"\n"), source("host = \"h\"\nexclude = [\"a\"]\n")),
            Overlap::none);
  EXPECT_EQ(overlap(source("host = \"h\"\nexclude = [\"h\"]\n"), source("account = \"h\"\n")),
            Overlap::none);
}

TEST(Overlap, IsNoneBetweenTwoHosts) {
  EXPECT_EQ(overlap(source("host = \"h\"\n"), source("host = \"i\"\n")), Overlap::none);
}

}  // namespace
}  // namespace bursar::config
