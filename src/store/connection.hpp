#pragma once

#include <filesystem>

#include <SQLiteCpp/Database.h>

namespace bursar::store {

// Opens a file whose contents anybody may have written: SQLite runs nothing that its schema names
// but what is harmless, and lets nobody write to the schema itself. `mode` is made of
// SQLite::OPEN_…. Throws SQLite::Exception, and Error(cannot_create) where a file
// beside it would make SQLite wait, or delete what it names.
[[nodiscard]] SQLite::Database connect(const std::filesystem::path& file, int mode);

}  // namespace bursar::store
