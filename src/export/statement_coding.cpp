#include "export/statement_coding.hpp"

#include <algorithm>

#include "ledger/group.hpp"

namespace bursar::exporting {

StatementCoder::StatementCoder(const Context& context)
    : context_(context), coder_(context), reader_(context.database) {}

std::optional<ledger::Coding> StatementCoder::code(const store::StoredTransaction& row,
                                                   ledger::Part part, ledger::CivilDate day) {
  const std::string& id = ledger::group_id(row.row);
  if (id != read_) {
    read_.clear();
    group_ = {};  // it points into the group before
    stored_ = reader_.read(id);
    group_ = ledger_group(stored_, context_);
    read_ = id;
  }
  const mapping::Chart& chart = coder_.chart(coder_.present());
  if (const ledger::Line* own = line_of(row, part)) {
    return coder_.code(*own, group_.row_of(*own), day, chart);
  }
  const ledger::Line* taxed = taxed_line(row);
  if (taxed == nullptr) return std::nullopt;
  ledger::Coding coding = coder_.code(*taxed, group_.row_of(*taxed), day, chart);
  const ledger::TaxBooking tax = chart.tax_booking(context_.request.layout.layout.journal.tax);
  if (!tax.vat || tax.vat->held.empty()) return coding;
  coding.account = tax.vat->held;
  coding.tax_code = tax.untaxed_code;
  coding.unmapped = false;
  return coding;
}

const ledger::Line* StatementCoder::line_of(const store::StoredTransaction& row,
                                            ledger::Part part) const {
  const auto found =
      std::find_if(group_.lines.begin(), group_.lines.end(), [&](const ledger::Line& line) {
        return group_.row_of(line).key == row.key && line.posting.part == part &&
               !line.posting.derived;
      });
  return found == group_.lines.end() ? nullptr : &*found;
}

const ledger::Line* StatementCoder::taxed_line(const store::StoredTransaction& row) const {
  const ledger::Line* found = nullptr;
  for (const ledger::Line& line : group_.lines) {
    if (!line.tax || line.tax->derived || line.posting.account != row.row.account) continue;
    if (group_.row_of(line).key == row.key) return &line;
    if (found == nullptr) found = &line;
  }
  return found;
}

}  // namespace bursar::exporting
