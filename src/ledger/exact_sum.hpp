#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/money.hpp"

namespace bursar::ledger {

// A sum of hundredths and of hundredths times exchange rates, exact to 22 decimals: the platform
// adds balances up so, and rounds once (F 7.1). Rates are decimal text, as they are stored; what a
// double of 64 bits can say of one is never longer. A sum of products may reach 10^16 hundredths.
class ExactSum {
 public:
  // Both throw Error(bug) on overflow.
  void add(std::int64_t hundredths);
  void add(const ExactSum& other);
  // Adds hundredths * rate ("1.0627", "0.00909", "9.1e-7"). Throws Error(data) for any other text.
  void add_product(std::int64_t hundredths, std::string_view rate);

  // Rounded half up, towards plus infinity, to what the platform rounds this currency to: one
  // hundredth, or a hundred of yen (F 5.9.5).
  [[nodiscard]] std::int64_t rounded(Currency currency) const;

  [[nodiscard]] bool is_whole() const;  // nothing to round but yen

  // Whether the platform's rounded figure is that of this sum. It adds in floating point, so where
  // the sum lies within a millionth of a hundredth of the middle, either neighbour is right.
  [[nodiscard]] bool agrees_with(std::int64_t rounded_hundredths, Currency currency) const;

 private:
  __extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): C++ has no such type

  // The whole hundredths at or below the sum, and what is left in units of 10^-22.
  struct Split {
    std::int64_t whole = 0;
    Wide rest = 0;
  };
  [[nodiscard]] Split split() const;
  [[nodiscard]] static Wide power_of_ten(int exponent);
  [[nodiscard]] static Wide read_rate(std::string_view rate);

  std::int64_t whole_ = 0;
  Wide products_ = 0;  // in units of 10^-22 hundredths
};

}  // namespace bursar::ledger
