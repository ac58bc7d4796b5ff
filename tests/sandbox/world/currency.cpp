#include "world/currency.hpp"

#include <array>
#include <cmath>

#include "world/random.hpp"

namespace bursar::sandbox {
namespace {

struct CurrencyFacts {
  std::string_view code;
  double in_usd;
  bool zero_decimal;
};

constexpr std::array<CurrencyFacts, 9> kCurrencies{{{"USD", 1.0, false},
                                                    {"EUR", 1.1, false},
                                                    {"GBP", 1.27, false},
                                                    {"JPY", 0.0066, true},
                                                    {"INR", 0.0119, false},
                                                    {"CAD", 0.73, false},
                                                    {"CHF", 1.12, false},
                                                    {"NZD", 0.61, false},
                                                    {"XOF", 0.00168, true}}};

const CurrencyFacts& facts(Currency currency) {
  return kCurrencies[static_cast<std::size_t>(currency)];
}

/// The price of one unit in USD, within 6 % of its usual price.
double in_usd(Currency currency, std::uint64_t month) {
  if (currency == Currency::USD) return 1.0;
  const std::uint64_t noise = mix64(month * 31 + static_cast<std::uint64_t>(currency));
  return facts(currency).in_usd * (0.94 + static_cast<double>(noise % 1201) / 10000.0);
}

}  // namespace

std::string_view code(Currency currency) {
  return facts(currency).code;
}

std::optional<Currency> currency_from(std::string_view text) {
  for (std::size_t i = 0; i < kCurrencies.size(); ++i) {
    if (kCurrencies[i].code == text) return static_cast<Currency>(i);
  }
  return std::nullopt;
}

bool zero_decimal(Currency currency) {
  return facts(currency).zero_decimal;
}

std::int64_t platform_round(double cents, Currency currency) {
  const double unit = zero_decimal(currency) ? 100.0 : 1.0;
  return static_cast<std::int64_t>(std::floor(cents / unit + 0.5) * unit);
}

double fx_rate(Currency from, Currency to, Micros at) {
  if (from == to) return 1.0;
  const CivilDate date = to_civil(at);
  const auto month = static_cast<std::uint64_t>(date.year * 12 + date.month);
  const double rate = in_usd(from, month) / in_usd(to, month);
  const double digits = rate < 0.1 ? 1e7 : 1e5;
  return std::round(rate * digits) / digits;
}

}  // namespace bursar::sandbox
