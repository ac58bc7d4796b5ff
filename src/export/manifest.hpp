#pragma once

#include <string>
#include <vector>

#include "export/batch_files.hpp"
#include "export/context.hpp"
#include "store/journal_ledger.hpp"

namespace bursar::exporting {

// What an auditor asks of a batch, as JSON: by which program, layout and chart it was made, up to
// which day, how many rows with which totals are in which file, and their hashes.
[[nodiscard]] std::string manifest_of(const Context& context, const Result& result,
                                      const std::vector<BatchFiles::Written>& files,
                                      const std::vector<store::JournalLedger::Balance>& accounts);

}  // namespace bursar::exporting
