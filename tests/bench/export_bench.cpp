// How fast stored rows become files, compared with the `sqlite3` shell dumping the same columns of
// the same database as CSV, in the same run: a table with all columns, a bank statement in OFX, a
// journal, and then each of them once more after a hundred new rows.
// Usage: export_bench [--rows N] [--directory DIR]; README.md explains the figures.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include "bench_request.hpp"
#include "export/export.hpp"
#include "generated_ledger.hpp"
#include "opencollective/page_decoder.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/records.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace {

using namespace bursar;
namespace fs = std::filesystem;

constexpr std::int64_t rows_per_page = 10'000;
constexpr std::int64_t news = 100;
// After the last generated row.
constexpr ledger::Instant proven_to{4'000'000'000'000};
constexpr std::int64_t night_ms = 24 * 60 * 60 * 1000;

double processor_seconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Timing {
  double elapsed = 0;
  double processor = 0;
};

template <typename Work>
Timing timed(int who, const Work& work) {
  const double before = processor_seconds(who);
  const auto start = std::chrono::steady_clock::now();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          processor_seconds(who) - before};
}

// A store with invented rows of one fiscal host, more of which can be added.
class Store {
 public:
  explicit Store(const fs::path& file) : database_(file, store::OpenMode::read_write) {
    context_.run = store::begin_run(database_, "bench", "0", {0});
  }

  void add(std::int64_t rows) {
    opencollective::PageDecoder decoder;
    store::RecordWriter writer(database_);
    for (std::int64_t left = rows; left > 0; left -= rows_per_page) {
      std::string body = ledger_.next_page(std::min(left, rows_per_page));
      const auto page = decoder.transactions(body);
      store::WriteTransaction transaction(database_);
      writer.write(page, context_);
      transaction.commit();
    }
    // As the end of a sync leaves it.
    database_.connection().exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  store::Database& database() { return database_; }
  store::Source source() {
    SQLite::Database reader(database_.file().string());
    const std::string host =
        reader.execAndGet("SELECT public_id FROM accounts WHERE slug LIKE 'host%' LIMIT 1");
    store::Source source = store::open_source(database_, "bench", "host", host, {0});
    prove(source, {{0}, proven_to});
    return source;
  }
  void prove(const store::Source& source, const store::Interval& window) {
    store::record_window(database_, {source.source, "transactions", ""},
                         {window, 1, context_.run, {0}});
  }

 private:
  store::Database database_;
  store::WriteContext context_;
  bench::GeneratedLedger ledger_;
};

Timing export_now(Store& store, const exporting::Request& request) {
  exporting::Result result;
  const Timing timing =
      timed(RUSAGE_SELF, [&] { result = exporting::run_export(store.database(), request); });
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{:20} {:9} lines {:5} files  {:8.3f} s  processor {:8.3f} s  peak {} MB\n",
             request.profile, result.rows, result.files.size(), timing.elapsed, timing.processor,
             usage.ru_maxrss / 1024);
  return timing;
}

constexpr const char* dump =
    "SELECT date(coalesce(t.cleared_at, t.created_at) / 1000, 'unixepoch'), t.*, a.name, a.slug, "
    "a.public_id, a.type, o.name, o.slug, o.public_id, o.type, h.name, h.slug, h.public_id, "
    "e.legacy_id, e.type, e.status, c.public_id, c.legacy_id, c.tier_name, k.code, k.name "
    "FROM transactions t JOIN accounts a ON a.account = t.account "
    "LEFT JOIN accounts o ON o.account = t.opposite_account "
    "LEFT JOIN accounts h ON h.account = t.host LEFT JOIN expenses e ON e.public_id = t.expense "
    "LEFT JOIN orders c ON c.contribution = t.contribution "
    "LEFT JOIN accounting_categories k ON k.category = coalesce(e.category, c.category) "
    "WHERE t.host IS NOT NULL";

Timing dump_with_shell(const fs::path& file, const fs::path& directory) {
  const std::string command = fmt::format("sqlite3 -csv -header {} \"{}\" > {}/dump.csv",
                                          file.string(), dump, directory.string());
  const Timing timing = timed(RUSAGE_CHILDREN, [&] {
    if (std::system(command.c_str()) != 0) std::exit(1);
  });
  fmt::print("{:20} {:32} {:7.2f} s  processor {:7.2f} s\n", "sqlite3 -csv", "", timing.elapsed,
             timing.processor);
  return timing;
}

}  // namespace

int main(int argc, char** argv) {
  std::int64_t rows = 1'000'000;
  fs::path directory = fs::temp_directory_path();
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string flag = argv[i];
    if (flag == "--rows") rows = std::atoll(argv[i + 1]);
    if (flag == "--directory") directory = argv[i + 1];
  }
  directory /= "bursar-export-bench";
  fs::remove_all(directory);
  fs::create_directories(directory);
  const fs::path file = directory / "bursar.db";
  Store store(file);
  store.add(rows);
  const store::Source source = store.source();
  const Timing shell = dump_with_shell(file, directory);
  ledger::Instant now = proven_to;
  for (const char* layout : {"transactions", "ofx", "quickbooks-journal"}) {
    exporting::Request request = bench::request_of(layout, source, directory, proven_to);
    request.now = now;
    const Timing first = export_now(store, request);
    fmt::print("  ratio to the shell: {:.2f}, of processor time {:.2f}\n",
               first.elapsed / shell.elapsed, first.processor / shell.processor);
    exporting::Request again = request;
    again.mode = exporting::Mode::dry_run;
    export_now(store, again);  // folds what the first left in the log
    // The next night: a statement that was handed over stays true, so news are of later days.
    store.add(news);
    again.now = {now.ms + night_ms};
    store.prove(source, {now, again.now});
    now = again.now;
    again.mode = exporting::Mode::issue;
    export_now(store, again);
  }
  fs::remove_all(directory);
  return 0;
}
