#include "mapping/transliteration.hpp"

#include <algorithm>
#include <array>

#include "mapping/text.hpp"

namespace bursar::mapping {
namespace {

// U+00A0 to U+00FF.
constexpr std::array<std::string_view, 96> latin_1{
    " ", "!",  "c", "GBP", "?", "Y", "|",  "S", "",  "(c)", "a", "\"", "-",   "-",   "(R)", "-",
    "o", "+-", "2", "3",   "'", "u", "P",  ".", ",", "1",   "o", "\"", "1/4", "1/2", "3/4", "?",
    "A", "A",  "A", "A",   "A", "A", "AE", "C", "E", "E",   "E", "E",  "I",   "I",   "I",   "I",
    "D", "N",  "O", "O",   "O", "O", "O",  "x", "O", "U",   "U", "U",  "U",   "Y",   "Th",  "ss",
    "a", "a",  "a", "a",   "a", "a", "ae", "c", "e", "e",   "e", "e",  "i",   "i",   "i",   "i",
    "d", "n",  "o", "o",   "o", "o", "o",  "/", "o", "u",   "u", "u",  "u",   "y",   "th",  "y",
};

// U+0100 to U+024F, then U+1E00 to U+1EFF: one letter each.
constexpr std::string_view latin_extended =
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOo"
    "OoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzsbBBb?\?OCcDDDd?EEEFfG?\??IKkl?\?NnO"
    "Oo?\?Pp?\??\??tTtTUu?VYyZz?\??\??\??\??\??\??DDdLLlNNnAaIiOoUuUuUuUuUueAaAa?\?GgGgKkOoOo?\?"
    "jDDdGg?\?NnAa?\??\?AaAaEeEeIiIiOoOoRrRrUuUuSsTt?\?Hh?d?\?ZzAaEeOoOoOoOoYylntj?\?ACcLT?"
    "?\??BU?EeJj?\?RrYy";
constexpr std::string_view latin_additional =
    "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOo"
    "OoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy?\??\?S?"
    "AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUu"
    "UuYyYyYyYy?\??\??\?";
static_assert(latin_extended.size() == 0x150 && latin_additional.size() == 0x100);

// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<std::uint16_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

struct Mark {
  std::uint32_t code;
  std::string_view ascii;
};
// Punctuation and signs beyond Latin 1.
constexpr std::array<Mark, 30> marks{{
    {0x02BC, "'"}, {0x02C6, "^"},  {0x02DC, "~"},   {0x2010, "-"},   {0x2011, "-"},  {0x2012, "-"},
    {0x2013, "-"}, {0x2014, "-"},  {0x2015, "-"},   {0x2018, "'"},   {0x2019, "'"},  {0x201A, "'"},
    {0x201B, "'"}, {0x201C, "\""}, {0x201D, "\""},  {0x201E, "\""},  {0x201F, "\""}, {0x2020, "+"},
    {0x2021, "+"}, {0x2022, "*"},  {0x2026, "..."}, {0x2030, "%"},   {0x2032, "'"},  {0x2033, "\""},
    {0x2039, "'"}, {0x203A, "'"},  {0x2044, "/"},   {0x20AC, "EUR"}, {0x2122, "TM"}, {0x2212, "-"},
}};

constexpr std::string_view ascii =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz"
    "{|}~";

bool modifies_its_neighbour(std::uint32_t code) {
  return (code >= 0x0300 && code <= 0x036F) || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0x1F3FB && code <= 0x1F3FF);
}

bool is_wide_blank(std::uint32_t code) {
  return (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F || code == 0x3000;
}

// The byte of the character in Windows-1252, 0 where it has none.
unsigned char windows_1252_byte(std::uint32_t code) {
  if (code < 0x80 || (code >= 0xA0 && code <= 0xFF)) return static_cast<unsigned char>(code);
  const auto found = std::find(windows_1252.begin(), windows_1252.end(), code);
  if (found == windows_1252.end()) return 0;
  return static_cast<unsigned char>(0x80 + (found - windows_1252.begin()));
}

}  // namespace

std::string_view ascii_form(std::uint32_t code) {
  if (code >= 0x20 && code < 0x7F) return ascii.substr(code - 0x20, 1);
  if (code >= 0xA0 && code <= 0xFF) return latin_1[code - 0xA0];
  if (code >= 0x0100 && code <= 0x024F) {
    if (code == 0x0152) return "OE";
    if (code == 0x0153) return "oe";
    return latin_extended.substr(code - 0x0100, 1);
  }
  if (code >= 0x1E00 && code <= 0x1EFF) return latin_additional.substr(code - 0x1E00, 1);
  if (code >= 0xFF01 && code <= 0xFF5E) return ascii.substr(code - 0xFF01 + 1, 1);  // full width
  if (is_wide_blank(code)) return " ";
  if (modifies_its_neighbour(code)) return "";
  const auto mark = std::find_if(marks.begin(), marks.end(),
                                 [&](const Mark& entry) { return entry.code == code; });
  return mark == marks.end() ? "?" : mark->ascii;
}

void encode_windows_1252(std::string& text, std::size_t start) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  auto from =
      std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(), is_ascii);
  if (from == text.end()) return;
  // In place: no character of UTF-8 beyond ASCII is shorter than what it becomes.
  std::size_t written = static_cast<std::size_t>(from - text.begin());
  for (std::size_t read = written; read < text.size();) {
    const Character character = decode_character(std::string_view(text).substr(read, 4));
    read += character.size;
    if (const unsigned char byte = windows_1252_byte(character.code); byte != 0) {
      text[written++] = static_cast<char>(byte);
    } else {
      for (const char c : ascii_form(character.code)) text[written++] = c;
    }
  }
  text.resize(written);
}

}  // namespace bursar::mapping
