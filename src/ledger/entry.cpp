#include "ledger/entry.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

JournalLine money_line(const JournalLine& line, std::string_view untaxed_code) {
  JournalLine money;
  money.role = LineRole::money;
  money.line = line.line;
  money.account = line.money;
  money.tax_code = untaxed_code;
  money.class_name = line.class_name;
  money.gl_amount = checked_negate(booked_total(line));
  return money;
}

std::vector<JournalLine> in_pairs(std::vector<JournalLine> lines, std::string_view untaxed_code) {
  std::vector<JournalLine> pairs;
  pairs.reserve(lines.size() * 2);
  for (JournalLine& line : lines) {
    JournalLine money = money_line(line, untaxed_code);
    pairs.push_back(std::move(line));
    pairs.push_back(std::move(money));
  }
  return pairs;
}

std::vector<Currency> currencies_of(std::span<const Line> lines) {
  std::vector<Currency> currencies;
  for (const Line& line : lines) {
    const Currency currency = line.posting.amount.currency;
    if (std::find(currencies.begin(), currencies.end(), currency) == currencies.end()) {
      currencies.push_back(currency);
    }
  }
  return currencies;
}

}  // namespace

std::vector<JournalLine> with_money_lines(std::vector<JournalLine> lines, MoneyLines money,
                                          std::string_view untaxed_code) {
  if (money == MoneyLines::pairs) return in_pairs(std::move(lines), untaxed_code);
  std::map<std::pair<std::string, std::string>, JournalLine> merged;
  for (const JournalLine& line : lines) {
    JournalLine own = money_line(line, untaxed_code);
    const auto [place, is_new] = merged.try_emplace({own.account, own.class_name}, own);
    if (is_new) continue;
    JournalLine& sum = place->second;
    sum.gl_amount = checked_add(sum.gl_amount, own.gl_amount);
    if (sum.line != own.line) sum.line = JournalLine::no_line;
  }
  for (auto& [place, line] : merged) {
    if (line.gl_amount != 0) lines.push_back(std::move(line));
  }
  return lines;
}

void check_balance(std::span<const JournalLine> lines, std::string_view entry_name) {
  std::map<std::string_view, std::int64_t> by_class;
  for (const JournalLine& line : lines) {
    std::int64_t& sum = by_class[line.class_name];
    sum = checked_add(sum, booked_total(line));
  }
  for (const auto& [class_name, sum] : by_class) {
    if (sum == 0) continue;
    throw Error(ErrorKind::bug,
                fmt::format("entry {} does not balance: class \"{}\" is off by {} hundredths",
                            entry_name, class_name, sum),
                "nothing was handed over; report this with the entry's name");
  }
}

std::vector<Entry> entries_of(const Group& group, std::span<const Line> lines,
                              std::span<const Coding> codings, const EntryRules& rules) {
  if (lines.size() != codings.size()) {
    throw Error(ErrorKind::bug, fmt::format("group {}: {} lines but {} codings", group.id,
                                            lines.size(), codings.size()));
  }
  std::vector<Entry> entries;
  for (const Currency currency : currencies_of(lines)) {
    std::vector<JournalLine> booked;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].posting.amount.currency != currency) continue;
      for (JournalLine& line : book(lines[i], i, codings[i], rules.tax)) {
        booked.push_back(std::move(line));
      }
    }
    if (booked.empty()) continue;
    booked = with_money_lines(std::move(booked), rules.money, rules.tax.untaxed_code);
    check_balance(booked, group.id);
    entries.push_back({currency, date_of_entry(group, rules.date, rules.zone), std::move(booked)});
  }
  return entries;
}

std::vector<Entry> entries_of(const Group& group, const Books& books, const Coder& coder,
                              const EntryRules& rules) {
  const std::vector<Line> lines = lines_of(group, books, rules.currency);
  std::vector<Coding> codings;
  codings.reserve(lines.size());
  std::transform(lines.begin(), lines.end(), std::back_inserter(codings), coder);
  return entries_of(group, lines, codings, rules);
}

}  // namespace bursar::ledger
