#pragma once

#include <optional>
#include <string>

#include "export/context.hpp"
#include "export/statement_line.hpp"
#include "ledger/posting.hpp"
#include "mapping/record.hpp"
#include "store/line_origin.hpp"
#include "store/queries.hpp"

namespace bursar::exporting {

// What a line of a statement is about besides its own data.
struct LineSubject {
  const store::StoredTransaction& row;
  const ledger::Posting* posting = nullptr;  // of a statement of postings
  const ledger::Coding* coding = nullptr;    // of a statement with a chart
  // A reversal says in words what it reverses where the profile has names, else by ids alone
  // (accounting.md R20, cases.md C23).
  store::LineOrigin origin = store::LineOrigin::original;
  std::string kind;  // of a reversal: what the line was that it reverses
  std::optional<ledger::CivilDate> moved_from;
};

// Appends the line in the layout's format. Throws Error(data) where an amount cannot be written.
void append_statement_line(const Context& context, const StatementLine& line,
                           const LineSubject& subject, mapping::Record& record, std::string& out);

}  // namespace bursar::exporting
