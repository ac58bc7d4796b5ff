#pragma once

#include <cstdint>
#include <string>

#include "export/batch_files.hpp"
#include "ledger/fiscal_year.hpp"
#include "mapping/layout.hpp"

namespace bursar::exporting {

// What the files of a batch have in common.
struct FileLabel {
  std::string profile;
  std::int64_t batch = 0;
  ledger::MonthDay fiscal_year;  // its first day
};

// The name of a file by its template, safe on every system: letters, digits, dots, dashes and
// underscores, anything else becomes a dash; no leading dot, at most 200 characters. It never leads
// out of the directory. Throws Error(config) where nothing is left.
[[nodiscard]] std::string file_name(const mapping::FileStyle& style, const FileLabel& label,
                                    const FileFacts& facts);

// The fields of Rows::file.
void fill_file_record(const FileLabel& label, const FileFacts& facts, mapping::Record& record);

}  // namespace bursar::exporting
