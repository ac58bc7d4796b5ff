#pragma once

#include <string_view>
#include <vector>

#include "ledger/coding.hpp"
#include "ledger/line.hpp"
#include "mapping/chart.hpp"
#include "mapping/compiled_chart.hpp"
#include "mapping/record.hpp"

namespace bursar::mapping {

// What Chart::code is asked about one line.
struct Question {
  const ledger::Line& line;
  const LineFacts& facts;
  const Record& record;
  std::string_view books_name;
};

// Appends to `decisions` and adds to `hits` where given.
[[nodiscard]] ledger::Coding code_line(const CompiledChart& chart, const Question& question,
                                       std::vector<Decision>* decisions, RuleHits* hits);

}  // namespace bursar::mapping
