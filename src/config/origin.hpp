#pragma once

#include <cstdint>
#include <string>

namespace bursar::config {

// Where a value came from, in the order of precedence from weakest to strongest.
enum class OriginKind : std::uint8_t { built_in, file, environment, flag };
struct Origin {
  OriginKind kind = OriginKind::built_in;
  std::string where;  // "bursar.toml:12:3", "BURSAR_URL", "--url"; empty for a default
};

// "default", "BURSAR_URL", "bursar.toml:3:9"
[[nodiscard]] std::string describe(const Origin& origin);

// A setting as people write it and where it came from, for `bursar config show`.
struct ShownSetting {
  std::string name;  // "sync.overlap"
  std::string value;
  Origin origin;
};

}  // namespace bursar::config
