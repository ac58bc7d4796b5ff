#include "receipts/attachments.hpp"

#include <algorithm>

#include "ledger/accounting_date.hpp"
#include "opencollective/file_address.hpp"

namespace bursar::receipts {

ledger::CivilDate day_of(const ledger::Expense& expense, const ledger::TimeZone& zone) {
  return ledger::typed_date(expense.paid_at.value_or(expense.created_at), zone);
}

bool is_selected(const store::StoredExpense& stored, const Selection& selection,
                 store::Receipts& receipts) {
  const ledger::CivilDate day = day_of(stored.expense, selection.zone);
  const exporting::DayRange& period = selection.period;
  if ((period.first && day < *period.first) || (period.last && day > *period.last)) return false;
  return stored.expense.status == "PAID" || receipts.is_in_ledger(stored.expense.public_id);
}

std::vector<store::Attachment> attachments_of(const ledger::Expense& expense) {
  std::vector<store::Attachment> attachments;
  const auto add = [&](const std::string& url, const std::string& id) {
    if (url.empty()) return;
    store::Attachment attachment{opencollective::read_file_address(url).name, id};
    const bool known = std::any_of(attachments.begin(), attachments.end(), [&](const auto& other) {
      return other.address == attachment.address;
    });
    if (!known) attachments.push_back(std::move(attachment));
  };
  for (const ledger::ExpenseItem& item : expense.items) add(item.url, item.id);
  for (const ledger::ExpenseFile& file : expense.files) add(file.url, file.id);
  return attachments;
}

}  // namespace bursar::receipts
