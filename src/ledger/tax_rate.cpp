#include "ledger/tax_rate.hpp"

#include <fmt/format.h>

#include "ledger/proportion.hpp"

namespace bursar::ledger {
namespace {

constexpr std::int64_t one = 1'000'000;
constexpr std::size_t decimals = 6;

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<TaxRate> parse_tax_rate(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  // Two digits before the point are a rate of thousands of percent; more is no rate.
  if (whole.empty() || whole.size() > 2 || !all_digits(whole) || !all_digits(fraction)) {
    return std::nullopt;
  }
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  std::int64_t millionths = 0;
  for (const char digit : whole) millionths = millionths * 10 + (digit - '0');
  for (std::size_t i = 0; i < decimals; ++i) {
    millionths = millionths * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  }
  if (fraction.size() > decimals && fraction[decimals] >= '5') ++millionths;
  return TaxRate{millionths};
}

std::string format_tax_rate(TaxRate rate) {
  std::string text = fmt::format("{}.{:06}", rate.millionths / one, rate.millionths % one);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

Money tax_within(Money gross, TaxRate rate) {
  return proportion_of(gross, rate.millionths, one + rate.millionths);
}

Money tax_on(Money net, TaxRate rate) {
  return proportion_of(net, rate.millionths, one);
}

}  // namespace bursar::ledger
