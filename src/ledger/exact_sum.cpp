#include "ledger/exact_sum.hpp"

#include <charconv>
#include <string>

#include <fmt/format.h>

#include "error/error.hpp"
#include "ledger/proportion.hpp"

namespace bursar::ledger {
namespace {

constexpr int decimals = 22;
constexpr int most_digits = 38;  // of 128 bits

[[noreturn]] void overflow() {
  throw Error(ErrorKind::bug, "a sum of amounts times exchange rates overflows");
}

[[noreturn]] void unreadable(std::string_view rate) {
  throw Error(ErrorKind::data, fmt::format("the exchange rate \"{}\" cannot be read", rate),
              "report this; read its month again with `bursar backfill`");
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "2.5e-7" without its exponent, and that.
int take_exponent(std::string_view& text, std::string_view whole) {
  const std::size_t mark = text.find_first_of("eE");
  if (mark == std::string_view::npos) return 0;
  std::string_view written = text.substr(mark + 1);
  if (written.starts_with('+')) written.remove_prefix(1);
  int exponent = 0;
  const char* end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data(), end, exponent);
  if (error != std::errc() || stop != end) unreadable(whole);
  text = text.substr(0, mark);
  return exponent;
}

}  // namespace

ExactSum::Wide ExactSum::power_of_ten(int exponent) {
  if (exponent > most_digits) overflow();
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// In units of 10^-22; decimals beyond are cut off.
ExactSum::Wide ExactSum::read_rate(std::string_view rate) {
  std::string_view text = rate;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  int shift = decimals + take_exponent(text, rate);
  Wide digits = 0;
  bool fraction = false;
  bool any = false;
  for (const char c : text) {
    if (c == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!is_digit(c)) unreadable(rate);
    any = true;
    if (__builtin_mul_overflow(digits, 10, &digits)) overflow();
    if (__builtin_add_overflow(digits, c - '0', &digits)) overflow();
    if (fraction) --shift;
  }
  if (!any) unreadable(rate);
  Wide scaled = 0;
  if (shift < -most_digits) return 0;
  if (shift < 0) {
    scaled = digits / power_of_ten(-shift);
  } else if (__builtin_mul_overflow(digits, power_of_ten(shift), &scaled)) {
    overflow();
  }
  return negative ? -scaled : scaled;
}

void ExactSum::add(std::int64_t hundredths) {
  whole_ = checked_add(whole_, hundredths);
}

void ExactSum::add(const ExactSum& other) {
  whole_ = checked_add(whole_, other.whole_);
  if (__builtin_add_overflow(products_, other.products_, &products_)) overflow();
}

void ExactSum::add_product(std::int64_t hundredths, std::string_view rate) {
  Wide product = 0;
  if (__builtin_mul_overflow(read_rate(rate), hundredths, &product)) overflow();
  if (__builtin_add_overflow(products_, product, &products_)) overflow();
}

ExactSum::Split ExactSum::split() const {
  const Wide one = power_of_ten(decimals);
  Wide whole = products_ / one;
  Wide rest = products_ % one;
  if (rest < 0) {
    rest += one;
    --whole;
  }
  return {checked_add(whole_, static_cast<std::int64_t>(whole)), rest};
}

bool ExactSum::is_whole() const {
  return split().rest == 0;
}

std::int64_t ExactSum::rounded(Currency currency) const {
  const std::int64_t unit = smallest_unit(currency);
  const Split sum = split();
  std::int64_t above = sum.whole % unit;
  if (above < 0) above += unit;
  const Wide one = power_of_ten(decimals);
  const bool up = 2 * (above * one + sum.rest) >= unit * one;
  return sum.whole - above + (up ? unit : 0);
}

bool ExactSum::agrees_with(std::int64_t rounded_hundredths, Currency currency) const {
  const std::int64_t unit = smallest_unit(currency);
  const Split sum = split();
  const std::int64_t distance = checked_add(sum.whole, checked_negate(rounded_hundredths));
  if (distance > unit || distance < -unit) return false;
  constexpr int millionth = 6;
  const Wide one = power_of_ten(decimals);
  const Wide exact = distance * one + sum.rest;
  const Wide most = unit * one / 2 + power_of_ten(decimals - millionth);
  return -most <= exact && exact <= most;
}

}  // namespace bursar::ledger
