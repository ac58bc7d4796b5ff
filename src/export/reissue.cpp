#include "export/reissue.hpp"

#include <optional>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/export.hpp"
#include "export/kept_file.hpp"
#include "export/stage.hpp"
#include "store/batches.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;

store::Batch wanted_batch(store::Database& database, const std::string& profile,
                          std::int64_t number) {
  const auto known = store::find_profile(database, profile);
  std::int64_t last = 0;
  if (known) {
    if (auto batch = store::find_batch(database, known->profile, number)) return std::move(*batch);
    last = store::next_batch_number(database, known->profile) - 1;
  }
  throw Error(ErrorKind::usage, fmt::format("profile {} has no batch {}", profile, number),
              last == 0 ? "nothing was handed over by it yet"
                        : fmt::format("its batches are 1 to {}", last));
}

// The file as it was handed over. Throws Error(data) where the archive holds another one or none.
KeptFile unchanged(const os::DirectoryBeneath& archive, const store::BatchFile& recorded) {
  auto kept = KeptFile::find(archive, recorded.name);
  if (kept && kept->sha256() == recorded.sha256) return std::move(*kept);
  throw Error(ErrorKind::data,
              fmt::format("{} {}", (archive.path() / recorded.name).string(),
                          kept ? "is not what was handed over: its SHA-256 differs" : "is missing"),
              "restore it from a backup of the directory beside the database");
}

}  // namespace

std::vector<fs::path> reissue(store::Database& database, const std::string& profile,
                              std::int64_t number, const fs::path& directory) {
  const store::Batch batch = wanted_batch(database, profile, number);
  const os::DirectoryBeneath archive(archive_of(database.file()) / profile /
                                     std::to_string(number));
  for (const store::BatchFile& file : batch.files) (void)unchanged(archive, file);
  constexpr unsigned private_mode = 0600;
  DirectorySink sink(directory, private_mode);
  std::vector<fs::path> written;
  for (const store::BatchFile& file : batch.files) {
    sink.begin_file();
    const KeptFile kept = unchanged(archive, file);
    kept.read([&](std::string_view bytes) { sink.write(bytes); });
    (void)sink.end_file(file.name, file.rows);
    written.push_back(directory / file.name);
  }
  return written;
}

}  // namespace bursar::exporting
