#include "cli/export_request.hpp"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "error/error.hpp"
#include "store/account_names.hpp"

namespace bursar::cli {
namespace {

exporting::LoadedLayout read_layout(const std::string& name) {
  exporting::LoadedLayout layout;
  layout.source = mapping::layout_text(name);
  layout.layout = mapping::parse_layout(layout.source.text, layout.source.document);
  return layout;
}

// Statements are dated as the platform's balance is, journals as the money moved (R8).
ledger::DateBasis usual_basis(const mapping::Layout& layout) {
  return layout.kind == mapping::LayoutKind::journal ? ledger::DateBasis::effective
                                                     : ledger::DateBasis::created;
}

}  // namespace

std::vector<std::string> public_ids(store::Database& database, const config::SourceConfig& source,
                                    const std::vector<std::string>& names, const char* key) {
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    const auto id = store::find_account(database, name);
    if (!id) {
      throw Error(ErrorKind::config,
                  fmt::format("[source.{}] {} names the account \"{}\", of which nothing is stored",
                              source.name, key, name),
                  "write its slug as on Open Collective, or its public id; run `bursar sync` if it "
                  "is new");
    }
    ids.push_back(*id);
  }
  return ids;
}

exporting::LoadedChart read_chart(const std::string& name) {
  exporting::LoadedChart chart;
  chart.source = mapping::chart_text(name);
  chart.chart = std::make_shared<const mapping::Chart>(
      mapping::Chart::parse(chart.source.text, chart.source.document));
  return chart;
}

exporting::Request request_of(store::Database& database, const config::Config& config,
                              const config::ProfileConfig& profile, Invocation& invocation) {
  const auto source = store::find_source(database, profile.source);
  if (!source) {
    throw Error(ErrorKind::try_later,
                fmt::format("profile {}: nothing of the source {} is stored yet", profile.name,
                            profile.source),
                "run `bursar sync` first");
  }
  exporting::Request request;
  request.profile = profile.name;
  request.source = *source;
  const config::SourceConfig& configured = config.source(profile.source);
  request.include = public_ids(database, configured, configured.include, "include");
  request.exclude = public_ids(database, configured, configured.exclude, "exclude");
  request.layout = read_layout(profile.layout);
  if (!profile.chart.empty()) request.chart = read_chart(profile.chart);
  request.calendar = {*ledger::TimeZone::find(config.time_zone.value),
                      profile.date.value_or(usual_basis(request.layout.layout))};
  request.start = profile.start;
  request.currency = profile.currency == config::BooksCurrency::host
                         ? ledger::BooksCurrency::host
                         : ledger::BooksCurrency::transaction;
  request.strict = profile.strict;
  request.corrections = {profile.max_corrections.events, profile.max_corrections.basis_points};
  request.summary = static_cast<exporting::Summary>(profile.summary);
  request.summary_delay_days = static_cast<int>(profile.delay_days);
  request.fiscal_year = profile.fiscal_year;
  request.names = static_cast<exporting::Names>(profile.names);
  request.directory = profile.directory;
  request.file_mode = profile.file_mode;
  request.now = invocation.clock.now();
  request.program_version = BURSAR_VERSION;
  return request;
}

exporting::DayRange parse_period(const std::string& flag, const std::string& text) {
  if (const auto days = ledger::parse_period(text)) return *days;
  throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is no period", flag, text),
              "write 2026, 2026-Q1, 2026-03, 2026-03-15, 2026-01..2026-03 or all");
}

}  // namespace bursar::cli
