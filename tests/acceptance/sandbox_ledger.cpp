#include "sandbox_ledger.hpp"

#include <sstream>
#include <stdexcept>

namespace bursar::tests {
namespace {

using Fields = std::vector<std::string>;

std::vector<Fields> lines_of(const std::string& dump, std::size_t columns) {
  std::vector<Fields> lines;
  std::istringstream in(dump);
  for (std::string line; std::getline(in, line);) {
    Fields& fields = lines.emplace_back(1);
    for (const char c : line) {
      if (c == '\t') {
        fields.emplace_back();
      } else {
        fields.back() += c;
      }
    }
    if (fields.size() < columns) throw std::runtime_error("a short line in the dump: " + line);
  }
  return lines;
}

std::int64_t number(const std::string& text) {
  return text.empty() ? 0 : std::stoll(text);
}

std::string kind_of(const Fields& fields) {
  constexpr std::size_t kind = 4;
  constexpr std::size_t expense = 23;
  constexpr std::size_t order = 24;
  if (!fields[kind].empty()) return fields[kind];
  if (!fields[expense].empty()) return "EXPENSE";
  return fields[order].empty() ? "UNKNOWN" : "CONTRIBUTION";
}

}  // namespace

std::vector<DumpedRow> dumped_rows(const std::string& dump) {
  std::vector<DumpedRow> rows;
  for (const Fields& fields : lines_of(dump, 37)) {
    DumpedRow& row = rows.emplace_back();
    row.id = fields[0];
    row.number = number(fields[1]);
    row.group = fields[2].empty() ? fields[0] : fields[2];
    row.is_credit = fields[3] == "CREDIT";
    row.kind = kind_of(fields);
    row.refund_kind = fields[5];
    row.created = fields[7];
    row.effective = fields[8];
    row.currency = fields[13];
    row.amount = number(fields[14]);
    row.net = number(fields[15]);
    row.platform_fee = number(fields[16]);
    row.host_fee = number(fields[17]);
    row.processor_fee = number(fields[18]);
    row.account = fields[20];
    row.opposite = fields[21];
    row.host = fields[22];
    row.expense = fields[23];
    row.reverses = fields[25];
    row.is_refund = fields[26] == "1";
    row.tax_rate = fields[35];
  }
  return rows;
}

std::map<std::string, DumpedExpense> dumped_expenses(const std::string& dump) {
  std::map<std::string, DumpedExpense> expenses;
  for (const Fields& fields : lines_of(dump, 25)) {
    DumpedExpense& expense = expenses[fields[1]];
    expense.id = fields[1];
    expense.type = fields[3];
    expense.status = fields[4];
    expense.on_hold = fields[5] == "1";
    expense.currency = fields[7];
    expense.amount = number(fields[8]);
    expense.tax_rate = fields[10];
    expense.account = fields[13];
    expense.payee = fields[14];
    expense.host = fields[15];
    expense.payee_bears_fees = fields[17] == "PAYEE";
    expense.created = fields[18];
  }
  return expenses;
}

}  // namespace bursar::tests
