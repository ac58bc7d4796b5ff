#include "audit/narrowing.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "audit/counts.hpp"
#include "audit/monthly_sums.hpp"
#include "ledger/month.hpp"
#include "store/month_groups.hpp"

namespace bursar::audit {
namespace {

using store::Interval;

store::AskedRows rows_of(const std::string& account) {
  return {false, {account}};
}

DifferingMonth month_of(const AccountBalance& line, const Interval& interval) {
  DifferingMonth month;
  month.account = line.account;
  month.slug = line.slug;
  month.currency = line.currency;
  month.interval = interval;
  month.by_balance = true;
  return month;
}

std::vector<DifferingMonth> months_by_balance(const Scope& scope, const Balances& balances,
                                              const AccountBalance& line) {
  std::vector<DifferingMonth> found;
  const std::vector<Interval> months = months_of(scope, scope.safe);
  if (months.empty()) return found;
  std::vector<ledger::Instant> ends;
  for (const Interval& month : months) ends.push_back(month.to);
  const auto differences = differences_at(scope, balances, line, ends);
  std::int64_t before = 0;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (!differences[i] || *differences[i] == before) continue;
    DifferingMonth& month = found.emplace_back(month_of(line, months[i]));
    month.amount = ledger::checked_add(*differences[i], ledger::checked_negate(before));
    before = *differences[i];
  }
  // What is younger than the safe date is in the present balance alone.
  const std::int64_t now = line.live_difference.value_or(
      difference_of(*line.platform_now, line.stored_now, line.currency));
  if (now != before && scope.safe < scope.read_to) {
    DifferingMonth& month = found.emplace_back(month_of(line, {scope.safe, scope.read_to}));
    month.amount = ledger::checked_add(now, ledger::checked_negate(before));
  }
  return found;
}

// Names the kinds of rows that make the difference of each month, by the platform's own sums of the
// account with its children, where they can be compared.
void name_kinds(const Scope& scope, std::vector<DifferingMonth>& months) {
  const std::string& account = months.front().account;
  const auto there =
      scope.client.monthly_sums(account, opencollective::Perspective::account, scope.read_to);
  if (!there.answer) return;
  const store::AskedRows rows = rows_of_reports(scope, account);
  for (DifferingMonth& month : months) {
    const auto sums = std::find_if(
        there.answer->begin(), there.answer->end(),
        [&](const auto& one) { return one.month == ledger::start_of_month(month.interval.from); });
    if (sums == there.answer->end()) continue;
    DifferingMonth named;
    const bool comparable =
        compare_month(*sums,
                      store::month_groups(
                          scope.database, scope.source.source, rows,
                          {sums->month, std::min(ledger::next_month(sums->month), scope.read_to)}),
                      named);
    if (comparable && named.currency == month.currency) month.kinds = named.kinds;
  }
}

// Fills in the numbers of rows of these months, which are all of one account.
void count(const Scope& scope, std::vector<DifferingMonth>& months) {
  std::vector<opencollective::WindowQuery> queries;
  for (const DifferingMonth& month : months) {
    opencollective::WindowQuery query;
    query.scope.accounts = {month.account};
    query.from = month.interval.from;
    query.to = month.interval.to - 1;  // the API includes the end
    queries.push_back(std::move(query));
  }
  const auto counts = scope.client.count_rows(queries);
  if (!counts.answer) return;
  for (std::size_t i = 0; i < months.size(); ++i) {
    const store::AskedRows asked = rows_of(months[i].account);
    months[i].rows_there = counts.answer->at(i).transactions;
    months[i].rows_here = store::count_stored(scope.database, asked, store::Stream::transactions,
                                              months[i].interval) -
                          store::count_missing(scope.database, scope.source.source, asked,
                                               store::Stream::transactions, months[i].interval);
  }
}

}  // namespace

std::vector<Interval> months_of(const Scope& scope, ledger::Instant to) {
  const ledger::Instant oldest =
      store::oldest_stored(scope.database, scope.asked, store::Stream::transactions);
  const ledger::Instant from = std::max(scope.source.start, std::min(oldest, platform_begins));
  return months_between(from, from, to);
}

namespace {

// By month, with the rows that are missing on the platform left out.
std::vector<store::StoredSum> stored_by_month(const Scope& scope, ledger::Instant before) {
  auto sums = store::stored_sums(scope.database, scope.asked, {scope.source.start, before},
                                 store::SumDetail::month_and_kind);
  const auto missing =
      store::less_missing(scope.database, scope.source.source, scope.asked, before);
  sums.insert(sums.end(), missing.begin(), missing.end());
  return sums;
}

}  // namespace

std::vector<std::optional<std::int64_t>> differences_at(
    const Scope& scope, const Balances& balances, const AccountBalance& line,
    const std::vector<ledger::Instant>& instants) {
  const auto stored = stored_by_month(scope, instants.back());
  const Facts& facts = balances.facts;
  const bool is_parent = facts.at(line.account).parent.empty();
  const auto family = is_parent ? family_of(stored, balances, line) : std::nullopt;
  const bool live = family && line.version != oldest_version;
  std::vector<opencollective::BalanceQuestion> questions;
  for (const ledger::Instant& instant : instants) {
    questions.push_back({line.account, line.currency, instant, live});
  }
  // What was there before the source begins is in no stored row.
  if (has_opening(scope)) {
    questions.push_back({line.account, line.currency, scope.source.start, live});
  }
  const auto there = scope.client.balances(questions);
  const std::int64_t opening = has_opening(scope) ? there.back().value_or(0) : 0;
  const std::vector<std::string> accounts = live ? family->accounts : std::vector{line.account};
  std::vector<std::optional<std::int64_t>> differences;
  for (std::size_t i = 0; i < instants.size(); ++i) {
    ledger::ExactSum here;
    here.add(opening);
    for (const store::StoredSum& sum : stored) {
      const bool counts =
          currency_by_version(sum, line.version) == line.currency &&
          std::find(accounts.begin(), accounts.end(), sum.account) != accounts.end();
      if (counts && sum.month < instants[i]) {
        here.add(sum_by_version(sum, facts.at(sum.account), true));
      }
    }
    differences.push_back(there[i] ? std::optional(difference_of(*there[i], here, line.currency))
                                   : std::nullopt);
  }
  return differences;
}

std::vector<DifferingMonth> narrow(const Scope& scope, const Balances& balances,
                                   const AccountBalance& line) {
  std::vector<DifferingMonth> months = months_by_balance(scope, balances, line);
  if (months.empty()) return months;
  count(scope, months);
  name_kinds(scope, months);
  return months;
}

}  // namespace bursar::audit
