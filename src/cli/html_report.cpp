// `bursar report html`: the state of the books on one page.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/report_command.hpp"
#include "error/error.hpp"
#include "os/atomic_file.hpp"
#include "overview/overview.hpp"
#include "page/report_page.hpp"

namespace bursar::cli {
namespace {

constexpr const char* to_standard_output = "-";

struct Flags {
  std::vector<std::string> sources;
  std::string to;
  std::string period;
};

// The books of the sources that are stored; what was never read is no part of a page.
std::vector<report::SourceBooks> stored_books(store::Database& database,
                                              const config::Config& config,
                                              const std::vector<std::string>& names,
                                              const ledger::TimeZone& zone) {
  std::vector<report::SourceBooks> books;
  for (const config::SourceConfig& source : chosen_sources(config, names)) {
    const bool alone = names.size() == 1 || config.sources.size() == 1;
    if (!alone && !store::find_source(database, source.name)) continue;
    books.push_back(open_books(database, source, zone));
  }
  if (!books.empty()) return books;
  throw Error(ErrorKind::try_later, "nothing is stored yet", "run `bursar sync` first");
}

// The twelve months before the present one, and this up to today.
ledger::CivilDate usual_first(ledger::CivilDate today) {
  const ledger::YearMonthDay day = ledger::year_month_day(today);
  return ledger::civil_date({day.year - 1, day.month, 1});
}

void set_period(const Flags& flags, overview::Wish& wish) {
  const ledger::CivilDate today = wish.zone.date_of(wish.now);
  wish.first = usual_first(today);
  wish.last = today;
  if (flags.period.empty()) return;
  const ledger::DayRange range = period_of(flags.period, today);
  ledger::CivilDate oldest = today;
  for (const report::SourceBooks& books : wish.sources) {
    oldest = std::min(oldest, overview::oldest_day(books).value_or(oldest));
  }
  wish.first = std::max(range.first.value_or(oldest), oldest);
  wish.last = std::min(range.last.value_or(today), today);
  if (wish.first <= wish.last) return;
  throw Error(ErrorKind::usage, fmt::format("--period {}: nothing is stored of it", flags.period),
              fmt::format("the oldest row is of {}", ledger::format_civil_date(oldest)));
}

void write_page(const std::string& page, const std::string& to, Output& output) {
  if (to == to_standard_output) {
    output.document(page);
    return;
  }
  os::AtomicFile file{std::filesystem::path(to)};
  file.write(page);
  file.commit();
  output.note(fmt::format("{} written", to));
}

int run(Invocation& invocation, const Flags& flags) {
  const config::Config config = invocation.load_config();
  store::Database database = open_to_look(config);
  overview::Wish wish;
  wish.zone = ledger::TimeZone::find(config.time_zone.value).value();
  wish.sources = stored_books(database, config, flags.sources, wish.zone);
  wish.now = invocation.clock.now();
  wish.program_version = BURSAR_VERSION;
  set_period(flags, wish);
  const std::string to = flags.to.empty()
                             ? fmt::format("bursar-report-{}.html",
                                           ledger::format_civil_date(wish.zone.date_of(wish.now)))
                             : flags.to;
  write_page(page::report_page(overview::gather(database, wish)), to, invocation.output);
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "report_page";
  event["file"] = to;
  event["first"] = ledger::format_civil_date(wish.first);
  event["last"] = ledger::format_civil_date(wish.last);
  invocation.output.event(event);
  return exit_done;
}

}  // namespace

void add_html_report(Command report) {
  const auto flags = std::make_shared<Flags>();
  Command command = report.add_subcommand(
      "html", "Write the state of the books as one HTML page that needs no network");
  command.add_option("--source", flags->sources, "Only this source of bursar.toml; repeatable")
      .type_name("NAME")
      .one_at_a_time();
  command
      .add_option("--to", flags->to,
                  "Write this file, replacing it; - for standard output; "
                  "bursar-report-DATE.html if left out")
      .type_name("FILE");
  command
      .add_option("--period", flags->period,
                  "2026, 2026-03, 2026-01..2026-03 or all; if left out, the last twelve "
                  "months and the present one")
      .type_name("PERIOD");
  command.footer(
      "Examples:\n  bursar report html\n  bursar report html --period 2026 --to books.html");
  command.action([flags](Invocation& invocation) { return run(invocation, *flags); });
}

}  // namespace bursar::cli
