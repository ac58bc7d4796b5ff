#include "reconcile/source_report.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/month.hpp"
#include "reconcile/balance_reading.hpp"
#include "reconcile/narrowing.hpp"
#include "reconcile/scope.hpp"
#include "store/damage.hpp"
#include "store/deletions.hpp"
#include "store/profiles.hpp"
#include "store/quarantine.hpp"

namespace bursar::reconcile {
namespace {

// Months with so many rows are read again without being asked: some seconds and requests.
constexpr std::int64_t cheap_rows = 20'000;

// The balances and where they part.
struct Comparison {
  Balances balances;
  std::vector<DifferingMonth> months;
};

void append(std::vector<DifferingMonth>& all, std::vector<DifferingMonth> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Months of the host's totals that no account explains.
void add_host_totals(const Scope& scope, std::vector<DifferingMonth>& months) {
  std::set<ledger::Instant> explained;
  for (const DifferingMonth& month : months) {
    explained.insert(ledger::start_of_month(month.interval.from));
  }
  std::vector<DifferingMonth> totals = narrow_host_totals(scope);
  std::erase_if(totals, [&](const DifferingMonth& month) {
    return explained.contains(ledger::start_of_month(month.interval.from));
  });
  append(months, std::move(totals));
}

Comparison compare(const Scope& scope) {
  Comparison comparison{read_balances(scope, scope.held), {}};
  std::set<std::string> counted;
  for (const AccountBalance& line : comparison.balances.lines) {
    if (line.state == BalanceState::differs) {
      append(comparison.months, narrow(scope, comparison.balances.facts, line));
    } else if (line.state == BalanceState::several_currencies && !scope.by_host &&
               counted.insert(line.account).second) {
      append(comparison.months, narrow_by_counts(scope, line));
    }
  }
  if (scope.by_host) add_host_totals(scope, comparison.months);
  return comparison;
}

std::set<store::Interval> intervals_of(const std::vector<DifferingMonth>& months) {
  std::set<store::Interval> intervals;
  for (const DifferingMonth& month : months) intervals.insert(month.interval);
  return intervals;
}

bool is_cheap(const Scope& scope, const std::set<store::Interval>& intervals) {
  std::int64_t rows = 0;
  for (const store::Interval& interval : intervals) {
    rows += store::count_stored(scope.database, scope.asked, store::Stream::transactions, interval);
  }
  return rows <= cheap_rows;
}

void admit_damage(const Scope& scope, const std::set<store::Interval>& intervals) {
  store::WriteTransaction transaction(scope.database);
  for (const store::Interval& interval : intervals) {
    store::admit_damage(scope.database, scope.asked, interval);
  }
  transaction.commit();
}

Difference difference_of(const DifferingMonth& month) {
  Difference difference;
  difference.code = Code::platform_differs;
  difference.account = month.account;
  difference.slug = month.slug;
  difference.currency = month.currency;
  difference.amount = month.amount;
  difference.month = ledger::start_of_month(month.interval.from);
  difference.kind = month.kinds;
  if (month.rows_here != month.rows_there) {
    difference.records =
        std::max(month.rows_here, month.rows_there) - std::min(month.rows_here, month.rows_there);
    difference.detail = fmt::format("{} rows there, {} stored", month.rows_there, month.rows_here);
  }
  return difference;
}

bool is_same_place(const DifferingMonth& a, const DifferingMonth& b) {
  return a.account == b.account && a.currency == b.currency && a.interval.from == b.interval.from;
}

// What was found first and is not there any more was healed; a difference that has no month is told
// of by its account.
void name_months(const std::vector<DifferingMonth>& first, const Comparison& last,
                 std::vector<Difference>& differences) {
  for (const DifferingMonth& month : first) {
    const bool still = std::any_of(last.months.begin(), last.months.end(),
                                   [&](const auto& other) { return is_same_place(month, other); });
    if (still) continue;
    differences.push_back(difference_of(month));
    differences.back().healed = true;
  }
  for (const DifferingMonth& month : last.months) differences.push_back(difference_of(month));
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

// What a line is to be told of besides.
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

std::vector<std::string> names(const nlohmann::json& scope, const char* key) {
  const auto found = scope.find(key);
  return found == scope.end() ? std::vector<std::string>{} : found->get<std::vector<std::string>>();
}

void check_profile(const Scope& scope, const store::Profile& profile, SourceReport& report) {
  const nlohmann::json by_hand = nlohmann::json::parse(profile.scope);
  const ledger::Books books = books_of(scope, names(by_hand, "include"), names(by_hand, "exclude"));
  BooksCheck check(profile.name, books);
  store::for_each_handed_over(scope.database, profile, scope.source,
                              [&](const store::HandedOver& record) { check.add(record); });
  if (profile.kind == "statement") {
    for (const auto& total : store::stream_totals(scope.database, profile.profile)) {
      check.add(total);
    }
  }
  report.profiles.push_back({profile.name, profile.kind, check.lines()});
  for (Difference& difference : check.differences()) {
    report.differences.push_back(std::move(difference));
  }
}

// Tables are left out, and books in another currency than the balances are (R9).
void check_profiles(const Scope& scope, SourceReport& report) {
  for (const store::Profile& profile : store::list_profiles(scope.database)) {
    if (profile.source != scope.source.source || profile.kind == "table") continue;
    if (!profile.opened) continue;  // nothing was handed over yet
    const nlohmann::json frozen = nlohmann::json::parse(profile.frozen);
    if (frozen.value("currency", std::string("host")) != "host") continue;
    check_profile(scope, profile, report);
  }
}

bool has_known_gaps(store::Database& database, const store::Source& source) {
  if (!store::suspects(database, source.source, store::Stream::transactions).empty()) return true;
  const auto unreadable = store::quarantine(database, source.source);
  return std::any_of(unreadable.begin(), unreadable.end(), [](const store::Unreadable& entry) {
    return entry.key.stream == store::stream_name(store::Stream::transactions);
  });
}

SourceReport begin_report(const Scope& scope) {
  SourceReport report;
  report.source = scope.source.name;
  report.safe = scope.safe;
  report.read_to = scope.read_to;
  return report;
}

// Reads what differs again until it does not, or twice.
void heal(Scope& scope, const Options& options, const ReadAgain& read_again, Comparison& comparison,
          SourceReport& report) {
  constexpr int most_times = 2;
  for (int times = 0; times < most_times && !comparison.months.empty(); ++times) {
    const auto intervals = intervals_of(comparison.months);
    if (!options.heal && !is_cheap(scope, intervals)) return;
    admit_damage(scope, intervals);
    for (const store::Interval& interval : intervals) {
      read_again(interval);
      report.read_again.push_back(interval);
    }
    refresh_accounts(scope);
    comparison = compare(scope);
  }
}

}  // namespace

bool SourceReport::agrees() const {
  return std::none_of(differences.begin(), differences.end(), remains);
}

SourceReport reconcile_source(store::Database& database, opencollective::Client& client,
                              const store::Source& source, const Options& options,
                              const ReadAgain& read_again) {
  Scope scope = open_scope(database, client, source, options.now);
  SourceReport report = begin_report(scope);
  Comparison comparison = compare(scope);
  const std::vector<DifferingMonth> first = comparison.months;
  heal(scope, options, read_again, comparison, report);
  name_months(first, comparison, report.differences);
  for (const AccountBalance& line : comparison.balances.lines) {
    name_apart(line, report.differences);
  }
  report.balances = std::move(comparison.balances.lines);
  check_profiles(scope, report);
  return report;
}

std::optional<SourceReport> look_over_source(store::Database& database,
                                             opencollective::Client& client,
                                             const store::Source& source, ledger::Instant now) {
  if (has_known_gaps(database, source)) return std::nullopt;
  const Scope scope = open_scope(database, client, source, now);
  SourceReport report = begin_report(scope);
  std::vector<std::string> family;
  for (const auto& [key, account] : scope.accounts) {
    const bool own = account.public_id == source.account || account.parent == source.account;
    const bool held = std::binary_search(scope.held.begin(), scope.held.end(), account.public_id);
    if (own && held) family.push_back(account.public_id);
  }
  std::sort(family.begin(), family.end());
  Comparison comparison{read_balances(scope, family), {}};
  name_months({}, comparison, report.differences);
  report.balances = std::move(comparison.balances.lines);
  check_profiles(scope, report);
  return report;
}

}  // namespace bursar::reconcile
