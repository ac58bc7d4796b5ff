#include "cli/report_command.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/database_access.hpp"
#include "cli/export_request.hpp"
#include "cli/sheet_output.hpp"
#include "error/error.hpp"
#include "report/handed_over_tax.hpp"
#include "report/open_items.hpp"
#include "report/payees.hpp"
#include "report/settlements.hpp"
#include "report/tax.hpp"

namespace bursar::cli {
namespace {

using ledger::CivilDate;
using report::SourceBooks;

struct Flags {
  std::vector<std::string> sources;
  std::string period;
  std::string as_at;
  std::string profile;
  bool items = false;
  bool csv = false;
};

// What a report says about one source.
using Calculation = std::function<report::Sheet(const SourceBooks&)>;
// Reads the flags, before anything is opened. `today` is on the organisation's calendar.
using Planning = std::function<Calculation(const Flags&, CivilDate today)>;

CivilDate day_of(const std::string& text, CivilDate today) {
  if (text.empty()) return today;
  const auto day = ledger::parse_civil_date(text);
  if (day && *day <= today) return *day;
  throw Error(ErrorKind::usage,
              day ? fmt::format("--as-at: {} is still to come", text)
                  : fmt::format("--as-at: \"{}\" is no day", text),
              "write a day up to today as 2026-12-31");
}

SheetFormat format_of(const Flags& flags, const Output& output) {
  if (flags.csv && output.json()) {
    throw Error(ErrorKind::usage, "--csv and --json exclude each other", "give one of them");
  }
  return flags.csv ? SheetFormat::csv : SheetFormat::table;
}

// The tax that a profile has handed over.
int run_handed_over(Invocation& invocation, const Flags& flags) {
  const config::Config config = invocation.load_config();
  const ledger::TimeZone zone = *ledger::TimeZone::find(config.time_zone.value);
  const ledger::DayRange period = period_of(flags.period, zone.date_of(invocation.clock.now()));
  const config::ProfileConfig& profile = config.profile(flags.profile);
  store::Database database = open_to_look(config);
  const report::Sheet sheet =
      report::handed_over_tax_report(database, profile.name, profile.source, period);
  return show_sheets({sheet}, format_of(flags, invocation.output), invocation.output);
}

int run(Invocation& invocation, const Flags& flags, const Planning& plan) {
  if (!flags.profile.empty()) return run_handed_over(invocation, flags);
  const SheetFormat format = format_of(flags, invocation.output);
  const config::Config config = invocation.load_config();
  const ledger::TimeZone zone = *ledger::TimeZone::find(config.time_zone.value);
  const CivilDate today = zone.date_of(invocation.clock.now());
  const Calculation calculate = plan(flags, today);
  const auto sources = chosen_sources(config, flags.sources);
  store::Database database = open_to_look(config);
  std::vector<report::Sheet> sheets;
  for (const config::SourceConfig& source : sources) {
    sheets.push_back(calculate(open_books(database, source, zone)));
  }
  return show_sheets(sheets, format, invocation.output);
}

// What all of these reports have in common.
Command add_figures(Command report, const char* name, const char* description,
                    const std::shared_ptr<Flags>& flags, const Planning& plan) {
  Command command = report.add_subcommand(name, description);
  command.add_option("--source", flags->sources, "Only this source of bursar.toml; repeatable")
      .type_name("NAME")
      .one_at_a_time();
  command.add_flag("--csv", flags->csv, "Write CSV");
  command.action([flags, plan](Invocation& invocation) { return run(invocation, *flags, plan); });
  return command;
}

Command add_of_period(Command report, const char* name, const char* description,
                      report::Sheet (*calculate)(const SourceBooks&, const ledger::DayRange&),
                      const std::shared_ptr<Flags>& flags) {
  const Planning plan = [calculate](const Flags& given, CivilDate today) -> Calculation {
    return [calculate, period = period_of(given.period, today)](const SourceBooks& books) {
      return calculate(books, period);
    };
  };
  Command command = add_figures(report, name, description, flags, plan);
  command
      .add_option("--period", flags->period,
                  "Of these days: 2026, 2026-Q1, 2026-03, 2026-01-01..2026-03-31, last-month, all")
      .type_name("PERIOD")
      .required();
  return command;
}

}  // namespace

ledger::DayRange period_of(const std::string& text, CivilDate today) {
  if (const auto days = ledger::parse_period(text, today)) return *days;
  throw Error(ErrorKind::usage, fmt::format("--period: \"{}\" is no period", text),
              "write 2026, 2026-Q1, 2026-03, 2026-01-01..2026-03-31, this-month, last-month, "
              "this-quarter, last-quarter, this-year, last-year or all");
}

report::SourceBooks open_books(store::Database& database, const config::SourceConfig& source,
                               const ledger::TimeZone& zone) {
  const auto stored = store::find_source(database, source.name);
  if (!stored) {
    throw Error(ErrorKind::try_later,
                fmt::format("nothing of the source {} is stored yet", source.name),
                "run `bursar sync` first");
  }
  return report::open_source_books(database, *stored, zone,
                                   public_ids(database, source, source.include, "include"),
                                   public_ids(database, source, source.exclude, "exclude"));
}

void add_tax_report(Command report) {
  const auto flags = std::make_shared<Flags>();
  Command command =
      add_of_period(report, "tax", "Tax collected and paid, by type, rate and id number",
                    report::tax_report, flags);
  command
      .add_option("--profile", flags->profile,
                  "As this journal has handed it over, by the days handed over")
      .type_name("PROFILE")
      .excludes(command.option("--source"));
  command.footer(
      "Examples:\n  bursar report tax --period 2026-Q1\n"
      "  bursar report tax --period last-month --csv\n"
      "  bursar report tax --period 2026-Q1 --profile entries");
}

void add_open_items_report(Command report) {
  const auto flags = std::make_shared<Flags>();
  const Planning plan = [](const Flags& given, CivilDate today) -> Calculation {
    const auto detail = given.items ? report::OpenItemDetail::items : report::OpenItemDetail::sums;
    return [detail, day = day_of(given.as_at, today)](const SourceBooks& books) {
      return report::open_items_report(books, day, detail);
    };
  };
  Command command = add_figures(
      report, "open-items", "Expenses that are not paid, by age, account and payee", flags, plan);
  command.add_option("--as-at", flags->as_at, "As at the end of this day; today if left out")
      .type_name("DATE");
  command.add_flag("--items", flags->items, "A row for each expense");
  command.footer(
      "Examples:\n  bursar report open-items\n"
      "  bursar report open-items --as-at 2026-12-31 --items");
}

void add_payees_report(Command report) {
  add_of_period(report, "payees", "What was paid on expenses, by payee", report::payees_report,
                std::make_shared<Flags>())
      .footer("Example:\n  bursar report payees --period last-year --csv");
}

void add_settlements_report(Command report) {
  add_of_period(report, "settlements",
                "Platform tips and host-fee shares owed and settled, by month",
                report::settlements_report, std::make_shared<Flags>())
      .footer("Example:\n  bursar report settlements --period 2026");
}

void add_report(Command program) {
  Command report = program.add_subcommand("report", "What accountants ask for at period end");
  report.require_subcommand();
  for (const auto& add : {add_tax_report, add_open_items_report, add_payees_report,
                          add_settlements_report, add_html_report}) {
    add(report);
  }
}

}  // namespace bursar::cli
