#include "audit/running_balances.hpp"

#include <algorithm>
#include <utility>

namespace bursar::audit {
namespace {

using store::Interval;

// Balances of the past that one comparison asks for at most: some seven requests.
constexpr std::size_t most_balances = 480;

// The ends of months, the last of them and every `step`-th before it.
std::vector<ledger::Instant> ends_of(const std::vector<Interval>& months, std::size_t step) {
  std::vector<ledger::Instant> ends;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if ((months.size() - 1 - i) % step == 0) ends.push_back(months[i].to);
  }
  return ends;
}

// A parent's balances of the past are those of its family.
bool agrees_with_children(const Balances& balances, const AccountBalance& line) {
  if (!balances.facts.contains(line.account)) return false;
  const auto children = children_of(balances.facts, line.account);
  return std::all_of(
             balances.lines.begin(), balances.lines.end(),
             [&](const auto& other) {
               const bool concerned =
                   other.account == line.account ||
                   std::find(children.begin(), children.end(), other.account) != children.end();
               return !concerned || !is_comparable(other) || other.state == BalanceState::agrees;
             }) &&
         line.state == BalanceState::agrees;
}

// Whether what a family differs by in this month was found with one of its children.
bool is_of_a_child(const Facts& facts, const std::vector<DifferingMonth>& found,
                   const DifferingMonth& month) {
  const auto children = children_of(facts, month.account);
  return std::any_of(found.begin(), found.end(), [&](const DifferingMonth& other) {
    return other.interval == month.interval &&
           std::find(children.begin(), children.end(), other.account) != children.end();
  });
}

}  // namespace

std::vector<DifferingMonth> check_running_balances(const Scope& scope, const Balances& balances) {
  std::vector<DifferingMonth> found;
  const std::vector<Interval> months = months_of(scope, scope.safe);
  if (months.empty()) return found;
  const std::size_t questions = months.size() * balances.lines.size();
  const std::size_t step =
      std::max<std::size_t>(1, (questions + most_balances - 1) / most_balances);
  const auto check = [&](const AccountBalance& line) {
    if (!agrees_with_children(balances, line)) return;
    const auto differences = differences_at(scope, balances, line, ends_of(months, step));
    const bool all_agree = std::all_of(differences.begin(), differences.end(),
                                       [](const auto& one) { return one.value_or(0) == 0; });
    if (all_agree) return;
    for (DifferingMonth& month : narrow(scope, balances, line)) {
      month.code = Code::running_balance;
      if (!is_of_a_child(balances.facts, found, month)) found.push_back(std::move(month));
    }
  };
  const auto is_child = [&](const AccountBalance& line) {
    const auto known = balances.facts.find(line.account);
    return known != balances.facts.end() && !known->second.parent.empty();
  };
  for (const bool children : {true, false}) {
    for (const AccountBalance& line : balances.lines) {
      if (is_child(line) == children) check(line);
    }
  }
  return found;
}

}  // namespace bursar::audit
