#include "year_profiles.hpp"

#include <fmt/format.h>

#include "mapping/layout.hpp"

namespace bursar::property {
namespace {

exporting::LoadedLayout loaded(const std::string& name, const std::string& text) {
  return {{name + ".toml", text}, mapping::parse_layout(text, name + ".toml")};
}

exporting::LoadedLayout journal_layout(const std::string& share, const std::string& tax) {
  std::string columns =
      R"(["entry", "{entry_id}"], ["date", "{date}"], ["currency", "{currency}"],)";
  const std::string posting =
      R"(["account{n}", "{account}"], ["amount{n}", "{gl_amount}"], ["class{n}", "{class}"],)"
      R"(["tax{n}", "{tax}"], ["role{n}", "{role}"],)";
  std::string more;
  std::string journal = fmt::format("share = \"{}\"\ntax = \"{}\"\n", share, tax);
  if (share == "wide") {
    journal += "postings = 6\n";
    more = "posting_columns = [" + posting + "]\n";
  } else {
    std::string own = posting;
    for (std::size_t at = own.find("{n}"); at != std::string::npos; at = own.find("{n}")) {
      own.erase(at, 3);
    }
    columns += own;
    if (share == "pairs") columns += R"(["money", "{money}"],)";
  }
  return loaded("test-journal",
                fmt::format("schema = 1\nname = \"test-journal\"\nkind = \"journal\"\n"
                            "format = \"csv\"\n[file]\n"
                            "name = \"{{profile}}-{{batch}}-{{part}}.csv\"\nmax_rows = 12\n"
                            "[journal]\n{}[csv]\ndelimiter = \",\"\nline_end = \"crlf\"\n"
                            "encoding = \"utf-8\"\ncolumns = [{}]\n{}",
                            journal, columns, more));
}

exporting::LoadedLayout statement_layout() {
  return loaded("test-statement", R"(
schema = 1
name = "test-statement"
kind = "statement"
lines = "postings"
format = "csv"
[file]
name = "{profile}-{batch}-{part}.csv"
max_rows = 9
[csv]
delimiter = ","
line_end = "lf"
encoding = "utf-8"
columns = [["date", "{date}"], ["amount", "{amount}"], ["currency", "{currency}"],
  ["id", "{line_id}"], ["collective", "{collective}"]]
)");
}

YearProfile profile(const store::Source& source, const std::string& name,
                    exporting::LoadedLayout layout, const std::string& chart = {}) {
  YearProfile made;
  made.chart = chart;
  exporting::Request& request = made.request;
  request.profile = name;
  request.source = source;
  request.layout = std::move(layout);
  request.calendar.zone = ledger::TimeZone::find("Europe/Brussels").value();
  request.calendar.basis =
      chart.empty() ? ledger::DateBasis::created : ledger::DateBasis::effective;
  request.accept_corrections = true;
  request.program_version = "test";
  if (!chart.empty()) request.chart = chart_of(chart, 0);
  return made;
}

exporting::LoadedLayout shipped(const std::string& name) {
  const mapping::LayoutText text = mapping::layout_text(name);
  return {text, mapping::parse_layout(text.text, text.document)};
}

}  // namespace

exporting::LoadedChart chart_of(const std::string& name, int edit) {
  mapping::ChartText text = mapping::chart_text(name);
  if (edit > 0) {
    // Another account, which every other edit books transfers and host fees to.
    const std::size_t accounts = text.text.find("[accounts]") + std::string("[accounts]").size();
    text.text.insert(accounts, fmt::format("\nedited = \"Edited {}\"\n", edit / 2));
    const std::size_t rule = text.text.find("[[rule]]");
    text.text.insert(rule, edit % 2 == 0
                               ? "[[rule]]\nif.kind = \"BOUNTY\"\naccount = \"edited\"\n"
                               : "[[rule]]\nif.kind = [\"BALANCE_TRANSFER\", \"HOST_FEE\", "
                                 "\"BOUNTY\"]\nif.date = \"2020-01-01..\"\naccount = \"edited\"\n");
  }
  auto chart =
      std::make_shared<const mapping::Chart>(mapping::Chart::parse(text.text, text.document));
  return {text, chart};
}

std::vector<YearProfile> year_profiles(const store::Source& host, const store::Source& account) {
  const ledger::CivilDate middle = ledger::parse_civil_date("2026-02-10").value();
  std::vector<YearProfile> all;
  all.push_back(profile(host, "ofx", shipped("ofx")));
  all.push_back(profile(host, "postings", statement_layout()));
  all.push_back(profile(host, "ofx-late", shipped("ofx")));
  all.back().request.start = middle;
  all.push_back(profile(account, "own-ofx", shipped("ofx")));
  all.push_back(profile(host, "us", journal_layout("repeat", "none"), "us-host"));
  all.push_back(profile(host, "us-created", journal_layout("pairs", "none"), "us-host"));
  all.back().request.calendar.basis = ledger::DateBasis::created;
  all.push_back(
      profile(host, "vat", journal_layout("repeat", "codes-exclusive"), "vat-association"));
  all.push_back(profile(host, "vat-lines", journal_layout("pairs", "lines"), "vat-association"));
  all.push_back(profile(host, "vat-inclusive", journal_layout("repeat", "codes-inclusive"),
                        "eu-host-liability"));
  all.push_back(profile(host, "wide", journal_layout("wide", "lines"), "eu-host-liability"));
  all.push_back(profile(host, "month", journal_layout("repeat", "none"), "us-host"));
  all.back().request.summary = exporting::Summary::month;
  all.push_back(
      profile(host, "day", journal_layout("repeat", "codes-exclusive"), "vat-association"));
  all.back().request.summary = exporting::Summary::day;
  all.push_back(profile(host, "strict", journal_layout("repeat", "none"), "us-host"));
  all.back().request.strict = true;
  all.push_back(profile(host, "us-late", journal_layout("repeat", "none"), "us-host"));
  all.back().request.start = middle;
  all.push_back(profile(account, "own", journal_layout("repeat", "lines"), "collective"));
  return all;
}

}  // namespace bursar::property
