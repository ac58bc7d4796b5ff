#include "receipts/archive_copy.hpp"

#include <set>
#include <system_error>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/kept_file.hpp"
#include "os/atomic_file.hpp"
#include "store/receipts.hpp"

namespace bursar::receipts {
namespace {

namespace fs = std::filesystem;

enum class Content { none, other, recorded };

Content content(const fs::path& file, const std::string& sha256) {
  std::error_code missing;
  if (!fs::is_regular_file(file, missing)) return Content::none;
  return exporting::sha256_of(file) == sha256 ? Content::recorded : Content::other;
}

void make_directory(const fs::path& directory) {
  std::error_code failure;
  fs::create_directories(directory, failure);
  if (!failure) return;
  throw Error(ErrorKind::cannot_create,
              fmt::format("cannot create {}: {}", directory.string(), failure.message()),
              "make sure that this user may write there");
}

void move_away(const fs::path& file, const fs::path& aside) {
  make_directory(aside.parent_path());
  std::error_code failure;
  fs::rename(file, aside, failure);
  if (!failure) return;
  throw Error(ErrorKind::io,
              fmt::format("cannot move {} away: {}", file.string(), failure.message()),
              "move it yourself, then try again");
}

void copy_whole(const fs::path& from, const fs::path& to) {
  make_directory(to.parent_path());
  os::AtomicFile copy(to);
  exporting::read_kept(from, [&](std::string_view bytes) { copy.write(bytes); });
  copy.commit();
}

}  // namespace

ArchiveCopy copy_archive(store::Database& database, const fs::path& from, const fs::path& to,
                         const fs::path& aside) {
  ArchiveCopy result;
  std::set<std::string> seen;  // expenses may share a file
  store::for_each_receipt(database, [&](const store::IndexedReceipt& indexed) {
    const store::Receipt& receipt = indexed.receipt;
    if (receipt.file.empty() || !seen.insert(receipt.file).second) return;
    const Content present = content(to / receipt.file, receipt.sha256);
    if (present == Content::recorded) return;
    const fs::path source = from / receipt.file;
    const Content offered = content(source, receipt.sha256);
    if (offered != Content::recorded) {
      result.problems.push_back(
          offered == Content::none
              ? fmt::format("{} is missing", source.string())
              : fmt::format("{} is not what was fetched: its SHA-256 differs", source.string()));
      return;
    }
    if (present == Content::other) move_away(to / receipt.file, aside / receipt.file);
    copy_whole(source, to / receipt.file);
    ++result.copied;
  });
  return result;
}

}  // namespace bursar::receipts
