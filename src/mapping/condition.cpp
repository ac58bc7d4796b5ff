#include "mapping/condition.hpp"

#include <algorithm>
#include <functional>

#include "ledger/tax_rate.hpp"
#include "mapping/glob.hpp"
#include "mapping/tag_list.hpp"

namespace bursar::mapping {
namespace {

// A line without tags is asked as one with an empty tag, so that "" finds it.
template <typename Holds>
bool any_tag(const std::vector<std::string>& tags, const Holds& holds) {
  return tags.empty() ? holds(std::string_view{}) : std::any_of(tags.begin(), tags.end(), holds);
}

bool glob_covered(const Patterns& wide, const std::string& glob) {
  return std::any_of(wide.globs.begin(), wide.globs.end(),
                     [&](const std::string& other) { return glob_covers(other, glob); });
}

bool all_covered(const Patterns& wide, const Patterns& narrow) {
  return std::all_of(narrow.values.begin(), narrow.values.end(),
                     [&](const std::string& value) { return wide.fit(value); }) &&
         std::all_of(narrow.globs.begin(), narrow.globs.end(),
                     [&](const std::string& glob) { return glob_covered(wide, glob); });
}

// Whether none of the values that the condition asks for is one of those that `fits` finds.
template <typename Fits>
bool asks_for_others(const Condition& condition, const Fits& fits) {
  // Of several tags, one may be asked for and another be what this is about.
  if (condition.fact == Fact::tags || condition.any.empty() || !condition.any.globs.empty()) {
    return false;
  }
  return std::none_of(condition.any.values.begin(), condition.any.values.end(), fits);
}

// Whether the condition lets nothing through of what `shut_out` fits.
bool shuts_out(const Condition& condition, const Patterns& shut_out) {
  return std::all_of(shut_out.values.begin(), shut_out.values.end(),
                     [&](const std::string& value) {
                       return condition.none.fit(value) ||
                              asks_for_others(condition,
                                              [&](const std::string& own) { return own == value; });
                     }) &&
         std::all_of(shut_out.globs.begin(), shut_out.globs.end(), [&](const std::string& glob) {
           return glob_covered(condition.none, glob) ||
                  asks_for_others(condition,
                                  [&](const std::string& own) { return glob_matches(glob, own); });
         });
}

bool texts_cover(const Condition& wide, const Condition& narrow) {
  if (!wide.any.empty() && !glob_covered(wide.any, "*")) {
    if (narrow.any.empty() || !all_covered(wide.any, narrow.any)) return false;
  }
  return shuts_out(narrow, wide.none);
}

bool days_cover(const std::vector<Days>& wide, const std::vector<Days>& narrow) {
  return std::all_of(narrow.begin(), narrow.end(), [&](const Days& part) {
    return std::any_of(wide.begin(), wide.end(), [&](const Days& whole) {
      return whole.first <= part.first && part.last <= whole.last;
    });
  });
}

}  // namespace

const std::array<std::string_view, fact_count>& fact_names() {
  static constexpr std::array<std::string_view, fact_count> names{
      "kind",       "side",         "fund",        "internal", "category", "expense_type",
      "collective", "counterparty", "processor",   "host",     "currency", "tax_type",
      "tax_rate",   "tags",         "description", "date"};
  return names;
}

std::string_view name_of(Fact fact) {
  return fact_names()[static_cast<std::size_t>(fact)];
}

AskedLine::AskedLine(const LineFacts& facts, std::uint32_t asked)
    : texts_{facts.kind,
             ledger::name_of(facts.side),
             ledger::name_of(facts.fund),
             facts.internal ? "true" : "false",
             facts.category,
             facts.expense_type,
             facts.collective,
             facts.counterparty,
             facts.processor,
             facts.host,
             facts.currency,
             facts.tax_type,
             {},
             {},
             facts.description,
             {}},
      date_(facts.date) {
  if ((asked & bit(Fact::tax_rate)) != 0 && facts.tax_rate) {
    tax_rate_ = ledger::format_tax_rate(*facts.tax_rate);
    texts_[static_cast<std::size_t>(Fact::tax_rate)] = tax_rate_;
  }
  if ((asked & bit(Fact::tags)) != 0) tags_ = tags_in(facts.tags);
}

bool Patterns::fit(std::string_view text) const {
  return std::binary_search(values.begin(), values.end(), text, std::less<>()) ||
         std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return glob_matches(glob, text); });
}

bool Condition::holds(const AskedLine& line) const {
  if (fact == Fact::date) {
    return std::any_of(days.begin(), days.end(), [&](const Days& part) {
      return part.first <= line.date() && line.date() <= part.last;
    });
  }
  if (fact == Fact::tags) {
    const auto fits = [&](const Patterns& patterns) {
      return any_tag(line.tags(), [&](std::string_view tag) { return patterns.fit(tag); });
    };
    return (any.empty() || fits(any)) && !fits(none);
  }
  const std::string_view text = line.text(fact);
  return (any.empty() || any.fit(text)) && !none.fit(text);
}

bool covers(const Condition& wide, const Condition& narrow) {
  return narrow.fact == Fact::date ? days_cover(wide.days, narrow.days) : texts_cover(wide, narrow);
}

bool is_contradiction(const Condition& condition) {
  if (condition.fact == Fact::date) return condition.days.empty();
  if (glob_covered(condition.none, "*")) return true;
  return !condition.any.empty() && all_covered(condition.none, condition.any);
}

}  // namespace bursar::mapping
