#include "ledger/identity.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/field_hash.hpp"

namespace bursar::ledger {
namespace {

constexpr std::size_t digits = 15;

std::string numbered(std::string name, int n) {
  if (n > 1) name += fmt::format("-{}", n);
  return name;
}

}  // namespace

std::string entry_name(std::string_view group_id, int n) {
  std::string hexadecimal;
  for (const char c : group_id) {
    if (c == '-') continue;
    const bool is_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (!is_digit) break;
    hexadecimal += c;
  }
  if (hexadecimal.size() < digits) {
    // No UUID: an id of another form is not to be cut, lest two become one.
    FieldHash hash;
    hash.add(group_id);
    hexadecimal = fmt::format("{:016x}", hash.digest());
  }
  return numbered("OC" + hexadecimal.substr(0, digits), n);
}

std::string summary_name(CivilDate first_day, bool is_month, Currency currency, int n) {
  std::string day = format_civil_date(first_day);
  constexpr std::size_t month_length = 7;
  if (is_month) day.resize(month_length);
  return numbered(fmt::format("OC-{}-{}", day, currency.code()), n);
}

std::string statement_line_id(std::string_view row_id, const UnitKey& key, Turn turn,
                              std::int64_t k) {
  std::string id(row_id);
  if (key.part != Part::main) {
    id += ':';
    id += name_of(key.part);
  }
  if (turn == Turn::original) return id;
  return fmt::format("{}.{}{}", id, k, turn == Turn::reversal ? "r" : "");
}

}  // namespace bursar::ledger
