#include "mapping/chart.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "document/control_characters.hpp"
#include "document/node.hpp"
#include "document/problems.hpp"
#include "mapping/chart_checks.hpp"
#include "mapping/chart_needs.hpp"
#include "mapping/chart_reader.hpp"
#include "mapping/compiled_chart.hpp"
#include "mapping/line_coding.hpp"

namespace bursar::mapping {

bool Rule::fits(const AskedLine& line) const {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) { return condition.holds(line); });
}

std::string about_rule(const Rule& rule) {
  std::string about;
  for (const Condition& condition : rule.conditions) {
    about += fmt::format("{}{} {}", about.empty() ? "" : "; ", name_of(condition.fact),
                         condition.written);
  }
  return about.empty() ? "every line" : about;
}

Chart::Chart(std::unique_ptr<const CompiledChart> compiled) : compiled_(std::move(compiled)) {}
Chart::Chart(Chart&&) noexcept = default;
Chart& Chart::operator=(Chart&&) noexcept = default;
Chart::~Chart() = default;

Chart Chart::parse(std::string_view text, const std::string& document) {
  document::Problems problems(document);
  CompiledChart chart = read_chart(document::parse_printable(text, document), problems);
  check_rules(chart, problems);
  problems.throw_if_any("correct the chart, then try `bursar mapping check FILE`");
  return Chart(std::make_unique<const CompiledChart>(std::move(chart)));
}

Chart Chart::parse_kept(std::string_view text, const std::string& document) {
  document::Problems problems(document);
  CompiledChart chart = read_chart(document::parse_printable(text, document), problems);
  problems.throw_if_any("go on with the version of bursar that this chart was last used with");
  return Chart(std::make_unique<const CompiledChart>(std::move(chart)));
}

ledger::Coding Chart::code(const ledger::Line& line, const LineFacts& facts, const Record& record,
                           std::string_view books_name, std::vector<Decision>* decisions,
                           RuleHits* hits) const {
  return code_line(*compiled_, {line, facts, record, books_name}, decisions, hits);
}

ledger::TaxBooking Chart::tax_booking(ledger::TaxMode mode) const {
  ledger::TaxBooking booking;
  booking.mode = mode;
  if (compiled_->vat) booking.vat = compiled_->vat->accounts;
  const auto& untaxed = compiled_->defaults[static_cast<std::size_t>(Output::tax)];
  if (untaxed) booking.untaxed_code = untaxed->fixed.value_or("");
  return booking;
}

std::size_t Chart::rule_count() const {
  return compiled_->rules.size();
}

RuleUse Chart::rule(std::size_t index) const {
  const Rule& rule = compiled_->rules.at(index);
  return {fmt::format("{}:{}", compiled_->document, rule.place.line), about_rule(rule), 0,
          rule.conditions.empty()};
}

const std::map<std::string, std::string>& Chart::accounts() const {
  return compiled_->accounts;
}

std::optional<std::string> Chart::missing_for(ledger::TaxMode mode) const {
  return missing_in_vat(*compiled_, mode);
}

ChartNeeds Chart::needs(ledger::TaxMode mode) const {
  return needs_of(*compiled_, mode);
}

const std::string& Chart::about() const {
  return compiled_->about;
}

std::optional<std::string_view> Chart::pinned_name(std::string_view slug) const {
  const auto found = compiled_->pinned.find(slug);
  if (found == compiled_->pinned.end()) return std::nullopt;
  return found->second;
}

}  // namespace bursar::mapping
