#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

namespace bursar::opencollective {

// The text of fixtures/NAME.
inline std::string fixture(const std::string& name) {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/tests/unit/opencollective/fixtures/" + name,
                   std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline nlohmann::json fixture_json(const std::string& name) {
  return nlohmann::json::parse(fixture(name));
}

}  // namespace bursar::opencollective
