#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/node.hpp"
#include "ledger/tax_rate.hpp"
#include "mapping/chart.hpp"
#include "mapping/condition.hpp"
#include "mapping/template.hpp"

namespace bursar::mapping {

// What a rule or [defaults] gives for one output, compiled.
struct Given {
  Output output{};
  document::Place place;
  std::string written;
  // What the coding gets where it is the same for every line: of account and money what the
  // accounting software calls the account. Otherwise `text` says it, of an account its nickname.
  std::optional<std::string> fixed;
  Template text;
  ledger::TaxRate rate;  // of `vat`; zero: nothing is included
  bool flag = false;     // of `claim_vat`
};

[[nodiscard]] constexpr std::uint16_t bit(Output output) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(output));
}

struct Rule {
  document::Place place;
  std::vector<Condition> conditions;  // all must hold
  std::vector<Given> gives;
  std::uint16_t outputs = 0;  // bits of what it gives
  bool is_whole = true;       // nothing of it was left out because it could not be read

  [[nodiscard]] bool fits(const AskedLine& line) const;
};

// A tax code by rate; of the line in [vat] output or input that gives it.
struct RateCode {
  ledger::TaxRate rate;
  std::string code;
  document::Place place;
};

struct VatSection {
  document::Place place;
  ledger::VatAccounts accounts;  // names in the software; empty where the chart gives none
  std::vector<RateCode> output;
  std::vector<RateCode> input;
};

using Names = std::map<std::string, std::string, std::less<>>;

struct CompiledChart {
  std::string document;
  std::string about;
  document::Place place;
  std::map<std::string, std::string> accounts;  // name in the software by nickname
  std::string suspense;                         // name of that account
  document::Place suspense_place;
  std::array<std::optional<Given>, output_count> defaults;
  std::optional<VatSection> vat;
  Names pinned;  // what the books call a collective, by slug
  std::vector<Rule> rules;
  std::uint32_t asked = 0;  // bits of the facts that any rule asks
};

// What messages call a rule: its conditions in one line.
[[nodiscard]] std::string about_rule(const Rule& rule);

}  // namespace bursar::mapping
