#include "document/control_characters.hpp"

#include <array>

#include <fmt/format.h>

#include "document/problems.hpp"

namespace bursar::document {
namespace {

// Those beyond ASCII that are single characters or short ranges, as UTF-8.
struct Range {
  std::string_view beginning;  // the bytes before the last
  unsigned char first;         // of the last byte
  unsigned char last;
  std::uint32_t code;  // of the first
};
constexpr std::array<Range, 5> beyond_ascii{{
    {"\xc2", 0x80, 0x9f, 0x80},        // C1
    {"\xd8", 0x9c, 0x9c, 0x61c},       // Arabic letter mark
    {"\xe2\x80", 0x8e, 0x8f, 0x200e},  // left-to-right, right-to-left mark
    {"\xe2\x80", 0xa8, 0xae, 0x2028},  // separators, embeddings and overrides
    {"\xe2\x81", 0xa6, 0xa9, 0x2066},  // isolates
}};

constexpr unsigned char first_printable = 0x20;
constexpr unsigned char delete_character = 0x7f;
constexpr unsigned char first_beyond_ascii = 0x80;

std::optional<ControlCharacter> control_character_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < first_printable || byte == delete_character) return ControlCharacter{byte, at, 1};
  if (byte < first_beyond_ascii) return std::nullopt;
  for (const Range& range : beyond_ascii) {
    const std::size_t size = range.beginning.size() + 1;
    if (at + size > text.size() || !text.substr(at).starts_with(range.beginning)) continue;
    const auto last = static_cast<unsigned char>(text[at + size - 1]);
    if (last < range.first || last > range.last) continue;
    return ControlCharacter{range.code + (last - range.first), at, size};
  }
  return std::nullopt;
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
  for (std::size_t at = from; at < text.size(); ++at) {
    if (const auto found = control_character_at(text, at)) return found;
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
