#include "audit/monthly_sums.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "audit/balance_check.hpp"
#include "ledger/field_hash.hpp"
#include "ledger/month.hpp"
#include "store/month_groups.hpp"
#include "store/quarantine.hpp"

namespace bursar::audit {
namespace {

using opencollective::MonthSums;
using opencollective::SumGroup;
using store::Interval;
using store::MonthGroup;

std::int64_t hash_of(const std::vector<MonthGroup>& groups) {
  ledger::FieldHash hash;
  for (const MonthGroup& group : groups) {
    hash.add(group.kind).add(group.is_credit).add(group.is_refund).add(group.host_currency);
    hash.add(group.amount).add(group.platform_fee).add(group.host_fee).add(group.processor_fee);
    hash.add(group.tax.rounded(group.host_currency));
  }
  return static_cast<std::int64_t>(hash.digest());
}

// By how much the platform's figure, a sum of `parts` that were rounded by themselves, is above the
// stored one; 0 where rounding explains it.
std::int64_t above(std::int64_t there, const ledger::ExactSum& here, std::int64_t parts,
                   ledger::Currency currency) {
  constexpr std::int64_t hundredths = 100;
  const std::int64_t unit = currency.minor_digits() == 0 ? hundredths : 1;
  const std::int64_t slack = here.is_whole() ? 0 : parts * unit;
  const std::int64_t difference = difference_of(there, here, currency);
  return std::abs(difference) <= slack ? 0 : difference;
}

ledger::ExactSum exactly(std::int64_t hundredths) {
  ledger::ExactSum sum;
  sum.add(hundredths);
  return sum;
}

struct GroupDifference {
  std::int64_t net = 0;
  bool any = false;  // of amount, fees, tax or net
};

GroupDifference compare(const SumGroup& there, const MonthGroup& here, ledger::Currency currency) {
  const auto of = [&](std::int64_t figure, const ledger::ExactSum& stored) {
    return above(figure, stored, there.parts, currency);
  };
  GroupDifference difference;
  difference.net = of(there.net, here.net);
  difference.any = difference.net != 0 || of(there.amount, exactly(here.amount)) != 0 ||
                   of(there.platform_fee, exactly(here.platform_fee)) != 0 ||
                   of(there.host_fee, exactly(here.host_fee)) != 0 ||
                   of(there.processor_fee, exactly(here.processor_fee)) != 0 ||
                   of(there.tax, here.tax) != 0;
  return difference;
}

using Key = std::tuple<std::string, bool, bool>;  // kind, credit, refund

template <typename Group>
Key key_of(const Group& group) {
  return {group.kind, group.is_credit, group.is_refund};
}

std::string words_of(const std::string& kind, std::int64_t difference, ledger::Currency currency) {
  const std::string name = kind.empty() ? "rows without a kind" : kind;
  if (difference == 0) return name + " differs in its parts";
  return fmt::format("{} {} {} on the platform", name,
                     ledger::format_amount({std::abs(difference), currency}),
                     difference < 0 ? "less" : "more");
}

// The kinds of a month that differ, with their net differences.
void name_kinds(const std::map<std::string, GroupDifference>& kinds, DifferingMonth& month) {
  for (const auto& [kind, difference] : kinds) {
    if (!difference.any) continue;
    month.amount = ledger::checked_add(month.amount, difference.net);
    month.kinds += (month.kinds.empty() ? "" : ", ") + (kind.empty() ? "none" : kind);
    month.detail +=
        (month.detail.empty() ? "" : ", ") + words_of(kind, difference.net, month.currency);
  }
}

bool has_unreadable(const std::vector<store::Unreadable>& unreadable, const Interval& month) {
  return std::any_of(unreadable.begin(), unreadable.end(), [&](const store::Unreadable& entry) {
    return entry.key.stream == store::stream_name(store::Stream::transactions) &&
           entry.window.from < month.to && month.from < entry.window.to;
  });
}

// Months to look at, with what the platform says of them; of one that it has no sums of any more,
// nothing.
std::vector<MonthSums> months_to_compare(const Scope& scope, const std::vector<MonthSums>& sums,
                                         const std::map<ledger::Instant, store::AgreedSums>& known,
                                         bool all) {
  std::map<ledger::Instant, MonthSums> by_month;
  for (const MonthSums& month : sums) by_month[month.month] = month;
  for (const auto& [month, agreed] : known) by_month.try_emplace(month).first->second.month = month;
  const auto unreadable = store::quarantine(scope.database, scope.source.source);
  std::vector<MonthSums> wanted;
  for (auto& [month, there] : by_month) {
    const auto agreed = known.find(month);
    const bool changed = agreed == known.end() || agreed->second.platform != there.fingerprint;
    const bool comparable = month >= scope.source.start && month < scope.read_to &&
                            !has_unreadable(unreadable, {month, ledger::next_month(month)});
    if (comparable && (all || changed)) wanted.push_back(std::move(there));
  }
  return wanted;
}

// The stored groups of these months; in one go where they are many.
std::map<ledger::Instant, std::vector<MonthGroup>> stored_groups(
    const Scope& scope, const std::vector<MonthSums>& months) {
  constexpr std::size_t many = 12;
  const store::AskedRows rows = rows_of_reports(scope, scope.source.account);
  std::map<ledger::Instant, std::vector<MonthGroup>> groups;
  const auto add = [&](const Interval& window) {
    for (MonthGroup& group :
         store::month_groups(scope.database, scope.source.source, rows, window)) {
      groups[group.month].push_back(std::move(group));
    }
  };
  const auto end_of = [&](const MonthSums& month) {
    return std::min(ledger::next_month(month.month), scope.read_to);
  };
  if (months.size() > many) {
    add({months.front().month, end_of(months.back())});
  } else {
    for (const MonthSums& month : months) add({month.month, end_of(month)});
  }
  return groups;
}

// Sorts a month in: it differs, or is to be read, or agrees. `before`: what agreed last, if any.
void judge_month(const Scope& scope, const MonthSums& there, const std::vector<MonthGroup>& groups,
                 const store::AgreedSums* before, bool is_first_audit, SumsComparison& comparison) {
  DifferingSums found;
  found.now = {there.fingerprint, hash_of(groups)};
  found.month.account = scope.source.account;
  found.month.slug = scope.slug;
  found.month.interval = {there.month, ledger::next_month(there.month)};
  const bool comparable = compare_month(there, groups, found.month);
  found.compared = comparable && !found.month.kinds.empty();
  if (found.month.interval.to > scope.read_to) {
    if (!comparable || found.compared) {
      comparison.unproven.push_back({{there.month, scope.read_to}, {}});
    }
    return;
  }
  const bool stored_alike = before != nullptr && before->stored == found.now.stored;
  const bool there_alike = before != nullptr && before->platform == found.now.platform;
  const bool agrees = stored_alike && there_alike;
  // The platform's sums changed, and what is stored does not explain it.
  const bool unexplained =
      before != nullptr && (comparable ? stored_alike && !there_alike : !agrees);
  if (found.compared || unexplained) {
    if (!found.compared) found.month.detail = "the platform's sums changed";
    comparison.differing.push_back(std::move(found));
  } else if (!comparable && before == nullptr && !is_first_audit) {
    comparison.unproven.push_back({found.month.interval, found.now});
  } else if (!agrees) {
    comparison.agreed[there.month] = found.now;
  }
}

}  // namespace

bool compare_month(const MonthSums& there, const std::vector<MonthGroup>& groups,
                   DifferingMonth& month) {
  std::map<Key, std::pair<SumGroup, MonthGroup>> both;
  for (const SumGroup& group : there.groups) both[key_of(group)].first = group;
  for (const MonthGroup& group : groups) {
    const bool converted = !there.groups.empty() && group.host_currency != there.currency;
    if (converted || !both[key_of(group)].second.host_currency.empty()) return false;
    both[key_of(group)].second = group;
  }
  month.currency =
      there.groups.empty() && !groups.empty() ? groups.front().host_currency : there.currency;
  std::map<std::string, GroupDifference> kinds;
  for (const auto& [key, pair] : both) {
    const GroupDifference one = compare(pair.first, pair.second, month.currency);
    GroupDifference& kind = kinds[std::get<0>(key)];
    kind.net = ledger::checked_add(kind.net, one.net);
    kind.any = kind.any || one.any;
  }
  name_kinds(kinds, month);
  return true;
}

store::AskedRows rows_of_reports(const Scope& scope, const std::string& account) {
  if (scope.by_host && account == scope.source.account) return scope.asked;
  store::AskedRows family{false, {}};
  for (const auto& [key, known] : scope.accounts) {
    const bool child = known.parent == account && known.type != "VENDOR";
    if (known.public_id == account || child) family.accounts.push_back(known.public_id);
  }
  return family;
}

SumsComparison compare_sums(const Scope& scope, const std::vector<MonthSums>& sums, bool all) {
  SumsComparison comparison;
  const auto known = store::agreed_sums(scope.database, scope.source.source);
  const auto months = months_to_compare(scope, sums, known, all);
  if (months.empty()) return comparison;
  auto stored = stored_groups(scope, months);
  for (const MonthSums& there : months) {
    const auto before = known.find(there.month);
    judge_month(scope, there, stored[there.month],
                before == known.end() ? nullptr : &before->second, known.empty(), comparison);
  }
  return comparison;
}

}  // namespace bursar::audit
