#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/external_sort.hpp"
#include "export/stage.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"
#include "mapping/layout.hpp"

namespace bursar::exporting {

// Which file of a batch lines belong into, as far as the layout splits.
struct FileKey {
  std::string account;  // what the name of the file calls it
  ledger::Currency currency;
  int fiscal_year = 0;
  auto operator<=>(const FileKey&) const = default;
};

// Bytes that must not be torn apart: a line, or all rows of an entry.
struct Block {
  FileKey file;
  ledger::CivilDate day;  // what blocks are sorted by,
  std::string tie;        // then by this
  std::int64_t rows = 1;
  std::int64_t entry = 0;  // whose number stands in it as `entry_no_placeholder`; 0: none
  ledger::Money amount;    // for the totals of the file
};

// What a file is about, for its name, opening and closing.
struct FileFacts {
  FileKey key;
  std::int64_t part = 0;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  ledger::CivilDate first;
  ledger::CivilDate last;  // in the opening, that of all parts: a file covers at least its rows
  std::map<ledger::Currency, std::int64_t> totals;
};

// A number that no entry has: entries get theirs when they are written, in the order of the file.
inline constexpr std::int64_t entry_no_placeholder = 9'100'000'000'000'000'001;

// How the files of a batch are framed and called.
struct FileFrame {
  std::function<std::string(const FileFacts&)> opening;
  std::function<std::string(const FileFacts&)> closing;
  std::function<std::string(const FileFacts&)> name;
  std::function<std::int64_t(std::int64_t entry, ledger::CivilDate day)> number_entry;
};

// Collects the blocks of a batch in bounded memory, then writes them as files that keep the
// layout's limits.
class BatchFiles {
 public:
  explicit BatchFiles(const mapping::FileStyle& style) : style_(style) {}

  void add(const Block& block, std::string_view bytes);
  [[nodiscard]] bool empty() const { return blocks_added_ == 0; }
  // Throws Error(config) where two files would have one name, Error(data) where a block alone is
  // larger than a file may be.
  struct Written {
    store::BatchFile file;
    FileFacts facts;
  };
  [[nodiscard]] std::vector<Written> write(FileSink& sink, const FileFrame& frame);

 private:
  const mapping::FileStyle& style_;
  std::int64_t blocks_added_ = 0;
  std::map<FileKey, ledger::CivilDate> last_days_;  // an opening is written before the rows are
  ExternalSort blocks_;
};

}  // namespace bursar::exporting
