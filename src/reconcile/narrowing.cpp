#include "reconcile/narrowing.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "ledger/month.hpp"

namespace bursar::reconcile {
namespace {

using store::Interval;

std::vector<Interval> months_between(ledger::Instant from, ledger::Instant to) {
  std::vector<Interval> months;
  while (from < to) {
    const ledger::Instant end = std::min(ledger::next_month(from), to);
    months.push_back({from, end});
    from = end;
  }
  return months;
}

store::AskedRows rows_of(const std::string& account) {
  return {false, {account}};
}

DifferingMonth month_of(const AccountBalance& line, const Interval& interval) {
  DifferingMonth month;
  month.account = line.account;
  month.slug = line.slug;
  month.currency = line.currency;
  month.interval = interval;
  return month;
}

std::vector<DifferingMonth> months_by_balance(const Scope& scope, const Facts& facts,
                                              const AccountBalance& line) {
  std::vector<DifferingMonth> found;
  const std::vector<Interval> months = months_of(scope, scope.safe);
  if (months.empty()) return found;
  std::vector<ledger::Instant> ends;
  for (const Interval& month : months) ends.push_back(month.to);
  const auto differences = differences_at(scope, facts, line, ends);
  std::int64_t before = 0;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (!differences[i] || *differences[i] == before) continue;
    DifferingMonth& month = found.emplace_back(month_of(line, months[i]));
    month.amount = ledger::checked_add(*differences[i], ledger::checked_negate(before));
    before = *differences[i];
  }
  // What is younger than the safe date is in the present balance alone.
  const std::int64_t now = difference_of(*line.platform_now, line.stored_now, line.currency);
  if (now != before && scope.safe < scope.read_to) {
    DifferingMonth& month = found.emplace_back(month_of(line, {scope.safe, scope.read_to}));
    month.amount = ledger::checked_add(now, ledger::checked_negate(before));
  }
  return found;
}

// Which kinds of rows make the difference, by the platform's own sums of the month. Those are of
// the account with its children. Nothing where they cannot be compared.
std::optional<std::string> kinds_of(const Scope& scope, const Facts& facts,
                                    const DifferingMonth& month) {
  const auto there = scope.client.kind_sums(month.account, month.interval.from, month.interval.to);
  if (!there) return std::nullopt;
  store::AskedRows family = rows_of(month.account);
  for (std::string& child : children_of(facts, month.account)) {
    family.accounts.push_back(std::move(child));
  }
  std::map<std::string, ledger::ExactSum> here;
  for (const store::StoredSum& sum : store::stored_sums(scope.database, family, month.interval,
                                                        store::SumDetail::month_and_kind)) {
    if (sum.host_currency != month.currency) return std::nullopt;
    here[sum.kind].add(sum.balance);
  }
  std::set<std::string> kinds;
  for (const opencollective::KindSum& sum : *there) {
    if (sum.currency != month.currency) return std::nullopt;  // converted: nothing to compare
    const ledger::ExactSum& stored = here[sum.kind];
    const std::int64_t slack = stored.is_whole() ? 0 : sum.groups;
    const std::int64_t difference = difference_of(sum.change, stored, month.currency);
    if (std::abs(difference) > slack) kinds.insert(sum.kind.empty() ? "none" : sum.kind);
    here.erase(sum.kind);
  }
  for (const auto& [kind, stored] : here) {
    if (difference_of(0, stored, month.currency) != 0) kinds.insert(kind.empty() ? "none" : kind);
  }
  std::string text;
  for (const std::string& kind : kinds) text += (text.empty() ? "" : ", ") + kind;
  return text;
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
  for (std::size_t i = 0; i < months.size(); ++i) {
    months[i].rows_there = counts[i].transactions;
    months[i].rows_here = store::count_stored(scope.database, rows_of(months[i].account),
                                              store::Stream::transactions, months[i].interval);
  }
}

}  // namespace

std::vector<Interval> months_of(const Scope& scope, ledger::Instant to) {
  const ledger::Instant oldest =
      store::oldest_stored(scope.database, scope.asked, store::Stream::transactions);
  const ledger::Instant from = std::max(scope.source.start, std::min(oldest, platform_begins));
  return months_between(from, to);
}

std::vector<std::optional<std::int64_t>> differences_at(
    const Scope& scope, const Facts& facts, const AccountBalance& line,
    const std::vector<ledger::Instant>& instants) {
  std::vector<opencollective::BalanceQuestion> questions;
  for (const ledger::Instant& instant : instants) {
    questions.push_back({line.account, line.currency, instant});
  }
  // What was there before the source begins is in no stored row.
  if (has_opening(scope)) questions.push_back({line.account, line.currency, scope.source.start});
  const auto there = scope.client.balances(questions);
  const std::int64_t opening = has_opening(scope) ? there.back().value_or(0) : 0;
  const auto stored =
      store::stored_sums(scope.database, rows_of(line.account),
                         {scope.source.start, instants.back()}, store::SumDetail::month_and_kind);
  const auto& known = facts.at(line.account);
  std::vector<std::optional<std::int64_t>> differences;
  for (std::size_t i = 0; i < instants.size(); ++i) {
    ledger::ExactSum here;
    here.add(opening);
    for (const store::StoredSum& sum : stored) {
      const bool counts = currency_by_version(sum, line.version) == line.currency;
      if (counts && sum.month < instants[i]) here.add(sum_by_version(sum, known, true));
    }
    differences.push_back(there[i] ? std::optional(difference_of(*there[i], here, line.currency))
                                   : std::nullopt);
  }
  return differences;
}

std::vector<DifferingMonth> narrow(const Scope& scope, const Facts& facts,
                                   const AccountBalance& line) {
  std::vector<DifferingMonth> months = months_by_balance(scope, facts, line);
  if (months.empty()) return months;
  count(scope, months);
  for (DifferingMonth& month : months) {
    const auto kinds = kinds_of(scope, facts, month);
    month.kinds = kinds.value_or("");
    month.reports_agree = kinds && kinds->empty() && month.rows_there == month.rows_here;
  }
  return months;
}

std::vector<DifferingMonth> narrow_by_counts(const Scope& scope, const AccountBalance& line) {
  std::vector<DifferingMonth> whole{month_of(line, {scope.source.start, scope.read_to})};
  count(scope, whole);
  if (whole.front().rows_there == whole.front().rows_here) return {};
  std::vector<DifferingMonth> months;
  for (const Interval& month : months_of(scope, scope.read_to)) {
    months.push_back(month_of(line, month));
  }
  if (months.empty()) return {};
  count(scope, months);
  std::erase_if(months,
                [](const DifferingMonth& month) { return month.rows_there == month.rows_here; });
  return months;
}

}  // namespace bursar::reconcile
