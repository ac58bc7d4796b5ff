#include "opencollective/balances.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "opencollective/amount_reading.hpp"
#include "opencollective/api_error.hpp"
#include "opencollective/budget_version.hpp"
#include "opencollective/errors.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

// What stands at a path of members; null where it does not lead anywhere.
const json& at_path(const json& object, std::initializer_list<const char*> path) {
  static const json none;
  const json* place = &object;
  for (const char* name : path) {
    if (!place->is_object()) return none;
    const auto next = place->find(name);
    if (next == place->end()) return none;
    place = &*next;
  }
  return *place;
}

std::string text_at(const json& object, std::initializer_list<const char*> path) {
  const json& found = at_path(object, path);
  return found.is_string() ? found.get<std::string>() : std::string();
}

std::int64_t count_at(const json& object, std::initializer_list<const char*> path) {
  const json& found = at_path(object, path);
  return found.is_number_integer() ? found.get<std::int64_t>() : 0;
}

// An account that is gone or withheld has no answer; any other failure is none of the account's.
void require_answer(const Answer& answer, const std::string& alias) {
  static constexpr std::array<std::string_view, 4> of_the_account{"NotFound", "Forbidden",
                                                                  "Unauthorized", "BadRequest"};
  for (const GraphqlError& error : answer.errors) {
    const bool concerned = !error.path.empty() && error.path[0] == alias;
    const bool known =
        std::find(of_the_account.begin(), of_the_account.end(), error.code) != of_the_account.end();
    if (concerned && !known) throw graphql_error(std::span(&error, 1));
  }
}

json balance_variables(std::span<const BalanceQuestion> questions) {
  json variables = json::object();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const BalanceQuestion& question = questions[i];
    variables[fmt::format("a{}", i)] = question.account;
    variables[fmt::format("c{}", i)] = std::string(question.currency.code());
    variables[fmt::format("k{}", i)] = question.with_children;
    if (question.before) variables[fmt::format("t{}", i)] = format_rfc3339(*question.before);
  }
  return variables;
}

BalanceFacts read_facts(const json& account) {
  BalanceFacts facts;
  facts.version = budget_version(at_path(account, {"settings"}));
  facts.host = text_at(account, {"host", "publicId"});
  facts.parent = text_at(account, {"parent", "publicId"});
  facts.rows = count_at(account, {"everything", "totalCount"});
  facts.rows_under_host = count_at(account, {"underHost", "totalCount"});
  return facts;
}

void add_groups(const json& report, std::map<std::string, KindSum>& kinds) {
  for (const json& group : at_path(report, {"groups"})) {
    const std::string kind = text_at(group, {"kind"});
    KindSum& sum = kinds[kind];
    sum.kind = kind;
    sum.currency = ledger::Currency::parse(text_at(group, {"netAmount", "currency"}))
                       .value_or(ledger::Currency());
    sum.change += hundredths(at_path(group, {"netAmount"}));
    ++sum.groups;
  }
}

}  // namespace

std::vector<std::optional<std::int64_t>> read_balances(Exchange& exchange,
                                                       std::span<const BalanceQuestion> questions) {
  std::vector<std::optional<std::int64_t>> balances;
  while (!questions.empty()) {
    const auto batch = questions.first(std::min(questions.size(), max_balances_per_request));
    questions = questions.subspan(batch.size());
    const Answer answer = exchange.ask(balance_document(batch.size()), balance_variables(batch));
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const std::string alias = fmt::format("b{}", i);
      require_answer(answer, alias);
      const json& balance = at_path(answer.data, {alias.c_str(), "stats", "balance"});
      // Another currency than the one asked for is another figure.
      const bool given = balance.is_object() && at_path(balance, {"valueInCents"}).is_number() &&
                         text_at(balance, {"currency"}) == batch[i].currency.code();
      balances.push_back(given ? std::optional(hundredths(balance)) : std::nullopt);
    }
  }
  return balances;
}

std::vector<std::optional<BalanceFacts>> read_balance_facts(Exchange& exchange,
                                                            std::span<const std::string> accounts,
                                                            const std::string& host) {
  std::vector<std::optional<BalanceFacts>> facts;
  while (!accounts.empty()) {
    const auto batch = accounts.first(std::min(accounts.size(), max_facts_per_request));
    accounts = accounts.subspan(batch.size());
    json variables = json::object();
    for (std::size_t i = 0; i < batch.size(); ++i) variables[fmt::format("i{}", i)] = batch[i];
    if (!host.empty()) variables["host"] = host;
    const Answer answer =
        exchange.ask(balance_facts_document(batch.size(), !host.empty()), variables);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const std::string alias = fmt::format("f{}", i);
      require_answer(answer, alias);
      const json& account = at_path(answer.data, {alias.c_str()});
      facts.push_back(account.is_object() ? std::optional(read_facts(account)) : std::nullopt);
    }
  }
  return facts;
}

std::optional<std::vector<KindSum>> read_kind_sums(Exchange& exchange, const std::string& account,
                                                   ledger::Instant from, ledger::Instant to) {
  const json variables{
      {"id", account}, {"from", format_rfc3339(from)}, {"to", format_rfc3339(to - 1)}};
  try {
    const Answer answer = exchange.ask(kind_sums_document(), variables);
    const json& nodes = at_path(answer.data, {"account", "reports", "nodes"});
    if (!nodes.is_array()) return std::nullopt;
    std::map<std::string, KindSum> kinds;
    for (const json& report : nodes) add_groups(report, kinds);
    std::vector<KindSum> sums;
    for (auto& [kind, sum] : kinds) sums.push_back(std::move(sum));
    return sums;
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const ApiError&) {
    return std::nullopt;
  }
}

}  // namespace bursar::opencollective
