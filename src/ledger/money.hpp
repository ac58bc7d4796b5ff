#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::ledger {

// An ISO 4217 code of three capital letters. The empty currency ("") stands for "not given".
class Currency {
 public:
  constexpr Currency() = default;
  // Nothing unless `code` is exactly three letters A-Z. Codes we have never heard of pass: the
  // platform may add currencies (F 10.8).
  static std::optional<Currency> parse(std::string_view code);

  [[nodiscard]] constexpr std::string_view code() const {
    return {code_.data(), code_[0] == '\0' ? 0U : 3U};
  }
  [[nodiscard]] constexpr bool empty() const { return code_[0] == '\0'; }
  // Decimals that the currency is written with: 0 for JPY and the other currencies of F 5.9.1,
  // else 2 (the platform has no currency with three).
  [[nodiscard]] int minor_digits() const;

  auto operator<=>(const Currency&) const = default;

 private:
  std::array<char, 3> code_{};
};

// An amount in hundredths of the currency unit, whatever the currency: JPY 1200 is 120000
// (F 5.9.1).
struct Money {
  std::int64_t hundredths = 0;
  Currency currency;
  auto operator<=>(const Money&) const = default;
};

// a + b; throws Error(data) on overflow. Amounts of the platform fit 32 bits (F 5.9.4), sums need
// not.
[[nodiscard]] std::int64_t checked_add(std::int64_t a, std::int64_t b);
// -a; throws Error(data) for the one value that has no negation.
[[nodiscard]] std::int64_t checked_negate(std::int64_t a);

// "-1234.50", "1200" for a currency without decimals: '.' or `decimal_mark`, no grouping, a minus
// sign in front. A fraction that its currency should not have (JPY 22.50, F 12.23) is written as it
// is: rounding silently would make the books wrong, and an error would hold up all the rest.
[[nodiscard]] std::string format_amount(Money money, char decimal_mark = '.');

// Appends the same. `decimals` says how many to write: 2 for whoever wants two of every currency,
// 0 for none but those of a fraction, as above.
void append_amount(Money money, char decimal_mark, int decimals, std::string& out);

}  // namespace bursar::ledger
