#include "receipts/index_file.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "ledger/accounting_date.hpp"
#include "os/atomic_file.hpp"
#include "receipts/decimal.hpp"
#include "store/receipts.hpp"
#include "text/csv_row.hpp"

namespace bursar::receipts {
namespace {

std::vector<std::string> header() {
  return {"expense",    "expense_id", "status", "paid",        "account", "payee",
          "amount",     "currency",   "groups", "handed_over", "number",  "attached",
          "attachment", "file",       "type",   "bytes",       "sha256",  "missing"};
}

std::vector<std::string> row(const store::IndexedReceipt& indexed, const store::ExpenseTrace& trace,
                             const ledger::TimeZone& zone) {
  const store::Receipt& receipt = indexed.receipt;
  const bool archived = !receipt.file.empty();
  const bool unasked = !archived && receipt.reason.empty();
  return {
      indexed.expense_number ? std::to_string(*indexed.expense_number) : std::string(),
      indexed.expense_id,
      indexed.status,
      indexed.paid_at ? ledger::format_civil_date(ledger::typed_date(*indexed.paid_at, zone))
                      : std::string(),
      indexed.account,
      indexed.payee,
      decimal(indexed.amount.hundredths),
      std::string(indexed.amount.currency.code()),
      fmt::format("{}", fmt::join(trace.groups, " ")),
      fmt::format("{}", fmt::join(trace.handed_over, "; ")),
      std::to_string(receipt.number),
      receipt.attached ? "yes" : "no",
      receipt.attachment,
      receipt.file,
      archived ? receipt.type : std::string(),
      archived ? std::to_string(receipt.size) : std::string(),
      receipt.sha256,
      unasked ? "not_fetched" : receipt.reason,
  };
}

}  // namespace

std::string index_text(store::Database& database, const ledger::TimeZone& zone) {
  std::string text;
  text::append_csv_row(header(), text);
  std::string expense;
  store::ExpenseTrace trace;
  store::for_each_receipt(database, [&](const store::IndexedReceipt& indexed) {
    if (indexed.expense_id != expense) {
      expense = indexed.expense_id;
      trace = store::trace_of_expense(database, expense);
    }
    text::append_csv_row(row(indexed, trace, zone), text);
  });
  return text;
}

void write_index(store::Database& database, const ledger::TimeZone& zone, const Archive& archive) {
  const std::filesystem::path file = archive.directory() / index_name;
  const std::string text = index_text(database, zone);
  std::ifstream in(file, std::ios::binary);
  if (in && std::string{std::istreambuf_iterator<char>(in), {}} == text) return;
  os::AtomicFile index(file);
  index.write(text);
  index.commit();
}

}  // namespace bursar::receipts
