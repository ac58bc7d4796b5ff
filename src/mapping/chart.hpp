#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/coding.hpp"
#include "ledger/line.hpp"
#include "mapping/record.hpp"

namespace bursar::mapping {

// What the rules of a chart may ask of a line (accounting.md section 4, no. 4). Views of the rows.
struct LineFacts {
  std::string_view kind;
  ledger::Side side = ledger::Side::received;
  ledger::Fund fund = ledger::Fund::own;
  bool internal = false;
  std::string_view category;  // its code
  std::string_view expense_type;
  std::string_view collective;    // slug of the account whose line it is
  std::string_view counterparty;  // slug of the other side
  std::string_view processor;
  std::string_view host;  // slug
  std::string_view currency;
  std::string_view tax_type;
  std::optional<ledger::TaxRate> tax_rate;
  std::string_view tags;  // JSON list, as sent
  std::string_view description;
  ledger::CivilDate date;
};

// One column of a chart's output, for explaining and for finding rules that never hit.
enum class Output : std::uint8_t {
  account,
  money,
  tax,
  vat,
  claim_vat,
  class_name,
  location,
  name,
  memo,
};
inline constexpr std::size_t output_count = static_cast<std::size_t>(Output::memo) + 1;
// As charts write it: "account", "class".
[[nodiscard]] std::string_view name_of(Output output);

// Where a column's value came from: the place of a rule or default in the chart's text.
struct Decision {
  Output output{};
  std::string value;     // as it stands in the coding
  std::size_t rule = 0;  // index of the rule; `no_rule` for [defaults], [vat] and built-in values
  std::string where;     // "us-host.chart.toml:63"; empty for built-in values
  std::string note;      // of the account of an unmapped line: why it is on suspense
  static constexpr std::size_t no_rule = static_cast<std::size_t>(-1);
};

// How many values each rule has decided, by the index of the rule: those that never do are worth a
// look. As long as rule_count().
using RuleHits = std::vector<std::size_t>;

struct RuleUse {
  std::string where;
  std::string about;  // its conditions in one line
  std::size_t hits = 0;
  bool unconditional = false;  // it takes every line that comes to it
};

// The texts of one kind that a chart can give out. Sorted, each once, none empty.
struct GivenTexts {
  std::vector<std::string> fixed;
  std::vector<std::string> templates;  // as written: what comes of them depends on the line
};

// All that must exist in the accounting software before the first import.
struct ChartNeeds {
  std::vector<std::string> accounts;  // every account that a line can come to stand on
  GivenTexts tax_codes;
  GivenTexts classes;  // `fixed` includes what [names] pins where a class says {collective}
  GivenTexts locations;
  GivenTexts names;
};

struct CompiledChart;

// A compiled chart of accounts (accounting.md section 5).
class Chart {
 public:
  // `document` is what messages call it. All problems are thrown together as one Error(config) with
  // file:line:column and suggestions: unknown keys and conditions, accounts that [accounts] does
  // not list, templates that cannot be, rules that can never hit because earlier ones take all.
  static Chart parse(std::string_view text, const std::string& document);
  // The same of a text by which something was handed over: what only guards against mistakes in new
  // rules is left out, so that no later version refuses what an earlier one booked by.
  static Chart parse_kept(std::string_view text, const std::string& document);
  Chart(Chart&&) noexcept;
  Chart& operator=(Chart&&) noexcept;
  ~Chart();

  // Where a line goes. `record` holds the fields of Rows::chart; `books_name` is what the books
  // call the collective unless [names] pins another: {collective} in class and location. Where no
  // rule names an account, the coding is that of the suspense account and marked `unmapped`; so it
  // is where a template for an account does not come to a nickname, and where the line has tax of a
  // rate that [vat] output or input has no code for.
  // Tax codes come from [vat] output and input by the line's rate where no rule names one.
  // Appends to `decisions` and adds to `hits` where given.
  [[nodiscard]] ledger::Coding code(const ledger::Line& line, const LineFacts& facts,
                                    const Record& record, std::string_view books_name,
                                    std::vector<Decision>* decisions = nullptr,
                                    RuleHits* hits = nullptr) const;

  [[nodiscard]] ledger::TaxBooking tax_booking(ledger::TaxMode mode) const;
  [[nodiscard]] std::size_t rule_count() const;
  [[nodiscard]] RuleUse rule(std::size_t index) const;  // `hits` is 0
  // What the accounting software calls the accounts, by nickname.
  [[nodiscard]] const std::map<std::string, std::string>& accounts() const;
  // Whether this layout's VAT lines have the accounts they need in [vat]; else what is missing, in
  // words, with the place.
  [[nodiscard]] std::optional<std::string> missing_for(ledger::TaxMode mode) const;
  // What the software must know before it reads a file of a layout with this tax mode.
  [[nodiscard]] ChartNeeds needs(ledger::TaxMode mode) const;
  // What [names] calls the collective of this slug; nothing where it does not say.
  [[nodiscard]] std::optional<std::string_view> pinned_name(std::string_view slug) const;
  // One sentence for lists; may be empty.
  [[nodiscard]] const std::string& about() const;

 private:
  explicit Chart(std::unique_ptr<const CompiledChart> compiled);
  std::unique_ptr<const CompiledChart> compiled_;
};

struct ChartText {
  std::string document;  // "us-host.toml" of a chart that comes with the program, or the path
  std::string text;
};
// Of a file where `name` contains "/" or ends in ".toml", or of an example chart that comes with
// the program ("us-host"). Throws Error(config), with a suggestion, when there is none.
[[nodiscard]] ChartText chart_text(const std::string& name);
[[nodiscard]] Chart load_chart(const std::string& name);
// Names of the charts in the program itself, sorted.
[[nodiscard]] std::vector<std::string> shipped_charts();

}  // namespace bursar::mapping
