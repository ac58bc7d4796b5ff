#include "audit/pair_check.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "ledger/month.hpp"
#include "store/pairs.hpp"

namespace bursar::audit {

std::vector<DifferingMonth> check_pairs(const Scope& scope) {
  using Place = std::tuple<ledger::Instant, std::string, ledger::Currency, std::string, Code>;
  std::map<Place, DifferingMonth> months;
  for (const store::BrokenPair& pair : store::broken_pairs(scope.database, scope.asked)) {
    const ledger::Instant start = ledger::start_of_month(pair.created_at);
    const Code code = pair.in_host_currency ? Code::group_unbalanced : Code::pair_differs;
    const auto [place, is_new] =
        months.try_emplace({start, pair.account, pair.currency, pair.kind, code});
    DifferingMonth& month = place->second;
    month.amount = ledger::checked_add(month.amount, pair.amount);
    if (!is_new) continue;
    month.code = code;
    month.account = pair.account;
    month.slug = pair.slug;
    month.currency = pair.currency;
    month.interval = {std::max(start, scope.source.start),
                      std::min(ledger::next_month(start), scope.read_to)};
    month.kinds = pair.kind.empty() ? "none" : pair.kind;
    month.detail =
        fmt::format("received and given are not the same; the first group is {}", pair.group);
  }
  std::vector<DifferingMonth> result;
  for (auto& [place, month] : months) {
    if (month.interval.from < month.interval.to) result.push_back(std::move(month));
  }
  return result;
}

}  // namespace bursar::audit
