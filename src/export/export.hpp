#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "export/transaction_record.hpp"
#include "ledger/books.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/fiscal_year.hpp"
#include "ledger/money.hpp"
#include "ledger/period.hpp"
#include "ledger/posting.hpp"
#include "mapping/chart.hpp"
#include "mapping/layout.hpp"
#include "store/batches.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::exporting {

// A chart with the text it was read from, which the store keeps.
struct LoadedChart {
  mapping::ChartText source;
  std::shared_ptr<const mapping::Chart> chart;
};
struct LoadedLayout {
  mapping::LayoutText source;
  mapping::Layout layout;
};

enum class Summary : std::uint8_t { none, day, month };
// How names of private persons are written in new lines (R20).
enum class Names : std::uint8_t { full, ids };

// More corrections than either allows hold a batch (R12).
struct CorrectionLimit {
  std::int64_t events = 200;
  std::int64_t basis_points = 200;  // hundredths of a per cent of the events handed over so far
};

using DayRange = ledger::DayRange;

class Listener;

// What an export does besides its usual work.
enum class Mode : std::uint8_t {
  issue,    // hand over what is new, and record it
  dry_run,  // say what would be handed over
  copy,     // write everything of a period again, marked as a copy; record nothing (R19)
  list,     // tell the listener of everything of a period; neither write nor record anything
};

// One profile: what to write, by which rules, and where.
struct Request {
  std::string profile;
  store::Source source;
  std::vector<std::string> include;  // public ids, see ledger::BooksScope
  std::vector<std::string> exclude;
  LoadedLayout layout;
  std::optional<LoadedChart> chart;  // journals need one; statements may have one
  Calendar calendar;
  std::optional<ledger::CivilDate> start;  // nothing: from the beginning (R10)
  ledger::BooksCurrency currency = ledger::BooksCurrency::host;
  bool strict = false;  // hold what no rule maps (R17)
  CorrectionLimit corrections;
  bool accept_corrections = false;
  Summary summary = Summary::none;
  int summary_delay_days = 3;
  ledger::MonthDay fiscal_year;  // its first day
  Names names = Names::full;
  std::optional<DayRange> remap;  // R13: book these days anew by the present chart
  Mode mode = Mode::issue;
  DayRange period;                  // of a copy or list
  std::filesystem::path directory;  // must exist
  unsigned file_mode = 0600;
  ledger::Instant now;
  std::string program_version;
  Listener* listener = nullptr;  // not owned
};

using Totals = std::map<ledger::Currency, std::int64_t>;  // hundredths

struct WrittenFile {
  std::filesystem::path path;
  std::int64_t rows = 0;
  Totals totals;  // of `amount`; of journals, of what is debited
};

// A row or entry that is held back, and why.
struct Held {
  std::string record;
  std::string reason;
};

// The balance of what was caught up and is not in any file (R10).
struct Opening {
  std::string account;  // slug, or the ledger account
  ledger::Money balance;
};

// What became of the rows.
struct Result {
  std::int64_t batch = 0;  // number; 0: nothing was handed over
  std::vector<WrittenFile> files;
  std::int64_t rows = 0;     // lines written
  std::int64_t entries = 0;  // of a journal
  // Events that were handed over and of which lines are reversed or replaced: of a journal groups,
  // of a statement rows.
  std::int64_t corrections = 0;
  std::int64_t caught_up = 0;  // rows or groups that became opening balance
  std::int64_t zero = 0;       // statements: rows of nothing have no line
  std::int64_t waiting = 0;    // their day is not over or not proven
  std::int64_t outside = 0;    // not in the books of the source (R1)
  std::int64_t unmapped = 0;   // lines that went to suspense
  std::vector<Held> held;
  // Handed over before and touched since, without anything that the books would see: texts, names,
  // dates, or what another package than this one cares for (R12). Group ids; rows of statements.
  std::vector<std::string> unchanged;
  std::vector<Opening> openings;
  Totals totals;
  // Statements and journals: the last whole day that the proven sync covers (R15).
  std::optional<ledger::CivilDate> through;
  // More corrections than the limit allows: nothing was handed over (R12).
  bool too_many_corrections = false;
  // Files of an earlier run, killed in between, that were put in their places first.
  std::vector<std::filesystem::path> recovered;
};

// Hands over what is new in the books of a profile: exactly once, whatever kills the process
// (R19). Needs the database to itself for writing. The same history of runs gives the same bytes.
// Throws Error(try_later) for a source that no sync has proven yet; Error(data) for a record that
// cannot be written exactly; Error(config) where frozen settings have changed; Error(cannot_create)
// and Error(io) where directory or disk refuse: then nothing has been marked as handed over.
[[nodiscard]] Result run_export(store::Database& database, const Request& request);

// Where the bytes handed over and their manifests are kept: beside the database.
[[nodiscard]] std::filesystem::path archive_of(const std::filesystem::path& database_file);

// The database says where a batch that no run lived to publish waits, the configuration where files
// may be written. Throws Error(data), naming both, unless they mean one directory.
void require_configured_directory(const store::Batch& batch, const std::string& profile,
                                  const std::filesystem::path& configured);

}  // namespace bursar::exporting
