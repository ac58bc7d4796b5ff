#include "server/pace.hpp"

#include <algorithm>
#include <cmath>

namespace bursar::sandbox {
namespace {

std::size_t count_fields(const Document& document, const std::vector<Selection>& selections,
                         bool inside_nodes, int depth) {
  std::size_t count = 0;
  if (depth > 20) return 0;
  for (const Selection& selection : selections) {
    if (selection.kind == Selection::Kind::Spread) {
      if (const Fragment* fragment = document.fragment(selection.name)) {
        count += count_fields(document, fragment->selections, inside_nodes, depth + 1);
      }
      continue;
    }
    const bool field = selection.kind == Selection::Kind::Field;
    const bool inside = inside_nodes || (field && selection.name == "nodes");
    if (field && inside_nodes && selection.selections.empty()) ++count;
    count += count_fields(document, selection.selections, inside, depth + 1);
  }
  return count;
}

}  // namespace

std::size_t fields_per_row(const Document& document, const Operation& operation) {
  return count_fields(document, operation.selections, false, 0);
}

std::int64_t pace_in_ms(const Pace& pace, std::size_t rows, std::size_t fields) {
  if (!pace.real) return 0;
  const double cells = static_cast<double>(rows * std::max<std::size_t>(fields, 8));
  const double discount = rows <= 1'000 ? 1.0 : std::pow(static_cast<double>(rows) / 1'000, -0.13);
  return static_cast<std::int64_t>(pace.base_ms + cells * pace.per_field_us * discount / 1'000);
}

}  // namespace bursar::sandbox
