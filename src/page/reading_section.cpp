// How far the platform's ledger was read, by which runs, and what they found.
#include <fmt/format.h>

#include "page/amount.hpp"
#include "page/phrases.hpp"
#include "page/sections.hpp"
#include "page/table.hpp"

namespace bursar::page {
namespace {

Markup sources_table(const Report& report) {
  Table table;
  table.id = "reading-sources";
  table.caption = "What is stored, and until when it is proven complete";
  table.columns = {{"Source"},           {"Accounts", figures},  {"Transactions", figures},
                   {"Complete until"},   {"Expenses", figures},  {"Complete until"},
                   {"Changed", figures}, {"Unreadable", figures}};
  for (const SourceSection& source : report.sources) {
    const Reading& reading = source.reading;
    table.rows.push_back({text(source.name), count(reading.accounts), count(reading.transactions),
                          moment(reading.transactions_until, "not yet"), count(reading.expenses),
                          moment(reading.expenses_until, "not yet"), count(reading.changed),
                          count(reading.unreadable)});
  }
  return render(table);
}

Markup outcome_of(const RunLine& run) {
  if (!run.exit_status) return mark(Tone::bad, "Did not end");
  if (*run.exit_status == 0) return mark(Tone::good, "Done");
  return mark(Tone::bad, fmt::format("Exit status {}", *run.exit_status));
}

Markup runs_table(const Report& report) {
  Table table;
  table.id = "reading-runs";
  table.caption = "The last runs, newest first";
  table.columns = {{"Run"},
                   {"Command"},
                   {"Started"},
                   {"Outcome"},
                   {"Requests", figures},
                   {"New rows", figures},
                   {"Changed", figures},
                   {"Errors", prose}};
  for (const RunLine& run : report.runs) {
    table.rows.push_back({count(run.run), text(run.command), moment(run.started_at),
                          outcome_of(run), count(run.requests), count(run.inserted),
                          count(run.changed), written(run.errors)});
  }
  return table.rows.empty() ? paragraph("No run has been recorded.") : render(table);
}

Markup findings_list(const Report& report) {
  if (report.findings.empty()) {
    return paragraph("These runs found nothing but new rows.", "quiet");
  }
  Markup items;
  for (const FindingLine& finding : report.findings) {
    Markup item = moment(finding.at) + text(": ");
    if (finding.alarm) item += mark(Tone::bad, "To look at") + text(" ");
    if (!finding.source.empty()) item += text(finding.source + ": ");
    items += element("li", item + written(finding.sentence));
  }
  return element("ul", {{"class", "findings"}}, items);
}

}  // namespace

Markup reading_section(const Report& report) {
  Markup content = heading(2, "reading", "Reading the platform");
  content += sources_table(report) + runs_table(report);
  if (!report.runs.empty()) {
    content += heading(3, "reading-findings", "What they found besides new rows");
    content += findings_list(report);
  }
  return element("section", {{"aria-labelledby", "reading"}}, content);
}

}  // namespace bursar::page
