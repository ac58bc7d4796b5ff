#include "mapping/condition_reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "document/table_reader.hpp"
#include "error/suggestion.hpp"
#include "mapping/chart_rate.hpp"
#include "mapping/glob.hpp"

namespace bursar::mapping {
namespace {

using document::Node;
using document::Place;
using document::Problems;
using ledger::CivilDate;

constexpr Days always{{std::numeric_limits<std::int32_t>::min()},
                      {std::numeric_limits<std::int32_t>::max()}};

constexpr std::array<std::string_view, 2> sides{"received", "given"};
constexpr std::array<std::string_view, 4> funds{"own", "operational", "managed", "platform"};

// One value of a condition, without the `!` that may stand before it.
struct Item {
  std::string text;
  bool negated = false;
  Place place;
};

std::optional<CivilDate> date_of(std::string_view text, Place place, Problems& problems) {
  const std::optional<CivilDate> date = ledger::parse_civil_date(text);
  if (!date) {
    problems.add(place, fmt::format("\"{}\" is no date; write \"2026-01-31\", or \"2026-01-01..\", "
                                    "\"..2026-12-31\", \"2026-01-01..2026-12-31\"",
                                    text));
  }
  return date;
}

std::optional<Days> days_of(const Item& item, Problems& problems) {
  const std::string_view text = item.text;
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos || text == "..") {
    const std::optional<CivilDate> day = date_of(text, item.place, problems);
    return day ? std::optional<Days>({*day, *day}) : std::nullopt;
  }
  Days days = always;
  for (const auto& [written, end] : {std::pair{text.substr(0, dots), &days.first},
                                     std::pair{text.substr(dots + 2), &days.last}}) {
    if (written.empty()) continue;
    const std::optional<CivilDate> day = date_of(written, item.place, problems);
    if (!day) return std::nullopt;
    *end = *day;
  }
  if (days.first <= days.last) return days;
  problems.add(item.place, fmt::format("\"{}\" ends before it begins", text));
  return std::nullopt;
}

CivilDate next(CivilDate date) {
  return date == always.last ? date : CivilDate{date.days + 1};
}
CivilDate previous(CivilDate date) {
  return date == always.first ? date : CivilDate{date.days - 1};
}

std::vector<Days> united(std::vector<Days> parts) {
  std::sort(parts.begin(), parts.end(),
            [](const Days& a, const Days& b) { return a.first < b.first; });
  std::vector<Days> apart;
  for (const Days& part : parts) {
    if (apart.empty() || next(apart.back().last) < part.first) {
      apart.push_back(part);
    } else {
      apart.back().last = std::max(apart.back().last, part.last);
    }
  }
  return apart;
}

std::vector<Days> without(const std::vector<Days>& parts, const Days& taken) {
  std::vector<Days> left;
  for (const Days& part : parts) {
    if (taken.first > always.first && part.first < taken.first) {
      left.push_back({part.first, std::min(part.last, previous(taken.first))});
    }
    if (taken.last < always.last && taken.last < part.last) {
      left.push_back({std::max(part.first, next(taken.last)), part.last});
    }
  }
  return left;
}

// Reads one condition; lives no longer than that.
class ConditionReader {
 public:
  ConditionReader(Fact fact, const Node& value, Problems& problems)
      : value_(value), problems_(problems) {
    condition_.fact = fact;
    condition_.place = value.place;
  }

  std::optional<Condition> read() {
    const std::size_t problems_before = problems_.count();
    const std::vector<Item> items = read_items();
    if (items.empty() && value_.kind == Node::Kind::list && value_.items.empty()) {
      problems_.add(value_.place, "an empty list fits nothing; \"\" stands for what is empty");
    }
    for (const Item& item : items) {
      condition_.written +=
          fmt::format("{}{}{}", condition_.written.empty() ? "" : ", ", item.negated ? "!" : "",
                      item.text.empty() ? "\"\"" : item.text);
    }
    if (condition_.fact == Fact::date) {
      add_days(items);
    } else {
      add_texts(items);
    }
    if (problems_.count() != problems_before) return std::nullopt;
    if (is_contradiction(condition_)) {
      problems_.add(condition_.place,
                    fmt::format("if.{} = {} can never hold: what it asks for it shuts out",
                                name_of(condition_.fact), condition_.written));
    }
    return std::move(condition_);
  }

 private:
  std::vector<Item> read_items() {
    std::vector<Item> items;
    const auto add = [&](const Node& node) {
      if (is_value(node)) {
        const bool negated = node.text.starts_with('!');
        items.push_back({node.text.substr(negated ? 1 : 0), negated, node.place});
      } else {
        problems_.add(node.place, fmt::format("if.{} must be {}, not {}", name_of(condition_.fact),
                                              wanted(), kind_words(node.kind)));
      }
    };
    if (value_.kind == Node::Kind::list) {
      std::for_each(value_.items.begin(), value_.items.end(), add);
    } else {
      add(value_);
    }
    return items;
  }

  [[nodiscard]] bool is_value(const Node& node) const {
    switch (condition_.fact) {
      case Fact::internal:
        return node.kind == Node::Kind::boolean;
      case Fact::date:
        return node.kind == Node::Kind::text || node.kind == Node::Kind::date;
      case Fact::tax_rate:
        return node.kind == Node::Kind::text || node.kind == Node::Kind::integer ||
               node.kind == Node::Kind::number;
      default:
        return node.kind == Node::Kind::text || node.kind == Node::Kind::integer;
    }
  }

  [[nodiscard]] std::string_view wanted() const {
    switch (condition_.fact) {
      case Fact::internal:
        return "true or false";
      case Fact::date:
        return "a date such as \"2026-01-01..\", or a list of them";
      case Fact::tax_rate:
        return "a rate such as 0.21, or a list of them";
      default:
        return "a text or a list of texts";
    }
  }

  void add_days(const std::vector<Item>& items) {
    std::vector<Days> asked;
    std::vector<Days> shut_out;
    for (const Item& item : items) {
      const std::optional<Days> days = days_of(item, problems_);
      if (days) (item.negated ? shut_out : asked).push_back(*days);
    }
    if (asked.empty()) asked.push_back(always);
    condition_.days = united(std::move(asked));
    for (const Days& days : shut_out) condition_.days = without(condition_.days, days);
  }

  void add_texts(const std::vector<Item>& items) {
    for (const Item& item : items) {
      const std::optional<std::string> text = checked(item);
      if (!text) continue;
      Patterns& patterns = item.negated ? condition_.none : condition_.any;
      (is_glob(*text) ? patterns.globs : patterns.values).push_back(*text);
    }
    // Where the words are few, "all but" is a choice among the others.
    if (condition_.any.empty()) {
      if (condition_.fact == Fact::side) condition_.any.values.assign(sides.begin(), sides.end());
      if (condition_.fact == Fact::fund) condition_.any.values.assign(funds.begin(), funds.end());
    }
    for (Patterns* patterns : {&condition_.any, &condition_.none}) {
      std::sort(patterns->values.begin(), patterns->values.end());
    }
  }

  // As facts have it; nothing, and a problem, where they never do.
  std::optional<std::string> checked(const Item& item) {
    if (condition_.fact == Fact::side) return one_of(item, sides);
    if (condition_.fact == Fact::fund) return one_of(item, funds);
    if (condition_.fact != Fact::tax_rate || item.text.empty()) return item.text;
    const std::optional<ledger::TaxRate> rate = chart_rate(item.text);
    if (rate) return ledger::format_tax_rate(*rate);
    problems_.add(item.place, fmt::format("\"{}\" is no tax rate; 21 % is written 0.21, and no "
                                          "rate \"\"",
                                          item.text));
    return std::nullopt;
  }

  std::optional<std::string> one_of(const Item& item, std::span<const std::string_view> words) {
    if (std::find(words.begin(), words.end(), item.text) != words.end()) return item.text;
    problems_.add(item.place,
                  fmt::format("if.{} cannot be \"{}\"; it is one of {}{}", name_of(condition_.fact),
                              item.text, fmt::join(words, ", "), did_you_mean(item.text, words)));
    return std::nullopt;
  }

  const Node& value_;
  Problems& problems_;
  Condition condition_;
};

}  // namespace

std::vector<Condition> read_conditions(const Node& table, Problems& problems) {
  document::TableReader reader(table, "if", problems);
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < fact_count; ++i) {
    const Node* value = reader.node(fact_names()[i]);
    if (value == nullptr) continue;
    std::optional<Condition> condition =
        ConditionReader(static_cast<Fact>(i), *value, problems).read();
    if (condition) conditions.push_back(std::move(*condition));
  }
  reader.refuse_others();
  return conditions;
}

}  // namespace bursar::mapping
