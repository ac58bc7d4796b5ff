#include "audit/balance_check.hpp"

#include <set>
#include <utility>

#include "error/error.hpp"

namespace bursar::audit {
namespace {

constexpr std::int64_t by_own_currency = oldest_version;
constexpr std::int64_t by_host_only = 3;

using Place = std::pair<std::string, ledger::Currency>;  // account and currency

AccountBalance& line_at(std::map<Place, AccountBalance>& lines, const store::StoredSum& sum,
                        std::int64_t version) {
  const ledger::Currency currency = currency_by_version(sum, version);
  AccountBalance& line = lines[{sum.account, currency}];
  line.account = sum.account;
  line.slug = sum.slug;
  line.currency = currency;
  line.version = version;
  return line;
}

opencollective::BalanceFacts facts_of(const Facts& facts, const std::string& account) {
  const auto found = facts.find(account);
  return found == facts.end() ? opencollective::BalanceFacts{} : found->second;
}

// A fiscal host shows no host: it is its own.
const std::string& present_host(const store::StoredSum& sum,
                                const opencollective::BalanceFacts& facts) {
  return facts.host.empty() ? sum.account : facts.host;
}

BalanceState first_state(const AccountBalance& line, const Facts& facts, std::size_t currencies,
                         bool by_host) {
  const auto found = facts.find(line.account);
  if (found == facts.end()) return BalanceState::not_answered;
  if (by_host && found->second.rows != found->second.rows_under_host) {
    return BalanceState::other_host;
  }
  return currencies > 1 ? BalanceState::several_currencies : BalanceState::agrees;
}

}  // namespace

std::string_view name_of(BalanceState state) {
  switch (state) {
    case BalanceState::agrees:
      return "agrees";
    case BalanceState::view_lag:
      return "view-lag";
    case BalanceState::differs:
      return "differs";
    case BalanceState::several_currencies:
      return "several-currencies";
    case BalanceState::other_host:
      return "other-host";
    case BalanceState::unreadable_rows:
      return "unreadable-rows";
    case BalanceState::not_answered:
      return "not-answered";
  }
  throw Error(ErrorKind::bug, "a state of a balance without a name");
}

ledger::ExactSum sum_by_version(const store::StoredSum& sum,
                                const opencollective::BalanceFacts& facts, bool then) {
  if (facts.version == by_own_currency) {
    ledger::ExactSum own;
    own.add(sum.account_net);
    return own;
  }
  if (facts.version == by_host_only) {
    const bool counts = then ? sum.host == present_host(sum, facts) : !sum.host.empty();
    if (!counts) return {};
  }
  return sum.balance;
}

bool is_same_then_and_now(const store::StoredSum& sum, const opencollective::BalanceFacts& facts) {
  if (facts.version != by_host_only || sum.host.empty()) return true;
  return sum.host == present_host(sum, facts);
}

ledger::Currency currency_by_version(const store::StoredSum& sum, std::int64_t version) {
  return version == by_own_currency ? sum.currency : sum.host_currency;
}

std::vector<AccountBalance> lines_of(const std::vector<store::StoredSum>& then,
                                     const std::vector<store::StoredSum>& now, const Facts& facts,
                                     bool by_host) {
  std::map<Place, AccountBalance> lines;
  std::map<std::string, std::set<ledger::Currency>> currencies;
  for (const store::StoredSum& sum : now) {
    const auto known = facts_of(facts, sum.account);
    AccountBalance& line = line_at(lines, sum, known.version);
    line.rows += sum.rows;
    line.stored_now.add(sum_by_version(sum, known, false));
    line.net = ledger::checked_add(line.net, sum.net);
    currencies[sum.account].insert(line.currency);
  }
  for (const store::StoredSum& sum : then) {
    const auto known = facts_of(facts, sum.account);
    line_at(lines, sum, known.version).stored_then.add(sum_by_version(sum, known, true));
  }
  std::vector<AccountBalance> result;
  for (auto& [place, line] : lines) {
    line.state = first_state(line, facts, currencies[line.account].size(), by_host);
    result.push_back(std::move(line));
  }
  return result;
}

std::int64_t difference_of(std::int64_t platform, const ledger::ExactSum& stored,
                           ledger::Currency currency) {
  if (stored.agrees_with(platform, currency)) return 0;
  return ledger::checked_add(platform, ledger::checked_negate(stored.rounded(currency)));
}

bool is_comparable(const AccountBalance& line) {
  return line.state == BalanceState::agrees || line.state == BalanceState::view_lag ||
         line.state == BalanceState::differs;
}

bool figures_agree(const AccountBalance& line) {
  const auto agrees = [&](const std::optional<std::int64_t>& there, const ledger::ExactSum& here) {
    return !there || difference_of(*there, here, line.currency) == 0;
  };
  return agrees(line.platform_then, line.stored_then) && agrees(line.platform_now, line.stored_now);
}

void judge(AccountBalance& line) {
  if (!is_comparable(line)) return;
  if (!line.platform_now) {
    line.state = BalanceState::not_answered;
    return;
  }
  // The ledger itself decides. Where it cannot be asked, a figure that is right at the safe date
  // leaves only what is younger than any view need know.
  if (line.live_difference.value_or(0) != 0) {
    line.state = BalanceState::differs;
  } else if (figures_agree(line)) {
    line.state = BalanceState::agrees;
  } else {
    const bool then_agrees =
        line.platform_then &&
        difference_of(*line.platform_then, line.stored_then, line.currency) == 0;
    line.state =
        line.live_difference || then_agrees ? BalanceState::view_lag : BalanceState::differs;
  }
}

}  // namespace bursar::audit
