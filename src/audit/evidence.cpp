#include "audit/evidence.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "audit/pair_check.hpp"
#include "audit/running_balances.hpp"
#include "ledger/month.hpp"
#include "store/account_sums.hpp"

namespace bursar::audit {
namespace {

using store::Interval;
using store::Stream;

// So many months that differ by count are told of by their balances and kinds, too, which takes
// requests for each.
constexpr std::size_t most_to_name = 24;

void append(std::vector<DifferingMonth>& all, std::vector<DifferingMonth> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void note_unanswered(const char* question, const std::string& reason, ledger::Instant now,
                     Evidence& evidence) {
  evidence.unanswered.push_back({question, reason, 1, now});
}

void add_up(store::Database& database, bool everything, ledger::Instant now) {
  store::WriteTransaction transaction(database);
  if (everything) {
    store::count_everything(database, now);
  } else {
    store::count_news(database);
  }
  transaction.commit();
}

bool any_differs(const Balances& balances) {
  return std::any_of(balances.lines.begin(), balances.lines.end(), [](const AccountBalance& line) {
    return line.state == BalanceState::differs;
  });
}

// Sums that follow what is new stand for the whole ledger from here on. False where everything was
// added up just now.
bool remember_sums(Scope& scope, ledger::Instant now) {
  const auto counted = store::last_counted(scope.database);
  const bool is_known = counted && *counted <= now && now - *counted < everything_after;
  add_up(scope.database, !is_known, now);
  scope.by_memory = true;
  return is_known;
}

// A difference is told of what is there, never of what was remembered.
Balances remembered_balances(const Scope& scope, const opencollective::Figures& figures,
                             ledger::Currency currency, bool by_memory, ledger::Instant now) {
  Balances balances = quick_balances(scope, figures, currency);
  if (by_memory && any_differs(balances)) {
    add_up(scope.database, true, now);
    balances = quick_balances(scope, figures, currency);
  }
  return balances;
}

// Accounts that exist and whose balance is withheld all the same.
void note_withheld(const Balances& balances, ledger::Instant now, Evidence& evidence) {
  for (const AccountBalance& line : balances.lines) {
    const bool exists = balances.facts.contains(line.account);
    if (!exists || line.state != BalanceState::not_answered) continue;
    const std::string& name = line.slug.empty() ? line.account : line.slug;
    note_unanswered("balances", "there is none of " + name, now, evidence);
    return;
  }
}

opencollective::Perspective perspective_of(const Scope& scope) {
  return scope.by_host ? opencollective::Perspective::host : opencollective::Perspective::account;
}

void gather_quick(Scope& scope, ledger::Instant now, Evidence& evidence) {
  const bool by_memory = remember_sums(scope, now);
  opencollective::FiguresQuestion question;
  question.account = scope.source.account;
  question.perspective = perspective_of(scope);
  question.sums_to = scope.read_to;
  question.currency = currency_of_source(scope);
  question.at = scope.read_to;
  if (has_opening(scope)) question.opening = scope.source.start;
  const opencollective::Figures figures = scope.client.figures(question);
  if (figures.sums.answer) {
    evidence.sums = compare_sums(scope, *figures.sums.answer, false);
  } else {
    note_unanswered("monthly sums", figures.sums.refusal, now, evidence);
  }
  if (!figures.family.answer) note_unanswered("balances", figures.family.refusal, now, evidence);
  evidence.balances = remembered_balances(scope, figures, question.currency, by_memory, now);
  if (figures.family.answer) note_withheld(evidence.balances, now, evidence);
}

void gather_full(const Scope& scope, ledger::Instant now, bool is_everything_read,
                 Evidence& evidence) {
  const auto sums =
      scope.client.monthly_sums(scope.source.account, perspective_of(scope), scope.read_to);
  if (sums.answer) {
    evidence.sums = compare_sums(scope, *sums.answer, true);
  } else {
    note_unanswered("monthly sums", sums.refusal, now, evidence);
  }
  evidence.balances = read_balances(scope);
  note_withheld(evidence.balances, now, evidence);
  if (!is_everything_read) {
    narrow_balances(scope, evidence);
    append(evidence.months, check_running_balances(scope, evidence.balances));
  }
  append(evidence.months, check_pairs(scope));
}

bool differs_in_most_months(const Scope& scope, const Evidence& evidence) {
  const std::vector<Interval> months = months_of(scope, scope.read_to);
  const auto differing = std::count_if(months.begin(), months.end(), [&](const Interval& month) {
    return std::any_of(evidence.counts.begin(), evidence.counts.end(), [&](const auto& count) {
      return count.month.from < month.to && month.from < count.month.to;
    });
  });
  return 2 * static_cast<std::size_t>(differing) > months.size();
}

bool was_read(const Places& read_again, const std::string& part, Stream stream,
              const Interval& interval) {
  const auto place = read_again.find({part, stream});
  return place != read_again.end() && covers(place->second, interval);
}

bool is_everything(const Scope& scope, const Places& read_again) {
  return std::all_of(scope.parts.begin(), scope.parts.end(), [&](const ScopePart& part) {
    return was_read(read_again, part.part, Stream::transactions,
                    {scope.source.start, scope.read_to});
  });
}

}  // namespace

bool covers(const std::set<Interval>& read, const Interval& interval) {
  return std::any_of(read.begin(), read.end(), [&](const Interval& one) {
    return one.from <= interval.from && interval.to <= one.to;
  });
}

Evidence gather(Scope& scope, Depth depth, ledger::Instant now, const Places& read_again) {
  Evidence evidence;
  auto counts = compare_counts(scope, scope.read_to);
  if (counts.answer) {
    evidence.counts = std::move(*counts.answer);
  } else {
    note_unanswered("counts", counts.refusal, now, evidence);
  }
  if (differs_in_most_months(scope, evidence)) return evidence;
  if (depth == Depth::quick) {
    gather_quick(scope, now, evidence);
  } else if (evidence.counts.size() <= most_to_name) {
    gather_full(scope, now, is_everything(scope, read_again), evidence);
  }
  return evidence;
}

void narrow_balances(const Scope& scope, Evidence& evidence) {
  for (const AccountBalance& line : evidence.balances.lines) {
    if (line.state != BalanceState::differs) continue;
    append(evidence.months, narrow(scope, evidence.balances, line));
  }
}

bool agrees(const Evidence& evidence) {
  return evidence.counts.empty() && evidence.sums.differing.empty() && evidence.months.empty() &&
         !any_differs(evidence.balances);
}

Places places_to_read(const Scope& scope, const Evidence& evidence, const Places& read_again) {
  Places places;
  const auto add = [&](const std::string& part, Stream stream, const Interval& interval) {
    if (!was_read(read_again, part, stream, interval)) places[{part, stream}].insert(interval);
  };
  if (differs_in_most_months(scope, evidence)) {
    for (const ScopePart& part : scope.parts) {
      for (const Stream stream : {Stream::transactions, Stream::expenses}) {
        add(part.part, stream, {scope.source.start, scope.read_to});
      }
    }
    return places;
  }
  for (const DifferingCount& count : evidence.counts) add(count.part, count.stream, count.month);
  for (const ScopePart& part : scope.parts) {
    for (const DifferingSums& sums : evidence.sums.differing) {
      add(part.part, Stream::transactions, sums.month.interval);
    }
    for (const DifferingMonth& month : evidence.months) {
      add(part.part, Stream::transactions, month.interval);
    }
    for (const UnprovenMonth& month : evidence.sums.unproven) {
      add(part.part, Stream::transactions, month.interval);
    }
  }
  return places;
}

std::int64_t rows_within(const Scope& scope, const Places& places) {
  std::int64_t rows = 0;
  for (const ScopePart& part : scope.parts) {
    const auto intervals = places.find({part.part, Stream::transactions});
    if (intervals == places.end()) continue;
    for (const Interval& interval : intervals->second) {
      rows += store::count_stored(scope.database, asked_rows(part.scope), Stream::transactions,
                                  interval);
    }
  }
  return rows;
}

}  // namespace bursar::audit
