#include "cli/mapping_words.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bursar::cli {

std::string kind_of(const mapping::Layout& layout) {
  if (layout.kind != mapping::LayoutKind::table)
    return std::string(mapping::kind_name(layout.kind));
  return fmt::format("table of {}", mapping::rows_name(layout.rows));
}

const char* format_of(const mapping::Layout& layout) {
  switch (layout.format) {
    case mapping::FileFormat::ofx:
      return "ofx";
    case mapping::FileFormat::ofx_xml:
      return "ofx-xml";
    case mapping::FileFormat::csv:
      break;
  }
  return "csv";
}

nlohmann::json event_of(const mapping::Layout& layout) {
  return {{"type", "layout"},
          {"name", layout.name},
          {"kind", mapping::kind_name(layout.kind)},
          {"rows", mapping::rows_name(layout.rows)},
          {"format", format_of(layout)},
          {"about", layout.about}};
}

nlohmann::json event_of(const std::string& name, const mapping::Chart& chart) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "chart";
  event["name"] = name;
  event["rules"] = chart.rule_count();
  event["accounts"] = chart.accounts().size();
  event["about"] = chart.about();
  return event;
}

}  // namespace bursar::cli
