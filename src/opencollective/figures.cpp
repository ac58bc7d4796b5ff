#include "opencollective/figures.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "ledger/field_hash.hpp"
#include "opencollective/amount_reading.hpp"
#include "opencollective/api_error.hpp"
#include "opencollective/balances.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

// The texts and figures of a group, in an order that does not depend on the API's.
std::string line_of(const json& group) {
  json line = json::array();
  for (const char* name : {"kind", "type", "isRefund", "isHost", "expenseType"}) {
    line.push_back(group.value(name, json()));
  }
  for (const char* name :
       {"amount", "platformFee", "hostFee", "paymentProcessorFee", "taxAmount", "netAmount"}) {
    line.push_back(hundredths(group.value(name, json())));
  }
  return line.dump();
}

void add_group(const json& group, std::vector<SumGroup>& groups) {
  SumGroup like;
  const json& kind = group.at("kind");
  like.kind = kind.is_string() ? kind.get<std::string>() : std::string();
  like.is_credit = group.value("type", json()) == "CREDIT";
  like.is_refund = group.value("isRefund", json()) == true;
  const auto known = std::find_if(groups.begin(), groups.end(), [&](const SumGroup& other) {
    return other.kind == like.kind && other.is_credit == like.is_credit &&
           other.is_refund == like.is_refund;
  });
  SumGroup& sum = known == groups.end() ? groups.emplace_back(like) : *known;
  const auto add = [&](std::int64_t& figure, const char* name) {
    if (__builtin_add_overflow(figure, hundredths(group.value(name, json())), &figure)) {
      throw std::runtime_error("a report has a sum beyond all money");
    }
  };
  add(sum.amount, "amount");
  add(sum.platform_fee, "platformFee");
  add(sum.host_fee, "hostFee");
  add(sum.processor_fee, "paymentProcessorFee");
  add(sum.tax, "taxAmount");
  add(sum.net, "netAmount");
  ++sum.parts;
}

void add_report(const json& report, MonthSums& sums, ledger::FieldHash& fingerprint) {
  const json& currency = report.at("totalChange").at("currency");
  sums.currency = ledger::Currency::parse(currency.get<std::string>()).value_or(ledger::Currency());
  std::vector<std::string> lines;
  for (const json& group : report.at("groups")) {
    if (!group.is_object()) continue;
    lines.push_back(line_of(group));
    add_group(group, sums.groups);
  }
  std::sort(lines.begin(), lines.end());
  fingerprint.add(static_cast<std::int64_t>(lines.size()));
  for (const std::string& line : lines) fingerprint.add(line);
}

// Throws json::exception or std::runtime_error for what is no report of a month, or none to
// believe.
MonthSums read_month(const json& node, Perspective perspective) {
  const auto month = ledger::parse_rfc3339(node.at("date").get<std::string>());
  if (!month) throw std::runtime_error("a report has no date");
  MonthSums sums;
  sums.month = *month;
  ledger::FieldHash fingerprint;
  if (perspective == Perspective::host) {
    add_report(node.at("managedFunds"), sums, fingerprint);
    add_report(node.at("operationalFunds"), sums, fingerprint);
  } else {
    add_report(node, sums, fingerprint);
  }
  sums.fingerprint = static_cast<std::int64_t>(fingerprint.digest());
  return sums;
}

// Why there is nothing at this path of the answer.
std::string refusal_at(const Answer& answer, std::initializer_list<std::string_view> path) {
  for (const GraphqlError& error : answer.errors) {
    const auto common = std::min(error.path.size(), path.size());
    if (std::equal(path.begin(), path.begin() + common, error.path.begin())) return error.message;
  }
  return answer.errors.empty() ? "it was left out of the answer" : answer.errors.front().message;
}

Evidence<std::vector<MonthSums>> sums_of(const Answer& answer, Perspective perspective) {
  const char* root = perspective == Perspective::host ? "host" : "account";
  const json& nodes = at_path(answer.data, {root, "reports", "nodes"});
  if (!nodes.is_array()) return {{}, refusal_at(answer, {root, "reports"})};
  try {
    std::vector<MonthSums> months;
    for (const json& node : nodes) months.push_back(read_month(node, perspective));
    return {std::move(months), {}};
  } catch (const json::exception&) {
    return {{}, "a report of a month has another form than known"};
  } catch (const std::runtime_error& error) {
    return {{}, error.what()};
  }
}

json sums_variables(const std::string& account, ledger::Instant to) {
  return {{"id", account}, {"to", ledger::format_rfc3339(to - 1)}};  // inclusive (F 12.20)
}

std::optional<std::int64_t> balance_at(const json& stats, ledger::Currency currency) {
  const json& balance = at_path(stats, {"balance"});
  const bool given = balance.is_object() && at_path(balance, {"valueInCents"}).is_number() &&
                     text_at(balance, {"currency"}) == currency.code();
  return given ? hundredths_within_bounds(balance.at("valueInCents")) : std::nullopt;
}

void add_account(const json& account, ledger::Currency currency,
                 std::vector<AccountFigures>& accounts) {
  if (!account.is_object() || text_at(account, {"type"}) == "VENDOR") return;
  accounts.push_back({text_at(account, {"publicId"}), read_facts(account),
                      balance_at(at_path(account, {"stats"}), currency),
                      balance_at(at_path(account, {"before"}), currency).value_or(0)});
}

Figures figures_of(const Answer& answer, const FiguresQuestion& question) {
  Figures figures;
  figures.sums = sums_of(answer, question.perspective);
  const json& account = at_path(answer.data, {"account"});
  figures.family.answer = balance_at(at_path(account, {"family"}), question.currency);
  if (question.opening) {
    const auto opening = balance_at(at_path(account, {"opening"}), question.currency);
    if (!opening) figures.family.answer.reset();
    figures.family_opening = opening.value_or(0);
  }
  if (!figures.family.answer) figures.family.refusal = refusal_at(answer, {"account", "family"});
  add_account(account, question.currency, figures.accounts);
  for (const char* children : {"c0", "c1"}) {
    for (const json& child : at_path(account, {children, "nodes"})) {
      add_account(child, question.currency, figures.accounts);
    }
  }
  return figures;
}

}  // namespace

Figures read_figures(Exchange& exchange, const FiguresQuestion& question) {
  json variables = sums_variables(question.account, question.sums_to);
  variables["currency"] = std::string(question.currency.code());
  variables["at"] = ledger::format_rfc3339(question.at);
  if (question.opening) variables["opening"] = ledger::format_rfc3339(*question.opening);
  const Document document = figures_document(question.perspective, question.opening.has_value());
  try {
    return figures_of(exchange.ask(document, variables), question);
  } catch (const Error& error) {
    const auto refusal = refusal_of(error);
    if (!refusal) throw;
    Figures none;
    none.sums.refusal = none.family.refusal = *refusal;
    return none;
  }
}

Evidence<std::vector<MonthSums>> read_monthly_sums(Exchange& exchange, const std::string& account,
                                                   Perspective perspective, ledger::Instant to) {
  try {
    return sums_of(exchange.ask(monthly_sums_document(perspective), sums_variables(account, to)),
                   perspective);
  } catch (const Error& error) {
    const auto refusal = refusal_of(error);
    if (!refusal) throw;
    return {{}, *refusal};
  }
}

}  // namespace bursar::opencollective
