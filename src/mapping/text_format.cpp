#include "mapping/text_format.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "error/suggestion.hpp"
#include "mapping/text.hpp"
#include "mapping/transliteration.hpp"

namespace bursar::mapping {
namespace {

using Kind = TextStep::Kind;
using Compiled = std::variant<TextStep, std::string>;

constexpr std::size_t least_for_hash = 8;

// Words with a value after "=", and those that stand alone.
struct Word {
  std::string_view text;
  Kind kind;
};
constexpr std::array<Word, 5> with_value{{{"cut", Kind::cut},
                                          {"short", Kind::shorten},
                                          {"only", Kind::only},
                                          {"must", Kind::must},
                                          {"max", Kind::most}}};
constexpr std::array<Word, 6> alone{{{"comment", Kind::comment},
                                     {"description", Kind::description},
                                     {"ascii", Kind::ascii},
                                     {"upper", Kind::upper},
                                     {"lower", Kind::lower},
                                     {"digits", Kind::only}}};

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value == 0) return std::nullopt;
  return value;
}

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

// "A-Za-z0-9$&-": characters and ranges; a dash at either end is itself.
std::optional<CharacterSet> character_set(std::string_view text) {
  CharacterSet set;
  if (text.empty()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_range = i + 2 < text.size() && text[i + 1] == '-';
    const char first = text[i];
    const char last = is_range ? text[i + 2] : first;
    if (!is_printable(first) || !is_printable(last) || last < first) return std::nullopt;
    for (char c = first; c <= last; ++c) set.set(static_cast<std::size_t>(c));
    if (is_range) i += 2;
  }
  return set;
}

std::string unknown(std::string_view text) {
  std::vector<std::string_view> words;
  for (const Word& word : with_value) words.push_back(word.text);
  for (const Word& word : alone) words.push_back(word.text);
  return fmt::format(
      "\"{}\" is no format of a text; there are cut=40, cut=22#, short=8, only=A-Z0-9, must=0-9, "
      "max=9, comment, description, ascii, upper, lower, digits{}",
      text, did_you_mean(text.substr(0, text.find('=')), words));
}

Compiled with_characters(Kind kind, std::string_view value, std::string_view text) {
  TextStep step{kind, 0, {}, std::string(value)};
  if (kind == Kind::cut && value.ends_with('#')) {
    step.kind = Kind::cut_with_hash;
    value.remove_suffix(1);
  }
  const std::optional<std::size_t> characters = number(value);
  if (!characters) return fmt::format("\"{}\": a number of characters is expected", text);
  if (step.kind == Kind::cut_with_hash && *characters < least_for_hash) {
    return fmt::format("\"{}\": the hash takes 7 characters, so at least {} are needed", text,
                       least_for_hash);
  }
  step.characters = *characters;
  return step;
}

Compiled compile_step(std::string_view text) {
  for (const Word& word : alone) {
    if (text != word.text) continue;
    TextStep step{word.kind, 0, {}, {}};
    if (word.kind == Kind::only) step.allowed = *character_set("0-9");
    return step;
  }
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return unknown(text);
  const std::string_view value = text.substr(equals + 1);
  for (const Word& word : with_value) {
    if (text.substr(0, equals) != word.text) continue;
    if (word.kind != Kind::only && word.kind != Kind::must) {
      return with_characters(word.kind, value, text);
    }
    const std::optional<CharacterSet> allowed = character_set(value);
    if (allowed) return TextStep{word.kind, 0, *allowed, std::string(value)};
    return fmt::format("\"{}\": characters of ASCII are expected, and ranges as in A-Z", text);
  }
  return unknown(text);
}

bool is_allowed(const CharacterSet& set, char c) {
  const auto code = static_cast<unsigned char>(c);
  return code < set.size() && set.test(code);
}

// Every character by `form`, which gives a text for it.
template <typename Form>
void replace_characters(std::string& text, std::size_t start, const Form& form) {
  const std::string original = text.substr(start);
  text.resize(start);
  for (std::size_t i = 0; i < original.size();) {
    const std::string_view rest = std::string_view(original).substr(i, 4);
    const Character character = decode_character(rest);
    text += form(character, rest.substr(0, character.size));
    i += character.size;
  }
  squeeze_blanks(text, start);
}

void keep_only(const CharacterSet& allowed, std::string& text, std::size_t start) {
  replace_characters(text, start, [&](const Character& character, std::string_view bytes) {
    if (bytes.size() == 1 && is_allowed(allowed, bytes[0])) return bytes;
    const std::string_view ascii = ascii_form(character.code);
    for (const char c : ascii) {
      if (!is_allowed(allowed, c)) return std::string_view();
    }
    // "?" stands for what has no form in ASCII, whether or not question marks are allowed.
    return ascii == "?" ? std::string_view() : ascii;
  });
}

void cut(std::size_t characters, std::string& text, std::size_t start) {
  const std::string_view whole = std::string_view(text).substr(start);
  text.resize(start + first_characters(whole, characters).size());
  if (text.size() > start && text.back() == ' ') text.pop_back();
}

void shorten(std::size_t characters, std::string& text, std::size_t start) {
  const std::size_t end = std::min(text.find_first_of(".:", start), text.size());
  const std::string_view id = std::string_view(text).substr(start, end - start);
  const std::size_t kept = first_characters(id, characters).size();
  text.erase(start + kept, id.size() - kept);
}

void change_case(bool upper, std::string& text, std::size_t start) {
  for (std::size_t i = start; i < text.size(); ++i) {
    char& c = text[i];
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

[[noreturn]] void refuse(std::string_view text, const std::string& what) {
  throw Error(ErrorKind::data, fmt::format("\"{}\" {}", text, what),
              "correct it where it comes from, which is usually the chart of accounts, or change "
              "the format in the layout");
}

void check(const TextStep& step, std::string_view text) {
  if (step.kind == Kind::most) {
    if (count_characters(text) > step.characters) {
      refuse(text, fmt::format("is longer than the {} characters that the file's reader takes",
                               step.characters));
    }
    return;
  }
  for (const char c : text) {
    if (!is_allowed(step.allowed, c)) {
      refuse(text, fmt::format("has characters that the file's reader does not take; it takes {}",
                               step.written));
    }
  }
}

// What stands for a character that would be syntax; empty where it is none. A tag is a word with a
// colon right behind it, a date of a posting stands in brackets (hledger's manual, "Comments").
std::string_view harmless_form(Kind kind, std::uint32_t code) {
  if (code == ';') return ",";
  if (kind == Kind::description) return code == '|' ? "/" : "";
  switch (code) {
    case ':':
      return " :";
    case '[':
      return "(";
    case ']':
      return ")";
    default:
      return "";
  }
}

void apply(const TextStep& step, std::string& text, std::size_t start) {
  switch (step.kind) {
    case Kind::cut:
      return cut(step.characters, text, start);
    case Kind::cut_with_hash:
      text.replace(start, std::string::npos,
                   cut_with_hash(std::string_view(text).substr(start), step.characters));
      return;
    case Kind::shorten:
      return shorten(step.characters, text, start);
    case Kind::only:
      return keep_only(step.allowed, text, start);
    case Kind::must:
    case Kind::most:
      return check(step, std::string_view(text).substr(start));
    case Kind::comment:
    case Kind::description:
      return replace_characters(
          text, start, [&](const Character& character, std::string_view bytes) {
            const std::string_view harmless = harmless_form(step.kind, character.code);
            return harmless.empty() ? bytes : harmless;
          });
    case Kind::ascii:
      return replace_characters(text, start, [](const Character& character, std::string_view) {
        return ascii_form(character.code);
      });
    case Kind::upper:
    case Kind::lower:
      return change_case(step.kind == Kind::upper, text, start);
  }
}

}  // namespace

std::variant<TextFormat, std::string> compile_text_format(std::string_view text) {
  TextFormat format;
  while (true) {
    const std::size_t comma = text.find(',');
    Compiled step = compile_step(text.substr(0, comma));
    if (auto* wrong = std::get_if<std::string>(&step)) return std::move(*wrong);
    format.push_back(std::move(std::get<TextStep>(step)));
    if (comma == std::string_view::npos) return format;
    text.remove_prefix(comma + 1);
  }
}

void append_text(std::string_view text, const TextFormat& format, std::string& out) {
  const std::size_t start = out.size();
  append_clean_text(text, out);
  for (const TextStep& step : format) apply(step, out, start);
}

}  // namespace bursar::mapping
