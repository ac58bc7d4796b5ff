#pragma once

#include "export/batch_files.hpp"
#include "export/context.hpp"
#include "store/journal_ledger.hpp"

namespace bursar::exporting {

// Brings a journal up to date (accounting.md R12): for each group that something happened to, what
// is true is compared with what stands in the books, and the difference becomes an entry. Records
// in the store and adds to `files` and `result`. Belongs in a WriteTransaction.
void export_journal(Context& context, store::JournalLedger& ledger, BatchFiles& files,
                    Result& result);

}  // namespace bursar::exporting
