#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/node.hpp"
#include "ledger/civil_date.hpp"
#include "mapping/chart.hpp"

namespace bursar::mapping {

// What a rule may ask, in the order of LineFacts.
enum class Fact : std::uint8_t {
  kind,
  side,
  fund,
  internal,
  category,
  expense_type,
  collective,
  counterparty,
  processor,
  host,
  currency,
  tax_type,
  tax_rate,
  tags,
  description,
  date,
};
inline constexpr std::size_t fact_count = static_cast<std::size_t>(Fact::date) + 1;
// As charts write them, in the order of the enumeration.
[[nodiscard]] const std::array<std::string_view, fact_count>& fact_names();
[[nodiscard]] std::string_view name_of(Fact fact);

// The facts of one line in the form that conditions compare, made once for all rules. Views of the
// facts it is made from.
class AskedLine {
 public:
  // `asked`: the facts that any rule asks; those that cost something are made for these only.
  AskedLine(const LineFacts& facts, std::uint32_t asked);
  AskedLine(const AskedLine&) = delete;  // has views of itself
  AskedLine& operator=(const AskedLine&) = delete;
  ~AskedLine() = default;
  // tags and date have none; numbers, words and flags are texts: "0.21", "received", "true".
  [[nodiscard]] std::string_view text(Fact fact) const {
    return texts_[static_cast<std::size_t>(fact)];
  }
  [[nodiscard]] const std::vector<std::string>& tags() const { return tags_; }
  [[nodiscard]] ledger::CivilDate date() const { return date_; }

 private:
  std::array<std::string_view, fact_count> texts_;
  std::string tax_rate_;
  std::vector<std::string> tags_;
  ledger::CivilDate date_;
};
[[nodiscard]] constexpr std::uint32_t bit(Fact fact) {
  return std::uint32_t{1} << static_cast<std::size_t>(fact);
}

// Values and globs, any of which may fit.
struct Patterns {
  std::vector<std::string> values;  // sorted
  std::vector<std::string> globs;

  [[nodiscard]] bool fit(std::string_view text) const;
  [[nodiscard]] bool empty() const { return values.empty() && globs.empty(); }
};

// Days from `first` to `last`, both included.
struct Days {
  ledger::CivilDate first;
  ledger::CivilDate last;
};

// One line `if.FACT = ...`, compiled.
struct Condition {
  Fact fact{};
  document::Place place;
  std::string written;     // "EXPENSE, CONTRIBUTION"
  Patterns any;            // one of these, unless there are none
  Patterns none;           // and none of these
  std::vector<Days> days;  // of `date`, instead: sorted, apart from each other

  [[nodiscard]] bool holds(const AskedLine& line) const;
};

// Whether `wide` holds wherever `narrow` does; both ask the same fact. False where that cannot be
// told.
[[nodiscard]] bool covers(const Condition& wide, const Condition& narrow);
// Whether it can never hold.
[[nodiscard]] bool is_contradiction(const Condition& condition);

}  // namespace bursar::mapping
