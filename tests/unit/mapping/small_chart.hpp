#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "mapping/chart.hpp"

namespace bursar::mapping::sample {

// A chart of a few accounts, to which tests add rules. Line 14 is the first of them.
inline const std::string head = R"(schema = 1
[accounts]
bank     = "Bank"
paypal   = "PayPal"
income   = "Income"
costs    = "Costs"
6100     = "Travel"
suspense = "Suspense"
[defaults]
money    = "bank"
suspense = "suspense"
tax      = "none"
class    = "{collective}"
)";

inline const std::string vat = R"(
[vat]
held        = "income"
payable     = "income"
recoverable = "costs"
rounding    = "costs"
output      = { "0.21" = "S21", "0.06" = "S6" }
input       = { "0.21" = "P21" }
)";

inline Chart chart(const std::string& rules) {
  return Chart::parse(head + rules, "own.toml");
}

// What is wrong with a chart, as the user reads it; a failure where nothing is.
inline std::string problems_of(const std::string& text) {
  try {
    (void)Chart::parse(text, "own.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_NE(error.next_step(), "");
    return error.what();
  }
  ADD_FAILURE() << "nothing was found wrong with\n" << text;
  return {};
}
inline std::string problems(const std::string& rules) {
  return problems_of(head + rules);
}

// A line and what is known of it, to be changed by tests. Must outlive what it is asked with.
struct Asked {
  ledger::Line line;
  LineFacts facts;
  Record record;
  std::string books_name = "Big Collective";

  ledger::Coding coded_by(const Chart& chart, std::vector<Decision>* decisions = nullptr,
                          RuleHits* hits = nullptr) const {
    return chart.code(line, facts, record, books_name, decisions, hits);
  }
};

inline Asked asked(std::string_view kind, ledger::Side side = ledger::Side::received) {
  Asked asked;
  asked.facts.kind = kind;
  asked.facts.side = asked.line.posting.side = side;
  asked.facts.collective = "big-collective";
  asked.line.posting.kind = kind;
  asked.record.set(Field::kind, kind);
  asked.record.set(Field::collective, std::string_view("big collective on the website"));
  return asked;
}

// With tax inside: of a line received it is output tax, else input tax.
inline Asked taxed(std::string_view kind, ledger::Side side, std::string_view rate) {
  Asked made = asked(kind, side);
  made.line.tax = ledger::LineTax{};
  made.line.tax->type = "VAT";
  made.line.tax->direction =
      side == ledger::Side::received ? ledger::TaxDirection::output : ledger::TaxDirection::input;
  made.line.tax->rate = ledger::parse_tax_rate(rate);
  made.facts.tax_type = "VAT";
  made.facts.tax_rate = made.line.tax->rate;
  return made;
}

}  // namespace bursar::mapping::sample
