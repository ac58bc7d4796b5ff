#include "opencollective/node_reading.hpp"

#include <cstring>
#include <limits>

#include "opencollective/bounds.hpp"

namespace bursar::opencollective::node {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The length of the JSON number that `token` begins with; 0 if it is none. simdjson checks the
// spelling of a number only when it converts it, which would lose the exact decimals.
std::size_t number_length(std::string_view token) {
  const auto at = [&](std::size_t i) { return i < token.size() ? token[i] : '\0'; };
  const auto digits = [&](std::size_t i) {
    while (is_digit(at(i))) ++i;
    return i;
  };
  std::size_t end = at(0) == '-' ? 1 : 0;
  if (!is_digit(at(end))) return 0;
  end = at(end) == '0' ? end + 1 : digits(end);
  if (at(end) == '.') {
    if (!is_digit(at(end + 1))) return 0;
    end = digits(end + 1);
  }
  if (at(end) == 'e' || at(end) == 'E') {
    const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
    if (!is_digit(at(end + 1 + sign))) return 0;
    end = digits(end + 1 + sign);
  }
  return end;
}

// The token without the white space up to the next one.
std::string_view token_of(Value& value) {
  std::string_view token = value.raw_json_token();
  while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' ||
                            token.back() == '\t')) {
    token.remove_suffix(1);
  }
  return token;
}

// A whole number. "1200.0" is one, too: a GraphQL Float may be written so. Nothing else is
// rounded or cut, and an exponent is refused rather than calculated.
std::int64_t whole(std::string_view token) {
  const std::size_t point = token.find('.');
  const std::string_view digits = token.substr(0, point);
  if (point != std::string_view::npos &&
      token.find_first_not_of('0', point + 1) != std::string_view::npos) {
    throw Breach{"", "not a whole number"};
  }
  std::int64_t value = 0;
  const bool negative = digits.front() == '-';
  for (const char c : digits.substr(negative ? 1 : 0)) {
    if (!is_digit(c)) throw Breach{"", "not a whole number"};
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_sub_overflow(value, c - '0', &value)) {
      throw Breach{"", "too large"};
    }
  }
  if (negative) return value;
  if (value == std::numeric_limits<std::int64_t>::min()) throw Breach{"", "too large"};
  return -value;
}

struct NoContext {};

constexpr std::array<Member<Amount, NoContext>, 2> amount_members{{
    {"valueInCents",
     [](Value& value, Amount& amount, NoContext&) { amount.hundredths = cents(value); }},
    {"currency",
     [](Value& value, Amount& amount, NoContext&) {
       const std::string_view code = text(value);
       if (code.empty()) return;
       const auto currency = ledger::Currency::parse(code);
       if (!currency) throw Breach{"", "not a currency code"};
       amount.currency = *currency;
     }},
}};

}  // namespace

bool is_null(Value& value) {
  const std::string_view token = token_of(value);
  if (token.empty() || token[0] != 'n') return false;
  if (token != "null") throw Breach{"", "not null"};
  return true;
}

std::string_view text(Value& value) {
  const std::string_view token = token_of(value);
  if (token == "null") return {};
  // Most texts have no escapes and can be taken where they lie.
  if (token.size() >= 2 && token.front() == '"' && token.back() == '"' &&
      std::memchr(token.data(), '\\', token.size()) == nullptr) {
    return token.substr(1, token.size() - 2);
  }
  return expect(value.get_string(), "a text");
}

std::string_view required_text(Value& value) {
  const std::string_view read = text(value);
  if (read.empty()) throw Breach{"", "missing"};
  return read;
}

bool flag(Value& value) {
  const std::string_view token = token_of(value);
  if (token == "true") return true;
  if (token == "false" || token == "null") return false;
  throw Breach{"", "not true or false"};
}

std::string_view decimal(Value& value) {
  const std::string_view token = token_of(value);
  if (token == "null") return {};
  const std::size_t length = number_length(token);
  if (length == 0 || length != token.size()) throw Breach{"", "not a number"};
  return token;
}

std::optional<std::int64_t> integer(Value& value) {
  const std::string_view token = decimal(value);
  if (token.empty()) return std::nullopt;
  return whole(token);
}

std::optional<ledger::Instant> instant(Value& value) {
  const std::string_view written = text(value);
  if (written.empty()) return std::nullopt;
  const auto read = ledger::parse_rfc3339(written);
  if (!read) throw Breach{"", "not a date with time and zone"};
  return read;
}

ledger::Instant required_instant(Value& value) {
  const auto read = instant(value);
  if (!read) throw Breach{"", "missing"};
  return *read;
}

std::optional<std::int64_t> cents(Value& value) {
  const auto read = integer(value);
  if (read && (*read < -largest_amount || *read > largest_amount)) {
    throw Breach{"", "beyond all amounts of the platform"};
  }
  return read;
}

std::string json_text(Value& value) {
  if (is_null(value)) return {};
  const std::string_view raw = expect(simdjson::to_json_string(value), "a value");
  std::string compact(raw.size(), '\0');
  std::size_t size = 0;
  const simdjson::error_code code = simdjson::minify(raw.data(), raw.size(), compact.data(), size);
  if (code != simdjson::SUCCESS) throw Breach{"", "not JSON"};
  compact.resize(size);
  return compact;
}

std::optional<Amount> amount(Value& value) {
  if (is_null(value)) return std::nullopt;
  Amount read;
  NoContext none;
  read_object(expect(value.get_object(), "an amount"), amount_members, read, none);
  return read;
}

ledger::Money required_money(Value& value) {
  const auto read = amount(value);
  if (!read) throw Breach{"", "missing"};
  if (!read->hundredths) throw Breach{"valueInCents", "missing"};
  if (read->currency.empty()) throw Breach{"currency", "missing"};
  return {*read->hundredths, read->currency};
}

std::optional<ledger::Money> optional_money(Value& value) {
  const auto read = amount(value);
  if (!read || !read->hundredths) return std::nullopt;
  return ledger::Money{*read->hundredths, read->currency};
}

}  // namespace bursar::opencollective::node
