#include "receipts/content_type.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "mapping/text.hpp"

namespace bursar::receipts {
namespace {

using ledger::DocumentType;
using namespace std::string_view_literals;

struct Signature {
  DocumentType type;
  std::size_t offset;
  std::string_view bytes;
};

constexpr std::array<Signature, 6> signatures{{{DocumentType::jpeg, 0, "\xFF\xD8\xFF"sv},
                                               {DocumentType::png, 0, "\x89PNG\r\n\x1A\n"sv},
                                               {DocumentType::gif, 0, "GIF87a"sv},
                                               {DocumentType::gif, 0, "GIF89a"sv},
                                               {DocumentType::tiff, 0, "II*\0"sv},
                                               {DocumentType::tiff, 0, "MM\0*"sv}}};

// The brands of ISO media files that are still pictures of high efficiency.
constexpr std::array<std::string_view, 8> heic_brands{"heic", "heix", "heim", "heis",
                                                      "hevc", "hevx", "mif1", "msf1"};

bool has_at(std::string_view bytes, std::size_t offset, std::string_view wanted) {
  return bytes.size() >= offset + wanted.size() && bytes.substr(offset, wanted.size()) == wanted;
}

bool is_heic(std::string_view bytes) {
  constexpr std::size_t brand_at = 8;
  return has_at(bytes, 4, "ftyp") &&
         std::any_of(heic_brands.begin(), heic_brands.end(),
                     [&](std::string_view brand) { return has_at(bytes, brand_at, brand); });
}

// Programs that write PDF may put some bytes in front; readers look into the first kibibyte.
bool is_pdf(std::string_view bytes) {
  constexpr std::size_t looked_at = 1024;
  const std::size_t at = bytes.substr(0, looked_at).find("%PDF-");
  if (at == 0) return true;
  // A page or a script that only mentions it is none.
  return at != std::string_view::npos && bytes.substr(0, at).find('<') == std::string_view::npos;
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const mapping::Character next = mapping::decode_character(bytes);
    if (next.code == mapping::Character::not_utf8) return false;
    bytes.remove_prefix(next.size);
  }
  return true;
}

// Text of a person, not a page or a script: no markup, no control characters, sound UTF-8.
bool is_plain_text(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || bytes[first] == '<') return false;
  if (bytes.starts_with("#!")) return false;
  const bool no_controls = std::none_of(bytes.begin(), bytes.end(), [](unsigned char c) {
    constexpr unsigned char del = 0x7F;
    return (c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == del;
  });
  return no_controls && is_utf8(bytes);
}

bool is_csv(std::string_view bytes, std::string_view declared) {
  if (declared.starts_with("text/csv")) return true;
  return bytes.substr(0, bytes.find('\n')).find_first_of(",;\t") != std::string_view::npos;
}

}  // namespace

std::optional<DocumentType> content_type(std::string_view bytes, std::string_view declared) {
  for (const Signature& signature : signatures) {
    if (has_at(bytes, signature.offset, signature.bytes)) return signature.type;
  }
  if (has_at(bytes, 0, "RIFF") && has_at(bytes, 8, "WEBP")) return DocumentType::webp;
  if (is_heic(bytes)) return DocumentType::heic;
  if (is_pdf(bytes)) return DocumentType::pdf;
  if (!is_plain_text(bytes)) return std::nullopt;
  return is_csv(bytes, declared) ? DocumentType::csv : DocumentType::text;
}

}  // namespace bursar::receipts
