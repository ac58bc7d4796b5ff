#include "cli/report_command.hpp"

#include <CLI/CLI.hpp>

namespace bursar::cli {

void add_report(CLI::App& program, Action& chosen) {
  CLI::App* report = program.add_subcommand("report", "What accountants ask for at period end");
  report->require_subcommand(1);
  for (const auto& add : {add_figures_reports, add_html_report}) add(*report, chosen);
}

}  // namespace bursar::cli
