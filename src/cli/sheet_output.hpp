#pragma once

#include <vector>

#include "cli/output.hpp"
#include "report/sheet.hpp"

namespace bursar::cli {

enum class SheetFormat { table, csv };  // JSON where the output is set to it

// Shows reports, one for each source: as tables with their totals and notes, as one CSV file, or as
// events: `report` for each sheet, one of the sheet's name for each row, one ending in `_total` for
// each total. What is empty says so on standard error. Returns the exit status: partly done where
// records could not be counted in.
[[nodiscard]] int show_sheets(const std::vector<report::Sheet>& sheets, SheetFormat format,
                              Output& output);

}  // namespace bursar::cli
