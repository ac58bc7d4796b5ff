#include "audit/counts.hpp"

#include <algorithm>
#include <utility>

#include "ledger/month.hpp"
#include "opencollective/queries.hpp"
#include "store/month_groups.hpp"
#include "store/quarantine.hpp"

namespace bursar::audit {
namespace {

using opencollective::Evidence;
using store::Interval;
using store::Stream;

// Rows in the window that are known to exist and could not be read: they may be stored or not.
std::int64_t unreadable_within(const std::vector<store::Unreadable>& quarantine, Stream stream,
                               const std::string& part, const Interval& window) {
  return std::count_if(quarantine.begin(), quarantine.end(), [&](const store::Unreadable& entry) {
    return entry.key.stream == store::stream_name(stream) && entry.key.member == part &&
           entry.window.from < window.to && window.from < entry.window.to;
  });
}

// What is stored of a part, to be compared window by window.
struct StoredPart {
  const Scope& scope;
  const ScopePart& part;
  const std::vector<store::Unreadable>& quarantine;
};

void compare(const StoredPart& stored, Stream stream, const Interval& window, std::int64_t there,
             std::vector<DifferingCount>& differing) {
  const store::AskedRows asked = asked_rows(stored.part.scope);
  store::Database& database = stored.scope.database;
  const std::int64_t here =
      store::count_stored(database, asked, stream, window) -
      store::count_missing(database, stored.scope.source.source, asked, stream, window);
  const std::int64_t more = unreadable_within(stored.quarantine, stream, stored.part.part, window);
  if (there >= here && there <= here + more) return;
  differing.push_back({stored.part.part, stream, window, there, here});
}

// The windows of either stream that differ.
Evidence<std::vector<DifferingCount>> compare(const StoredPart& stored,
                                              const std::vector<Interval>& windows) {
  std::vector<opencollective::WindowQuery> queries;
  for (const Interval& window : windows) {
    opencollective::WindowQuery& query = queries.emplace_back();
    query.scope = stored.part.scope;
    query.from = window.from;
    query.to = window.to - 1;  // the API includes the end
  }
  const auto counts = stored.scope.client.count_rows(queries);
  if (!counts.answer) return {{}, counts.refusal};
  std::vector<DifferingCount> differing;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const opencollective::RowCounts& there = counts.answer->at(i);
    compare(stored, Stream::transactions, windows[i], there.transactions, differing);
    compare(stored, Stream::expenses, windows[i], there.expenses, differing);
  }
  return {std::move(differing), {}};
}

bool overlaps(const Interval& a, const Interval& b) {
  return a.from < b.to && b.from < a.to;
}

// The months within the windows that differ.
std::vector<Interval> months_within(const std::vector<Interval>& months,
                                    const std::vector<DifferingCount>& differing) {
  std::vector<Interval> within;
  std::copy_if(
      months.begin(), months.end(), std::back_inserter(within), [&](const Interval& month) {
        return std::any_of(differing.begin(), differing.end(), [&](const DifferingCount& count) {
          return overlaps(count.month, month);
        });
      });
  return within;
}

Evidence<std::vector<DifferingCount>> compare_part(const StoredPart& stored,
                                                   const std::vector<Interval>& months) {
  const auto windows = windows_over(months, opencollective::max_counts_per_request);
  auto found = compare(stored, windows);
  if (!found.answer || found.answer->empty()) return found;
  // Where most windows differ, all is read again: which months of them it is would be asked in
  // vain.
  if (2 * found.answer->size() > windows.size()) return found;
  const bool are_months =
      std::all_of(found.answer->begin(), found.answer->end(), [&](const DifferingCount& count) {
        return std::find(months.begin(), months.end(), count.month) != months.end();
      });
  return are_months ? found : compare(stored, months_within(months, *found.answer));
}

}  // namespace

Evidence<std::vector<DifferingCount>> compare_counts(const Scope& scope, ledger::Instant to) {
  const ledger::Instant oldest =
      std::min(store::oldest_stored(scope.database, scope.asked, Stream::transactions),
               store::oldest_stored(scope.database, scope.asked, Stream::expenses));
  const std::vector<Interval> months = months_between(scope.source.start, oldest, to);
  const auto quarantine = store::quarantine(scope.database, scope.source.source);
  std::vector<DifferingCount> all;
  if (months.empty()) return {std::move(all), {}};
  for (const ScopePart& part : scope.parts) {
    auto found = compare_part({scope, part, quarantine}, months);
    if (!found.answer) return found;
    all.insert(all.end(), found.answer->begin(), found.answer->end());
  }
  return {std::move(all), {}};
}

std::vector<Interval> months_between(ledger::Instant from, ledger::Instant oldest,
                                     ledger::Instant to) {
  std::vector<Interval> months;
  while (from < to) {
    const ledger::Instant end = months.empty()
                                    ? ledger::next_month(std::max(from, std::min(oldest, to)))
                                    : ledger::next_month(from);
    months.push_back({from, std::min(end, to)});
    from = end;
  }
  return months;
}

std::vector<Interval> windows_over(const std::vector<Interval>& months, std::size_t most) {
  if (months.size() <= most) return months;
  const std::size_t single = most / 2;
  const std::size_t older = months.size() - single;
  const std::size_t spans = most - single;
  const std::size_t length = (older + spans - 1) / spans;
  std::vector<Interval> windows;
  for (std::size_t first = 0; first < older; first += length) {
    const std::size_t last = std::min(first + length, older) - 1;
    windows.push_back({months[first].from, months[last].to});
  }
  windows.insert(windows.end(), months.begin() + static_cast<std::ptrdiff_t>(older), months.end());
  return windows;
}

}  // namespace bursar::audit
