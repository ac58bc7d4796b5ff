#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"

namespace bursar::ledger {

// Builds the bytes that a record's hash is taken over: each text preceded by its length, each
// number as eight little-endian bytes, so that no two different records give the same bytes.
// The hashes are stored: neither the encoding nor the function (XXH3, 64 bits) may ever change.
class FieldHash {
 public:
  FieldHash() { bytes_.reserve(512); }
  FieldHash& add(std::string_view text);
  FieldHash& add(std::int64_t number);
  FieldHash& add(bool flag) { return add(std::int64_t{flag ? 1 : 0}); }
  FieldHash& add(Currency currency) { return add(currency.code()); }
  FieldHash& add(Money money) { return add(money.hundredths).add(money.currency); }
  FieldHash& add(Instant instant) { return add(instant.ms); }
  FieldHash& add(const std::optional<Instant>& instant);
  FieldHash& add(const std::optional<std::int64_t>& number);
  [[nodiscard]] std::uint64_t digest() const;

 private:
  std::string bytes_;
};

}  // namespace bursar::ledger
