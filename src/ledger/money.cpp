#include "ledger/money.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

// The platform's list of currencies without decimals (F 5.9.1).
constexpr std::array<std::string_view, 16> zero_decimal_currencies{
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA",
    "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};

// No answer of the platform is believed that has such amounts.
constexpr const char* beyond_all_money =
    "an amount in the database is none: somebody else has changed it; restore a backup that nobody "
    "else can have changed";

}  // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_capital)) return std::nullopt;
  Currency currency;
  std::copy(code.begin(), code.end(), currency.code_.begin());
  return currency;
}

int Currency::minor_digits() const {
  // Nearly every amount is in one of these, and this is asked for each.
  if (code_ == std::array{'E', 'U', 'R'} || code_ == std::array{'U', 'S', 'D'}) return 2;
  const bool zero = std::find(zero_decimal_currencies.begin(), zero_decimal_currencies.end(),
                              code()) != zero_decimal_currencies.end();
  return zero ? 0 : 2;
}

std::int64_t checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) {
    throw Error(ErrorKind::data,
                fmt::format("the sum of {} and {} hundredths is beyond all money", a, b),
                beyond_all_money);
  }
  return sum;
}

std::int64_t checked_negate(std::int64_t a) {
  std::int64_t negated = 0;
  if (__builtin_sub_overflow(std::int64_t{0}, a, &negated)) {
    throw Error(ErrorKind::data, fmt::format("{} hundredths are beyond all money", a),
                beyond_all_money);
  }
  return negated;
}

std::string format_amount(Money money, char decimal_mark) {
  std::string out;
  append_amount(money, decimal_mark, money.currency.minor_digits(), out);
  return out;
}

void append_amount(Money money, char decimal_mark, int decimals, std::string& out) {
  const bool negative = money.hundredths < 0;
  const std::uint64_t magnitude = negative ? ~static_cast<std::uint64_t>(money.hundredths) + 1
                                           : static_cast<std::uint64_t>(money.hundredths);
  const std::uint64_t rest = magnitude % 100;
  if (negative) out += '-';
  const fmt::format_int whole(magnitude / 100);
  out.append(whole.data(), whole.size());
  if (decimals == 0 && rest == 0) return;
  out += decimal_mark;
  out += static_cast<char>('0' + rest / 10);
  out += static_cast<char>('0' + rest % 10);
}

}  // namespace bursar::ledger
