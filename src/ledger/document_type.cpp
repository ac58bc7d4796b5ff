#include "ledger/document_type.hpp"

#include <array>

namespace bursar::ledger {
namespace {

struct Known {
  DocumentType type;
  std::string_view name;
  std::string_view extension;
};

// In the order of the enumeration.
constexpr std::array<Known, 9> known{{{DocumentType::pdf, "pdf", ".pdf"},
                                      {DocumentType::jpeg, "jpeg", ".jpg"},
                                      {DocumentType::png, "png", ".png"},
                                      {DocumentType::gif, "gif", ".gif"},
                                      {DocumentType::webp, "webp", ".webp"},
                                      {DocumentType::heic, "heic", ".heic"},
                                      {DocumentType::tiff, "tiff", ".tif"},
                                      {DocumentType::csv, "csv", ".csv"},
                                      {DocumentType::text, "text", ".txt"}}};

constexpr std::array<DocumentType, known.size()> types = [] {
  std::array<DocumentType, known.size()> list{};
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = known[i].type;
  return list;
}();

const Known& entry(DocumentType type) {
  return known[static_cast<std::size_t>(type)];
}

}  // namespace

std::span<const DocumentType> all_document_types() {
  return types;
}

std::string_view name_of(DocumentType type) {
  return entry(type).name;
}

std::string_view extension_of(DocumentType type) {
  return entry(type).extension;
}

std::optional<DocumentType> find_document_type(std::string_view name) {
  for (const Known& one : known) {
    if (one.name == name) return one.type;
  }
  return std::nullopt;
}

}  // namespace bursar::ledger
