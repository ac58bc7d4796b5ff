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

// What of one expense is missing.
struct Gap {
  std::string reason;
  std::string words;
  std::string detail;
};

Gap gap_of(const store::Receipt& receipt) {
  const auto reason = find_reason(receipt.reason);
  const std::string what = reason ? std::string(words_of(*reason)) : "not fetched yet";
  Gap gap{reason ? receipt.reason : "not_fetched",
          fmt::format("{} of {}: {}", receipt.number, receipt.total, what), receipt.detail};
  if (reason == Reason::elsewhere) gap.detail = "it lies at " + receipt.address;
  return gap;
}

// Items that a receipt belongs to by the nature of the expense (F 6.19).
bool wants_receipts(const ledger::Expense& expense) {
  return expense.type == "RECEIPT" || expense.type == "CHARGE";
}

std::vector<Gap> gaps(const ledger::Expense& expense,
                      const std::vector<store::Attachment>& attachments,
                      const std::vector<store::Receipt>& receipts) {
  if (attachments.empty()) {
    if (expense.files_known) return {{"none_attached", "none attached", ""}};
    return {{"not_visible", "not visible", "the token that read it may not see attachments"}};
  }
  std::vector<Gap> found;
  for (const store::Attachment& attachment : attachments) {
    const auto known = std::find_if(receipts.begin(), receipts.end(), [&](const auto& receipt) {
      return receipt.address == attachment.address;
    });
    if (known == receipts.end()) {
      found.push_back({"not_fetched", "not fetched yet", ""});
    } else if (known->file.empty()) {
      found.push_back(gap_of(*known));
    }
  }
  if (!wants_receipts(expense)) return found;
  for (std::size_t i = 0; i < expense.items.size(); ++i) {
    if (!expense.items[i].url.empty()) continue;
    found.push_back({"item_without",
                     fmt::format("item {} of {}: none", i + 1, expense.items.size()),
                     "the item has nothing attached"});
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
      for (Gap& gap :
           gaps(stored.expense, attachments_of(stored.expense), table.of_expense(stored.key))) {
        Missing missing = about(stored, selection.zone);
        missing.reason = std::move(gap.reason);
        missing.words = std::move(gap.words);
        missing.detail = std::move(gap.detail);
        visit(missing);
      }
    });
  }
}

}  // namespace bursar::receipts
