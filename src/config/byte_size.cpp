#include "config/byte_size.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace bursar::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t bytes;
};
constexpr std::array<Unit, 4> units{
    {{"B", 1}, {"kB", 1'000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}}};

}  // namespace

std::optional<std::int64_t> parse_byte_size(std::string_view text) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  while (text.starts_with(' ')) text.remove_prefix(1);
  constexpr std::int64_t most = 1'000'000'000;
  if (number > most) return std::nullopt;
  for (const Unit& unit : units) {
    if (text == unit.name) return number * unit.bytes;
  }
  return std::nullopt;
}

std::string format_byte_size(std::int64_t bytes) {
  const Unit* best = units.data();
  for (const Unit& unit : units) {
    if (bytes % unit.bytes == 0) best = &unit;
  }
  return fmt::format("{} {}", bytes / best->bytes, best->name);
}

}  // namespace bursar::config
