#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "ledger/instant.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/reconciliations.hpp"
#include "store/sources.hpp"

namespace bursar::cli {

// Records what `bursar reconcile` finds of a source whose rows are all stored: everything that is
// proven now was compared, and this many differences are left.
inline void record_reconciliation(const std::filesystem::path& file, const std::string& name,
                                  ledger::Instant now, std::int64_t remaining = 0,
                                  bool short_form = false) {
  store::Database database(file, store::OpenMode::read_write);
  store::WriteTransaction transaction(database);
  const store::Source source = store::find_source(database, name).value();
  store::Reconciliation made;
  made.source = source.source;
  made.made_at = made.safe = now;
  made.read_to = store::watermark_of_all_parts(database, source, "transactions").value();
  made.short_form = short_form;
  made.remaining = remaining;
  store::put_reconciliation(database, made);
  transaction.commit();
}

}  // namespace bursar::cli
