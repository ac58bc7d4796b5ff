#include "cli/first_configuration.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <fmt/format.h>

#include "document/writing.hpp"

namespace bursar::cli {
namespace {

using document::toml_comment;
using document::toml_text;

// A name for a table that needs no quotes.
std::string table_name(std::string slug) {
  std::replace_if(
      slug.begin(), slug.end(),
      [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_'; }, '-');
  return slug;
}

// "key = value    # comment", the comments below each other as far as values allow. `key` is as
// wide as the keys around it.
std::string line(std::string_view key, const std::string& value, std::string_view comment) {
  return fmt::format("{:<37} {}\n", fmt::format("{} = {}", key, toml_text(value)),
                     toml_comment(comment));
}

std::string head(const FirstConfiguration& first) {
  std::string text =
      "# Written by `bursar init`. `man bursar` has every setting, `bursar config check` finds "
      "what is\n"
      "# wrong, `bursar config show` tells where each value comes from.\n"
      "schema     = 1\n";
  text += line("time_zone ", first.time_zone, "of the organisation: when its days begin");
  text += first.token_file.empty()
              ? line("# token_file", "opencollective-token", "without one: public data only")
              : line("token_file", first.token_file, "mode 0600");
  if (!first.api_url.empty() || !first.ca_file.empty()) text += "\n[api]\n";
  if (!first.api_url.empty()) text += fmt::format("url = {}\n", toml_text(first.api_url));
  if (!first.ca_file.empty()) text += fmt::format("ca_file = {}\n", toml_text(first.ca_file));
  if (!first.database.empty()) {
    text += fmt::format("\n[store]\ndatabase = {}\n", toml_text(first.database));
  }
  return text;
}

std::string source_text(const FirstSource& source) {
  const bool host = source.perspective == config::Perspective::host;
  std::string text =
      fmt::format("\n{}: {}\n[source.{}]\n", toml_comment(source.title),
                  host ? "all that this fiscal host accounts for" : "with its projects and events",
                  table_name(source.slug));
  text += line(host ? "host   " : "account", source.slug, "the last part of its page's address");
  return text + line("# start", "2020-01-01", "read nothing from before this day");
}

std::string profile_text(const FirstConfiguration& first, const FirstSource& source) {
  std::string text =
      fmt::format("\n# What is handed over of it.\n[profile.{}]\n", table_name(source.slug));
  text += line("source   ", table_name(source.slug), "from above");
  text += line("layout   ", first.layout,
               first.layout_about.empty() ? "see `bursar mapping list`" : first.layout_about);
  if (!source.chart.empty()) {
    text += fmt::format(
        "# Says on which account each line is booked. This one is an example. Make it your own:\n"
        "{}\n",
        toml_comment(fmt::format("bursar mapping show {} > own.chart.toml", source.chart)));
    text += line("chart    ", source.chart, "then \"own.chart.toml\"");
  }
  text += line("directory", first.directory, "files appear here");
  text += line("start    ", first.start, "what is dated before is in the books already");
  return text;
}

}  // namespace

std::string configuration_text(const FirstConfiguration& first) {
  std::string text = head(first);
  for (const FirstSource& source : first.sources) {
    text += source_text(source) + profile_text(first, source);
  }
  return text;
}

const char* nearest_chart(const opencollective::AccountDetails& account,
                          config::Perspective perspective) {
  const bool in_dollars = account.account.currency.code() == "USD";
  if (perspective == config::Perspective::account && !account.is_host) return "collective";
  if (in_dollars) return "us-host";
  // Money that is its own, or money that it owes to those it hosts.
  return perspective == config::Perspective::account ? "vat-association" : "eu-host-liability";
}

}  // namespace bursar::cli
