#pragma once

#include <string>
#include <vector>

#include "export/export.hpp"

namespace bursar::property {

struct YearProfile {
  exporting::Request request;
  std::string chart;  // name of one that comes with the program; empty for statements
  bool is_statement() const { return chart.empty(); }
};

// Statements and journals in every way they can be shared out, summed, taxed and dated.
[[nodiscard]] std::vector<YearProfile> year_profiles(const store::Source& host,
                                                     const store::Source& account);

// A chart whose rules differ by `edit`: what one rule books, another names; 0 is the text itself.
[[nodiscard]] exporting::LoadedChart chart_of(const std::string& name, int edit);

}  // namespace bursar::property
