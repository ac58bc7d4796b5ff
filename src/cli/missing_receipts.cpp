#include "cli/missing_receipts.hpp"

#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "receipts/decimal.hpp"
#include "receipts/missing.hpp"
#include "text/csv_row.hpp"

namespace bursar::cli {
namespace {

nlohmann::json event_of(const receipts::Missing& missing) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "missing_receipt";
  event["date"] = ledger::format_civil_date(missing.day);
  event["expense"] = missing.expense;
  event["expense_id"] = missing.expense_id;
  event["expense_type"] = missing.type;
  event["status"] = missing.status;
  event["payee"] = missing.payee;
  event["description"] = missing.description;
  event["amount"] = receipts::decimal(missing.amount.hundredths);
  event["currency"] = std::string(missing.amount.currency.code());
  event["reason"] = missing.reason;
  event["words"] = missing.words;
  event["detail"] = missing.detail;
  return event;
}

std::vector<std::string> csv_row(const receipts::Missing& missing) {
  return {ledger::format_civil_date(missing.day),
          missing.expense,
          missing.expense_id,
          missing.type,
          missing.status,
          missing.payee,
          missing.description,
          receipts::decimal(missing.amount.hundredths),
          std::string(missing.amount.currency.code()),
          missing.reason,
          missing.words,
          missing.detail};
}

}  // namespace

void show_missing_receipts(store::Database& database, const std::vector<store::Source>& sources,
                           const receipts::Selection& selection, bool csv, Output& output) {
  Table table{
      {{"date"}, {"expense"}, {"type"}, {"payee"}, {"amount", true}, {"currency"}, {"missing"}},
      {}};
  std::string csv_text;
  if (csv) {
    text::append_csv_row({"date", "expense", "expense_id", "type", "status", "payee", "description",
                          "amount", "currency", "reason", "words", "detail"},
                         csv_text);
  }
  receipts::for_each_missing(database, sources, selection, [&](const receipts::Missing& missing) {
    output.event(event_of(missing));
    if (csv) {
      text::append_csv_row(csv_row(missing), csv_text);
    } else {
      table.rows.push_back({ledger::format_civil_date(missing.day), missing.expense, missing.type,
                            missing.payee, receipts::decimal(missing.amount.hundredths),
                            std::string(missing.amount.currency.code()), missing.words});
    }
  });
  if (csv) return output.document(csv_text);
  if (table.rows.empty()) return output.note("no receipt is missing");
  output.result(format_table(table, output.out_terminal().width));
}

}  // namespace bursar::cli
