// Databases that anybody may have written, as `bursar restore` meets them: bytes changed at random,
// names and numbers of any kind. Each is read or refused, and nothing is written but beneath the
// directories that the restore names.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <stdlib.h>
#include <unistd.h>

#include "export/archive.hpp"
#include "fuzz_target.hpp"
#include "receipts/archive_copy.hpp"
#include "store/batches.hpp"
#include "store/copy.hpp"
#include "store/integrity.hpp"
#include "store/profiles.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace {

namespace fs = std::filesystem;
using namespace bursar;

// SHA-256 of nothing: that of the files which a name may lead to.
constexpr const char* hash_of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// A directory with a good database and, above the archives, a file that a name might lead to.
class World {
 public:
  World() {
    std::string name = (fs::temp_directory_path() / "bursar-fuzz-XXXXXX").string();
    fuzz::require(mkdtemp(name.data()) != nullptr, "there is room for a directory");
    root_ = name;
    fs::create_directories(work() / "from/2026/03");
    for (const fs::path& file : {root_ / "x", root_ / "a/x", work() / "x",
                                 work() / "from/2026/03/2026-03-14 expense-1 1-of-1 A.pdf"}) {
      std::ofstream(file) << "";
    }
    make_good_database();
    std::ifstream in(work() / "good.db", std::ios::binary);
    good_.assign(std::istreambuf_iterator<char>(in), {});
    fs::remove(work() / "good.db");
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  [[nodiscard]] fs::path work() const { return root_ / "a/b"; }
  [[nodiscard]] const std::string& good() const { return good_; }
  // Everything but what a restore may write.
  [[nodiscard]] std::set<fs::path> outside() const {
    std::set<fs::path> names;
    for (auto entry = fs::recursive_directory_iterator(root_); entry != fs::end(entry); ++entry) {
      const std::string name = entry->path().filename().string();
      const bool is_ours = entry->path().parent_path() == work() &&
                           (name == "to" || name == "aside" || name.starts_with("bursar.db") ||
                            name.starts_with(".copy.db") || name.starts_with("copy.db"));
      if (is_ours) {
        entry.disable_recursion_pending();
      } else {
        names.insert(entry->path());
      }
    }
    return names;
  }
  void clear() const {
    for (const char* name : {"to", "aside"}) fs::remove_all(work() / name);
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      fs::remove(work() / ("bursar.db" + std::string(suffix)));
      fs::remove(work() / ("copy.db" + std::string(suffix)));
    }
  }

 private:
  void make_good_database() const {
    store::Database database(work() / "good.db", store::OpenMode::read_write);
    database.connection().exec(fmt::format(
        "INSERT INTO runs (command, version, started_at, last_row_before) VALUES ('s', '1', 0, 0);"
        "INSERT INTO sources (name, perspective, account, starts_at) VALUES ('s', 'host', 'a', 0);"
        "INSERT INTO profiles VALUES (1, 'books', 1, 'journal', '{{}}', '{{}}', 1, 0, 0, 0, 0);"
        "INSERT INTO mapping_texts VALUES (1, 'h', 'd', 't');"
        "INSERT INTO batches (batch, profile, number, made_at, program_version, layout, directory, "
        "published, seen_row, seen_transaction_version) VALUES (1, 1, 1, 0, '1', 1, '/out', 1, 0, "
        "0);"
        "INSERT INTO batch_files VALUES (1, 1, 'books-1.csv', 1, 0, '{0}');"
        "INSERT INTO expenses (row, public_id, status, amount, created_at, incomplete, version, "
        "hash, first_run, run, read_run) VALUES (1, 'ex_1', 'PAID', 1, 0, 0, 1, 1, 1, 1, 1);"
        "INSERT INTO receipts (expense, address, attachment, attached, number, total, file, type, "
        "sha256, fetched_at) VALUES (1, 'x', 'y', 1, 1, 1, "
        "'2026/03/2026-03-14 expense-1 1-of-1 A.pdf', 'pdf', '{0}', 0);"
        "PRAGMA journal_mode = DELETE;",
        hash_of_nothing));
  }

  fs::path root_;
  std::string good_;
};

const World& world() {
  static const World made;
  return made;
}

// Three bytes each: where in the file, and what stands there then.
std::string with_bytes_changed(std::string file, std::string_view changes) {
  for (std::size_t at = 0; at + 3 <= changes.size(); at += 3) {
    const auto place = static_cast<std::size_t>(static_cast<unsigned char>(changes[at])) << 8U |
                       static_cast<unsigned char>(changes[at + 1]);
    file[place * 5 % file.size()] = changes[at + 2];
  }
  return file;
}

// Sets one field of the database to a text or a number.
void set_field(const fs::path& file, std::uint8_t which, std::string_view value) {
  constexpr std::array<const char*, 4> texts{
      "UPDATE receipts SET file = ?", "UPDATE batch_files SET name = ?",
      "UPDATE batches SET directory = ?", "UPDATE profiles SET name = ?"};
  constexpr std::array<const char*, 6> numbers{
      "UPDATE receipts SET fetched_at = ?", "UPDATE batches SET number = ?",
      "UPDATE batches SET through = ?",     "UPDATE batches SET made_at = ?",
      "UPDATE sources SET starts_at = ?",   "UPDATE runs SET started_at = ?"};
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
  if (which % 2 == 0) {
    SQLite::Statement update(database, texts.at(which / 2 % texts.size()));
    update.bind(1, std::string(value));
    update.exec();
    return;
  }
  std::int64_t number = 0;
  for (const char c : value.substr(0, sizeof number)) {
    number = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) << 8U |
                                       static_cast<unsigned char>(c));
  }
  SQLite::Statement update(database, numbers.at(which / 2 % numbers.size()));
  update.bind(1, number);
  update.exec();
}

// What a restore does with it, and what doctor looks at.
void restore(const fs::path& work) {
  store::copy_database_file(work / "bursar.db", work / "copy.db");
  store::Database database(work / "copy.db", store::OpenMode::read_write);
  if (!store::damages(database).empty()) return;
  (void)store::list_sources(database);
  (void)store::last_runs(database, 10);
  for (const store::Profile& profile : store::list_profiles(database)) {
    (void)store::staged_batches(database, profile.profile);
    (void)store::next_batch_number(database, profile.profile);
  }
  (void)exporting::archive_problems(database, work / "from");
  (void)exporting::unknown_batches(database, database);
  (void)receipts::copy_archive(database, work / "from", work / "to", work / "aside");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const World& here = world();
  here.clear();
  const std::set<fs::path> before = here.outside();
  const std::string_view rest = fuzz::text_of(data + 2, size - 2);
  const fs::path file = here.work() / "bursar.db";
  const bool changes_bytes = data[0] % 2 == 0;
  std::ofstream(file, std::ios::binary)
      << (changes_bytes ? with_bytes_changed(here.good(), rest) : here.good());
  try {
    if (!changes_bytes) set_field(file, data[1], rest);
  } catch (const SQLite::Exception&) {
    return 0;  // SQLite itself refuses the value
  }
  try {
    restore(here.work());
  } catch (const Error& error) {
    fuzz::require(!std::string_view(error.what()).empty(), "an error says what happened");
  }
  fuzz::require(here.outside() == before, "nothing is written outside");
  return 0;
}
