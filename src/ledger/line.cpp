#include "ledger/line.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "ledger/legacy_fee.hpp"

namespace bursar::ledger {
namespace {

Money plus(Money a, Money b) {
  return {checked_add(a.hundredths, b.hundredths), a.currency};
}

std::vector<Posting> postings_of_group(const Group& group, const Books& books,
                                       BooksCurrency currency) {
  std::vector<Posting> postings;
  for (std::size_t i = 0; i < group.rows.size(); ++i) {
    for (Posting& posting : postings_of(group.rows[i].row, i, currency)) {
      if (const auto other = host_side_of_fee(posting, books)) postings.push_back(*other);
      postings.push_back(std::move(posting));
    }
  }
  return postings;
}

// The row that a TAX posting is the tax of: in the same currency, so that the two can be added.
std::optional<std::size_t> taxed_row(const Posting& posting, const Group& group,
                                     BooksCurrency currency) {
  if (posting.kind != "TAX") return std::nullopt;
  if (posting.part == Part::tax) return posting.row;
  const auto row = main_row_of_account(group, posting.account);
  if (!row || net_of(group.rows[*row].row, currency).currency != posting.amount.currency) {
    return std::nullopt;
  }
  return row;
}

TaxRate read_rate(const std::string& text, const Transaction& row) {
  if (const auto rate = parse_tax_rate(text)) return *rate;
  throw Error(ErrorKind::data,
              fmt::format("transaction {} ({}): the tax rate \"{}\" cannot be read", row.legacy_id,
                          row.id, text),
              "report this with the row's id; its amounts are stored and unharmed");
}

// The rates on an expense are exact, the one on its row is rounded (F 5.10.3).
std::optional<TaxRate> rate_of(const LedgerRow& row) {
  if (!row.expense_tax_rates.empty() && booked_kind(row.row) == "EXPENSE") {
    TaxRate sum;
    for (const std::string& text : row.expense_tax_rates) {
      sum.millionths += read_rate(text, row.row).millionths;
    }
    return sum;
  }
  if (row.row.tax_rate.empty()) return std::nullopt;
  return read_rate(row.row.tax_rate, row.row);
}

// Adds what a TAX posting took to the line it belongs to. Output tax is inside the gross amount
// already; input tax came on top of it.
void attach(const Posting& tax, const LedgerRow& tax_row, const LedgerRow& row, Line& line) {
  if (!line.tax) {
    line.tax = LineTax{};
    line.tax->direction =
        line.posting.side == Side::received ? TaxDirection::output : TaxDirection::input;
    line.tax->type = row.row.tax_type.empty() ? tax_row.row.tax_type : row.row.tax_type;
    line.tax->rate = rate_of(row);
    if (!line.tax->rate) line.tax->rate = rate_of(tax_row);
  }
  if (line.tax->direction == TaxDirection::output) {
    line.tax->amount = checked_add(line.tax->amount, checked_negate(tax.amount.hundredths));
  } else {
    line.tax->amount = checked_add(line.tax->amount, tax.amount.hundredths);
    line.posting.amount = plus(line.posting.amount, tax.amount);
  }
  line.tax->charged_on = line.posting.amount.hundredths;
}

// The processor fees of an expense that its payee bears: what was taken off before the payee got
// the rest, whether inside the row, as a row of its own, or given back with a refund.
Money fees_borne_by_payee(const Line& line, const std::vector<Posting>& postings) {
  Money fees{0, line.posting.amount.currency};
  for (const Posting& posting : postings) {
    if (posting.kind != "PAYMENT_PROCESSOR_FEE" && posting.kind != "PAYMENT_PROCESSOR_COVER") {
      continue;
    }
    if (posting.account != line.posting.account || posting.derived) continue;
    if (posting.amount.currency == fees.currency) fees = plus(fees, posting.amount);
  }
  return fees;
}

// How far the tax of a line is from its rate of `charged_on`.
std::int64_t misfit(const LineTax& tax, Money charged_on) {
  const Money net{checked_add(charged_on.hundredths, checked_negate(tax.amount)),
                  charged_on.currency};
  return std::abs(checked_add(tax_on(net, *tax.rate).hundredths, checked_negate(tax.amount)));
}

// In-row tax of an expense is that of its invoice. Where the payee bears the fees, the invoice may
// have been of more than the row shows: whichever of the two fits the rate.
void count_fees_of_payee(const std::vector<Posting>& postings, Line& line) {
  LineTax& tax = *line.tax;
  if (tax.derived || tax.direction != TaxDirection::input || !tax.rate) return;
  const Money with_fees = plus(line.posting.amount, fees_borne_by_payee(line, postings));
  if (misfit(tax, with_fees) < misfit(tax, line.posting.amount)) {
    tax.charged_on = with_fees.hundredths;
  }
}

// The tax of an expense given lies between its payee and a tax vendor, where neither perspective
// sees it: it follows from the rates.
void derive_tax(const LedgerRow& row, const std::vector<Posting>& postings, Line& line) {
  if (line.tax || line.posting.part != Part::main || line.posting.kind != "EXPENSE" ||
      line.posting.side != Side::given) {
    return;
  }
  const std::optional<TaxRate> rate = rate_of(row);
  if (!rate || rate->millionths == 0) return;
  Money charged_on = line.posting.amount;
  if (row.payee_bears_fees) charged_on = plus(charged_on, fees_borne_by_payee(line, postings));
  line.tax = LineTax{TaxDirection::input,
                     row.row.tax_type,
                     rate,
                     tax_within(charged_on, *rate).hundredths,
                     charged_on.hundredths,
                     true};
}

Line line_of(Posting posting, const Group& group, const Books& books) {
  const LedgerRow& row = group.rows[posting.row];
  Line line;
  line.fund = fund_of(books, posting.account);
  // In-row fees went to the platform or a processor, whoever the other side of the row is.
  const bool to_a_stranger =
      posting.part == Part::platform_fee || posting.part == Part::processor_fee;
  line.internal = !to_a_stranger && is_internal(books, posting.account, posting.counterparty);
  if (posting.part == Part::tax || posting.kind == "TAX" ||
      (posting.part == Part::main && main_kind_rank(posting.kind) >= 0)) {
    line.category = row.category;
    line.expense_type = row.expense_type;
  }
  line.processor = processor_of(group);
  line.posting = std::move(posting);
  return line;
}

void sort_lines(std::vector<Line>& lines, const Group& group) {
  const std::size_t main = main_row(group);
  const Key account = group.rows[main].row.account;
  const auto place = [&](const Line& line) {
    const Posting& posting = line.posting;
    return std::tuple(posting.account != account, posting.row != main, posting.legacy_id,
                      posting.row, posting.part);
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const Line& a, const Line& b) { return place(a) < place(b); });
}

}  // namespace

Money cash_of(const Line& line) {
  const Money gross = line.posting.amount;
  if (!line.tax || line.tax->direction == TaxDirection::input) return gross;
  return {checked_add(gross.hundredths, checked_negate(line.tax->amount)), gross.currency};
}

std::vector<Line> lines_of(const Group& group, const Books& books, BooksCurrency currency) {
  const std::vector<Posting> postings = postings_of_group(group, books, currency);
  std::vector<Line> lines;
  std::vector<std::pair<std::size_t, const Posting*>> taxes;  // by the row they belong to
  for (const Posting& posting : postings) {
    if (const auto row = taxed_row(posting, group, currency)) {
      taxes.emplace_back(*row, &posting);
    } else {
      lines.push_back(line_of(posting, group, books));
    }
  }
  for (Line& line : lines) {
    const LedgerRow& row = group.rows[line.posting.row];
    for (const auto& [taxed, tax] : taxes) {
      if (line.posting.part != Part::main || line.posting.row != taxed) continue;
      attach(*tax, group.rows[tax->row], row, line);
    }
    if (line.tax && row.payee_bears_fees) count_fees_of_payee(postings, line);
    derive_tax(row, postings, line);
  }
  sort_lines(lines, group);
  return lines;
}

}  // namespace bursar::ledger
