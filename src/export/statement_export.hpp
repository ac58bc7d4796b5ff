#pragma once

#include "export/batch_files.hpp"
#include "export/context.hpp"
#include "export/streams.hpp"
#include "store/statement_ledger.hpp"

namespace bursar::exporting {

// Brings the statements of a profile up to date: for each row that something happened to, a line is
// handed over, reversed or replaced (accounting.md R12, R15). Records in the store and adds to
// `files` and `result`. Belongs in a WriteTransaction.
void export_statement(Context& context, store::StatementLedger& ledger, Streams& streams,
                      BatchFiles& files, Result& result);

}  // namespace bursar::exporting
