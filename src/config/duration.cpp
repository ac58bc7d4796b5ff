#include "config/duration.hpp"

#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace bursar::config {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> units{
    {{"d", 86'400}, {"h", 3'600}, {"min", 60}, {"s", 1}}};
constexpr std::int64_t most =
    10'000'000'000;  // three centuries: sums of milliseconds stay in range

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  for (const auto& [name, seconds] : units) {
    if (unit == name && number <= most / seconds) return number * seconds;
  }
  return std::nullopt;
}

std::string format_duration(std::int64_t seconds) {
  for (const auto& [name, length] : units) {
    if (name != "d" && seconds % length == 0) return fmt::format("{} {}", seconds / length, name);
  }
  return fmt::format("{} s", seconds);
}

}  // namespace bursar::config
