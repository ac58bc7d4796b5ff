#pragma once

#include <filesystem>

#include <SQLiteCpp/Database.h>

namespace bursar::store {

// Opens a file whose contents anybody may have written: SQLite runs nothing that its schema names
// but what is harmless, and lets nobody write to the schema itself. `mode` is made of
// SQLite::OPEN_…. Throws SQLite::Exception, and Error(cannot_create) where a file that SQLite keeps
// beside it is a link, would make SQLite wait, or makes it delete another file.
[[nodiscard]] SQLite::Database connect(const std::filesystem::path& file, int mode);

}  // namespace bursar::store
