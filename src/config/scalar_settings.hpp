#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "document/problems.hpp"

namespace bursar::config {

// A value as somebody gave it, before it means anything.
struct Given {
  std::string text;
  Origin origin;
  std::filesystem::path base;  // what a relative path is relative to; empty: the working directory
};

// One setting that file, environment and (some) flags can give. The table of them is the one list
// that file, environment, `config show` and the manual follow.
struct ScalarSetting {
  std::string_view table;     // "api"; empty for the top of the file
  std::string_view key;       // "url"
  std::string_view variable;  // "BURSAR_URL"
  bool is_number;             // written without quotes in the file
  // Takes over `given`; returns what is wrong with it, or an empty text.
  std::string (*set)(Config& config, const Given& given);
  ShownSetting (*show)(const Config& config);
};

[[nodiscard]] std::span<const ScalarSetting> scalar_settings();
// The one of this variable name; it must exist.
[[nodiscard]] const ScalarSetting& scalar_setting(std::string_view variable);
// "api.url"
[[nodiscard]] std::string full_name(const ScalarSetting& setting);

}  // namespace bursar::config
