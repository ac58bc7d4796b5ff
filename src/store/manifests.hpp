#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.hpp"

namespace bursar::store {

// What the manifest of a batch, which lies beside its files, must be.
struct Manifest {
  std::int64_t bytes = 0;
  std::string sha256;  // hexadecimal
};

// Belongs in the transaction that records the batch.
void put_manifest(Database& database, std::int64_t batch, const Manifest& manifest);
// Nothing for a batch of a version that recorded none, and for one that has no files.
[[nodiscard]] std::optional<Manifest> find_manifest(Database& database, std::int64_t batch);

}  // namespace bursar::store
