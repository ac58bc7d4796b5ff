#include "audit/books_check.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "ledger/month.hpp"

namespace bursar::audit {
namespace {

std::int64_t minus(std::int64_t a, std::int64_t b) {
  return ledger::checked_add(a, ledger::checked_negate(b));
}

void add_to(std::int64_t& sum, std::int64_t amount) {
  sum = ledger::checked_add(sum, amount);
}

// The record as a row, as far as the books ask.
bool is_in_books(const ledger::Books& books, const store::HandedOver& record) {
  ledger::Transaction row;
  row.account = record.account;
  row.host = record.host;
  return ledger::in_books(books, row);
}

// Less than there is, or more: by size, because amounts have two signs.
Code code_of(std::int64_t stored, std::int64_t handed_over) {
  return std::abs(handed_over) > std::abs(stored) ? Code::handed_over_more : Code::not_handed_over;
}

}  // namespace

BooksCheck::BooksCheck(std::string profile, const ledger::Books& books)
    : profile_(std::move(profile)), books_(books) {}

void BooksCheck::add(const store::HandedOver& record) {
  BooksLine& line = lines_[record.currency];
  line.currency = record.currency;
  const std::int64_t handed_over = ledger::checked_add(record.issued, record.caught_up);
  const bool in_books = is_in_books(books_, record);
  const std::int64_t outside = in_books ? 0 : record.stored;
  const std::int64_t missing = minus(minus(record.stored, outside), handed_over);
  add_to(line.stored, record.stored);
  add_to(line.outside, outside);
  add_to(line.issued, record.issued);
  add_to(line.caught_up, record.caught_up);
  add_to(line.legacy_fee, record.legacy_fee);
  add_to(line.vat_held, record.vat_held);
  if (missing == 0) return;
  if (record.standing == store::Standing::waiting) {
    add_to(line.waiting, missing);
  } else if (record.standing == store::Standing::held) {
    add_to(line.held, missing);
  } else {
    add_to(line.difference, missing);
    note(record, missing);
  }
}

void BooksCheck::note(const store::HandedOver& record, std::int64_t missing) {
  const std::int64_t handed_over = ledger::checked_add(record.issued, record.caught_up);
  const Code code = code_of(ledger::checked_add(handed_over, missing), handed_over);
  const ledger::Instant month = ledger::start_of_month(record.created_at);
  Difference& difference =
      differences_[{record.account_id, record.currency, month, record.kind, code}];
  difference.code = code;
  difference.profile = profile_;
  difference.account = record.account_id;
  difference.slug = record.slug;
  difference.currency = record.currency;
  add_to(difference.amount, ledger::checked_negate(missing));
  // Rows that are gone from the store have no date any more.
  if (record.account != ledger::no_key) difference.month = month;
  difference.kind = record.kind;
  if (difference.records++ == 0) difference.detail = "the first is " + record.record;
  if (record.account == ledger::no_key) difference.detail = "its rows are not stored any more";
}

void BooksCheck::add(const store::StreamTotal& total) {
  const std::int64_t above = minus(total.told, total.lines);
  if (above == 0) return;
  const bool told = std::any_of(differences_.begin(), differences_.end(), [&](const auto& known) {
    return known.second.currency == total.currency &&
           (total.account.empty() || known.second.account == total.account);
  });
  if (told) return;
  Difference& difference = differences_[{total.account, total.currency, {}, {}, {}}];
  difference.code = above > 0 ? Code::handed_over_more : Code::not_handed_over;
  difference.profile = profile_;
  difference.account = total.account;
  difference.slug = total.slug;
  difference.currency = total.currency;
  difference.amount = above;
  difference.detail = "the balance handed over is not that of the lines handed over";
}

std::vector<BooksLine> BooksCheck::lines() const {
  std::vector<BooksLine> lines;
  for (const auto& [currency, line] : lines_) lines.push_back(line);
  return lines;
}

std::vector<Difference> BooksCheck::differences() const {
  std::vector<Difference> all;
  for (const auto& [place, difference] : differences_) all.push_back(difference);
  const auto name_apart = [&](Code code, ledger::Currency currency, std::int64_t amount,
                              const char* detail) {
    if (amount == 0) return;
    Difference& difference = all.emplace_back();
    difference.code = code;
    difference.profile = profile_;
    difference.currency = currency;
    difference.amount = amount;
    difference.detail = detail;
  };
  for (const auto& [currency, line] : lines_) {
    name_apart(Code::legacy_host_fee, currency, line.legacy_fee,
               "host fees of before mid-2021, booked for the host though no row of it has them");
    name_apart(Code::vat_held, currency, line.vat_held,
               "VAT that the platform took off the balance, booked as held");
    name_apart(Code::outside, currency, ledger::checked_negate(line.outside),
               "rows of payers and payees, which are in nobody's books here");
  }
  return all;
}

}  // namespace bursar::audit
