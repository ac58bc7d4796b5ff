#include "reconcile/history_check.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "ledger/month.hpp"
#include "store/quarantine.hpp"

namespace bursar::reconcile {
namespace {

using store::Interval;

// Balances of the past that one comparison asks for at most: some twenty requests.
constexpr std::size_t most_balances = 480;
// Accounts that one question may name (F 2.3.3).
constexpr std::size_t most_accounts = 200;

// The ends of months, the last of them and every `step`-th before it.
std::vector<ledger::Instant> ends_of(const std::vector<Interval>& months, std::size_t step) {
  std::vector<ledger::Instant> ends;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if ((months.size() - 1 - i) % step == 0) ends.push_back(months[i].to);
  }
  return ends;
}

// The account with the children it has or had, whose rows its reports add up, or the host.
store::AskedRows rows_of_reports(const Scope& scope) {
  if (scope.by_host) return scope.asked;
  store::AskedRows family{false, {}};
  for (const auto& [key, account] : scope.accounts) {
    const bool own = account.public_id == scope.source.account;
    const bool child = account.parent == scope.source.account && account.type != "VENDOR";
    if (own || child) family.accounts.push_back(account.public_id);
  }
  return family;
}

// What is stored of a month, by kind.
struct StoredKind {
  ledger::ExactSum sum;
  bool other_currency = false;
};
using StoredMonth = std::map<std::string, StoredKind>;

std::map<ledger::Instant, StoredMonth> stored_months(const Scope& scope,
                                                     ledger::Currency currency) {
  std::map<ledger::Instant, StoredMonth> months;
  for (const store::StoredSum& sum :
       store::stored_sums(scope.database, rows_of_reports(scope), {scope.source.start, scope.safe},
                          store::SumDetail::month_and_kind)) {
    StoredKind& kind = months[sum.month][sum.kind];
    kind.sum.add(sum.balance);
    kind.other_currency = kind.other_currency || sum.host_currency != currency;
  }
  return months;
}

// Adds what one kind differs by to the month.
void add_kind(const std::string& kind, std::int64_t difference, DifferingMonth& month) {
  month.amount = ledger::checked_add(month.amount, difference);
  month.kinds += (month.kinds.empty() ? "" : ", ") + (kind.empty() ? "none" : kind);
  month.detail += fmt::format("{}{} {} too {}", month.detail.empty() ? "" : ", ",
                              kind.empty() ? "rows without a kind" : kind,
                              ledger::format_amount({std::abs(difference), month.currency}),
                              difference < 0 ? "much" : "little");
}

// Compares one month; its kinds are empty where nothing differs. Sums converted to one currency
// tell nothing, and each group of rows whose taxes are rounded may be a hundredth off.
void compare_kinds(const opencollective::MonthTotal& total, StoredMonth stored,
                   DifferingMonth& month) {
  const bool converted = std::any_of(stored.begin(), stored.end(),
                                     [](const auto& kind) { return kind.second.other_currency; });
  if (converted) return;
  for (const opencollective::KindSum& there : total.kinds) {
    const ledger::ExactSum here = stored[there.kind].sum;
    stored.erase(there.kind);
    const std::int64_t slack = here.is_whole() ? 0 : there.groups;
    const std::int64_t difference = difference_of(there.change, here, total.currency);
    if (std::abs(difference) > slack) add_kind(there.kind, difference, month);
  }
  for (const auto& [kind, here] : stored) {
    const std::int64_t difference = difference_of(0, here.sum, total.currency);
    if (difference != 0) add_kind(kind, difference, month);
  }
}

std::vector<opencollective::Scope> questions_of(const Scope& scope, const Facts& facts) {
  if (scope.by_host) return {{opencollective::Perspective::host, {scope.source.account}}};
  std::vector<opencollective::Scope> questions;
  std::size_t asked = 0;
  for (const std::string& account : scope.asked.accounts) {
    if (!facts.contains(account)) continue;  // gone: naming it would fail the whole question
    if (asked++ % most_accounts == 0) {
      questions.push_back({opencollective::Perspective::account, {}});
    }
    questions.back().accounts.push_back(account);
  }
  return questions;
}

// Fills in what is there and here of each month for one question.
void count(const Scope& scope, const opencollective::Scope& question,
           std::vector<DifferingMonth>& months) {
  std::vector<opencollective::WindowQuery> windows;
  for (const DifferingMonth& month : months) {
    opencollective::WindowQuery& window = windows.emplace_back();
    window.scope = question;
    window.from = month.interval.from;
    window.to = month.interval.to - 1;  // the API includes the end
  }
  const auto counts = scope.client.count_rows(windows);
  const store::AskedRows asked{scope.by_host, question.accounts};
  for (std::size_t i = 0; i < months.size(); ++i) {
    months[i].rows_there += counts[i].transactions;
    months[i].rows_here +=
        store::count_stored(scope.database, asked, store::Stream::transactions, months[i].interval);
  }
}

bool has_unreadable(const std::vector<store::Unreadable>& unreadable, const Interval& month) {
  return std::any_of(unreadable.begin(), unreadable.end(), [&](const store::Unreadable& entry) {
    return entry.key.stream == store::stream_name(store::Stream::transactions) &&
           entry.window.from < month.to && month.from < entry.window.to;
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
  for (const AccountBalance& line : balances.lines) {
    if (line.state != BalanceState::agrees || !balances.facts.contains(line.account)) continue;
    const auto differences = differences_at(scope, balances.facts, line, ends_of(months, step));
    const bool all_agree = std::all_of(differences.begin(), differences.end(),
                                       [](const auto& one) { return one.value_or(0) == 0; });
    if (all_agree) continue;
    for (DifferingMonth& month : narrow(scope, balances.facts, line)) {
      month.code = Code::running_balance;
      found.push_back(std::move(month));
    }
  }
  return found;
}

std::vector<DifferingMonth> check_kinds(const Scope& scope) {
  std::vector<DifferingMonth> found;
  const auto perspective =
      scope.by_host ? opencollective::Perspective::host : opencollective::Perspective::account;
  const auto totals =
      scope.client.control_totals(scope.source.account, perspective, scope.safe - 1);
  if (!totals || totals->empty()) return found;
  auto stored = stored_months(scope, totals->front().currency);
  for (const opencollective::MonthTotal& total : *totals) {
    const Interval interval{total.month, std::min(ledger::next_month(total.month), scope.safe)};
    if (interval.from < scope.source.start || interval.from >= interval.to) continue;
    DifferingMonth month;
    month.account = scope.source.account;
    month.slug = scope.slug;
    month.currency = total.currency;
    month.interval = interval;
    compare_kinds(total, std::move(stored[total.month]), month);
    if (!month.kinds.empty()) found.push_back(std::move(month));
  }
  return found;
}

std::vector<DifferingMonth> check_counts(const Scope& scope, const Facts& facts) {
  std::vector<DifferingMonth> months;
  const auto unreadable = store::quarantine(scope.database, scope.source.source);
  for (const Interval& interval : months_of(scope, scope.read_to)) {
    if (has_unreadable(unreadable, interval)) continue;
    DifferingMonth& month = months.emplace_back();
    month.account = scope.source.account;
    month.slug = scope.slug;
    month.interval = interval;
  }
  if (months.empty()) return months;
  for (const opencollective::Scope& question : questions_of(scope, facts)) {
    count(scope, question, months);
  }
  std::erase_if(months,
                [](const DifferingMonth& month) { return month.rows_there == month.rows_here; });
  return months;
}

}  // namespace bursar::reconcile
