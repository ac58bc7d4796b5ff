#include "receipts/archive_copy.hpp"

#include <optional>
#include <set>

#include <fmt/format.h>

#include "export/kept_file.hpp"
#include "os/directory_beneath.hpp"
#include "store/receipts.hpp"

namespace bursar::receipts {
namespace {

namespace fs = std::filesystem;

enum class Content { none, other, recorded };

Content judge(const std::optional<exporting::KeptFile>& file, const std::string& sha256) {
  if (!file) return Content::none;
  return file->sha256() == sha256 ? Content::recorded : Content::other;
}

}  // namespace

ArchiveCopy copy_archive(store::Database& database, const fs::path& from, const fs::path& to,
                         const fs::path& aside) {
  ArchiveCopy result;
  std::set<std::string> seen;  // expenses may share a file
  // A name that is refused must not be met halfway.
  store::for_each_receipt(database, [](const store::IndexedReceipt&) {});
  const auto source = os::DirectoryBeneath::find(from);
  const auto target = os::DirectoryBeneath::made(to);
  exporting::KeptCopies copies(target);
  store::for_each_receipt(database, [&](const store::IndexedReceipt& indexed) {
    const store::Receipt& receipt = indexed.receipt;
    if (receipt.file.empty() || !seen.insert(receipt.file).second) return;
    const Content present = judge(exporting::KeptFile::find(target, receipt.file), receipt.sha256);
    if (present == Content::recorded) return;
    const auto file = source ? exporting::KeptFile::find(*source, receipt.file) : std::nullopt;
    const Content offered = judge(file, receipt.sha256);
    const std::string place = (from / receipt.file).string();
    if (offered != Content::recorded) {
      result.problems.push_back(
          offered == Content::none
              ? fmt::format("{} is missing", place)
              : fmt::format("{} is not what was fetched: its SHA-256 differs", place));
      return;
    }
    if (present == Content::other) {
      target.move(receipt.file, os::DirectoryBeneath::made(aside), receipt.file);
    }
    copies.copy(*file, receipt.file);
    ++result.copied;
  });
  return result;
}

}  // namespace bursar::receipts
