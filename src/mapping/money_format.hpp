#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ledger/money.hpp"

namespace bursar::mapping {

// Two words for two cases: "H/S", "yes/no".
struct WordPair {
  std::string first;
  std::string second;
};
// Nothing unless there is exactly one slash.
[[nodiscard]] std::optional<WordPair> word_pair(std::string_view text);

// How an amount is written: {amount:abs,max=10}.
struct MoneyFormat {
  enum class Sign : std::uint8_t { as_it_is, absolute, negated };
  Sign sign = Sign::as_it_is;
  bool hundredths = false;    // as a whole number of them
  bool two_decimals = false;  // whatever the currency
  std::size_t most_digits =
      0;  // before the decimal mark, for fields that hold no more; 0: any number
  std::optional<WordPair> sign_words;  // instead of the amount: for + and 0, for -
};

// Compiles "abs,max=10", or says in a sentence what is wrong with it.
[[nodiscard]] std::variant<MoneyFormat, std::string> compile_money_format(std::string_view text);

// Throws Error(data) where the amount has more digits than the format allows.
void append_money(ledger::Money money, const MoneyFormat& format, char decimal_mark,
                  std::string& out);

}  // namespace bursar::mapping
