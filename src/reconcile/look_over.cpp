#include "reconcile/look_over.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "reconcile/comparison.hpp"
#include "reconcile/profile_check.hpp"
#include "reconcile/scope.hpp"
#include "store/account_sums.hpp"
#include "store/deletions.hpp"
#include "store/quarantine.hpp"

namespace bursar::reconcile {
namespace {

bool has_known_gaps(store::Database& database, const store::Source& source) {
  if (!store::suspects(database, source.source, store::Stream::transactions).empty()) return true;
  const auto unreadable = store::quarantine(database, source.source);
  return std::any_of(unreadable.begin(), unreadable.end(), [](const store::Unreadable& entry) {
    return entry.key.stream == store::stream_name(store::Stream::transactions);
  });
}

// The source's own account and its children.
std::vector<std::string> family_of(const Scope& scope) {
  std::vector<std::string> family;
  for (const auto& [key, account] : scope.accounts) {
    const bool own =
        account.public_id == scope.source.account || account.parent == scope.source.account;
    const bool held = std::binary_search(scope.held.begin(), scope.held.end(), account.public_id);
    if (own && held) family.push_back(account.public_id);
  }
  std::sort(family.begin(), family.end());
  return family;
}

void add_up(store::Database& database, Extent extent, ledger::Instant now) {
  store::WriteTransaction transaction(database);
  if (extent == Extent::everything) {
    store::count_everything(database, now);
  } else {
    store::count_news(database);
  }
  transaction.commit();
}

SourceReport look(const Scope& scope, Extent extent, ledger::Instant now) {
  SourceReport report = begin_report(scope);
  Comparison comparison{read_balances(scope, family_of(scope)), {}};
  for (AccountBalance& line : comparison.balances.lines) {
    const bool may_lag = line.state == BalanceState::differs && !line.live_difference;
    if (may_lag) (void)search_months(scope, comparison.balances.facts, line);
  }
  name_months({}, comparison, {}, report.differences);
  report.balances = std::move(comparison.balances.lines);
  report.profiles = check_profiles(scope, extent, now, report.differences);
  return report;
}

}  // namespace

std::optional<SourceReport> look_over_source(store::Database& database,
                                             opencollective::Client& client,
                                             const store::Source& source, ledger::Instant now) {
  if (has_known_gaps(database, source)) return std::nullopt;
  Scope scope = open_scope(database, client, source, now);
  scope.by_memory = true;
  const auto counted = store::last_counted(database);
  const bool is_known = counted && *counted <= now && now - *counted < everything_after;
  add_up(database, is_known ? Extent::news : Extent::everything, now);
  SourceReport report = look(scope, Extent::news, now);
  if (is_known && !report.agrees()) {
    // A memory may be wrong: a difference is told of what is there.
    add_up(database, Extent::everything, now);
    report = look(scope, Extent::everything, now);
  }
  if (report.agrees()) remember_profiles(scope, report.profiles, now);
  return report;
}

}  // namespace bursar::reconcile
