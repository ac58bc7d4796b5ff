#include "opencollective/control_totals.hpp"

#include <algorithm>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "ledger/field_hash.hpp"
#include "opencollective/amount_reading.hpp"
#include "opencollective/api_error.hpp"

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

ledger::Currency currency_of(const json& amount) {
  return ledger::Currency::parse(amount.value("currency", std::string()))
      .value_or(ledger::Currency());
}

void add_kind(const json& group, std::vector<KindSum>& kinds) {
  const json& kind = group.at("kind");
  const std::string name = kind.is_string() ? kind.get<std::string>() : std::string();
  const auto known = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const KindSum& sum) { return sum.kind == name; });
  const json& net = group.at("netAmount");
  if (!net.is_object()) return;
  KindSum& sum = known == kinds.end() ? kinds.emplace_back() : *known;
  sum.kind = name;
  sum.currency = currency_of(net);
  sum.change += hundredths(net);
  ++sum.groups;
}

void add_report(const json& report, MonthTotal& total, ledger::FieldHash& fingerprint) {
  const json& change = report.at("totalChange");
  total.currency = currency_of(change);
  total.change += hundredths(change);
  std::vector<std::string> lines;
  for (const json& group : report.at("groups")) {
    if (!group.is_object()) continue;
    lines.push_back(line_of(group));
    add_kind(group, total.kinds);
  }
  std::sort(lines.begin(), lines.end());
  fingerprint.add(static_cast<std::int64_t>(lines.size()));
  for (const std::string& line : lines) fingerprint.add(line);
}

// Nothing where the API gives no date.
std::optional<MonthTotal> read_month(const json& node, Perspective perspective) {
  const auto month = ledger::parse_rfc3339(node.at("date").get<std::string>());
  if (!month) return std::nullopt;
  MonthTotal total;
  total.month = *month;
  ledger::FieldHash fingerprint;
  if (perspective == Perspective::host) {
    add_report(node.at("managedFunds"), total, fingerprint);
    add_report(node.at("operationalFunds"), total, fingerprint);
  } else {
    add_report(node, total, fingerprint);
  }
  total.fingerprint = static_cast<std::int64_t>(fingerprint.digest());
  return total;
}

}  // namespace

std::optional<std::vector<MonthTotal>> read_control_totals(Exchange& exchange,
                                                           const std::string& account,
                                                           Perspective perspective,
                                                           ledger::Instant to) {
  const json variables{{"id", account}, {"to", ledger::format_rfc3339(to)}};
  try {
    const Answer answer = exchange.ask(control_totals_document(perspective), variables);
    const char* root = perspective == Perspective::host ? "host" : "account";
    std::vector<MonthTotal> totals;
    for (const json& node : answer.data.at(root).at("reports").at("nodes")) {
      const auto total = read_month(node, perspective);
      if (!total) return std::nullopt;
      totals.push_back(*total);
    }
    return totals;
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const ApiError&) {
    // Whatever else is the matter shows at the next request, too.
    return std::nullopt;
  }
}

}  // namespace bursar::opencollective
