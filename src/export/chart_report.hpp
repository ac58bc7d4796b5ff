#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "export/export.hpp"
#include "mapping/chart.hpp"
#include "store/database.hpp"

namespace bursar::exporting {

// Lines that a chart treats alike, for a person to look at.
struct LinesOfKind {
  std::string kind;
  std::string side;      // "received" or "given"
  std::string category;  // code; empty: none
  std::int64_t lines = 0;
  std::vector<std::string> examples;  // legacy numbers of a few rows
};

// How a chart fits the ledger that a profile hands over.
struct ChartReport {
  std::int64_t lines = 0;
  std::vector<mapping::RuleUse> unused;  // rules that decide nothing of these lines
  std::vector<LinesOfKind> unmapped;     // no rule says where they go: suspense
  std::vector<LinesOfKind> by_default;   // only a rule that takes every line does
  std::vector<Held> broken;              // groups that cannot be booked
  std::optional<std::string> missing;    // what [vat] lacks for the profile's layout
};
// The request must have a chart.
[[nodiscard]] ChartReport check_chart(store::Database& database, const Request& request);

// Something that must exist in the accounting software, and how many lines name it at present.
struct Need {
  std::string name;
  std::int64_t lines = 0;
};
struct BooksNeeds {
  std::vector<Need> accounts;
  std::vector<Need> tax_codes;
  std::vector<Need> classes;
  std::vector<Need> locations;
  std::vector<Need> names;
  // Templates that further names may come from, as written: "class {collective}".
  std::vector<std::string> open_ended;
  std::vector<Held> broken;
};
// By the chart alone and by the lines that are there. The request must have a chart.
[[nodiscard]] BooksNeeds needs_of(store::Database& database, const Request& request);

// One line as two charts code it, where they differ.
struct CodingChange {
  std::string what;  // "EXPENSE 150113"
  ledger::CivilDate day;
  ledger::Money amount;
  std::string collective;
  std::string description;
  struct Column {
    std::string name;
    std::string before;
    std::string after;
    std::string where_before;  // "old.toml:60"; empty for built-in values
    std::string where_after;
  };
  std::vector<Column> columns;
};
// The lines of `range` that the request's chart codes otherwise than `old` does, by day.
[[nodiscard]] std::vector<CodingChange> compare_charts(store::Database& database,
                                                       const Request& request,
                                                       const mapping::Chart& old,
                                                       const DayRange& range);

}  // namespace bursar::exporting
