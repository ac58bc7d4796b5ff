// What is left of the evidence once everything that differed was read again.
#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "audit/evidence.hpp"
#include "ledger/month.hpp"

namespace bursar::audit {
namespace {

using store::Interval;
using store::LateFigure;
using store::Stream;

// A figure of the platform that is behind its rows for longer than any of its views.
constexpr std::int64_t late_for_too_long = 3 * ledger::ms_per_day;

bool was_read(const Places& read_again, const Interval& interval,
              Stream stream = Stream::transactions) {
  return std::any_of(read_again.begin(), read_again.end(), [&](const auto& place) {
    return place.first.second == stream && covers(place.second, interval);
  });
}

// The first instant of it: of all that lies before the first stored row, that of the last month.
ledger::Instant start_of(const DifferingMonth& month) {
  return ledger::start_of_month(month.interval.to - 1);
}

bool may_be_theirs(const DifferingMonth& month) {
  return month.code == Code::pair_differs || month.code == Code::group_unbalanced;
}

const char* noun_of(Stream stream) {
  return stream == Stream::transactions ? "rows" : "expenses";
}

Difference difference_of(const DifferingMonth& month) {
  Difference difference;
  difference.code = month.code;
  difference.account = month.account;
  difference.slug = month.slug;
  difference.currency = month.currency;
  difference.amount = month.amount;
  difference.month = start_of(month);
  difference.kind = month.kinds;
  difference.detail = month.detail;
  if (month.rows_here != month.rows_there) {
    difference.records =
        std::max(month.rows_here, month.rows_there) - std::min(month.rows_here, month.rows_there);
    difference.detail = fmt::format("{} {} on the platform, {} stored", month.rows_there,
                                    noun_of(month.stream), month.rows_here);
  }
  return difference;
}

bool is_same_place(const DifferingMonth& a, const DifferingMonth& b) {
  const bool same_kinds = a.kinds == b.kinds || !may_be_theirs(a);
  return a.code == b.code && a.account == b.account && a.currency == b.currency && same_kinds &&
         a.interval.from == b.interval.from && a.by_balance == b.by_balance;
}

Difference about(const AccountBalance& line, Code code, std::int64_t amount) {
  Difference difference;
  difference.code = code;
  difference.account = line.account;
  difference.slug = line.slug;
  difference.currency = line.currency;
  difference.amount = amount;
  return difference;
}

// What is not told of already: a month is read again as a whole, whatever it was found by.
void append_unexplained(std::vector<DifferingMonth>& all, std::vector<DifferingMonth> more) {
  std::set<ledger::Instant> explained;
  for (const DifferingMonth& month : all) {
    explained.insert(start_of(month));
  }
  for (DifferingMonth& month : more) {
    if (!explained.contains(start_of(month))) all.push_back(std::move(month));
  }
}

}  // namespace

std::vector<DifferingMonth> differing_months(const Scope& scope, const Evidence& evidence) {
  std::vector<DifferingMonth> all;
  std::vector<DifferingMonth> pairs;
  for (const DifferingMonth& month : evidence.months) {
    (may_be_theirs(month) ? pairs : all).push_back(month);
  }
  std::vector<DifferingMonth> sums;
  for (const DifferingSums& one : evidence.sums.differing) sums.push_back(one.month);
  append_unexplained(all, std::move(sums));
  std::vector<DifferingMonth> counts;
  for (const DifferingCount& count : evidence.counts) {
    DifferingMonth& month = counts.emplace_back();
    month.account = scope.source.account;
    month.slug = scope.slug;
    month.interval = count.month;
    month.stream = count.stream;
    month.rows_there = count.there;
    month.rows_here = count.here;
  }
  append_unexplained(all, std::move(counts));
  append_unexplained(all, std::move(pairs));
  return all;
}

namespace {

// Collects what is left and what was late before.
class Verdict {
 public:
  Verdict(const Scope& scope, const Places& read_again, ledger::Instant now)
      : scope_(scope),
        read_again_(read_again),
        now_(now),
        before_(store::late_figures(scope.database, scope.source.source)) {}

  // The platform's figure is behind: for how long?
  void late(const std::string& subject, const std::string& state, Difference difference) {
    LateFigure figure{subject, state, now_};
    for (const LateFigure& known : before_) {
      const bool same = known.subject == subject && known.state == state && known.since <= now_;
      if (same) figure.since = known.since;
    }
    const bool too_long = now_ - figure.since >= late_for_too_long;
    difference.code = too_long ? Code::platform_late : Code::view_lag;
    difference.detail =
        fmt::format("the platform's figure is behind its own rows, which are all stored{}",
                    too_long ? " and has been since " + format_rfc3339(figure.since) : "");
    differences.push_back(std::move(difference));
    late_.push_back(std::move(figure));
  }

  // True where it is the platform's figure of this line that is behind its rows.
  bool judge(const AccountBalance& line, const std::vector<DifferingMonth>& months) {
    if (line.state != BalanceState::view_lag && line.state != BalanceState::differs) return false;
    const std::int64_t now =
        line.platform_now ? audit::difference_of(*line.platform_now, line.stored_now, line.currency)
                          : 0;
    const std::int64_t then =
        line.platform_then
            ? audit::difference_of(*line.platform_then, line.stored_then, line.currency)
            : 0;
    const std::int64_t amount = now != 0 ? now : then;
    if (line.state == BalanceState::differs) {
      const bool from_the_ledger = line.live_difference.has_value();
      const bool all_read =
          !months.empty() && std::all_of(months.begin(), months.end(), [&](const auto& month) {
            return was_read(read_again_, month.interval);
          });
      if (from_the_ledger || !(all_read || line.family_agrees)) return false;
    }
    late(
        fmt::format("balance {} {}", line.account, line.currency.code()),
        fmt::format("{} {}", line.platform_now.value_or(0), line.stored_now.rounded(line.currency)),
        about(line, Code::view_lag, amount));
    return true;
  }

  // Sums of months that were read again, and what is to be remembered of all of them.
  std::map<ledger::Instant, store::AgreedSums> settle(const SumsComparison& sums,
                                                      std::vector<DifferingMonth>& months) {
    std::map<ledger::Instant, store::AgreedSums> agreed = sums.agreed;
    for (const DifferingSums& one : sums.differing) {
      const Interval& interval = one.month.interval;
      if (!was_read(read_again_, interval)) continue;
      const auto is_this = [&](const DifferingMonth& month) {
        return month.code == Code::platform_differs && month.interval == interval &&
               month.rows_here == month.rows_there;
      };
      if (one.compared) {
        set_aside(months, is_this);
        late("sums " + format_rfc3339(interval.from).substr(0, 7),
             fmt::format("{} {}", one.now.platform, one.now.stored), difference_of(one.month));
      } else {
        std::erase_if(months, is_this);  // repaired, for all that can be told
        agreed[interval.from] = one.now;
      }
    }
    for (const UnprovenMonth& month : sums.unproven) {
      if (month.now && was_read(read_again_, month.interval)) {
        agreed[month.interval.from] = *month.now;
      }
    }
    return agreed;
  }

  void remember(const std::map<ledger::Instant, store::AgreedSums>& agreed, SourceReport& report,
                const Evidence& last) {
    store::WriteTransaction transaction(scope_.database);
    const std::int64_t source = scope_.source.source;
    store::record_agreed_sums(scope_.database, source, agreed, now_);
    store::put_late_figures(scope_.database, source, late_);
    report.unanswered = store::put_unanswered(scope_.database, source, last.unanswered);
    transaction.commit();
  }

  // Takes what is the platform's lateness out of the months that differ.
  template <typename Is>
  void set_aside(std::vector<DifferingMonth>& months, Is is_late) {
    std::copy_if(months.begin(), months.end(), std::back_inserter(late_months), is_late);
    std::erase_if(months, is_late);
  }

  std::vector<Difference> differences;
  std::vector<DifferingMonth> late_months;

 private:
  const Scope& scope_;
  const Places& read_again_;
  ledger::Instant now_;
  std::vector<LateFigure> before_;
  std::vector<LateFigure> late_;
};

// What was found, read again, and is found no more.
void name_repaired(const std::vector<DifferingMonth>& found,
                   const std::vector<DifferingMonth>& left, const std::vector<DifferingMonth>& late,
                   const Places& read_again, std::vector<Difference>& differences) {
  for (auto month = found.begin(); month != found.end(); ++month) {
    const auto is_same = [&](const auto& other) { return is_same_place(*month, other); };
    const bool known = std::any_of(left.begin(), left.end(), is_same) ||
                       std::any_of(late.begin(), late.end(), is_same) ||
                       std::any_of(found.begin(), month, is_same);
    if (known || !was_read(read_again, month->interval, month->stream)) continue;
    differences.push_back(difference_of(*month));
    differences.back().repaired = true;
  }
}

void name_months(const std::vector<DifferingMonth>& left, const Places& read_again,
                 std::vector<Difference>& differences) {
  for (const DifferingMonth& month : left) {
    differences.push_back(difference_of(month));
    differences.back().theirs = may_be_theirs(month) && was_read(read_again, month.interval);
    if (differences.back().theirs) differences.back().detail += "; the platform itself has it so";
  }
}

// A line that differs in no month that could be named.
void name_line(const AccountBalance& line, const std::vector<DifferingMonth>& months,
               std::vector<Difference>& differences) {
  const bool told = std::any_of(months.begin(), months.end(), [&](const auto& month) {
    return month.account == line.account && month.currency == line.currency;
  });
  if (line.state != BalanceState::differs || told) return;
  const std::int64_t amount = line.live_difference.value_or(
      audit::difference_of(*line.platform_now, line.stored_now, line.currency));
  differences.push_back(about(line, Code::platform_differs, amount));
  differences.back().detail = "no month of it differs by itself";
}

// What a line is to be told of besides.
void name_apart(const AccountBalance& line, std::vector<Difference>& differences) {
  const auto name = [&](Code code, std::int64_t amount, const char* detail) {
    differences.push_back(about(line, code, amount));
    differences.back().detail = detail;
  };
  if (line.state == BalanceState::other_host) {
    name(Code::other_host, 0, "some of its rows are under another host, or under none");
  }
  const std::int64_t rounding =
      ledger::checked_add(line.stored_now.rounded(line.currency), ledger::checked_negate(line.net));
  if (is_comparable(line) && rounding != 0 && line.version == 2) {
    name(Code::tax_rounding, rounding, "taxes inside rows, converted without rounding");
  }
}

}  // namespace

SourceReport conclude(const Scope& scope, const std::vector<DifferingMonth>& found,
                      const Evidence& last, const Places& read_again, ledger::Instant now) {
  SourceReport report;
  report.source = scope.source.name;
  report.safe = scope.safe;
  report.read_to = scope.read_to;
  report.balances = last.balances.lines;
  for (const auto& [place, intervals] : read_again) {
    report.read_again.insert(report.read_again.end(), intervals.begin(), intervals.end());
  }
  Verdict verdict(scope, read_again, now);
  std::vector<DifferingMonth> left = differing_months(scope, last);
  const auto agreed = verdict.settle(last.sums, left);
  std::vector<const AccountBalance*> late;
  for (const AccountBalance& line : last.balances.lines) {
    std::vector<DifferingMonth> own;
    std::copy_if(left.begin(), left.end(), std::back_inserter(own), [&](const auto& month) {
      return month.account == line.account && month.currency == line.currency;
    });
    if (!verdict.judge(line, own)) continue;
    late.push_back(&line);
    verdict.set_aside(left, [&](const DifferingMonth& month) {
      return month.account == line.account && month.currency == line.currency &&
             !may_be_theirs(month);
    });
  }
  report.differences = std::move(verdict.differences);
  name_repaired(found, left, verdict.late_months, read_again, report.differences);
  name_months(left, read_again, report.differences);
  for (const AccountBalance& line : last.balances.lines) {
    const bool is_late = std::find(late.begin(), late.end(), &line) != late.end();
    if (!is_late) name_line(line, left, report.differences);
    name_apart(line, report.differences);
  }
  verdict.remember(agreed, report, last);
  return report;
}

bool SourceReport::agrees() const {
  return std::none_of(differences.begin(), differences.end(), remains);
}

bool SourceReport::lacks_evidence() const {
  return std::any_of(unanswered.begin(), unanswered.end(), [](const auto& question) {
    return question.runs >= runs_until_evidence_lacks;
  });
}

}  // namespace bursar::audit
