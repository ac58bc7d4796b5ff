#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "config/origin.hpp"
#include "ledger/instant.hpp"

namespace bursar::config {

enum class Perspective : std::uint8_t { account, host };

// [source.NAME]
struct SourceConfig {
  std::string name;
  Perspective perspective = Perspective::account;
  std::string slug;
  ledger::Instant start{1'420'070'400'000};  // 2015-01-01T00:00:00Z, before the platform existed
  // Accounts, by slug or public id, whose rows are in the books or outside them whatever the
  // perspective says (accounting.md R1). `exclude` beats `include`.
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  Origin origin;
  std::map<std::string, Origin, std::less<>> origins;  // of the keys that were given
};

// "source.NAME.start" and so on, all of them.
[[nodiscard]] std::vector<ShownSetting> shown_settings(const SourceConfig& source);

// Whether two sources read rows of one account, as far as their settings tell.
enum class Overlap : std::uint8_t {
  none,
  unknown,  // only the platform knows: whether an account is hosted by a host, or another's child
  certain,
};
[[nodiscard]] Overlap overlap(const SourceConfig& a, const SourceConfig& b);

}  // namespace bursar::config
