#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "store/migrate.hpp"

namespace bursar::store {

// Compares what a database has in its schema with what `applied`, the migrations up to its version,
// make of an empty one: tables, indexes, views and triggers, with the text of each. SQLite's own
// tables are let pass. Throws Error(data) for the first that is foreign, missing or other; it names
// it.
void require_known_schema(SQLite::Database& database, const std::filesystem::path& file,
                          std::span<const Migration> applied);

// The text of a statement without comments, quotes around names, and blanks that mean nothing:
// SQLite changes these when it alters a table. Literals stay as they are.
[[nodiscard]] std::string normalized_sql(std::string_view sql);

}  // namespace bursar::store
