#include "mapping/chart_needs.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace bursar::mapping {
namespace {

using ledger::TaxMode;
using Texts = std::set<std::string>;

// Calls `see` with each value that rules and [defaults] give.
template <typename See>
void for_each_given(const CompiledChart& chart, const See& see) {
  for (const Rule& rule : chart.rules) std::for_each(rule.gives.begin(), rule.gives.end(), see);
  for (const auto& value : chart.defaults) {
    if (value) see(*value);
  }
}

// Whether any line may be booked with input tax.
bool has_input_tax(const CompiledChart& chart) {
  bool found = false;
  for_each_given(chart, [&](const Given& given) {
    found = found || given.flag || given.rate.millionths != 0;
  });
  return found;
}

std::vector<std::string> listed(const Texts& texts) {
  std::vector<std::string> list(texts.begin(), texts.end());
  std::erase(list, "");
  return list;
}

Texts accounts_of(const CompiledChart& chart, TaxMode mode) {
  Texts names{chart.suspense};
  for_each_given(chart, [&](const Given& given) {
    if (given.output != Output::account && given.output != Output::money) return;
    if (given.fixed) {
      names.insert(*given.fixed);
    } else {  // any of them may come of it
      for (const auto& [nickname, name] : chart.accounts) names.insert(name);
    }
  });
  if (!chart.vat || mode == TaxMode::none) return names;
  const ledger::VatAccounts& vat = chart.vat->accounts;
  names.insert(vat.held);
  if (mode == TaxMode::codes_exclusive) names.insert(vat.rounding);
  if (mode == TaxMode::lines) names.insert(vat.payable);
  if (mode == TaxMode::lines && has_input_tax(chart)) names.insert(vat.recoverable);
  return names;
}

GivenTexts texts_of(const CompiledChart& chart, Output output, Texts fixed = {}) {
  Texts templates;
  const bool names_funds = output == Output::class_name || output == Output::location;
  for_each_given(chart, [&](const Given& given) {
    if (given.output != output) return;
    (given.fixed ? fixed : templates).insert(given.written);
    if (!given.fixed && names_funds && given.written == "{collective}") {
      for (const auto& [slug, name] : chart.pinned) fixed.insert(name);
    }
  });
  return {listed(fixed), listed(templates)};
}

Texts vat_codes(const CompiledChart& chart, TaxMode mode) {
  Texts codes;
  if (!chart.vat || mode == TaxMode::none) return codes;
  for (const RateCode& code : chart.vat->output) codes.insert(code.code);
  if (!has_input_tax(chart)) return codes;
  for (const RateCode& code : chart.vat->input) codes.insert(code.code);
  return codes;
}

std::string_view layout_word(TaxMode mode) {
  switch (mode) {
    case TaxMode::none:
      return "none";
    case TaxMode::lines:
      return "lines";
    case TaxMode::codes_exclusive:
      return "codes-exclusive";
    case TaxMode::codes_inclusive:
      return "codes-inclusive";
  }
  return "none";
}

}  // namespace

ChartNeeds needs_of(const CompiledChart& chart, TaxMode mode) {
  return {listed(accounts_of(chart, mode)), texts_of(chart, Output::tax, vat_codes(chart, mode)),
          texts_of(chart, Output::class_name), texts_of(chart, Output::location),
          texts_of(chart, Output::name)};
}

std::optional<std::string> missing_in_vat(const CompiledChart& chart, TaxMode mode) {
  if (!chart.vat || mode == TaxMode::none) return std::nullopt;
  const VatSection& vat = *chart.vat;
  const bool input = has_input_tax(chart);
  const bool by_code = mode != TaxMode::lines;
  std::vector<std::string_view> missing;
  const auto want = [&](bool is_missing, std::string_view key) {
    if (is_missing) missing.push_back(key);
  };
  want(vat.accounts.held.empty(), "held");
  want(!by_code && vat.accounts.payable.empty(), "payable");
  want(!by_code && input && vat.accounts.recoverable.empty(), "recoverable");
  want(mode == TaxMode::codes_exclusive && vat.accounts.rounding.empty(), "rounding");
  want(by_code && vat.output.empty(), "output");
  want(by_code && input && vat.input.empty(), "input");
  if (missing.empty()) return std::nullopt;
  return fmt::format("{}:{}:{}: [vat] lacks {}, which a layout with tax = \"{}\" needs",
                     chart.document, vat.place.line, vat.place.column, fmt::join(missing, ", "),
                     layout_word(mode));
}

}  // namespace bursar::mapping
