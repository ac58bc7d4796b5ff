#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/civil_date.hpp"
#include "ledger/document_type.hpp"

namespace bursar::receipts {

// What the name of an archived file tells.
struct NameParts {
  ledger::CivilDate day;    // that the expense was paid on
  std::string expense;      // its number; its id where it has none
  std::int64_t number = 1;  // of the file among those of the expense
  std::int64_t total = 1;   // how many the expense had when this one was first seen
  std::string payee;        // as people know it
  std::string payee_slug;   // stands in where nothing of the name can be written
  ledger::DocumentType type = ledger::DocumentType::pdf;
};

// "2026/03/2026-03-14 expense-12345 1-of-3 Jane Doe.pdf", relative to the archive. Plain ASCII, at
// most 120 characters, nothing that a file system or a shell minds: letters become those of ASCII
// (é e, ß ss), what has none is left out, everything but letters, digits, dots, dashes, underscores
// and single blanks becomes a dash. It begins with a date: never with a dot, nor like a device of
// Windows. `copy` from 2 on tells files apart that would be called the same.
[[nodiscard]] std::filesystem::path file_name(const NameParts& parts, int copy = 1);

// The words of a text that may stand in a file name, see above; at most `longest` characters.
[[nodiscard]] std::string plain_words(std::string_view text, std::size_t longest);

}  // namespace bursar::receipts
