#include "audit/balance_reading.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "store/account_sums.hpp"
#include "store/month_groups.hpp"
#include "store/quarantine.hpp"

namespace bursar::audit {
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
  const auto missing =
      store::less_missing(scope.database, scope.source.source, scope.asked, before);
  all.insert(all.end(), missing.begin(), missing.end());
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

// Whether all rows of these accounts are stored, as far as lines know.
bool is_complete(const std::vector<AccountBalance>& lines, const std::vector<std::string>& family) {
  return std::none_of(lines.begin(), lines.end(), [&](const AccountBalance& line) {
    return !is_comparable(line) &&
           std::find(family.begin(), family.end(), line.account) != family.end();
  });
}

// By the oldest formula no sum comes from a view (F 7.6), with children or without.
bool is_always_live(const AccountBalance& line) {
  return line.version == oldest_version;
}

const opencollective::BalanceFacts* facts_of(const Facts& facts, const AccountBalance& line) {
  const auto known = facts.find(line.account);
  return known == facts.end() ? nullptr : &known->second;
}

// A child asked with its children answers 0 (F 7.10).
bool is_child(const Facts& facts, const AccountBalance& line) {
  const auto* known = facts_of(facts, line);
  return known != nullptr && !known->parent.empty();
}

// Gives the members of a family what its sum, made anew, tells of them: by how much it is above
// what is stored. Which member it is, their own figures say where one alone differs.
void tell_members(std::vector<AccountBalance>& lines, const Family& family,
                  std::int64_t difference) {
  std::vector<AccountBalance*> members;
  for (AccountBalance& line : lines) {
    const bool is_member =
        is_comparable(line) && std::find(family.accounts.begin(), family.accounts.end(),
                                         line.account) != family.accounts.end();
    if (is_member) members.push_back(&line);
  }
  std::vector<AccountBalance*> differing;
  std::copy_if(members.begin(), members.end(), std::back_inserter(differing),
               [](const AccountBalance* line) { return !figures_agree(*line); });
  if (difference == 0) {
    for (AccountBalance* line : members) {
      line->family_agrees = true;
      // Two that differ may have exchanged a row.
      if (differing.size() < 2) line->live_difference = 0;
    }
  } else if (differing.size() == 1) {
    differing.front()->live_difference = difference;
  } else if (differing.empty()) {
    for (AccountBalance* line : members) {
      if (line->account == family.accounts.front()) line->live_difference = difference;
    }
  }
}

// Whether the platform is asked to add up the ledger itself, for an account and its children.
bool has_family_balance(const Facts& facts, const AccountBalance& line) {
  return is_comparable(line) && (is_always_live(line) || !is_child(facts, line));
}

// The questions about a line, as places in the list of all questions.
struct LineQuestions {
  std::size_t then = 0;
  std::size_t now = 0;
  std::optional<std::size_t> opening;
  std::optional<Family> family;
  std::size_t family_then = 0;
  std::optional<std::size_t> family_opening;
};

// What was there before the source begins is in no stored row: asked for, too.
LineQuestions questions_about(const Scope& scope, const std::vector<store::StoredSum>& stored,
                              const Balances& balances, const AccountBalance& line,
                              std::vector<BalanceQuestion>& questions) {
  const auto add = [&](std::optional<ledger::Instant> before, bool with_children) {
    questions.push_back({line.account, line.currency, before, with_children});
    return questions.size() - 1;
  };
  LineQuestions places;
  places.then = add(scope.safe, false);
  places.now = add(std::nullopt, false);
  if (has_opening(scope)) places.opening = add(scope.source.start, false);
  if (has_family_balance(balances.facts, line)) places.family = family_of(stored, balances, line);
  if (!places.family) return places;
  const bool with_children = !is_always_live(line);
  places.family_then = add(scope.read_to, with_children);
  if (has_opening(scope)) places.family_opening = add(scope.source.start, with_children);
  return places;
}

using Answers = std::vector<std::optional<std::int64_t>>;

void take_figures(const LineQuestions& places, const Answers& answers, AccountBalance& line) {
  line.platform_then = answers[places.then];
  line.platform_now = answers[places.now];
  const std::int64_t opening = places.opening ? answers[*places.opening].value_or(0) : 0;
  line.stored_then.add(opening);
  line.stored_now.add(opening);
  line.net = ledger::checked_add(line.net, opening);
}

void take_family(const LineQuestions& places, const Answers& answers, ledger::Currency currency,
                 std::vector<AccountBalance>& lines) {
  if (!places.family || !answers[places.family_then]) return;
  const std::optional<std::int64_t> opening =
      places.family_opening ? answers[*places.family_opening] : std::optional<std::int64_t>(0);
  if (!opening) return;
  const std::int64_t change =
      ledger::checked_add(*answers[places.family_then], ledger::checked_negate(*opening));
  tell_members(lines, *places.family, difference_of(change, places.family->stored, currency));
}

// Asks for everything at once.
void ask(const Scope& scope, Balances& balances) {
  const auto stored = sums(scope, scope.held, scope.read_to);
  std::vector<BalanceQuestion> questions;
  std::vector<std::pair<AccountBalance*, LineQuestions>> asked;
  for (AccountBalance& line : balances.lines) {
    if (line.state == BalanceState::not_answered) continue;
    asked.emplace_back(&line, questions_about(scope, stored, balances, line, questions));
  }
  const Answers answers = scope.client.balances(questions);
  for (const auto& [line, places] : asked) take_figures(places, answers, *line);
  for (const auto& [line, places] : asked) {
    take_family(places, answers, line->currency, balances.lines);
  }
}

// Rows that nobody could read are in the platform's balances, and stored or not.
void set_aside_unreadable(const Scope& scope, std::vector<AccountBalance>& lines) {
  const auto unreadable = store::quarantine(scope.database, scope.source.source);
  const bool any = std::any_of(unreadable.begin(), unreadable.end(), [](const auto& entry) {
    return entry.key.stream == store::stream_name(store::Stream::transactions);
  });
  if (!any) return;
  for (AccountBalance& line : lines) {
    if (is_comparable(line)) line.state = BalanceState::unreadable_rows;
  }
}

// A line for each account and currency, with what is stored.
std::vector<AccountBalance> stored_lines(const Scope& scope,
                                         const std::vector<std::string>& accounts,
                                         const Facts& facts) {
  auto lines = lines_of(sums(scope, accounts, scope.safe), sums(scope, accounts, all_time.to),
                        facts, scope.by_host);
  add_empty_accounts(scope, accounts, facts, lines);
  set_aside_unreadable(scope, lines);
  return lines;
}

}  // namespace

std::vector<std::string> children_of(const Facts& facts, const std::string& account) {
  std::vector<std::string> children;
  for (const auto& [id, known] : facts) {
    if (known.parent == account) children.push_back(id);
  }
  return children;
}

std::optional<Family> family_of(const std::vector<store::StoredSum>& stored,
                                const Balances& balances, const AccountBalance& parent) {
  const Facts& facts = balances.facts;
  Family family;
  family.accounts.push_back(parent.account);
  if (!is_always_live(parent)) {
    const auto children = children_of(facts, parent.account);
    family.accounts.insert(family.accounts.end(), children.begin(), children.end());
  }
  if (!is_complete(balances.lines, family.accounts)) return std::nullopt;
  for (const store::StoredSum& one : stored) {
    const auto member = std::find(family.accounts.begin(), family.accounts.end(), one.account);
    if (member == family.accounts.end()) continue;
    const opencollective::BalanceFacts& known = facts.at(one.account);
    const bool same_formula = known.version == parent.version && is_same_then_and_now(one, known) &&
                              currency_by_version(one, parent.version) == parent.currency;
    if (!same_formula) return std::nullopt;
    family.stored.add(sum_by_version(one, known, true));
  }
  return family;
}

Balances read_balances(const Scope& scope) {
  Balances balances;
  balances.facts = read_facts(scope, scope.held);
  balances.lines = stored_lines(scope, scope.held, balances.facts);
  ask(scope, balances);
  for (AccountBalance& line : balances.lines) judge(line);
  return balances;
}

ledger::Currency currency_of_source(const Scope& scope) {
  std::map<ledger::Currency, std::int64_t> rows;
  for (const store::StoredSum& sum : sums(scope, {scope.source.account}, all_time.to)) {
    if (!sum.host_currency.empty()) rows[sum.host_currency] += sum.rows;
  }
  const auto most = std::max_element(
      rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != rows.end() && most->second > 0) return most->first;
  for (const auto& [key, account] : scope.accounts) {
    if (account.public_id == scope.source.account) return account.currency;
  }
  return {};
}

Balances quick_balances(const Scope& scope, const opencollective::Figures& figures,
                        ledger::Currency currency) {
  Balances balances;
  std::vector<std::string> accounts;
  for (const opencollective::AccountFigures& one : figures.accounts) {
    balances.facts[one.account] = one.facts;
    if (contains(scope.held, one.account)) accounts.push_back(one.account);
  }
  std::sort(accounts.begin(), accounts.end());
  balances.lines = stored_lines(scope, accounts, balances.facts);
  for (AccountBalance& line : balances.lines) {
    const auto there = std::find_if(figures.accounts.begin(), figures.accounts.end(),
                                    [&](const auto& one) { return one.account == line.account; });
    line.platform_now = there->balance;
    const bool converted = is_comparable(line) && line.currency != currency;
    if (converted) line.state = BalanceState::several_currencies;
    line.stored_now.add(there->opening);
    line.stored_then.add(there->opening);
    line.net = ledger::checked_add(line.net, there->opening);
  }
  const auto parent = std::find_if(
      balances.lines.begin(), balances.lines.end(),
      [&](const AccountBalance& line) { return line.account == scope.source.account; });
  if (parent != balances.lines.end() && is_comparable(*parent) && !is_always_live(*parent) &&
      !is_child(balances.facts, *parent) && figures.family.answer) {
    const auto family = family_of(sums(scope, scope.held, scope.read_to), balances, *parent);
    if (family) {
      const std::int64_t change = ledger::checked_add(
          *figures.family.answer, ledger::checked_negate(figures.family_opening));
      tell_members(balances.lines, *family,
                   difference_of(change, family->stored, parent->currency));
    }
  }
  for (AccountBalance& line : balances.lines) judge(line);
  return balances;
}

}  // namespace bursar::audit
