#include "opencollective/balances.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "opencollective/amount_reading.hpp"
#include "opencollective/api_error.hpp"
#include "opencollective/budget_version.hpp"
#include "opencollective/errors.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

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
  const std::string* last = nullptr;
  for (const BalanceQuestion& question : questions) {
    if (last != nullptr && *last == question.account) continue;
    last = &question.account;
    variables[fmt::format("a{}", variables.size())] = question.account;
  }
  return variables;
}

}  // namespace

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

BalanceFacts read_facts(const json& account) {
  BalanceFacts facts;
  facts.version = budget_version(at_path(account, {"settings"}));
  facts.host = text_at(account, {"host", "publicId"});
  facts.parent = text_at(account, {"parent", "publicId"});
  facts.rows = count_at(account, {"everything", "totalCount"});
  facts.rows_under_host = count_at(account, {"underHost", "totalCount"});
  return facts;
}

std::vector<std::optional<std::int64_t>> read_balances(Exchange& exchange,
                                                       std::span<const BalanceQuestion> questions) {
  std::vector<std::optional<std::int64_t>> balances;
  while (!questions.empty()) {
    const auto batch = questions.first(balances_that_fit(questions));
    questions = questions.subspan(batch.size());
    const Answer answer = exchange.ask(balance_document(batch), balance_variables(batch));
    std::size_t accounts = 0;
    std::string alias;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (i == 0 || batch[i].account != batch[i - 1].account) {
        alias = fmt::format("a{}", accounts++);
        require_answer(answer, alias);
      }
      const std::string name = fmt::format("b{}", i);
      const json& balance = at_path(answer.data, {alias.c_str(), "stats", name.c_str()});
      // Another currency than the one asked for is another figure.
      const bool given = balance.is_object() && at_path(balance, {"valueInCents"}).is_number() &&
                         text_at(balance, {"currency"}) == batch[i].currency.code();
      balances.push_back(given ? hundredths_within_bounds(balance.at("valueInCents"))
                               : std::nullopt);
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
    if (!host.empty()) variables["id"] = host;
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

}  // namespace bursar::opencollective
