#include "mapping/money_format.hpp"

#include <charconv>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::mapping {
namespace {

constexpr std::size_t most_digits_of_any = 17;  // hundredths fill 64 bits

// Reads one word of the format; what is wrong with it, or nothing.
std::optional<std::string> read_word(std::string_view word, MoneyFormat& format) {
  if (word == "abs") {
    format.sign = MoneyFormat::Sign::absolute;
  } else if (word == "negated") {
    format.sign = MoneyFormat::Sign::negated;
  } else if (word == "hundredths") {
    format.hundredths = true;
  } else if (word == "decimals=2") {
    format.two_decimals = true;
  } else if (word.starts_with("sign=")) {
    format.sign_words = word_pair(word.substr(5));
    if (!format.sign_words) {
      return fmt::format("\"{}\": write sign=H/S, the word for + and the word for -", word);
    }
  } else if (word.starts_with("max=")) {
    const char* end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data() + 4, end, format.most_digits);
    if (error != std::errc() || stop != end || format.most_digits == 0 ||
        format.most_digits > most_digits_of_any) {
      return fmt::format("\"{}\": a number of digits before the decimal mark is expected, 1 to {}",
                         word, most_digits_of_any);
    }
  } else {
    return fmt::format(
        "\"{}\" is no format of an amount; there are hundredths, abs, negated, decimals=2, max=10 "
        "and sign=H/S",
        word);
  }
  return std::nullopt;
}

std::size_t digit_count(std::uint64_t value) {
  std::size_t digits = 1;
  for (; value >= 10; value /= 10) ++digits;
  return digits;
}

void check_size(ledger::Money money, std::size_t most) {
  const auto bits = static_cast<std::uint64_t>(money.hundredths);
  const std::uint64_t magnitude = money.hundredths < 0 ? ~bits + 1 : bits;
  if (digit_count(magnitude / 100) <= most) return;
  throw Error(ErrorKind::data,
              fmt::format("{} {} has more than the {} digits before the decimal mark that the "
                          "file's reader takes",
                          ledger::format_amount(money), money.currency.code(), most),
              "book this one by hand, or split it; a layout without max= writes it as it is");
}

}  // namespace

std::optional<WordPair> word_pair(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  return WordPair{std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

std::variant<MoneyFormat, std::string> compile_money_format(std::string_view text) {
  MoneyFormat format;
  while (true) {
    const std::size_t comma = text.find(',');
    if (auto wrong = read_word(text.substr(0, comma), format)) return std::move(*wrong);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  if (format.hundredths && format.two_decimals) {
    return "hundredths are whole numbers, so decimals=2 cannot be";
  }
  return format;
}

void append_money(ledger::Money money, const MoneyFormat& format, char decimal_mark,
                  std::string& out) {
  const bool negative = money.hundredths < 0;
  if (format.sign == MoneyFormat::Sign::negated ||
      (format.sign == MoneyFormat::Sign::absolute && negative)) {
    money.hundredths = ledger::checked_negate(money.hundredths);
  }
  if (format.sign_words) {
    out += money.hundredths < 0 ? format.sign_words->second : format.sign_words->first;
    return;
  }
  if (format.most_digits > 0) check_size(money, format.most_digits);
  if (format.hundredths) {
    const fmt::format_int figure(money.hundredths);
    out.append(figure.data(), figure.size());
    return;
  }
  const int decimals = format.two_decimals ? 2 : money.currency.minor_digits();
  ledger::append_amount(money, decimal_mark, decimals, out);
}

}  // namespace bursar::mapping
