#include "reconcile/comparison.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "ledger/month.hpp"
#include "reconcile/history_check.hpp"
#include "reconcile/pair_check.hpp"

namespace bursar::reconcile {
namespace {

void append(std::vector<DifferingMonth>& all, std::vector<DifferingMonth> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// What is not told of already: a month is read again as a whole, whatever it was found by.
void append_unexplained(std::vector<DifferingMonth>& all, std::vector<DifferingMonth> more) {
  std::set<ledger::Instant> explained;
  for (const DifferingMonth& month : all) {
    explained.insert(ledger::start_of_month(month.interval.from));
  }
  std::erase_if(more, [&](const DifferingMonth& month) {
    return explained.contains(ledger::start_of_month(month.interval.from));
  });
  append(all, std::move(more));
}

Difference difference_of(const DifferingMonth& month) {
  Difference difference;
  difference.code = month.code;
  difference.account = month.account;
  difference.slug = month.slug;
  difference.currency = month.currency;
  difference.amount = month.amount;
  difference.month = ledger::start_of_month(month.interval.from);
  difference.kind = month.kinds;
  difference.detail = month.detail;
  if (month.rows_here != month.rows_there) {
    difference.records =
        std::max(month.rows_here, month.rows_there) - std::min(month.rows_here, month.rows_there);
    difference.detail = fmt::format("{} rows there, {} stored", month.rows_there, month.rows_here);
  }
  return difference;
}

bool is_same_place(const DifferingMonth& a, const DifferingMonth& b) {
  const bool same_kinds = a.kinds == b.kinds || !may_be_theirs(a);
  return a.code == b.code && a.account == b.account && a.currency == b.currency && same_kinds &&
         a.interval.from == b.interval.from;
}

}  // namespace

std::vector<DifferingMonth> search_months(const Scope& scope, const Facts& facts,
                                          AccountBalance& line) {
  std::vector<DifferingMonth> months = narrow(scope, facts, line);
  if (line.live_difference || months.empty()) return months;
  std::erase_if(months, [](const DifferingMonth& month) { return month.reports_agree; });
  if (months.empty()) line.state = BalanceState::view_lag;
  return months;
}

Comparison compare(const Scope& scope) {
  Comparison comparison{read_balances(scope, scope.held), {}};
  std::set<std::string> counted;
  for (AccountBalance& line : comparison.balances.lines) {
    if (line.state == BalanceState::differs) {
      append(comparison.months, search_months(scope, comparison.balances.facts, line));
    } else if (line.state == BalanceState::several_currencies && !scope.by_host &&
               counted.insert(line.account).second) {
      append(comparison.months, narrow_by_counts(scope, line));
    }
  }
  append(comparison.months, check_running_balances(scope, comparison.balances));
  append_unexplained(comparison.months, check_kinds(scope));
  append_unexplained(comparison.months, check_counts(scope, comparison.balances.facts));
  append_unexplained(comparison.months, check_pairs(scope));
  return comparison;
}

bool may_be_theirs(const DifferingMonth& month) {
  return month.code == Code::pair_differs || month.code == Code::group_unbalanced;
}

void name_months(const std::vector<DifferingMonth>& first, const Comparison& last,
                 const std::vector<store::Interval>& read_again,
                 std::vector<Difference>& differences) {
  for (const DifferingMonth& month : first) {
    const bool still = std::any_of(last.months.begin(), last.months.end(),
                                   [&](const auto& other) { return is_same_place(month, other); });
    if (still) continue;
    differences.push_back(difference_of(month));
    differences.back().healed = true;
  }
  for (const DifferingMonth& month : last.months) {
    differences.push_back(difference_of(month));
    const bool was_read =
        std::find(read_again.begin(), read_again.end(), month.interval) != read_again.end();
    differences.back().theirs = may_be_theirs(month) && was_read;
    if (differences.back().theirs) differences.back().detail += "; the platform itself has it so";
  }
  for (const AccountBalance& line : last.balances.lines) {
    const bool told = std::any_of(last.months.begin(), last.months.end(), [&](const auto& month) {
      return month.account == line.account && month.currency == line.currency;
    });
    if (line.state != BalanceState::differs || told) continue;
    Difference& difference = differences.emplace_back();
    difference.account = line.account;
    difference.slug = line.slug;
    difference.currency = line.currency;
    difference.amount = line.live_difference.value_or(
        reconcile::difference_of(*line.platform_now, line.stored_now, line.currency));
    difference.detail = "no month of it differs by itself";
  }
}

void name_apart(const AccountBalance& line, std::vector<Difference>& differences) {
  const auto name = [&](Code code, std::int64_t amount, const char* detail) {
    Difference& difference = differences.emplace_back();
    difference.code = code;
    difference.account = line.account;
    difference.slug = line.slug;
    difference.currency = line.currency;
    difference.amount = amount;
    difference.detail = detail;
  };
  if (line.state == BalanceState::view_lag) {
    const std::int64_t now =
        reconcile::difference_of(*line.platform_now, line.stored_now, line.currency);
    const std::int64_t then =
        reconcile::difference_of(*line.platform_then, line.stored_then, line.currency);
    name(Code::view_lag, now != 0 ? now : then,
         "the platform's ledger itself agrees; its view of balances is refreshed daily, and what "
         "was read ends some minutes ago");
  }
  if (line.state == BalanceState::other_host) {
    name(Code::other_host, 0, "some of its rows are under another host, or under none");
  }
  const bool in_host_currency = line.version != 1;
  const std::int64_t rounding =
      ledger::checked_add(line.stored_now.rounded(line.currency), ledger::checked_negate(line.net));
  if (in_host_currency && is_comparable(line) && rounding != 0 && line.version == 2) {
    name(Code::tax_rounding, rounding, "taxes inside rows, converted without rounding");
  }
}

}  // namespace bursar::reconcile
