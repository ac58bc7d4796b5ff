#include "mapping/line_coding.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bursar::mapping {
namespace {

using ledger::Coding;
using ledger::TaxDirection;
using ledger::TaxRate;

struct Choice {
  const Given* given = nullptr;
  std::size_t rule = Decision::no_rule;
};
using Choices = std::array<Choice, output_count>;

// Per output the first rule that fits and names it, else [defaults] (accounting.md section 4).
Choices choose(const CompiledChart& chart, const LineFacts& facts, RuleHits* hits) {
  Choices choices;
  const AskedLine line(facts, chart.asked);
  std::uint16_t open = (1U << output_count) - 1;
  for (std::size_t i = 0; i < chart.rules.size() && open != 0; ++i) {
    const Rule& rule = chart.rules[i];
    if ((rule.outputs & open) == 0 || !rule.fits(line)) continue;
    for (const Given& given : rule.gives) {
      if ((open & bit(given.output)) == 0) continue;
      choices[static_cast<std::size_t>(given.output)] = {&given, i};
      if (hits != nullptr) ++hits->at(i);
    }
    open &= static_cast<std::uint16_t>(~rule.outputs);
  }
  for (std::size_t i = 0; i < output_count; ++i) {
    if (choices[i].given == nullptr && chart.defaults[i]) choices[i].given = &*chart.defaults[i];
  }
  return choices;
}

// The tax that the line will be booked with, as ledger::book() sees it, where [vat] is there.
struct CodedTax {
  TaxDirection direction = TaxDirection::output;
  std::optional<TaxRate> rate;
};

std::optional<CodedTax> tax_of(const ledger::Line& line, const Coding& coding) {
  if (line.tax && line.tax->direction == TaxDirection::output) {
    return CodedTax{TaxDirection::output, line.tax->rate};
  }
  if (line.tax && coding.claim_vat) return CodedTax{TaxDirection::input, line.tax->rate};
  if (!coding.included_vat) return std::nullopt;
  const bool received = line.posting.side == ledger::Side::received;
  return CodedTax{received ? TaxDirection::output : TaxDirection::input, coding.included_vat};
}

// Codes one line; lives no longer than that.
class LineCoder {
 public:
  LineCoder(const CompiledChart& chart, const Question& question, const Choices& choices)
      : chart_(chart), question_(question), choices_(choices) {
    places_.fill(document::Place{});
    for (std::size_t i = 0; i < output_count; ++i) {
      if (choices[i].given != nullptr) places_[i] = choices[i].given->place;
    }
  }

  void code() {
    if (const Given* claim = given(Output::claim_vat)) coding_.claim_vat = claim->flag;
    if (const Given* vat = given(Output::vat); vat != nullptr && vat->rate.millionths != 0) {
      coding_.included_vat = vat->rate;
    }
    coding_.class_name = books_text(Output::class_name);
    coding_.location = books_text(Output::location);
    coding_.name = text(Output::name);
    coding_.memo = text(Output::memo);
    coding_.account = account(Output::account);
    coding_.money = account(Output::money);
    code_tax();
    coding_.unmapped = !why_unmapped_.empty();
    if (coding_.unmapped) {
      coding_.account = chart_.suspense;
      place(Output::account) = chart_.suspense_place;
    }
  }
  Coding coding() && { return std::move(coding_); }

  void explain(std::vector<Decision>& decisions) const {
    for (std::size_t i = 0; i < output_count; ++i) {
      const auto output = static_cast<Output>(i);
      const document::Place where = places_[i];
      const bool always = output == Output::account || output == Output::money;
      if (choices_[i].given == nullptr && where.line == 0 && !always) continue;
      const bool on_suspense = output == Output::account && coding_.unmapped;
      Decision& decision = decisions.emplace_back();
      decision.output = output;
      decision.value = value(output);
      decision.rule = on_suspense ? Decision::no_rule : choices_[i].rule;
      if (where.line != 0) decision.where = fmt::format("{}:{}", chart_.document, where.line);
      if (on_suspense) decision.note = why_unmapped_;
    }
  }

 private:
  [[nodiscard]] const Given* given(Output output) const {
    return choices_[static_cast<std::size_t>(output)].given;
  }
  document::Place& place(Output output) { return places_[static_cast<std::size_t>(output)]; }

  [[nodiscard]] std::string text(Output output) const {
    const Given* const chosen = given(output);
    if (chosen == nullptr) return {};
    if (chosen->fixed) return *chosen->fixed;
    std::string text;
    chosen->text.render(question_.record, '.', text);
    return text;
  }

  // Class and location call the collective what the books call it.
  [[nodiscard]] std::string books_text(Output output) const {
    const Given* const chosen = given(output);
    if (chosen == nullptr || chosen->fixed) return text(output);
    const auto pinned = chart_.pinned.find(question_.facts.collective);
    const std::string_view name =
        pinned == chart_.pinned.end() ? question_.books_name : std::string_view(pinned->second);
    const Template::Instead collective{Field::collective, name};
    std::string text;
    chosen->text.render(question_.record, &collective, '.', text);
    return text;
  }

  // What the software calls the account. Where there is none, the line is on suspense and its
  // money on the account of [defaults].
  [[nodiscard]] std::string account(Output output) {
    const Given* const chosen = given(output);
    if (chosen != nullptr && chosen->fixed) return *chosen->fixed;
    if (chosen != nullptr) {
      const std::string nickname = text(output);
      const auto named = chart_.accounts.find(nickname);
      if (named != chart_.accounts.end()) return named->second;
      say_why(fmt::format("\"{}\" in line {} comes to \"{}\", which is no account in [accounts]",
                          chosen->written, chosen->place.line, nickname));
    } else {
      say_why("no rule names an account for it");
    }
    const auto& usual = chart_.defaults[static_cast<std::size_t>(Output::money)];
    return output == Output::money && usual ? usual->fixed.value_or("") : std::string();
  }

  void code_tax() {
    coding_.tax_code = text(Output::tax);
    const bool named = choices_[static_cast<std::size_t>(Output::tax)].rule != Decision::no_rule;
    if (named || !chart_.vat || (chart_.vat->output.empty() && chart_.vat->input.empty())) return;
    const std::optional<CodedTax> tax = tax_of(question_.line, coding_);
    if (!tax || tax->rate == TaxRate{}) return;
    const bool is_output = tax->direction == TaxDirection::output;
    const std::vector<RateCode>& codes = is_output ? chart_.vat->output : chart_.vat->input;
    const auto code = std::find_if(codes.begin(), codes.end(),
                                   [&](const RateCode& each) { return each.rate == tax->rate; });
    if (code == codes.end()) {
      say_why(fmt::format("[vat] {} has no tax code for the rate {}",
                          is_output ? "output" : "input",
                          tax->rate ? ledger::format_tax_rate(*tax->rate) : "that is unknown"));
      return;
    }
    coding_.tax_code = code->code;
    place(Output::tax) = code->place;
  }

  // The first reason is the one to be seen to.
  void say_why(std::string reason) {
    if (why_unmapped_.empty()) why_unmapped_ = std::move(reason);
  }

  [[nodiscard]] std::string value(Output output) const {
    switch (output) {
      case Output::account:
        return coding_.account;
      case Output::money:
        return coding_.money;
      case Output::tax:
        return coding_.tax_code;
      case Output::vat:
        return coding_.included_vat ? ledger::format_tax_rate(*coding_.included_vat) : "0";
      case Output::claim_vat:
        return coding_.claim_vat ? "true" : "false";
      case Output::class_name:
        return coding_.class_name;
      case Output::location:
        return coding_.location;
      case Output::name:
        return coding_.name;
      case Output::memo:
        return coding_.memo;
    }
    return {};
  }

  const CompiledChart& chart_;
  const Question& question_;
  const Choices& choices_;
  Coding coding_;
  std::string why_unmapped_;                          // empty: it is mapped
  std::array<document::Place, output_count> places_;  // where each value stands
};

}  // namespace

ledger::Coding code_line(const CompiledChart& chart, const Question& question,
                         std::vector<Decision>* decisions, RuleHits* hits) {
  const Choices choices = choose(chart, question.facts, hits);
  LineCoder coder(chart, question, choices);
  coder.code();
  if (decisions != nullptr) coder.explain(*decisions);
  return std::move(coder).coding();
}

}  // namespace bursar::mapping
