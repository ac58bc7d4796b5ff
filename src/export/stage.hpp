#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/sha256.hpp"
#include "os/staged_file.hpp"
#include "store/batches.hpp"

namespace bursar::exporting {

// What an auditor asks of a batch lies under this name beside its files in the archive.
inline constexpr std::string_view manifest_name = "manifest.json";

// Where a batch waits until it is recorded (accounting.md R19): its files under hidden names in the
// drop directory, the same bytes and a manifest in the archive. A marker file in the drop directory
// shows a later run that it is the same directory and not, say, an empty mount point. Others may
// write to that directory, too: hidden names hold a token that nobody can guess.
struct StagePlace {
  std::filesystem::path directory;  // of the files: must exist
  std::filesystem::path archive;    // of this batch; made here
  std::string profile;
  std::int64_t number = 0;
  std::string token;  // made by Stage, or found again by waiting_place()
  [[nodiscard]] std::filesystem::path staged(std::int64_t part) const;
  [[nodiscard]] std::filesystem::path marker() const;
};

// The place with the token of the marker that an earlier run put up: a file of this user under a
// single name. Nothing where there is none.
[[nodiscard]] std::optional<StagePlace> waiting_place(const StagePlace& place);

// Where the files of a batch are written to, one after the other. What a file is called is known at
// its end.
class FileSink {
 public:
  FileSink() = default;
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;
  virtual ~FileSink() = default;
  virtual void begin_file() = 0;
  virtual void write(std::string_view bytes) = 0;
  // Throws Error(cannot_create) where a file of that name is in the directory already.
  [[nodiscard]] virtual store::BatchFile end_file(const std::string& name, std::int64_t rows) = 0;
  [[nodiscard]] virtual std::int64_t bytes_in_file() const = 0;
};

// Throws Error(config) where the archive holds this batch, which the database has no record of, as
// one that was handed over: somebody put an older database in its place.
void refuse_to_repeat(const StagePlace& place);

// Writes the files of a batch into their waiting places.
class Stage : public FileSink {
 public:
  // Removes what an attempt that was never recorded left, and puts the marker up.
  Stage(StagePlace place, unsigned file_mode);

  void begin_file() override;
  void write(std::string_view bytes) override;
  [[nodiscard]] store::BatchFile end_file(const std::string& name, std::int64_t rows) override;
  // Everything written is on the disk, the manifest too. After this the batch may be recorded.
  void finish(std::string_view manifest);
  // Takes the files and the marker away again.
  void abandon() noexcept;
  [[nodiscard]] std::int64_t bytes_in_file() const override { return bytes_; }
  // With its token.
  [[nodiscard]] const StagePlace& place() const { return place_; }

 private:
  StagePlace place_;
  unsigned file_mode_;
  std::int64_t part_ = 0;
  std::int64_t bytes_ = 0;
  std::optional<os::StagedFile> staged_;
  std::optional<os::StagedFile> kept_;
  std::optional<Sha256> hash_;
};

// What the names of copies begin with (R19).
inline constexpr std::string_view copy_mark = "COPY-";

// Writes files straight into a directory, each whole or not at all: copies, which no one records.
class DirectorySink : public FileSink {
 public:
  DirectorySink(std::filesystem::path directory, unsigned file_mode);
  void begin_file() override;
  void write(std::string_view bytes) override;
  [[nodiscard]] store::BatchFile end_file(const std::string& name, std::int64_t rows) override;
  [[nodiscard]] std::int64_t bytes_in_file() const override { return bytes_; }

 private:
  std::filesystem::path directory_;
  unsigned file_mode_;
  std::int64_t part_ = 0;
  std::int64_t bytes_ = 0;
  std::optional<os::StagedFile> file_;
};

// Puts the files of a recorded batch in their places: one that waits is renamed, one that does not
// was published before and is left alone, whoever has taken it since. Returns the paths of those
// renamed now. Throws Error(try_later) where the marker is missing.
std::vector<std::filesystem::path> publish(const StagePlace& place,
                                           const std::vector<store::BatchFile>& files);
// The same for a batch that an earlier run has staged. Returns the place with its token as well.
// Throws likewise, and Error(data) where a file that waits is not
// the one that was recorded: then nothing is renamed.
struct Recovered {
  StagePlace place;
  std::vector<std::filesystem::path> paths;
};
[[nodiscard]] Recovered publish_waiting(const StagePlace& place,
                                        const std::vector<store::BatchFile>& files);
// Once the batch is recorded as published.
void remove_marker(const StagePlace& place) noexcept;
// Waiting files of batches of this profile from `number` on, which no one has recorded.
void remove_unrecorded(const StagePlace& place) noexcept;

}  // namespace bursar::exporting
