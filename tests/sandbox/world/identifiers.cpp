#include "world/identifiers.hpp"

#include <array>

#include "world/random.hpp"

namespace bursar::sandbox {
namespace {

constexpr std::string_view kAlphanumeric =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kHashAlphabet = "0346789abdegjklmnopqrvwxyz";
constexpr std::size_t kPublicKeyLength = 11;  ///< 62^11 > 2^64
constexpr std::size_t kPublicLength = 21;
constexpr std::size_t kHashKeyLength = 14;  ///< 26^14 > 2^64
constexpr std::size_t kHashLength = 32;

constexpr std::array<std::string_view, 14> kPrefixes{"tx_",  "txg_",  "acc_", "ex_", "or_",
                                                     "ei_",  "acat_", "pm_",  "po_", "mem_",
                                                     "act_", "tier_", "uf_",  "vc_"};

std::string_view prefix(Entity entity) {
  return kPrefixes[static_cast<std::size_t>(entity)];
}

/// Writes `length` digits of `key` and then of filler derived from it.
void append_digits(std::string& out, std::uint64_t key, std::string_view alphabet,
                   std::size_t key_length, std::size_t length) {
  const std::uint64_t base = alphabet.size();
  std::uint64_t rest = key;
  for (std::size_t i = 0; i < length; ++i) {
    if (i == key_length) rest = mix64(key);
    if (i > key_length && rest == 0) rest = mix64(key + i);
    out += alphabet[rest % base];
    rest /= base;
  }
}

std::optional<std::uint64_t> read_digits(std::string_view text, std::string_view alphabet,
                                         std::size_t key_length) {
  std::uint64_t key = 0;
  for (std::size_t i = key_length; i-- > 0;) {
    const std::size_t digit = alphabet.find(text[i]);
    if (digit == alphabet.npos) return std::nullopt;
    key = key * alphabet.size() + digit;
  }
  return key;
}

}  // namespace

std::uint64_t Identifiers::salt(Entity entity, std::uint64_t purpose) const {
  return mix64(seed_ * 64 + static_cast<std::uint64_t>(entity) * 4 + purpose);
}

void Identifiers::append_uuid(std::string& out, Entity entity, std::uint64_t number) const {
  constexpr std::string_view kHex = "0123456789abcdef";
  const std::uint64_t key = mix64(number ^ salt(entity, 0));
  const std::uint64_t filler = mix64(key ^ salt(entity, 1));
  char text[36];
  std::size_t at = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) text[at++] = '-';
    std::uint64_t nibble = 0;
    if (i < 12) {
      nibble = key >> (60 - 4 * i);
    } else if (i == 12) {
      nibble = 4;
    } else if (i == 16) {
      nibble = 8 | (filler >> 60 & 3);
    } else if (i < 16) {
      nibble = key >> (60 - 4 * (i - 1));
    } else if (i == 17) {
      nibble = key;
    } else {
      nibble = filler >> (4 * (31 - i));
    }
    text[at++] = kHex[nibble & 15];
  }
  out.append(text, 36);
}

std::optional<std::uint64_t> Identifiers::from_uuid(Entity entity, std::string_view text) const {
  if (text.size() != 36) return std::nullopt;
  std::uint64_t key = 0;
  std::size_t nibbles = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at == 8 || at == 13 || at == 18 || at == 23) continue;
    const std::size_t digit = std::string_view("0123456789abcdef").find(text[at]);
    if (digit == std::string_view::npos) return std::nullopt;
    const std::size_t index = nibbles++;
    if (index < 18 && index != 12 && index != 16) key = key << 4 | digit;
  }
  const std::uint64_t number = unmix64(key) ^ salt(entity, 0);
  return uuid(entity, number) == text ? std::optional(number) : std::nullopt;
}

void Identifiers::append_public(std::string& out, Entity entity, std::uint64_t number) const {
  out += prefix(entity);
  append_digits(out, mix64(number ^ salt(entity, 2)), kAlphanumeric, kPublicKeyLength,
                kPublicLength);
}

std::optional<std::uint64_t> Identifiers::from_public(Entity entity, std::string_view text) const {
  const std::string_view start = prefix(entity);
  if (!text.starts_with(start) || text.size() != start.size() + kPublicLength) return std::nullopt;
  const auto key = read_digits(text.substr(start.size()), kAlphanumeric, kPublicKeyLength);
  if (!key) return std::nullopt;
  const std::uint64_t number = unmix64(*key) ^ salt(entity, 2);
  return public_id(entity, number) == text ? std::optional(number) : std::nullopt;
}

void Identifiers::append_hash(std::string& out, Entity entity, std::uint64_t number) const {
  std::string digits;
  append_digits(digits, mix64(number ^ salt(entity, 3)), kHashAlphabet, kHashKeyLength,
                kHashLength);
  for (std::size_t i = 0; i < kHashLength; ++i) {
    if (i > 0 && i % 8 == 0) out += '-';
    out += digits[i];
  }
}

std::optional<std::uint64_t> Identifiers::from_hash(Entity entity, std::string_view text) const {
  std::string digits;
  for (const char c : text) {
    if (c != '-') digits += c;
  }
  if (digits.size() != kHashLength) return std::nullopt;
  const auto key = read_digits(digits, kHashAlphabet, kHashKeyLength);
  if (!key) return std::nullopt;
  const std::uint64_t number = unmix64(*key) ^ salt(entity, 3);
  return hash(entity, number) == text ? std::optional(number) : std::nullopt;
}

std::string Identifiers::uuid(Entity entity, std::uint64_t number) const {
  std::string text;
  append_uuid(text, entity, number);
  return text;
}

std::string Identifiers::public_id(Entity entity, std::uint64_t number) const {
  std::string text;
  append_public(text, entity, number);
  return text;
}

std::string Identifiers::hash(Entity entity, std::uint64_t number) const {
  std::string text;
  append_hash(text, entity, number);
  return text;
}

}  // namespace bursar::sandbox
