#include "ledger/field_hash.hpp"

#include <array>

#include <xxhash.h>

namespace bursar::ledger {

FieldHash& FieldHash::add(std::int64_t number) {
  const auto value = static_cast<std::uint64_t>(number);
  std::array<char, 8> encoded{};
  for (unsigned i = 0; i < 8; ++i) encoded[i] = static_cast<char>((value >> (8 * i)) & 0xFFU);
  bytes_.append(encoded.data(), encoded.size());
  return *this;
}

FieldHash& FieldHash::add(std::string_view text) {
  add(static_cast<std::int64_t>(text.size()));
  bytes_.append(text);
  return *this;
}

FieldHash& FieldHash::add(const std::optional<Instant>& instant) {
  add(instant.has_value());
  return instant ? add(instant->ms) : *this;
}

FieldHash& FieldHash::add(const std::optional<std::int64_t>& number) {
  add(number.has_value());
  return number ? add(*number) : *this;
}

std::uint64_t FieldHash::digest() const {
  return XXH3_64bits(bytes_.data(), bytes_.size());
}

}  // namespace bursar::ledger
