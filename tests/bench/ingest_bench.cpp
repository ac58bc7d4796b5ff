// How fast response bodies become committed rows, compared with the `sqlite3` shell's `.import` of
// the same rows into the same tables and indexes, on the same disk, in the same run.
// Usage: ingest_bench [--rows N] [--directory DIR] [--stream]
// tests/bench/README.md explains the figures.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>
#include <time.h>

#include "generated_ledger.hpp"
#include "opencollective/page_decoder.hpp"
#include "os/clock.hpp"
#include "store/database.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "sync/batch_queue.hpp"
#include "sync/batch_writer.hpp"

namespace {

using namespace bursar;
namespace fs = std::filesystem;

constexpr std::int64_t rows_per_page = 10'000;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Processor time of the calling thread.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Usage {
  double processor_seconds = 0;
  double written_mb = 0;
};
Usage usage_of(int who) {
  constexpr double bytes_per_block = 512;
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_oublock) * bytes_per_block / 1e6};
}

struct Ingest {
  double seconds = 0;
  double decoding = 0;  // processor seconds of the decoding thread
  double writing = 0;   // … and of the writing one
  std::size_t bytes = 0;
  std::int64_t commits = 0;
};

// Bodies made beforehand, or one by one where memory is what is looked at.
class Bodies {
 public:
  Bodies(std::int64_t rows, bool stream) : left_(rows) {
    while (!stream && left_ > 0) ready_.push_back(generate());
  }
  std::optional<std::string> next() {
    if (next_ < ready_.size()) return std::move(ready_[next_++]);
    if (left_ > 0) return generate();
    return std::nullopt;
  }

 private:
  std::string generate() {
    const std::int64_t rows = std::min(left_, rows_per_page);
    left_ -= rows;
    return ledger_.next_page(rows);
  }
  bench::GeneratedLedger ledger_;
  std::int64_t left_;
  std::vector<std::string> ready_;
  std::size_t next_ = 0;
};

struct Options {
  std::int64_t rows = 1'000'000;
  fs::path directory = fs::temp_directory_path();
  bool stream = false;
};

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--stream") {
      options.stream = true;
    } else if (i + 1 < argc && flag == "--rows") {
      options.rows = std::atoll(argv[++i]);
    } else if (i + 1 < argc && flag == "--directory") {
      options.directory = argv[++i];
    } else {
      std::fprintf(stderr, "unknown option %s\n", flag.c_str());
      std::exit(64);
    }
  }
  return options;
}

// Decodes bodies in a thread of its own, as a lane of a run does.
void decode_all(Bodies& bodies, const store::StreamKey& key, sync::BatchQueue& queue,
                Ingest& figures) {
  pthread_setname_np(pthread_self(), "decoding");  // so that a profiler tells the threads apart
  opencollective::PageDecoder decoder;
  std::int64_t window = 0;
  while (auto body = bodies.next()) {
    const double began = thread_seconds();  // after the body was made
    figures.bytes += body->size();
    sync::Batch<ledger::Transaction> batch;
    batch.page = decoder.transactions(*body);
    batch.interval = {{window}, {window + 1}};
    batch.rows = batch.page.total_count;
    batch.proven_rows = batch.rows;
    ++window;
    figures.decoding += thread_seconds() - began;
    if (!queue.push({key, std::move(batch), true, rows_per_page})) break;
  }
  queue.lane_done(nullptr);
}

void commit(sync::BatchWriter& writer, Ingest& figures) {
  for (const sync::WindowDone& done : writer.commit()) {
    if (done.unreadable == 0 && done.inserted == done.rows) continue;
    std::fprintf(stderr, "%ld of %ld rows inserted, %ld unreadable\n", done.inserted, done.rows,
                 done.unreadable);
    std::exit(1);
  }
  ++figures.commits;
}

Ingest ingest(const fs::path& file, Bodies& bodies) {
  Ingest figures;
  pthread_setname_np(pthread_self(), "writing");
  const double before = thread_seconds();
  const auto start = std::chrono::steady_clock::now();
  os::SystemClock clock;
  sync::BatchQueue queue(1, 1);
  std::optional<store::Database> database(std::in_place, file, store::OpenMode::read_write);
  const auto run = store::begin_run(*database, "bench", "0", {0});
  const auto source = store::open_source(*database, "bench", "host", "acc_host", {0});
  const store::StreamKey key{source.source, "transactions", {}};
  std::jthread decoding([&] { decode_all(bodies, key, queue, figures); });
  {
    sync::BatchWriter writer(*database, clock, run);
    writer.believe_nulls_of("acc_host");
    while (const auto delivery = queue.pop()) {
      writer.write(*delivery);
      if (writer.group_is_full() || !queue.has_waiting()) commit(writer, figures);
    }
  }
  store::end_run(*database, run, 0, {0});
  database.reset();  // folds the write-ahead log into the file
  figures.writing = thread_seconds() - before;
  decoding.join();
  figures.seconds = seconds_since(start);
  return figures;
}

int run_command(const std::string& command) {
  const int status = std::system(command.c_str());
  if (status != 0) std::fprintf(stderr, "failed: %s\n", command.c_str());
  return status;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

// `.import` writes '' where a value is missing, which STRICT integer columns and references refuse
// and which is not NULL to a partial index. So its tables are not STRICT, its references are not
// checked (both spare it work), and the partial indexes are made to hold the same rows.
void write_import_script(const fs::path& directory) {
  std::ifstream in(fs::path(BURSAR_SOURCE_DIR) / "migrations/0001_initial.sql");
  std::string ddl((std::istreambuf_iterator<char>(in)), {});
  replace_all(ddl, ") STRICT, WITHOUT ROWID;", ") WITHOUT ROWID;");
  replace_all(ddl, ") STRICT;", ");");
  replace_all(ddl, "tombstoned_at IS NULL", "tombstoned_at = ''");
  replace_all(ddl, "WHERE host IS NOT NULL", "WHERE host <> ''");
  replace_all(ddl, "WHERE expense IS NOT NULL", "WHERE expense <> ''");
  std::ofstream(directory / "schema.sql") << ddl;
  std::ofstream script(directory / "import.sql");
  script << "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\nPRAGMA cache_size = -16384;\n"
         << "PRAGMA temp_store = FILE;\nPRAGMA wal_autocheckpoint = 65536;\n"
         << "PRAGMA journal_size_limit = 268435456;\n.mode csv\n";
  for (const char* table :
       {"accounts", "account_hosts", "accounting_categories", "orders", "transactions"}) {
    script << ".import " << (directory / table).string() << ".csv " << table << "\n";
  }
}

struct Import {
  double seconds = 0;
  Usage usage;
};

// What the shell takes, or nothing when there is no shell.
std::optional<Import> import_same_rows(const fs::path& ours, const fs::path& directory) {
  if (run_command("command -v sqlite3 > /dev/null") != 0) return std::nullopt;
  for (const char* table :
       {"accounts", "account_hosts", "accounting_categories", "orders", "transactions"}) {
    run_command(fmt::format("sqlite3 -csv {0} 'SELECT * FROM {1}' > {2}/{1}.csv", ours.string(),
                            table, directory.string()));
  }
  write_import_script(directory);
  const std::string target = (directory / "imported.db").string();
  run_command(fmt::format("sqlite3 {} < {}/schema.sql", target, directory.string()));
  run_command("sync");
  const Usage before = usage_of(RUSAGE_CHILDREN);
  const auto start = std::chrono::steady_clock::now();
  if (run_command(
          fmt::format("sqlite3 {} < {}/import.sql > /dev/null", target, directory.string())) != 0) {
    return std::nullopt;
  }
  const double seconds = seconds_since(start);
  const Usage after = usage_of(RUSAGE_CHILDREN);
  return Import{
      seconds,
      {after.processor_seconds - before.processor_seconds, after.written_mb - before.written_mb}};
}

void print_sizes(const fs::path& file, std::int64_t rows) {
  const auto bytes = static_cast<double>(fs::file_size(file));
  const auto per_row = [&](double size) { return size / static_cast<double>(rows); };
  fmt::print("size: {:.0f} bytes per transaction, accounts and orders included\n", per_row(bytes));
  SQLite::Database database(file.string());
  SQLite::Statement sizes(database,
                          "SELECT name, sum(pgsize) FROM dbstat GROUP BY name "
                          "HAVING sum(pgsize) > 100000 ORDER BY 2 DESC");
  while (sizes.executeStep()) {
    fmt::print("  {:32} {:6.1f}\n", sizes.getColumn(0).getString(),
               per_row(static_cast<double>(sizes.getColumn(1).getInt64())));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  const std::int64_t rows = options.rows;
  const fs::path directory = options.directory / "bursar-ingest-bench";
  const bool stream = options.stream;
  fs::remove_all(directory);
  fs::create_directories(directory);
  Bodies bodies(rows, stream);
  const fs::path file = directory / "bursar.db";
  const Ingest ours = ingest(file, bodies);
  fmt::print("bursar:  {:.2f} s, {:.0f} rows/s, {:.0f} MB/s of JSON, {:.0f} bytes of JSON a row\n",
             ours.seconds, static_cast<double>(rows) / ours.seconds,
             static_cast<double>(ours.bytes) / ours.seconds / 1e6,
             static_cast<double>(ours.bytes) / static_cast<double>(rows));
  fmt::print(
      "  processor: decoding thread {:.2f} s, writing thread {:.2f} s; {} commits, {:.0f} MB "
      "written\n",
      ours.decoding, ours.writing, ours.commits, usage_of(RUSAGE_SELF).written_mb);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("  peak memory {} MB{}\n", usage.ru_maxrss / 1024,
             stream ? "" : " (the bodies themselves included)");
  if (const auto theirs = import_same_rows(file, directory)) {
    fmt::print(".import: {:.2f} s, {:.0f} rows/s\n  processor {:.2f} s; {:.0f} MB written\n",
               theirs->seconds, static_cast<double>(rows) / theirs->seconds,
               theirs->usage.processor_seconds, theirs->usage.written_mb);
    fmt::print("ratio:   {:.2f}; processor time of writing {:.2f}\n",
               ours.seconds / theirs->seconds, ours.writing / theirs->usage.processor_seconds);
  }
  print_sizes(file, rows);
  fs::remove_all(directory);
  return 0;
}
