#include "mapping/chart_checks.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "ledger/side.hpp"

namespace bursar::mapping {
namespace {

using document::Problems;

const Condition* condition_on(const Rule& rule, Fact fact) {
  const auto found = std::find_if(rule.conditions.begin(), rule.conditions.end(),
                                  [&](const Condition& each) { return each.fact == fact; });
  return found == rule.conditions.end() ? nullptr : &*found;
}

// Whether `wide` fits every line that `narrow` fits.
bool covers_rule(const Rule& wide, const Rule& narrow) {
  return std::all_of(wide.conditions.begin(), wide.conditions.end(), [&](const Condition& each) {
    const Condition* const other = condition_on(narrow, each.fact);
    return other != nullptr && covers(each, *other);
  });
}

void check_hidden(const std::vector<Rule>& rules, std::size_t index, Problems& problems) {
  const Rule& rule = rules[index];
  for (const Given& given : rule.gives) {
    for (std::size_t i = 0; i < index; ++i) {
      const Rule& earlier = rules[i];
      if ((earlier.outputs & bit(given.output)) == 0 || !earlier.is_whole) continue;
      if (earlier.conditions.empty()) break;  // said at the earlier rule
      if (!covers_rule(earlier, rule)) continue;
      problems.add(
          given.place,
          fmt::format("this rule never decides {0}: the rule in line {1} comes first, fits "
                      "every line that this one fits ({2}), and names {0}; put the "
                      "narrower rule above the wider one",
                      name_of(given.output), earlier.place.line, about_rule(earlier)));
      break;
    }
  }
}

// A rule without conditions decides for every line, so that nothing below it is ever asked.
void check_hiding(const std::vector<Rule>& rules, std::size_t index, Problems& problems) {
  const Rule& rule = rules[index];
  if (!rule.conditions.empty()) return;
  for (const Given& given : rule.gives) {
    const auto below = rules.begin() + static_cast<std::ptrdiff_t>(index) + 1;
    const auto hidden = std::count_if(below, rules.end(), [&](const Rule& later) {
      return (later.outputs & bit(given.output)) != 0;
    });
    if (hidden == 0) continue;
    problems.add(
        given.place,
        fmt::format("a rule without conditions decides {0} for every line, so that the {1} "
                    "below it that name {0} are never asked; put it last, or give the "
                    "value in [defaults]",
                    name_of(given.output), hidden == 1 ? "rule" : fmt::format("{} rules", hidden)));
  }
}

// Fees have neither category nor expense type (accounting.md R6).
bool is_fee(const std::string& kind) {
  return ledger::main_kind_rank(kind) < 0 && kind != "TAX";
}

void check_fee_conditions(const Rule& rule, Problems& problems) {
  const Condition* const kind = condition_on(rule, Fact::kind);
  if (kind == nullptr || kind->any.values.empty() || !kind->any.globs.empty()) return;
  if (!std::all_of(kind->any.values.begin(), kind->any.values.end(), is_fee)) return;
  for (const Fact fact : {Fact::category, Fact::expense_type}) {
    const Condition* const asked = condition_on(rule, fact);
    if (asked == nullptr || ((asked->any.empty() || asked->any.fit("")) && !asked->none.fit(""))) {
      continue;
    }
    problems.add(asked->place,
                 fmt::format("this rule can never fit: a line of kind {} has no {}, which belongs "
                             "to contributions, added funds, expenses, transfers and taxes",
                             kind->written, name_of(fact)));
  }
}

}  // namespace

void check_rules(const CompiledChart& chart, Problems& problems) {
  for (std::size_t i = 0; i < chart.rules.size(); ++i) {
    if (!chart.rules[i].is_whole) continue;
    check_hiding(chart.rules, i, problems);
    check_hidden(chart.rules, i, problems);
    check_fee_conditions(chart.rules[i], problems);
  }
}

}  // namespace bursar::mapping
