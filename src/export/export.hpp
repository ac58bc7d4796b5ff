#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "export/transaction_record.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"
#include "mapping/layout.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::exporting {

// What to write and where.
struct Request {
  std::string profile;
  store::Source source;
  mapping::Layout layout;
  Calendar calendar;
  std::filesystem::path directory;  // must exist
  unsigned file_mode = 0600;
};

using Totals = std::map<ledger::Currency, std::int64_t>;  // hundredths

struct WrittenFile {
  std::filesystem::path path;
  std::int64_t rows = 0;
  Totals totals;  // of `amount`
};

// What became of the rows. Each row of the source is exactly one of written, zero, waiting,
// outside.
struct Result {
  std::vector<WrittenFile> files;
  std::int64_t rows = 0;     // lines written
  std::int64_t zero = 0;     // statements: rows of nothing have no line
  std::int64_t waiting = 0;  // statements: dated later than `through`
  std::int64_t outside = 0;  // not in the books of the source (accounting.md R1)
  Totals totals;
  // Statements: the last whole day that the proven sync covers; every file ends there (R15).
  std::optional<ledger::CivilDate> through;
};

// Writes the files of one profile: reads the store once, in bounded memory, and puts each file in
// its place whole. The same store gives the same bytes. Throws Error(try_later) for a statement of
// a source that no sync has proven yet; Error(data) naming the row for one that cannot be written
// exactly; Error(cannot_create) and Error(io) where the directory or the disk refuse.
[[nodiscard]] Result run_export(store::Database& database, const Request& request);

}  // namespace bursar::exporting
