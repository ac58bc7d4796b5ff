#include <algorithm>

#include <fmt/format.h>
#include <presets.hpp>

#include "document/file_text.hpp"
#include "error/error.hpp"
#include "error/suggestion.hpp"
#include "mapping/layout.hpp"
#include "text/token_like.hpp"

namespace bursar::mapping {
namespace {

constexpr std::string_view extension = ".toml";
constexpr std::string_view rules_extension = ".rules";

std::string_view bare_name(std::string_view file) {
  return file.substr(0, file.size() - extension.size());
}

LayoutText from_file(const std::string& path) {
  std::string text = document::file_text(
      path, "the layout " + text::named_file(path, "layout"),
      "name a file that exists, or one of the layouts of `bursar mapping list`");
  return {path, std::move(text)};
}

}  // namespace

std::vector<std::string> shipped_layouts() {
  std::vector<std::string> names;
  for (const auto& file : presets::files) {
    if (file.name.ends_with(extension)) names.emplace_back(bare_name(file.name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

LayoutText layout_text(const std::string& name) {
  if (name.find('/') != std::string::npos || name.ends_with(extension)) return from_file(name);
  std::vector<std::string_view> known;
  for (const auto& file : presets::files) {
    if (!file.name.ends_with(extension)) continue;
    known.push_back(bare_name(file.name));
    if (known.back() == name) return {std::string(file.name), std::string(file.text)};
  }
  throw Error(ErrorKind::config,
              fmt::format("there is no layout \"{}\"{}", text::named_file(name, "layout"),
                          did_you_mean(name, known)),
              fmt::format("the shipped layouts are {}; a layout of your own is named by its path",
                          fmt::join(known, ", ")));
}

std::optional<LayoutText> shipped_rules(const std::string& name) {
  for (const auto& file : presets::files) {
    if (file.name == name + std::string(rules_extension)) {
      return LayoutText{std::string(file.name), std::string(file.text)};
    }
  }
  return std::nullopt;
}

Layout load_layout(const std::string& name) {
  const LayoutText source = layout_text(name);
  return parse_layout(source.text, source.document);
}

}  // namespace bursar::mapping
