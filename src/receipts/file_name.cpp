#include "receipts/file_name.hpp"

#include <fmt/format.h>

#include "mapping/text.hpp"
#include "mapping/transliteration.hpp"

namespace bursar::receipts {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

// Adds a character unless it would double a blank or a dash.
void add(char c, std::string& to) {
  if (!is_plain(c)) c = c == ' ' ? ' ' : '-';
  const bool joins = c == ' ' || c == '-';
  if (joins && !to.empty() && (to.back() == ' ' || to.back() == '-')) return;
  to += c;
}

std::string trimmed(const std::string& text) {
  const char* const edges = " .-";
  const std::size_t first = text.find_first_not_of(edges);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(edges) - first + 1);
}

}  // namespace

std::string plain_words(std::string_view text, std::size_t longest) {
  std::string words;
  while (!text.empty()) {
    const mapping::Character next = mapping::decode_character(text);
    text.remove_prefix(next.size);
    constexpr std::uint32_t ascii_end = 0x80;
    if (next.code < ascii_end) {
      add(static_cast<char>(next.code), words);
      continue;
    }
    if (next.code == mapping::Character::not_utf8) continue;
    const std::string_view ascii = mapping::ascii_form(next.code);
    if (ascii == "?") continue;
    for (const char c : ascii) add(c, words);
  }
  words = trimmed(words);
  if (words.size() > longest) words = trimmed(words.substr(0, longest));
  return words;
}

std::filesystem::path file_name(const NameParts& parts, int copy) {
  constexpr std::size_t longest_id = 30;
  constexpr std::size_t longest_payee = 50;
  const ledger::YearMonthDay date = ledger::year_month_day(parts.day);
  std::string payee = plain_words(parts.payee, longest_payee);
  if (payee.empty()) payee = plain_words(parts.payee_slug, longest_payee);
  std::string name = fmt::format("{} expense-{} {}-of-{}", ledger::format_civil_date(parts.day),
                                 plain_words(parts.expense, longest_id), parts.number, parts.total);
  if (!payee.empty()) name += " " + payee;
  if (copy > 1) name += fmt::format(" ({})", copy);
  name += ledger::extension_of(parts.type);
  return std::filesystem::path(fmt::format("{:04}", date.year)) / fmt::format("{:02}", date.month) /
         name;
}

}  // namespace bursar::receipts
