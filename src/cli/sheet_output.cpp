#include "cli/sheet_output.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/table.hpp"

namespace bursar::cli {
namespace {

using report::Cells;
using report::Sheet;

nlohmann::json json_cell(const std::string& cell, Cells cells) {
  if (cell.empty()) return nullptr;
  if (cells == Cells::count) return std::strtoll(cell.c_str(), nullptr, 10);
  if (cells == Cells::flag) return cell == "true";
  return cell;
}

nlohmann::json event_of(const std::string& type, const Sheet& sheet, const report::Row& row) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = type;
  for (std::size_t i = 0; i < row.size(); ++i) {
    event[sheet.columns[i].name] = json_cell(row[i], sheet.columns[i].cells);
  }
  return event;
}

void tell_events(const Sheet& sheet, Output& output) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "report";
  event["report"] = sheet.name;
  event["source"] = sheet.source;
  for (const auto& [key, value] : sheet.scope) event[key] = value;
  event["rows"] = sheet.rows.size();
  event["notes"] = sheet.notes;
  output.event(event);
  for (const report::Row& row : sheet.rows) output.event(event_of(sheet.name, sheet, row));
  for (const report::Row& row : sheet.totals) {
    output.event(event_of(sheet.name + "_total", sheet, row));
  }
}

std::string shown_cell(const std::string& cell, Cells cells) {
  if (cells != Cells::flag) return cell;
  return cell == "true" ? "yes" : "";
}

// The cells of the columns that tables have.
std::vector<std::string> shown_row(const Sheet& sheet, const report::Row& row) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (sheet.columns[i].heading.empty()) continue;
    shown.push_back(shown_cell(row[i], sheet.columns[i].cells));
  }
  return shown;
}

Table table_of(const Sheet& sheet) {
  Table table;
  for (const report::Column& column : sheet.columns) {
    const bool is_number = column.cells == Cells::amount || column.cells == Cells::count;
    if (!column.heading.empty()) table.columns.push_back({column.heading, is_number});
  }
  for (const report::Row& row : sheet.rows) table.rows.push_back(shown_row(sheet, row));
  if (!sheet.totals.empty()) table.rows.emplace_back(table.columns.size());
  for (const report::Row& row : sheet.totals) {
    auto& shown = table.rows.emplace_back(shown_row(sheet, row));
    // Into the first cell that was added over.
    const auto empty = std::find(shown.begin(), shown.end(), "");
    if (empty != shown.end()) *empty = "total";
  }
  return table;
}

void show_table(const Sheet& sheet, Output& output) {
  if (sheet.rows.empty()) return;
  const bool ends_in_text = sheet.columns.back().cells == Cells::text;
  constexpr std::size_t wide = 10'000;  // figures must not be cut
  output.result(fmt::format("{}: {}", sheet.source, sheet.about));
  output.result("");
  output.result(
      format_table(table_of(sheet), ends_in_text ? output.out_terminal().width : wide).add(""));
}

// Beside a table on standard output; beside a CSV file, which must hold nothing else, on standard
// error.
void show_notes(const Sheet& sheet, SheetFormat format, Output& output) {
  if (output.json()) return;
  const bool beside_table = format == SheetFormat::table && !sheet.rows.empty();
  if (beside_table) {
    for (const std::string& line : sheet.legend) output.result(line);
  }
  for (const std::string& note : sheet.notes) {
    if (beside_table) {
      output.result(note);
    } else {
      output.warning(fmt::format("{}: {}", sheet.source, note));
    }
  }
  if (beside_table && !(sheet.notes.empty() && sheet.legend.empty())) output.result("");
}

}  // namespace

int show_sheets(const std::vector<Sheet>& sheets, SheetFormat format, Output& output) {
  if (format == SheetFormat::csv) output.document(report::to_csv(sheets));
  bool is_whole = true;
  for (const Sheet& sheet : sheets) {
    tell_events(sheet, output);
    if (format == SheetFormat::table) show_table(sheet, output);
    if (sheet.rows.empty()) {
      output.warning(fmt::format("{}: there is nothing: {}", sheet.source, sheet.about));
    }
    show_notes(sheet, format, output);
    for (const std::string& problem : sheet.problems) {
      output.warning(fmt::format("{}: not counted in: {}", sheet.source, problem));
      is_whole = false;
    }
  }
  return is_whole ? exit_done : exit_partly_done;
}

}  // namespace bursar::cli
