#pragma once

#include <optional>
#include <string>

#include "export/coded_group.hpp"
#include "export/context.hpp"
#include "ledger/posting.hpp"
#include "store/groups.hpp"

namespace bursar::exporting {

// Where a chart puts the lines of statements, for software that takes them precoded.
class StatementCoder {
 public:
  explicit StatementCoder(const Context& context);

  // A part of a row that is in the books. The chart is asked about the whole group: what tax a gift
  // bears, and through whom a fee was paid, stands on other rows. The line of a tax goes where the
  // chart's [vat] holds what the platform took off; without [vat] it lessens what it is the tax of.
  // Nothing where the row is no part of its group any more.
  [[nodiscard]] std::optional<ledger::Coding> code(const store::StoredTransaction& row,
                                                   ledger::Part part, ledger::CivilDate day);

 private:
  [[nodiscard]] const ledger::Line* line_of(const store::StoredTransaction& row,
                                            ledger::Part part) const;
  // The line that a tax is part of.
  [[nodiscard]] const ledger::Line* taxed_line(const store::StoredTransaction& row) const;

  const Context& context_;
  LineCoder coder_;
  store::GroupReader reader_;
  // The last group asked about.
  std::string read_;
  store::StoredGroup stored_;
  LedgerGroup group_;
};

}  // namespace bursar::exporting
