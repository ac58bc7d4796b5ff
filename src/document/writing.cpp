#include "document/writing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "document/control_characters.hpp"

namespace bursar::document {
namespace {

// The text with `replace(code)` in the place of each control character, and `keep(c)` of each other
// byte.
template <typename Replace, typename Keep>
std::string rewritten(std::string_view text, const Replace& replace, const Keep& keep) {
  std::string out;
  auto control = find_control_character(text);
  for (std::size_t at = 0; at < text.size();) {
    if (control && control->at == at) {
      out += replace(control->code);
      at += control->size;
      control = find_control_character(text, at);
    } else {
      out += keep(text[at++]);
    }
  }
  return out;
}

bool is_bare(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

}  // namespace

std::string toml_text(std::string_view text) {
  const std::string inside = rewritten(
      text, [](std::uint32_t code) { return fmt::format("\\u{:04X}", code); },
      [](char c) {
        return c == '"' || c == '\\' ? std::string({'\\', c}) : std::string(1, c);
      });
  return "\"" + inside + "\"";
}

std::string toml_key(std::string_view key) {
  return is_bare(key) ? std::string(key) : toml_text(key);
}

std::string toml_comment(std::string_view text) {
  return "# " + rewritten(
                    text, [](std::uint32_t) { return ' '; }, [](char c) { return c; });
}

}  // namespace bursar::document
