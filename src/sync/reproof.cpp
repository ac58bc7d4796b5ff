#include "sync/reproof.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "ledger/month.hpp"
#include "store/quarantine.hpp"
#include "store/reproofs.hpp"
#include "sync/missing_rows.hpp"

namespace bursar::sync {
namespace {

using ledger::next_month;
using ledger::start_of_month;
using store::Interval;
using store::Stream;

std::vector<Interval> months_of(store::Database& database, const ReproofScope& scope) {
  const ledger::Instant oldest =
      std::min(store::oldest_stored(database, scope.everything, Stream::transactions),
               store::oldest_stored(database, scope.everything, Stream::expenses));
  return months_between(scope.source.start, oldest, scope.to);
}

// Rows in the window that are known to exist and could not be read: they may be stored or not.
std::int64_t unreadable_within(const std::vector<store::Unreadable>& quarantine, Stream stream,
                               const std::string& part, const Interval& window) {
  return std::count_if(quarantine.begin(), quarantine.end(), [&](const store::Unreadable& entry) {
    return entry.key.stream == store::stream_name(stream) && entry.key.member == part &&
           entry.window.from < window.to && window.from < entry.window.to;
  });
}

std::vector<opencollective::RowCounts> counts_of(opencollective::Client& client,
                                                 const ScopePart& part,
                                                 const std::vector<Interval>& months) {
  std::vector<opencollective::WindowQuery> queries;
  for (const Interval& month : months) {
    opencollective::WindowQuery query;
    query.scope = part.scope;
    query.from = month.from;
    query.to = month.to - 1;  // the API includes the end
    queries.push_back(std::move(query));
  }
  return client.count_rows(queries);
}

// The months to read again, by part and stream: months that differ for two reasons are read once.
using Differing = std::map<std::pair<std::string, Stream>, std::set<Interval>>;

void compare_counts(store::Database& database, opencollective::Client& client,
                    const ReproofScope& scope, Reproof& reproof, Differing& differing) {
  const auto quarantine = store::quarantine(database, scope.source.source);
  const std::vector<Interval> all = months_of(database, scope);
  for (const ScopePart& part : scope.parts) {
    const auto months = months_whose_turn_it_is(
        all, store::counted_months(database, scope.source.source, part.part));
    const auto counts = counts_of(client, part, months);
    for (std::size_t i = 0; i < months.size(); ++i) {
      reproof.counted[part.part].push_back(months[i].from);
      for (const Stream stream : {Stream::transactions, Stream::expenses}) {
        const std::int64_t there =
            stream == Stream::transactions ? counts[i].transactions : counts[i].expenses;
        const std::int64_t here =
            store::count_stored(database, asked_rows(part.scope), stream, months[i]);
        const std::int64_t more = unreadable_within(quarantine, stream, part.part, months[i]);
        if (there >= here && there <= here + more) continue;
        differing[{part.part, stream}].insert(months[i]);
      }
    }
  }
}

// Whether the platform's sum is that of the stored rows, as far as the two can be compared.
bool agrees(store::Database& database, const ReproofScope& scope, const Interval& month,
            const opencollective::MonthTotal& total) {
  const store::NetChange stored =
      store::net_change(database, scope.everything, month, total.currency);
  if (stored.other_currencies > 0) return true;
  const std::int64_t slack = stored.rounded_rows > 0 ? stored.rounded_rows + 1 : 0;
  return std::abs(stored.hundredths - total.change) <= slack;
}

// A month differs when the platform's sums are not those of the last time; the first time they are
// compared with what is stored.
void compare_totals(store::Database& database, opencollective::Client& client,
                    const ReproofScope& scope, Reproof& reproof, Differing& differing) {
  const ledger::Instant end = start_of_month(scope.to);
  const auto perspective = scope.everything.by_host ? opencollective::Perspective::host
                                                    : opencollective::Perspective::account;
  const auto totals = client.control_totals(scope.source.account, perspective, end);
  if (!totals) return;
  std::map<ledger::Instant, opencollective::MonthTotal> now;
  for (const auto& total : *totals) now[total.month] = total;
  const auto known = store::known_totals(database, scope.source.source);
  for (const auto& [month, fingerprint] : known) now.try_emplace(month);  // empty by now
  for (const auto& [month, total] : now) {
    if (month < scope.source.start || month >= end) continue;
    const auto before = known.find(month);
    if (before != known.end() && before->second == total.fingerprint) continue;
    reproof.totals[month] = total.fingerprint;
    const Interval interval{month, std::min(next_month(month), end)};
    if (before == known.end() && agrees(database, scope, interval, total)) continue;
    for (const ScopePart& part : scope.parts) {
      differing[{part.part, Stream::transactions}].insert(interval);
    }
  }
}

void add_tasks(const ReproofScope& scope, const Differing& differing, Plan& plan) {
  for (const ScopePart& part : scope.parts) {
    for (const Stream stream : {Stream::transactions, Stream::expenses}) {
      const auto months = differing.find({part.part, stream});
      if (months == differing.end()) continue;
      auto& tasks = stream == Stream::transactions ? plan.transactions : plan.expenses;
      for (const Interval& month : months->second) {
        const store::StreamKey key{scope.source.source, store::stream_name(stream), part.part};
        tasks.push_back({key, part.scope, month, {}, true, {}});
      }
    }
  }
}

}  // namespace

std::vector<Interval> months_between(ledger::Instant from, ledger::Instant oldest,
                                     ledger::Instant to) {
  std::vector<Interval> months;
  while (from < to) {
    const ledger::Instant end =
        months.empty() ? next_month(std::max(from, std::min(oldest, to))) : next_month(from);
    months.push_back({from, std::min(end, to)});
    from = end;
  }
  return months;
}

std::vector<Interval> months_whose_turn_it_is(
    std::vector<Interval> months, const std::map<ledger::Instant, ledger::Instant>& counted_at) {
  constexpr std::size_t newest = 2;
  const auto waiting = months.end() - static_cast<std::ptrdiff_t>(std::min(newest, months.size()));
  const auto last_counted = [&](const Interval& month) {
    const auto found = counted_at.find(month.from);
    return found == counted_at.end() ? ledger::Instant{INT64_MIN} : found->second;
  };
  std::stable_sort(months.begin(), waiting, [&](const Interval& a, const Interval& b) {
    return last_counted(a) < last_counted(b);
  });
  std::rotate(months.begin(), waiting, months.end());
  if (months.size() > months_a_night) months.resize(months_a_night);
  return months;
}

Reproof plan_reproof(store::Database& database, opencollective::Client& client,
                     const ReproofScope& scope) {
  Reproof reproof;
  Differing differing;
  compare_counts(database, client, scope, reproof, differing);
  compare_totals(database, client, scope, reproof, differing);
  add_tasks(scope, differing, reproof.plan);
  return reproof;
}

Reproof plan_deep_reproof(store::Database& database, const ReproofScope& scope) {
  Reproof reproof;
  Differing everything;
  for (const ScopePart& part : scope.parts) {
    for (const Interval& month : months_of(database, scope)) {
      reproof.counted[part.part].push_back(month.from);
    }
    for (const Stream stream : {Stream::transactions, Stream::expenses}) {
      everything[{part.part, stream}].insert({scope.source.start, scope.to});
    }
  }
  add_tasks(scope, everything, reproof.plan);
  return reproof;
}

void record_reproof(store::Database& database, std::int64_t source, const Reproof& reproof,
                    ledger::Instant now) {
  store::WriteTransaction transaction(database);
  for (const auto& [part, months] : reproof.counted) {
    store::record_counted(database, source, part, months, now);
  }
  store::record_totals(database, source, reproof.totals, now);
  transaction.commit();
}

}  // namespace bursar::sync
