#pragma once

#include <optional>
#include <string_view>

#include "ledger/document_type.hpp"

namespace bursar::receipts {

// What the bytes of a file are, by what they begin with; neither its name nor its address counts.
// `declared` is the server's Content-Type: it decides only whether text is CSV. Nothing for
// whatever is no document that Bursar knows: web pages, scripts, archives, programs.
[[nodiscard]] std::optional<ledger::DocumentType> content_type(std::string_view bytes,
                                                               std::string_view declared);

}  // namespace bursar::receipts
