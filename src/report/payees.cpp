#include "report/payees.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "store/payment_particulars.hpp"

namespace bursar::report {
namespace {

using ledger::checked_add;
using ledger::checked_negate;
using ledger::Line;

bool is_payment(const Line& line) {
  return line.posting.kind == "EXPENSE" && line.posting.part == ledger::Part::main &&
         line.posting.side == ledger::Side::given;
}

// The amount of the line in the currency of its account.
std::int64_t own_amount(const BookedGroup& group, const Line& line, const SourceBooks& books) {
  const ledger::Transaction& row = group.row_of(line).row;
  if (row.currency == row.host_currency) return line.posting.amount.hundredths;
  const std::vector<Line> lines =
      ledger::lines_of(group.group, books.books, ledger::BooksCurrency::transaction);
  const auto same = std::find_if(lines.begin(), lines.end(), [&](const Line& other) {
    return other.posting.row == line.posting.row && other.posting.part == line.posting.part;
  });
  return same == lines.end() ? 0 : same->posting.amount.hundredths;
}

std::int64_t& place_of(std::string_view expense_type, PayeeSums& sums) {
  if (expense_type == "INVOICE") return sums.invoices;
  if (expense_type == "RECEIPT") return sums.receipts;
  if (expense_type == "GRANT" || expense_type == "FUNDING_REQUEST") return sums.grants;
  if (expense_type == "CHARGE") return sums.charges;
  return sums.other;
}

// Payments that the processor reports to the tax office itself, in the United States.
bool is_by_processor(std::string_view payout_type) {
  static constexpr std::array<std::string_view, 3> types{"PAYPAL", "CREDIT_CARD", "STRIPE"};
  return std::find(types.begin(), types.end(), payout_type) != types.end();
}

void keep(std::string& present, const std::string& newer) {
  if (!newer.empty()) present = newer;
}

void learn(const store::StoredTransaction& row, const store::PaymentParticulars& told,
           PayeeFacts& facts) {
  if (row.opposite_account != nullptr) {
    facts.name = row.opposite_account->name;
    facts.legal_name = row.opposite_account->legal_name;
    facts.type = row.opposite_account->type;
  }
  const std::string numbers = fmt::format("{}", fmt::join(told.tax_id_numbers, " "));
  const bool is_newer = told.created_at >= facts.told_at;
  if (is_newer || facts.country.empty()) keep(facts.country, told.payee_country);
  if (is_newer || facts.address.empty()) keep(facts.address, told.payee_address);
  if (is_newer || facts.tax_id_number.empty()) keep(facts.tax_id_number, numbers);
  facts.told_at = std::max(facts.told_at, told.created_at);
}

void add(const PayeeSums& more, PayeeSums& sums) {
  static constexpr std::array members{
      &PayeeSums::own,          &PayeeSums::invoices,   &PayeeSums::receipts,
      &PayeeSums::grants,       &PayeeSums::charges,    &PayeeSums::other,
      &PayeeSums::by_processor, &PayeeSums::taken_back, &PayeeSums::lines};
  for (const auto member : members) sums.*member = checked_add(sums.*member, more.*member);
}

Row cells_of(const Sheet& sheet, const PayeeKey& key, const PayeeFacts& facts,
             const PayeeSums& sums) {
  const auto amount = [&](std::int64_t hundredths) {
    return ledger::format_amount({hundredths, key.host_currency});
  };
  const std::string own =
      key.currency.empty() ? std::string() : ledger::format_amount({sums.own, key.currency});
  return {sheet.source,
          key.host,
          key.payee,
          key.slug,
          facts.name,
          facts.legal_name,
          facts.type,
          facts.country,
          facts.address,
          facts.tax_id_number,
          std::string(key.currency.code()),
          own,
          std::string(key.host_currency.code()),
          amount(sums.invoices),
          amount(sums.receipts),
          amount(sums.grants),
          amount(sums.charges),
          amount(sums.other),
          amount(sums.total()),
          amount(sums.by_processor),
          amount(sums.taken_back),
          std::to_string(sums.lines)};
}

std::vector<Column> columns() {
  return {{"source", ""},
          {"host", "host"},
          {"payee_id", ""},
          {"payee", "payee"},
          {"name", ""},
          {"legal_name", "legal name"},
          {"payee_type", ""},
          {"country", "country"},
          {"address", ""},
          {"tax_id_number", "tax id"},
          {"currency", ""},
          {"total_in_currency", "", Cells::amount},
          {"host_currency", "currency"},
          {"invoices", "invoices", Cells::amount},
          {"receipts", "receipts", Cells::amount},
          {"grants", "grants", Cells::amount},
          {"card_charges", "cards", Cells::amount},
          {"other", "other", Cells::amount},
          {"total", "total", Cells::amount},
          {"by_processor", "by processor", Cells::amount},
          {"taken_back", "taken back", Cells::amount},
          {"lines", "lines", Cells::count}};
}

}  // namespace

std::int64_t PayeeSums::total() const {
  std::int64_t sum = 0;
  for (const std::int64_t part : {invoices, receipts, grants, charges, other}) {
    sum = checked_add(sum, part);
  }
  return sum;
}

void PayeeTally::add_line(const BookedGroup& group, const Line& line, const SourceBooks& books) {
  const store::StoredTransaction& row = group.row_of(line);
  const store::PaymentParticulars told =
      store::payment_particulars(books.database, row.row.expense);
  PayeeKey key;
  if (row.host != nullptr) key.host = row.host->slug;
  if (row.opposite_account != nullptr) {
    key.slug = row.opposite_account->slug;
    key.payee = row.opposite_account->public_id;
  }
  key.currency = row.row.currency;
  key.host_currency = row.row.host_currency;
  PayeeSums sums;
  const std::int64_t paid = checked_negate(line.posting.amount.hundredths);
  place_of(row.expense_type, sums) = paid;
  sums.own = checked_negate(own_amount(group, line, books));
  const std::string& payout =
      row.row.payout_type.empty() ? told.payout_method_type : row.row.payout_type;
  if (is_by_processor(payout)) sums.by_processor = paid;
  if (paid < 0) sums.taken_back = checked_negate(paid);
  sums.lines = 1;
  learn(row, told, facts_[key.payee]);
  report::add(sums, sums_[key]);
}

void PayeeTally::add(const BookedGroup& group, const SourceBooks& books) {
  for (const Line& line : group.lines) {
    if (is_payment(line)) add_line(group, line, books);
  }
}

Sheet payees_report(const SourceBooks& books, const ledger::DayRange& period) {
  Sheet sheet = open_sheet(books, "paid to payees", period);
  sheet.name = "payee";
  sheet.columns = columns();
  PayeeTally tally;
  for_each_booked_group(
      books, store::Topic::expenses, period,
      [&](const BookedGroup& group) { tally.add(group, books); }, sheet.problems);
  std::map<PayeeKey, PayeeSums> totals;
  for (const auto& [key, sums] : tally.sums()) {
    sheet.rows.push_back(cells_of(sheet, key, tally.facts_of(key.payee), sums));
    PayeeKey total;
    total.host = key.host;
    total.host_currency = key.host_currency;
    add(sums, totals[total]);
  }
  for (const auto& [key, sums] : totals) sheet.totals.push_back(cells_of(sheet, key, {}, sums));
  if (period.last) note_unread(books, "transactions", *period.last, sheet);
  return sheet;
}

}  // namespace bursar::report
