#include "text/metric_label.hpp"

#include <fmt/format.h>

#include "text/shown.hpp"

namespace bursar::text {

std::string metric_label(std::string_view name, std::string_view value) {
  std::string escaped;
  for (const char c : shown(value)) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return fmt::format("{}=\"{}\"", name, escaped);
}

}  // namespace bursar::text
