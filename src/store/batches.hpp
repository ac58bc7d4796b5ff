#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "store/database.hpp"
#include "store/news.hpp"

namespace bursar::store {

// One file of a batch. The bytes themselves lie beside the database.
struct BatchFile {
  std::int64_t part = 0;  // from 1
  std::string name;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  std::string sha256;  // hexadecimal
};

// One issue of a profile (accounting.md R19).
struct Batch {
  std::int64_t batch = 0;
  std::int64_t profile = 0;
  std::int64_t number = 0;  // from 1, by profile
  ledger::Instant made_at;
  std::string program_version;
  std::optional<ledger::CivilDate> through;
  std::int64_t layout = 0;            // key of a mapping text
  std::optional<std::int64_t> chart;  // likewise
  std::string directory;
  bool published = false;
  Seen seen;  // row and transaction_version only
  std::vector<BatchFile> files;
};

// The number that the profile's next batch will have.
[[nodiscard]] std::int64_t next_batch_number(Database& database, std::int64_t profile);
// Records a batch that is staged, without its files. Returns its key.
std::int64_t put_batch(Database& database, const Batch& batch);
void put_batch_file(Database& database, std::int64_t batch, const BatchFile& file);
// Ends a batch that has no files. It is taken back, its number given again, unless something came
// to nothing in it: a summary of lines that add up to zero belongs to a batch all the same.
void end_empty_batch(Database& database, std::int64_t batch);
// All its files are in their places.
void mark_published(Database& database, std::int64_t batch);

// The profile's batches with their files, oldest first.
[[nodiscard]] std::vector<Batch> batches(Database& database, std::int64_t profile);
[[nodiscard]] std::optional<Batch> find_batch(Database& database, std::int64_t profile,
                                              std::int64_t number);
// Those that were recorded by a run that did not live to publish them.
[[nodiscard]] std::vector<Batch> staged_batches(Database& database, std::int64_t profile);

}  // namespace bursar::store
