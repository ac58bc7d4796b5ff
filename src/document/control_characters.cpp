#include "document/control_characters.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "document/problems.hpp"
#include "text/utf8.hpp"

namespace bursar::document {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
constexpr std::array<Range, 6> controls{{
    {0x0000, 0x001F},  // C0
    {0x007F, 0x009F},  // DEL, C1
    {0x061C, 0x061C},  // Arabic letter mark
    {0x200E, 0x200F},  // left-to-right, right-to-left mark
    {0x2028, 0x202E},  // separators, embeddings and overrides
    {0x2066, 0x2069},  // isolates
}};

bool is_control(std::uint32_t code) {
  return std::any_of(controls.begin(), controls.end(),
                     [&](const Range& range) { return code >= range.first && code <= range.last; });
}

void check(std::string_view text, Place place, const char* what, Problems& problems) {
  const auto found = find_control_character(text);
  if (!found || text == "\t") return;
  problems.add(place,
               fmt::format("this {} holds the control character U+{:04X}", what, found->code));
}

void check(const Node& node, Problems& problems) {
  if (node.kind == Node::Kind::text) check(node.text, node.place, "text", problems);
  for (const Node& item : node.items) check(item, problems);
  for (const Member& member : node.members) {
    check(member.key, member.place, "key", problems);
    check(member.value, problems);
  }
}

}  // namespace

std::optional<ControlCharacter> find_control_character(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size();) {
    const text::Character next = text::decode_character(text.substr(at));
    if (is_control(next.code)) return ControlCharacter{next.code, at, next.size};
    at += next.size;
  }
  return std::nullopt;
}

Node parse_printable(std::string_view text, const std::string& name) {
  Node root = parse(text, name);
  Problems problems(name);
  check(root, problems);
  problems.throw_if_any(
      "write it in one line of printable characters; be wary of a file that somebody else made");
  return root;
}

}  // namespace bursar::document
