#pragma once

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "ledger/entry.hpp"
#include "sample_books.hpp"

namespace bursar::ledger::sample {

inline TaxMode tax_mode(const std::string& name) {
  if (name == "lines") return TaxMode::lines;
  if (name == "codes-exclusive") return TaxMode::codes_exclusive;
  if (name == "codes-inclusive") return TaxMode::codes_inclusive;
  if (name.empty() || name == "none") return TaxMode::none;
  throw std::runtime_error("unknown tax mode: " + name);
}

inline std::string what_it_is(const JournalLine& line, const std::vector<Line>& lines) {
  if (line.line == JournalLine::no_line || line.role == LineRole::money) return {};
  const Posting& posting = lines[line.line].posting;
  std::string what = posting.kind;
  if (line.role == LineRole::held) what = "TAX held";
  if (line.role == LineRole::vat) what = "TAX";
  if (line.role == LineRole::rounding) what = "ROUNDING";
  what += fmt::format(" {}", posting.legacy_id);
  if (posting.derived) what += " (derived)";
  return what;
}

inline std::string list_line(const JournalLine& line, const std::vector<Line>& lines,
                             Currency currency) {
  const auto shown = [&](std::int64_t amount) { return format_amount({amount, currency}); };
  const bool debit = line.gl_amount > 0;
  std::string text = fmt::format("    {:<34}{:>12}{:>12}  {:<22}", line.account,
                                 debit ? "Dr " + shown(line.gl_amount) : "",
                                 debit ? "" : "Cr " + shown(-line.gl_amount), line.class_name);
  if (!line.tax_code.empty()) text += fmt::format("{:<14}", line.tax_code);
  if (line.software_tax != 0) text += fmt::format("VAT by software {} ", shown(line.software_tax));
  text += what_it_is(line, lines);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

inline std::string list_entry(const Entry& entry, const std::string& group,
                              const std::vector<Line>& lines) {
  const auto shown = [&](std::int64_t amount) { return format_amount({amount, entry.currency}); };
  std::string text =
      fmt::format("  {} {} {}\n", format_civil_date(entry.date), group, entry.currency.code());
  std::int64_t debits = 0;
  std::int64_t credits = 0;
  std::int64_t software = 0;
  for (const JournalLine& line : entry.lines) {
    text += list_line(line, lines, entry.currency);
    (line.gl_amount > 0 ? debits : credits) += line.gl_amount;
    software += line.software_tax;
  }
  text += fmt::format("    {:<34}{:>12}{:>12}", "", "Dr " + shown(debits), "Cr " + shown(-credits));
  if (software != 0) text += "  + VAT " + shown(software);
  return text + "\n";
}

inline Books opened_books(const std::string& perspective, const std::string& slug,
                          std::map<std::string, std::string>& options, const SampleBooks& samples) {
  BooksScope scope;
  scope.perspective = perspective == "host" ? Perspective::host : Perspective::account;
  scope.root = "acc_" + slug;
  if (options.contains("include")) scope.include.push_back("acc_" + options["include"]);
  if (options.contains("exclude")) scope.exclude.push_back("acc_" + options["exclude"]);
  return open_books(scope, samples.accounts);
}

inline std::string list_balances(const std::map<std::string, std::int64_t>& balances) {
  std::string text = "  balances:";
  for (const auto& [account, sum] : balances) {
    text += fmt::format(" {} {},", account, format_amount({sum, Currency::parse("USD").value()}));
  }
  text.pop_back();
  return text + "\n";
}

// What the directive `books host|account SLUG chart=... zone=... [...]` lists: the entries by date,
// then the rows that are outside. `balances=yes` adds the sum of each ledger account. `open_chart`
// makes a chart of its name and the samples: a Coder with a tax_booking(TaxMode).
template <typename OpenChart>
std::string journal_listing(std::istringstream& words, const SampleBooks& samples,
                            const OpenChart& open_chart) {
  std::string perspective;
  std::string slug;
  words >> perspective >> slug;
  auto options = SampleBooks::read_options(words);
  const Books books = opened_books(perspective, slug, options, samples);
  const auto chart = open_chart(options["chart"], samples);
  EntryRules rules;
  rules.zone = TimeZone::find(options["zone"]).value();
  rules.tax = chart.tax_booking(tax_mode(options["tax"]));
  if (options["date"] == "created") rules.date = DateBasis::created;
  if (options["currency"] == "transaction") rules.currency = BooksCurrency::transaction;
  if (options["money"] == "pairs") rules.money = MoneyLines::pairs;

  std::vector<std::pair<CivilDate, std::string>> listed;
  std::map<std::string, std::int64_t> balances;
  for (const Group& group : samples.groups(books)) {
    const std::vector<Line> lines = lines_of(group, books, rules.currency);
    for (const Entry& entry : entries_of(group, books, chart, rules)) {
      listed.emplace_back(entry.date, list_entry(entry, group.id, lines));
      for (const JournalLine& line : entry.lines) balances[line.account] += line.gl_amount;
    }
  }
  std::stable_sort(listed.begin(), listed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [date, entry] : listed) text += entry;
  for (const LedgerRow& row : samples.rows) {
    if (!in_books(books, row.row)) text += fmt::format("  outside: {}\n", row.row.legacy_id);
  }
  return options["balances"] == "yes" ? text + list_balances(balances) : text;
}

}  // namespace bursar::ledger::sample
