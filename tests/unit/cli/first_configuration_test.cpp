// What `bursar init` writes down, as a person reads it and as the program does.
#include "cli/first_configuration.hpp"

#include <array>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config.hpp"
#include "program_fixture.hpp"

namespace bursar::cli {
namespace {

using config::Perspective;

FirstConfiguration two_sources() {
  FirstConfiguration first;
  first.time_zone = "Europe/Brussels";
  first.token_file = "opencollective-token";
  first.sources = {{Perspective::host, "the-host", "The Host\n[api]", "eu-host-liability"},
                   {Perspective::account, "choir.eu", "Choir", "collective"}};
  first.layout = "xero-journal";
  first.layout_about = "Manual journals for Xero";
  first.directory = "/srv/books/the \"inbox\"";
  first.start = "2026-01-01";
  return first;
}

TEST(FirstConfiguration, ReadsLikeTheManual) {
  EXPECT_THAT(
      configuration_text(two_sources()),
      testing::StartsWith(
          R"(# Written by `bursar init`. `man bursar` has every setting, `bursar config check` finds what is
# wrong, `bursar config show` tells where each value comes from.
schema     = 1
time_zone  = "Europe/Brussels"        # of the organisation: when its days begin
token_file = "opencollective-token"   # mode 0600

# The Host [api]: all that this fiscal host accounts for
[source.the-host]
host    = "the-host"                  # the last part of its page's address
# start = "2020-01-01"                # read nothing from before this day

# What is handed over of it.
[profile.the-host]
source    = "the-host"                # from above
layout    = "xero-journal"            # Manual journals for Xero
# Says on which account each line is booked. This one is an example. Make it your own:
# bursar mapping show eu-host-liability > own.chart.toml
chart     = "eu-host-liability"       # then "own.chart.toml"
directory = "/srv/books/the \"inbox\"" # files appear here
start     = "2026-01-01"              # what is dated before is in the books already

# Choir: with its projects and events
[source.choir-eu]
account = "choir.eu"                  # the last part of its page's address
)"));
}

class FirstConfigurationTest : public ProgramTest {};

TEST_F(FirstConfigurationTest, IsReadAsItWasMeant) {
  FirstConfiguration first = two_sources();
  first.api_url = "http://127.0.0.1:8080/graphql/v2";
  first.ca_file = "/etc/ssl/own.pem";
  first.database = "/var/lib/bursar/bursar.db";
  config::Overrides only;
  only.config_file = file("bursar.toml", configuration_text(first));
  const config::Config read = config::load(only, {});
  EXPECT_EQ(read.time_zone.value, "Europe/Brussels");
  EXPECT_EQ(read.token_file.value, (home_ / "opencollective-token").string());
  EXPECT_EQ(read.api_url.value, first.api_url);
  EXPECT_EQ(read.ca_file.value, first.ca_file);
  EXPECT_EQ(read.database.value, first.database);
  ASSERT_EQ(read.sources.size(), 2U);
  EXPECT_EQ(read.source("choir-eu").slug, "choir.eu");
  EXPECT_EQ(read.source("the-host").perspective, Perspective::host);
  ASSERT_EQ(read.profiles.size(), 2U);
  EXPECT_EQ(read.profile("choir-eu").chart, "collective");
  EXPECT_EQ(read.profile("the-host").directory, first.directory);
}

// The attack: an `about` that ends its comment and begins a setting. What is written is read back
// as what it was, and nothing else is set.
TEST_F(FirstConfigurationTest, HostileTextsBecomeNoSettings) {
  constexpr std::array<const char*, 14> hostile{"on_batch = \"sh -c id\"\n",
                                                "\n",
                                                "\r",
                                                "\"",
                                                "\\",
                                                "#",
                                                "'''",
                                                "\"\"\"",
                                                "]\n[api]\nurl = \"x\"",
                                                "\xe2\x80\xa8",
                                                "\xc2\x85",
                                                "\x1b[2J",
                                                "\t",
                                                " a\xc3\xa4"};
  std::minstd_rand chance(7);  // the same each time
  const auto text = [&] {
    std::string made;
    const std::uint32_t parts = 1 + chance() % 8;
    for (std::uint32_t i = 0; i < parts; ++i) made += hostile.at(chance() % hostile.size());
    return made;
  };
  for (int round = 0; round < 300; ++round) {
    FirstConfiguration first = two_sources();
    first.sources.pop_back();
    first.sources[0].title = text();
    first.layout_about = text();
    first.layout = "/" + text();
    first.sources[0].chart = "/" + text();
    first.directory = "/" + text();
    first.database = "/" + text();
    SCOPED_TRACE(configuration_text(first));
    config::Overrides only;
    only.config_file = file("bursar.toml", configuration_text(first));
    const config::Config read = config::load(only, {});
    ASSERT_EQ(read.profiles.size(), 1U);
    ASSERT_EQ(read.sources.size(), 1U);
    const config::ProfileConfig& profile = read.profiles[0];
    ASSERT_EQ(profile.on_batch, "");
    ASSERT_EQ(profile.layout, first.layout);
    ASSERT_EQ(profile.chart, first.sources[0].chart);
    ASSERT_EQ(read.api_url.origin.kind, config::OriginKind::built_in);
    ASSERT_EQ(read.token_command.value, "");
  }
}

TEST(NearestChart, FollowsWhoseMoneyItIs) {
  opencollective::AccountDetails details;
  details.account.currency = ledger::Currency::parse("USD").value();
  EXPECT_STREQ(nearest_chart(details, Perspective::account), "collective");
  details.is_host = true;
  EXPECT_STREQ(nearest_chart(details, Perspective::host), "us-host");
  details.account.currency = ledger::Currency::parse("EUR").value();
  EXPECT_STREQ(nearest_chart(details, Perspective::host), "eu-host-liability");
  EXPECT_STREQ(nearest_chart(details, Perspective::account), "vat-association");
}

}  // namespace
}  // namespace bursar::cli
