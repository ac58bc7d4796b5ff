#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "export/context.hpp"
#include "ledger/delta.hpp"
#include "ledger/entry.hpp"
#include "ledger/line.hpp"
#include "mapping/record.hpp"
#include "store/journal_ledger.hpp"
#include "store/queries.hpp"

namespace bursar::exporting {

// A line of an entry before it is any file's, without its money line.
struct EntryLine {
  ledger::BookedLine booked;
  store::LineOrigin origin = store::LineOrigin::original;
  // What it is about: the row (null in a summary) and, unless it is a reversal, the line and how it
  // was coded.
  const store::StoredTransaction* row = nullptr;
  const ledger::Line* line = nullptr;
  const ledger::Coding* coding = nullptr;
  std::string line_id;
  const std::int64_t* unit = nullptr;  // its key, known once the store has the unit
  std::int64_t reverses = 0;           // the standing line that it undoes; 0: none
};

struct EntryFacts {
  std::string name;
  std::string title;
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
  ledger::Currency currency;
};

struct RenderedEntry {
  std::string bytes;
  std::int64_t rows = 0;
  ledger::Money debits;
};

// Writes entries as rows of the layout.
class EntryRenderer {
 public:
  // The request has a chart.
  explicit EntryRenderer(const Context& context);

  // With their money lines; throws Error(bug) unless they balance.
  [[nodiscard]] RenderedEntry render(const EntryFacts& entry, const std::vector<EntryLine>& lines);

  // Tells the listener, where there is one, of an entry that is handed over.
  void tell(const EntryFacts& entry, const std::vector<EntryLine>& lines) const;

  // `lines` in as many entries as the layout's limits demand, each at least one line.
  [[nodiscard]] std::vector<std::vector<EntryLine>> in_limits(std::vector<EntryLine> lines) const;

 private:
  [[nodiscard]] std::vector<ledger::JournalLine> with_money(
      const std::vector<EntryLine>& lines) const;
  void fill(const EntryFacts& entry, const std::vector<EntryLine>& lines,
            const ledger::JournalLine& line, std::size_t number, mapping::Record& record) const;

  const Context& context_;
  std::string untaxed_code_;
  std::map<std::string, std::string> nicknames_;  // by what the software calls the account
  std::vector<mapping::Record> records_;
};

}  // namespace bursar::exporting
