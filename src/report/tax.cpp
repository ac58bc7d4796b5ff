#include "report/tax.hpp"

#include <utility>

#include <fmt/format.h>

#include "store/payment_particulars.hpp"

namespace bursar::report {
namespace {

using ledger::checked_add;
using ledger::checked_negate;
using ledger::Line;
using ledger::TaxDirection;

bool is_orphan(const Line& line) {
  return !line.tax && line.posting.kind == "TAX";
}

// A contributor's number is on the row; that of a payee on the expense, which may have several.
std::string id_number_of(const store::StoredTransaction& row, TaxDirection direction,
                         store::Database& database) {
  if (direction == TaxDirection::input && !row.row.expense.empty()) {
    const auto numbers = store::payment_particulars(database, row.row.expense).tax_id_numbers;
    if (!numbers.empty()) return fmt::format("{}", fmt::join(numbers, " "));
  }
  return row.row.tax_id_number;
}

void add(const TaxSums& more, TaxSums& sums) {
  sums.net = checked_add(sums.net, more.net);
  sums.tax = checked_add(sums.tax, more.tax);
  sums.refunded = checked_add(sums.refunded, more.refunded);
  sums.lines += more.lines;
}

// Collected tax has the sign of the money that came in, paid tax that of the money that went out.
TaxSums sums_of(const Line& line) {
  TaxSums sums;
  if (line.tax) {
    sums.tax = line.tax->amount;
    sums.net = checked_add(line.tax->charged_on, checked_negate(line.tax->amount));
    if (line.tax->direction == TaxDirection::input) {
      sums.tax = checked_negate(sums.tax);
      sums.net = checked_negate(sums.net);
    }
  } else {
    sums.tax = checked_negate(line.posting.amount.hundredths);
  }
  sums.lines = 1;
  if (sums.tax < 0) sums.refunded = checked_negate(sums.tax);
  return sums;
}

const char* word_for(TaxDirection direction) {
  return direction == TaxDirection::output ? "collected" : "paid";
}

Row cells_of(const Sheet& sheet, const TaxKey& key, const TaxSums& sums, const std::string& rate) {
  const auto amount = [&](std::int64_t hundredths) {
    return ledger::format_amount({hundredths, key.currency});
  };
  return {sheet.source,
          key.host,
          std::string(key.currency.code()),
          word_for(key.direction),
          key.type,
          rate,
          key.id_number,
          amount(checked_add(sums.net, sums.tax)),
          amount(sums.net),
          amount(sums.tax),
          amount(sums.refunded),
          key.computed ? "true" : "false",
          std::to_string(sums.lines)};
}

void add_rows(const std::map<TaxKey, TaxSums>& all, Sheet& sheet) {
  std::map<TaxKey, TaxSums> totals;
  for (const auto& [key, sums] : all) {
    sheet.rows.push_back(cells_of(sheet, key, sums, key.rate));
    TaxKey total;
    total.host = key.host;
    total.currency = key.currency;
    total.direction = key.direction;
    add(sums, totals[total]);
  }
  for (const auto& [key, sums] : totals) {
    Row& row = sheet.totals.emplace_back(cells_of(sheet, key, sums, {}));
    row[row.size() - 2].clear();  // of both computed and not
  }
}

}  // namespace

void TaxTally::add_line(const BookedGroup& group, const Line& line, const SourceBooks& books) {
  const store::StoredTransaction& row = group.row_of(line);
  TaxKey key;
  if (row.host != nullptr) key.host = row.host->slug;
  key.currency = line.posting.amount.currency;
  key.type = row.row.tax_type;
  if (line.tax) {
    key.direction = line.tax->direction;
    key.type = line.tax->type;
    if (line.tax->rate) key.rate = ledger::format_tax_rate(*line.tax->rate);
    key.computed = line.tax->derived;
  } else {
    ++without_base_;
  }
  key.id_number = id_number_of(row, key.direction, books.database);
  report::add(sums_of(line), sums_[key]);
}

void TaxTally::add(const BookedGroup& group, const SourceBooks& books) {
  for (const Line& line : group.lines) {
    if (line.tax || is_orphan(line)) add_line(group, line, books);
  }
}

Sheet tax_report(const SourceBooks& books, const ledger::DayRange& period) {
  Sheet sheet = open_sheet(books, "tax", period);
  sheet.name = "tax";
  sheet.columns = {{"source", ""},
                   {"host", "host"},
                   {"currency", "currency"},
                   {"direction", "direction"},
                   {"tax_type", "type"},
                   {"rate", "rate", Cells::amount},
                   {"tax_id_number", "id number"},
                   {"gross", "gross", Cells::amount},
                   {"net", "net", Cells::amount},
                   {"tax", "tax", Cells::amount},
                   {"refunded_tax", "of it refunded", Cells::amount},
                   {"computed", "computed", Cells::flag},
                   {"lines", "lines", Cells::count}};
  TaxTally tally;
  for_each_booked_group(
      books, store::Topic::taxes, period,
      [&](const BookedGroup& group) { tally.add(group, books); }, sheet.problems);
  add_rows(tally.sums(), sheet);
  for (const auto& [key, sums] : tally.sums()) {
    if (!key.computed) continue;
    sheet.legend.emplace_back(
        "computed: tax on expenses that no row shows; it follows from the expense's rates");
    break;
  }
  if (tally.without_base() > 0) {
    sheet.notes.push_back(fmt::format(
        "{} tax rows have no main row in these books: their tax is counted, with a net of 0",
        tally.without_base()));
  }
  if (period.last) note_unread(books, "transactions", *period.last, sheet);
  return sheet;
}

}  // namespace bursar::report
