#include "receipts/missing.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "receipts/reason.hpp"

namespace bursar::receipts {
namespace {

Missing about(const store::StoredExpense& stored, const ledger::TimeZone& zone) {
  const ledger::Expense& expense = stored.expense;
  Missing missing;
  missing.day = day_of(expense, zone);
  missing.expense = expense.legacy_id ? std::to_string(*expense.legacy_id) : expense.public_id;
  missing.expense_id = expense.public_id;
  missing.type = expense.type;
  missing.status = expense.status;
  missing.description = expense.description;
  missing.amount = expense.amount;
  if (stored.payee != nullptr) {
    missing.payee = stored.payee->name.empty() ? stored.payee->slug : stored.payee->name;
  }
  return missing;
}

std::string words_of(const store::Receipt& receipt) {
  const auto reason = find_reason(receipt.reason);
  std::string file = fmt::format("{} of {}: ", receipt.number, receipt.total);
  if (!reason) return file + "not fetched yet";
  if (*reason == Reason::elsewhere) return file + "lies elsewhere, at " + receipt.address;
  return file + receipt.detail;
}

// Items that a receipt belongs to by the nature of the expense (F 6.19).
bool wants_receipts(const ledger::Expense& expense) {
  return expense.type == "RECEIPT" || expense.type == "CHARGE";
}

// What of one expense is missing: reason and words.
using Gap = std::pair<std::string, std::string>;
std::vector<Gap> gaps(const ledger::Expense& expense,
                      const std::vector<store::Attachment>& attachments,
                      const std::vector<store::Receipt>& receipts) {
  if (attachments.empty()) {
    if (expense.files_known) return {{"none_attached", "nothing is attached"}};
    return {{"not_visible", "nothing is visible to the token that read it"}};
  }
  std::vector<Gap> found;
  for (const store::Attachment& attachment : attachments) {
    const auto known = std::find_if(receipts.begin(), receipts.end(), [&](const auto& receipt) {
      return receipt.address == attachment.address;
    });
    if (known == receipts.end()) {
      found.emplace_back("not_fetched", "not fetched yet");
    } else if (known->file.empty()) {
      found.emplace_back(known->reason.empty() ? "not_fetched" : known->reason, words_of(*known));
    }
  }
  if (!wants_receipts(expense)) return found;
  for (std::size_t i = 0; i < expense.items.size(); ++i) {
    if (!expense.items[i].url.empty()) continue;
    found.emplace_back("item_without", fmt::format("item {} of {} has nothing attached", i + 1,
                                                   expense.items.size()));
  }
  return found;
}

}  // namespace

void for_each_missing(store::Database& database, const std::vector<store::Source>& sources,
                      const Selection& selection,
                      const std::function<void(const Missing&)>& visit) {
  store::Receipts table(database);
  std::set<std::int64_t> seen;
  for (const store::Source& source : sources) {
    store::for_each_expense(database, source, [&](const store::StoredExpense& stored) {
      if (!is_selected(stored, selection, table) || !seen.insert(stored.key).second) return;
      for (auto& [reason, words] :
           gaps(stored.expense, attachments_of(stored.expense), table.of_expense(stored.key))) {
        Missing missing = about(stored, selection.zone);
        missing.reason = std::move(reason);
        missing.words = std::move(words);
        visit(missing);
      }
    });
  }
}

}  // namespace bursar::receipts
