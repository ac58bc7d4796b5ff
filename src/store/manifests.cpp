#include "store/manifests.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

void put_manifest(Database& database, std::int64_t batch, const Manifest& manifest) {
  at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO batch_manifests (batch, bytes, sha256) VALUES (?, ?, ?)");
    FieldBinder(insert).number(batch).number(manifest.bytes).text(manifest.sha256);
    insert.exec();
  });
}

std::optional<Manifest> find_manifest(Database& database, std::int64_t batch) {
  return at_border(database.file(), [&]() -> std::optional<Manifest> {
    SQLite::Statement select(database.connection(),
                             "SELECT bytes, sha256 FROM batch_manifests WHERE batch = ?");
    select.bind(1, batch);
    if (!select.executeStep()) return std::nullopt;
    FieldReader read(select);
    Manifest manifest;
    manifest.bytes = read.number();
    manifest.sha256 = read.text();
    return manifest;
  });
}

}  // namespace bursar::store
