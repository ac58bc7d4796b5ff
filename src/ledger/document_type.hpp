#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bursar::ledger {

// The kinds of files that receipts and invoices come as.
enum class DocumentType : std::uint8_t { pdf, jpeg, png, gif, webp, heic, tiff, csv, text };

[[nodiscard]] std::span<const DocumentType> all_document_types();
// "pdf": as the configuration and the store call it.
[[nodiscard]] std::string_view name_of(DocumentType type);
[[nodiscard]] std::optional<DocumentType> find_document_type(std::string_view name);
// What the names of its files end in: ".pdf".
[[nodiscard]] std::string_view extension_of(DocumentType type);

}  // namespace bursar::ledger
