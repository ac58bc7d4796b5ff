#include "page/amount.hpp"

#include <algorithm>

namespace bursar::page {
namespace {

constexpr const char* thin_space = "\u202F";  // narrow, and no line breaks at it
constexpr const char* minus_sign = "\u2212";

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
  return for_readers(ledger::format_amount(money));
}

std::string shown_count(std::int64_t number) {
  return for_readers(std::to_string(number));
}

Markup amount(ledger::Money money) {
  std::string value;
  ledger::append_amount(money, '.', 2, value);
  return element("data", {{"value", value}}, text(shown(money)));
}

Markup count(std::int64_t number) {
  return element("data", {{"value", std::to_string(number)}}, text(shown_count(number)));
}

}  // namespace bursar::page
