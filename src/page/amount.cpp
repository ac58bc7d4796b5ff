#include "page/amount.hpp"

#include <algorithm>

namespace bursar::page {
namespace {

constexpr const char* thin_space = "\u202F";  // narrow, and no line breaks at it
constexpr const char* minus_sign = "\u2212";

std::string decimal(ledger::Money money, int decimals) {
  std::string digits;
  ledger::append_amount(money, '.', decimals, digits);
  return digits;
}

// Of "-1234567.50".
std::string for_readers(std::string digits) {
  std::string sign;
  if (digits.front() == '-') {
    sign = minus_sign;
    digits.erase(0, 1);
  }
  constexpr std::size_t group = 3;
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  for (std::size_t at = whole; at > group;) {
    at -= group;
    digits.insert(at, thin_space);
  }
  return sign + digits;
}

}  // namespace

std::string shown(ledger::Money money) {
  const bool has_rest = money.hundredths % 100 != 0;
  return for_readers(decimal(money, has_rest ? 2 : money.currency.minor_digits()));
}

std::string shown_count(std::int64_t number) {
  return for_readers(std::to_string(number));
}

Markup amount(ledger::Money money) {
  return element("data", {{"value", decimal(money, 2)}}, text(shown(money)));
}

Markup count(std::int64_t number) {
  return element("data", {{"value", std::to_string(number)}}, text(shown_count(number)));
}

}  // namespace bursar::page
