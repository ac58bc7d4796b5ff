#pragma once

#include "export/batch_files.hpp"
#include "export/context.hpp"

namespace bursar::exporting {

// Writes the records of a table that are new or have changed since the last batch, each as a line
// with its version (accounting.md R10): transactions, postings, expenses or their items. Those that
// vanished since come once more, marked as deleted. Nothing is recorded by record: what a batch
// held follows from how far it had looked. Adds to `files` and `result`.
void export_table(const Context& context, BatchFiles& files, Result& result);

}  // namespace bursar::exporting
