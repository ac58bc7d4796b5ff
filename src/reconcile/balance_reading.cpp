#include "reconcile/balance_reading.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/account_sums.hpp"

namespace bursar::reconcile {
namespace {

using opencollective::BalanceQuestion;

constexpr store::Interval all_time{{INT64_MIN}, {INT64_MAX}};

bool contains(const std::vector<std::string>& sorted, const std::string& id) {
  return std::binary_search(sorted.begin(), sorted.end(), id);
}

std::vector<store::StoredSum> sums(const Scope& scope, const std::vector<std::string>& accounts,
                                   ledger::Instant before) {
  auto all = scope.by_memory
                 ? store::remembered_sums(scope.database, scope.asked, before)
                 : store::stored_sums(scope.database, scope.asked, {all_time.from, before},
                                      store::SumDetail::account);
  std::erase_if(all, [&](const store::StoredSum& sum) { return !contains(accounts, sum.account); });
  return all;
}

Facts read_facts(const Scope& scope, const std::vector<std::string>& accounts) {
  const auto answers =
      scope.client.balance_facts(accounts, scope.by_host ? scope.source.account : std::string());
  Facts facts;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (answers[i]) facts.emplace(accounts[i], *answers[i]);
  }
  return facts;
}

// Accounts without a stored row have a balance of nothing: that of a lost ledger is something.
void add_empty_accounts(const Scope& scope, const std::vector<std::string>& accounts,
                        const Facts& facts, std::vector<AccountBalance>& lines) {
  for (const auto& [key, account] : scope.accounts) {
    const std::string& id = account.public_id;
    const auto known = facts.find(id);
    const bool has_line = std::any_of(
        lines.begin(), lines.end(), [&](const AccountBalance& line) { return line.account == id; });
    if (has_line || known == facts.end() || account.currency.empty() || !contains(accounts, id)) {
      continue;
    }
    AccountBalance line;
    line.account = id;
    line.slug = account.slug;
    line.currency = account.currency;
    line.version = known->second.version;
    const bool elsewhere = scope.by_host && known->second.rows != known->second.rows_under_host;
    line.state = elsewhere ? BalanceState::other_host : BalanceState::agrees;
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end(), [](const AccountBalance& a, const AccountBalance& b) {
    return std::tie(a.slug, a.account, a.currency) < std::tie(b.slug, b.account, b.currency);
  });
}

// What was there before the source begins is in no stored row.
void add_opening(const Scope& scope, std::vector<AccountBalance>& lines) {
  if (!has_opening(scope)) return;
  std::vector<BalanceQuestion> questions;
  for (const AccountBalance& line : lines) {
    questions.push_back({line.account, line.currency, scope.source.start});
  }
  const auto openings = scope.client.balances(questions);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!openings[i]) continue;
    lines[i].stored_then.add(*openings[i]);
    lines[i].stored_now.add(*openings[i]);
  }
}

void ask(const Scope& scope, std::vector<AccountBalance>& lines) {
  std::vector<BalanceQuestion> questions;
  std::vector<AccountBalance*> asked;
  for (AccountBalance& line : lines) {
    if (line.state == BalanceState::not_answered) continue;
    asked.push_back(&line);
    questions.push_back({line.account, line.currency, scope.safe});
    questions.push_back({line.account, line.currency});
  }
  const auto answers = scope.client.balances(questions);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    asked[i]->platform_then = answers[2 * i];
    asked[i]->platform_now = answers[2 * i + 1];
  }
}

// One account with its children, as a live sum of the platform by the line's formula has them.
// Nothing where that is of no use to the cent: sums converted at today's rates, or children by
// another formula.
std::optional<ledger::ExactSum> live_sum(const std::vector<store::StoredSum>& stored,
                                         const Facts& facts, const std::vector<std::string>& family,
                                         const AccountBalance& line) {
  ledger::ExactSum sum;
  for (const store::StoredSum& one : stored) {
    if (std::find(family.begin(), family.end(), one.account) == family.end()) continue;
    const opencollective::BalanceFacts& known = facts.at(one.account);
    const bool same_formula = known.version == line.version && is_same_then_and_now(one, known) &&
                              currency_by_version(one, line.version) == line.currency;
    if (!same_formula) return std::nullopt;
    sum.add(sum_by_version(one, known, true));
  }
  return sum;
}

// Whether all rows of these accounts are stored, as far as lines know.
bool is_complete(const std::vector<AccountBalance>& lines, const std::vector<std::string>& family) {
  return std::none_of(lines.begin(), lines.end(), [&](const AccountBalance& line) {
    return !is_comparable(line) &&
           std::find(family.begin(), family.end(), line.account) != family.end();
  });
}

// Whether a sum with children is one that the platform makes anew. By the oldest formula no sum
// comes from a view (F 7.6), so there is no need of children.
bool is_live_with_children(const AccountBalance& line) {
  return line.version != oldest_version;
}

// Asks the platform to add up the ledger itself, of all lines once one of them differs: a parent's
// live sum has its children's in it (F 7.10).
void ask_live(const Scope& scope, const Facts& facts, std::vector<AccountBalance>& lines) {
  const auto stored = sums(scope, scope.held, scope.read_to);
  std::vector<BalanceQuestion> questions;
  std::vector<std::pair<AccountBalance*, ledger::ExactSum>> asked;
  for (AccountBalance& line : lines) {
    if (!is_comparable(line) || has_opening(scope)) continue;
    std::vector<std::string> family{line.account};
    const bool with_children = is_live_with_children(line);
    if (with_children) {
      const auto children = children_of(facts, line.account);
      family.insert(family.end(), children.begin(), children.end());
    }
    if (!is_complete(lines, family)) continue;
    const auto sum = live_sum(stored, facts, family, line);
    if (!sum) continue;
    asked.emplace_back(&line, *sum);
    questions.push_back({line.account, line.currency, scope.read_to, with_children});
  }
  const auto answers = scope.client.balances(questions);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto& [line, sum] = asked[i];
    if (answers[i]) line->live_difference = difference_of(*answers[i], sum, line->currency);
  }
}

// Takes out of each parent's difference what is its children's.
void separate_families(const Facts& facts, std::vector<AccountBalance>& lines) {
  std::map<std::string, std::int64_t> of_children;
  for (const AccountBalance& line : lines) {
    const auto known = facts.find(line.account);
    if (known == facts.end() || !line.live_difference || known->second.parent.empty()) continue;
    std::int64_t& sum = of_children[known->second.parent];
    sum = ledger::checked_add(sum, *line.live_difference);
  }
  for (AccountBalance& line : lines) {
    const auto children = of_children.find(line.account);
    if (children == of_children.end() || !line.live_difference) continue;
    if (!is_live_with_children(line)) continue;
    line.live_difference =
        ledger::checked_add(*line.live_difference, ledger::checked_negate(children->second));
  }
}

}  // namespace

std::vector<std::string> children_of(const Facts& facts, const std::string& account) {
  std::vector<std::string> children;
  for (const auto& [id, known] : facts) {
    if (known.parent == account) children.push_back(id);
  }
  return children;
}

Balances read_balances(const Scope& scope, const std::vector<std::string>& accounts) {
  Balances balances;
  balances.facts = read_facts(scope, accounts);
  balances.lines = lines_of(sums(scope, accounts, scope.safe), sums(scope, accounts, all_time.to),
                            balances.facts, scope.by_host);
  add_empty_accounts(scope, accounts, balances.facts, balances.lines);
  add_opening(scope, balances.lines);
  ask(scope, balances.lines);
  const bool all_agree = std::all_of(
      balances.lines.begin(), balances.lines.end(),
      [](const AccountBalance& line) { return !is_comparable(line) || figures_agree(line); });
  if (!all_agree) {
    ask_live(scope, balances.facts, balances.lines);
    separate_families(balances.facts, balances.lines);
  }
  for (AccountBalance& line : balances.lines) judge(line);
  return balances;
}

}  // namespace bursar::reconcile
