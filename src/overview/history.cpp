#include "overview/history.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "ledger/side.hpp"
#include "overview/wording.hpp"

namespace bursar::overview {
namespace {

void add_to(std::int64_t& sum, std::int64_t amount) {
  sum = ledger::checked_add(sum, amount);
}

void add_to(page::Flow& sum, const page::Flow& more) {
  add_to(sum.income, more.income);
  add_to(sum.spending, more.spending);
  add_to(sum.internal, more.internal);
}

std::int64_t change_of(const page::Flow& flow) {
  return ledger::checked_add(ledger::checked_add(flow.income, flow.spending), flow.internal);
}

// One account in one currency, while it is added up.
struct Line {
  std::int64_t opening = 0;
  std::vector<page::Flow> flows;  // by month
};
using Lines = std::map<std::pair<ledger::Currency, ledger::Key>, Line>;

Line& line_of(Lines& lines, const store::RowSum& sum, std::size_t months) {
  Line& line = lines[{sum.like.host_currency, sum.like.account}];
  line.flows.resize(months);
  return line;
}

Lines lines_of(const report::SourceBooks& known, const std::vector<Month>& months) {
  // All that ever were, so that both sides of what went between two of them are judged alike.
  std::vector<ledger::Key> members;
  for (const auto& [key, member] : known.books.members) members.push_back(key);
  const auto sums_within = [&](ledger::Instant from, ledger::Instant to) {
    auto sums = store::row_sums(known.database, known.source, members, {from, to});
    std::erase_if(sums, [&](const auto& sum) { return !ledger::in_books(known.books, sum.like); });
    return sums;
  };
  Lines lines;
  ledger::Instant from = known.zone.start_of(months.front().first);
  for (const store::RowSum& sum : sums_within({INT64_MIN}, from)) {
    add_to(line_of(lines, sum, months.size()).opening, sum.net);
  }
  for (std::size_t i = 0; i < months.size(); ++i) {
    const ledger::Instant to = known.zone.start_of({months[i].last.days + 1});
    for (const store::RowSum& sum : sums_within(from, to)) {
      add_to(line_of(lines, sum, months.size()).flows[i], flow_of(sum));
    }
    from = to;
  }
  return lines;
}

page::AccountHistory account_history(const ledger::Account& account, const Line& line) {
  page::AccountHistory history;
  history.name = name_of(account);
  history.slug = account.slug;
  history.opening = line.opening;
  std::int64_t balance = line.opening;
  for (const page::Flow& flow : line.flows) {
    add_to(history.flow, flow);
    add_to(balance, change_of(flow));
    history.balances.push_back(balance);
  }
  return history;
}

std::int64_t size_of(const page::AccountHistory& account) {
  return std::max({std::abs(account.opening), std::abs(account.balances.back()),
                   std::abs(account.flow.income), std::abs(account.flow.spending)});
}

// The largest accounts by name; what is left of many in one line.
void shorten(std::vector<page::AccountHistory>& accounts) {
  constexpr std::size_t most_accounts = 60;
  std::stable_sort(accounts.begin(), accounts.end(),
                   [](const auto& a, const auto& b) { return size_of(a) > size_of(b); });
  page::AccountHistory others;
  const std::size_t kept = std::min(accounts.size(), most_accounts);
  for (std::size_t i = kept; i < accounts.size(); ++i) {
    add_to(others.opening, accounts[i].opening);
    add_to(others.flow, accounts[i].flow);
    others.balances.resize(accounts[i].balances.size());
    for (std::size_t m = 0; m < others.balances.size(); ++m) {
      add_to(others.balances[m], accounts[i].balances[m]);
    }
  }
  others.name = fmt::format("{} smaller accounts", accounts.size() - kept);
  const bool some_left = accounts.size() > kept;
  accounts.resize(kept);
  std::sort(accounts.begin(), accounts.end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.slug) < std::tie(b.name, b.slug);
  });
  if (some_left) accounts.push_back(std::move(others));
}

}  // namespace

std::vector<Month> months_of(ledger::CivilDate first, ledger::CivilDate last) {
  std::vector<Month> months;
  while (first <= last) {
    const ledger::YearMonthDay day = ledger::year_month_day(first);
    const bool ends_year = day.month == 12;
    const ledger::CivilDate next =
        ledger::civil_date({ends_year ? day.year + 1 : day.year, ends_year ? 1 : day.month + 1, 1});
    months.push_back({fmt::format("{:04}-{:02}", day.year, day.month), first,
                      std::min(last, ledger::CivilDate{next.days - 1})});
    first = next;
  }
  return months;
}

page::Flow flow_of(const store::RowSum& sum) {
  page::Flow flow;
  if (sum.to_members) {
    flow.internal = sum.net;
  } else if (ledger::side_of(sum.like) == ledger::Side::given) {
    flow.spending = sum.net;
  } else {
    const std::int64_t fees = ledger::bears_fees(sum.like) ? sum.fees : 0;
    flow.income = ledger::checked_add(sum.net, ledger::checked_negate(fees));
    flow.spending = fees;
  }
  return flow;
}

std::vector<page::CurrencyHistory> history_of(const report::SourceBooks& books,
                                              const std::vector<Month>& months) {
  std::vector<page::CurrencyHistory> all;
  for (const auto& [place, line] : lines_of(books, months)) {
    const auto& [currency, key] = place;
    if (all.empty() || all.back().currency != currency) {
      all.emplace_back().currency = currency;
      all.back().flows.resize(months.size());
    }
    page::CurrencyHistory& history = all.back();
    add_to(history.opening, line.opening);
    for (std::size_t i = 0; i < months.size(); ++i) add_to(history.flows[i], line.flows[i]);
    history.accounts.push_back(account_history(books.accounts.at(key), line));
  }
  for (page::CurrencyHistory& history : all) shorten(history.accounts);
  return all;
}

}  // namespace bursar::overview
