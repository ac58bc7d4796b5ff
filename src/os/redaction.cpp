#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "os/secret.hpp"

namespace bursar::os {
namespace {

// A text may write a secret as it is, as JSON does (\u0061, \/), as an address does (%61), in any
// mixture of these, and one within another: so many deep.
constexpr int most_layers = 2;

// A character of a text with some layers of escapes undone.
struct Unit {
  unsigned byte = 0;
  std::size_t end = 0;  // where the next one begins
};

std::optional<unsigned> hexadecimal(unsigned byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return std::nullopt;
}

std::optional<Unit> unit_at(std::string_view text, std::size_t at, int layers);

// What so many hexadecimal digits from `at` on say, each with the escapes of `layers` undone.
std::optional<Unit> number_at(std::string_view text, std::size_t at, int digits, int layers) {
  Unit number{0, at};
  for (int i = 0; i < digits; ++i) {
    const auto unit = unit_at(text, number.end, layers);
    const auto digit = unit ? hexadecimal(unit->byte) : std::nullopt;
    if (!digit) return std::nullopt;
    number = {number.byte * 16 + *digit, unit->end};
  }
  return number;
}

// What the escape stands for that `mark` begins; nothing where it begins none.
std::optional<Unit> escape_at(std::string_view text, const Unit& mark, int layers) {
  if (mark.byte == '%') return number_at(text, mark.end, 2, layers);
  if (mark.byte != '\\') return std::nullopt;
  const auto kind = unit_at(text, mark.end, layers);
  if (!kind) return std::nullopt;
  if (kind->byte == 'u') return number_at(text, kind->end, 4, layers);
  const bool itself = kind->byte == '/' || kind->byte == '"' || kind->byte == '\\';
  return itself ? kind : std::nullopt;
}

std::optional<Unit> unit_at(std::string_view text, std::size_t at, int layers) {
  if (at >= text.size()) return std::nullopt;
  if (layers == 0) return Unit{static_cast<unsigned char>(text[at]), at + 1};
  const auto plain = unit_at(text, at, layers - 1);
  if (!plain) return std::nullopt;
  const auto meant = escape_at(text, *plain, layers - 1);
  return meant ? meant : plain;
}

// Whoever writes hexadecimal digits large writes the same token.
unsigned small(unsigned byte) {
  return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

bool begins_escape(char c) {
  return c == '\\' || c == '%';
}

// Finds where a secret ends that begins at some place of a text.
class Finder {
 public:
  explicit Finder(std::string_view secret) : secret_(secret) {}

  [[nodiscard]] bool may_begin_with(char c) const {
    return small(static_cast<unsigned char>(c)) ==
               small(static_cast<unsigned char>(secret_.front())) ||
           begins_escape(c);
  }

  // 0: it does not begin at `from`. Where a text can be read in several ways, the longest counts.
  [[nodiscard]] std::size_t end_of(std::string_view text, std::size_t from) {
    ends_.assign(1, from);
    for (const char wanted : secret_) {
      next_.clear();
      for (const std::size_t at : ends_) add_ends(text, at, static_cast<unsigned char>(wanted));
      if (next_.empty()) return 0;
      ends_.swap(next_);
    }
    return *std::max_element(ends_.begin(), ends_.end());
  }

 private:
  void add_ends(std::string_view text, std::size_t at, unsigned wanted) {
    const bool escaped = at < text.size() && begins_escape(text[at]);
    for (int layers = 0; layers <= (escaped ? most_layers : 0); ++layers) {
      const auto unit = unit_at(text, at, layers);
      const bool fits = unit && small(unit->byte) == small(wanted);
      if (fits && std::find(next_.begin(), next_.end(), unit->end) == next_.end()) {
        next_.push_back(unit->end);
      }
    }
  }

  std::string_view secret_;
  std::vector<std::size_t> ends_;
  std::vector<std::size_t> next_;
};

}  // namespace

std::string redact(std::string text, const Secret& secret) {
  if (secret.empty()) return text;
  constexpr std::string_view mark = "[token]";
  Finder finder(secret.reveal());
  std::string redacted;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!finder.may_begin_with(text[at])) continue;
    const std::size_t end = finder.end_of(text, at);
    if (end == 0) continue;
    redacted.append(text, copied, at - copied).append(mark);
    copied = end;
    at = end - 1;
  }
  if (copied == 0) return text;
  return redacted.append(text, copied);
}

}  // namespace bursar::os
