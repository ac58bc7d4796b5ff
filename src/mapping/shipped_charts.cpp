#include <algorithm>

#include <example_charts.hpp>
#include <fmt/format.h>

#include "document/file_text.hpp"
#include "error/error.hpp"
#include "error/suggestion.hpp"
#include "mapping/chart.hpp"
#include "text/token_like.hpp"

namespace bursar::mapping {
namespace {

constexpr std::string_view extension = ".toml";

std::string_view bare_name(std::string_view file) {
  return file.substr(0, file.size() - extension.size());
}

ChartText from_file(const std::string& path) {
  std::string text = document::file_text(
      path, "the chart of accounts " + text::named_file(path, "chart"),
      fmt::format("name a file that exists; to begin, copy one of the examples {}",
                  fmt::join(shipped_charts(), ", ")));
  return {path, std::move(text)};
}

}  // namespace

std::vector<std::string> shipped_charts() {
  std::vector<std::string> names;
  for (const auto& file : example_charts::files) names.emplace_back(bare_name(file.name));
  std::sort(names.begin(), names.end());
  return names;
}

ChartText chart_text(const std::string& name) {
  if (name.find('/') != std::string::npos || name.ends_with(extension)) return from_file(name);
  std::vector<std::string_view> known;
  for (const auto& file : example_charts::files) {
    known.push_back(bare_name(file.name));
    if (known.back() == name) return {std::string(file.name), std::string(file.text)};
  }
  throw Error(ErrorKind::config,
              fmt::format("there is no chart of accounts \"{}\"{}", text::named_file(name, "chart"),
                          did_you_mean(name, known)),
              fmt::format("the examples are {}; a chart of your own is named by its path",
                          fmt::join(known, ", ")));
}

Chart load_chart(const std::string& name) {
  const ChartText source = chart_text(name);
  return Chart::parse(source.text, source.document);
}

}  // namespace bursar::mapping
