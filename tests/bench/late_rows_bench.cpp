// What a sync and the export after it cost when rows of old events turn up in a large store, beside
// what a backfill of the same rows costs. Processor time; nothing is asked over the network here.
// Usage: late_rows_bench [--rows N] [--directory DIR]; README.md explains the figures.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "bench_request.hpp"
#include "export/export.hpp"
#include "generated_ledger.hpp"
#include "opencollective/page_decoder.hpp"
#include "store/account_sums.hpp"
#include "store/asked_rows.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/handed_over.hpp"
#include "store/hosted_accounts.hpp"
#include "store/look_overs.hpp"
#include "store/queries.hpp"
#include "store/records.hpp"
#include "store/refund_links.hpp"
#include "store/run_changes.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "store/successors.hpp"

namespace {

using namespace bursar;
namespace fs = std::filesystem;

constexpr std::int64_t rows_per_page = 10'000;
constexpr std::array<const char*, 2> layouts{"ofx", "quickbooks-journal"};
constexpr ledger::Instant proven_to{4'000'000'000'000};  // after the last generated row

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// How the rows lie: as a host has them, or as bad as a ledger was seen to be.
struct Shape {
  const char* name;
  bool in_one_account = false;      // nine of ten rows
  std::int64_t at_one_instant = 0;  // so many, with those that turn up late among them
  std::int64_t rows_of_group = 0;   // 0: two or four, as generated
};

// Rows of a ledger: most are stored first; in the middle of history, every second turns up late.
class Rows {
 public:
  Rows(const Shape& shape, std::int64_t stored, std::int64_t late)
      : shape_(shape), first_((stored - late) / 2), end_(first_ + 2 * late) {}

  // A page of decoded rows, those that turn up late in another of the same accounts and orders.
  std::pair<ledger::TransactionPage, ledger::TransactionPage> next(std::int64_t rows) {
    std::string body = ledger_.next_page(rows);
    ledger::TransactionPage page = decoder_.transactions(body);
    std::vector<ledger::Transaction> all = std::move(page.rows);
    page.rows.clear();
    page.indexes.clear();
    ledger::TransactionPage late = page;
    for (ledger::Transaction& row : all) {
      put_into_shape(row, all.front());
      const bool is_late = serial_ >= first_ && serial_ < end_ && serial_ % 2 == 1;
      auto& into = is_late ? late : page;
      ++serial_;
      into.indexes.push_back(static_cast<std::int64_t>(into.rows.size()));
      into.rows.push_back(std::move(row));
    }
    return {std::move(page), std::move(late)};
  }

 private:
  void put_into_shape(ledger::Transaction& row, const ledger::Transaction& first) {
    if (shape_.in_one_account && serial_ % 10 != 0) row.account = first.account;
    if (serial_ == first_) instant_ = row.created_at;
    if (serial_ >= first_ && serial_ < first_ + shape_.at_one_instant) row.created_at = instant_;
    if (shape_.rows_of_group == 0) return;
    if (serial_ % shape_.rows_of_group == 0) group_ = row.group;
    row.group = group_;
  }

  Shape shape_;
  std::int64_t first_;  // of the part of history in which rows turn up late
  std::int64_t end_;
  ledger::Instant instant_;
  std::int64_t serial_ = 0;
  std::string group_;
  bench::GeneratedLedger ledger_;
  opencollective::PageDecoder decoder_;
};

class Bench {
 public:
  Bench(const Shape& shape, std::int64_t stored, std::int64_t late, const fs::path& directory)
      : directory_(directory),
        database_(directory / "bursar.db", store::OpenMode::read_write),
        writer_(database_) {
    Rows rows(shape, stored, late);
    begin_run();
    for (std::int64_t left = stored + late; left > 0; left -= rows_per_page) {
      auto [early, later] = rows.next(std::min(left, rows_per_page));
      write(early);
      late_rows_ += static_cast<std::int64_t>(later.rows.size());
      for (const ledger::Transaction& row : later.rows) {
        window_.from = std::min(window_.from, row.created_at);
        window_.to = std::max(window_.to, row.created_at + 1);
      }
      late_.push_back(std::move(later));
    }
    source_ = store::open_source(database_, "bench", "host", host_, {0});
    store::record_window(database_, {source_.source, "transactions", ""},
                         {{{0}, proven_to}, 1, context_.run, {0}});
    store::end_run(database_, context_.run, 0, {0});
    for (const char* layout : layouts) export_by(layout);
  }

  void run() {
    begin_run();
    const double backfill = timed("write", [&] {
      for (const ledger::TransactionPage& page : late_) write(page);
    });
    double more = timed("stored_ids of the window", [&] {
      (void)store::stored_ids(database_, {true, {host_}}, store::Stream::transactions, window_);
    });
    const store::WriteContext& now = context_;
    more += timed("accounts_of_unproven_host",
                  [&] { (void)store::accounts_of_unproven_host(database_, source_, now.run); });
    more += timed("expenses_of_new_transactions",
                  [&] { (void)store::expenses_of_new_transactions(database_, now.run); });
    more += timed("succeed_tombstones", [&] { (void)store::succeed_tombstones(database_, now); });
    more +=
        timed("possible_predecessors", [&] { (void)store::possible_predecessors(database_, now); });
    more +=
        timed("stale_refund_links", [&] { (void)store::stale_refund_links(database_, now.run); });
    more += timed("changes_of_run", [&] { (void)store::changes_of_run(database_, now.run); });
    store::end_run(database_, now.run, 0, {0});
    fmt::print("  a sync of these {} rows costs {:.2f} times their backfill\n", late_rows_,
               (backfill + more) / backfill);
    for (const char* layout : layouts) timed(layout, [&] { export_by(layout); });
  }

 private:
  void begin_run() { context_.run = store::begin_run(database_, "sync", "bench", {0}); }
  void write(const ledger::TransactionPage& page) {
    for (const ledger::Transaction& row : page.rows) {
      if (!host_.empty()) break;
      if (row.host != ledger::no_key)
        host_ = page.accounts[static_cast<std::size_t>(row.host)].public_id;
    }
    store::WriteTransaction transaction(database_);
    writer_.write(page, context_);
    transaction.commit();
  }
  double timed(const std::string& what, const std::function<void()>& work) {
    const double before = processor_seconds();
    work();
    const double seconds = processor_seconds() - before;
    fmt::print("  {:28} {:9.1f} ms {:8.2f} us a row\n", what, seconds * 1e3,
               seconds * 1e6 / static_cast<double>(late_rows_));
    return seconds;
  }

  void export_by(const std::string& layout) {
    exporting::Request request = bench::request_of(layout, source_, directory_, proven_to);
    request.accept_corrections = true;
    (void)exporting::run_export(database_, request);
  }

  fs::path directory_;
  store::Database database_;
  store::RecordWriter writer_;
  store::WriteContext context_;
  store::Source source_;
  std::string host_;  // public id
  std::vector<ledger::TransactionPage> late_;
  store::Interval window_{ledger::Instant::max(), {0}};  // of them
  std::int64_t late_rows_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  std::int64_t rows = 100'000;
  fs::path directory = fs::temp_directory_path();
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string flag = argv[i];
    if (flag == "--rows") rows = std::atoll(argv[i + 1]);
    if (flag == "--directory") directory = argv[i + 1];
  }
  directory /= "bursar-late-rows-bench";
  for (const Shape& shape :
       {Shape{"as a host has them"},
        Shape{"one account, one instant, large groups", true, 25'000, 2'000}}) {
    for (const std::int64_t late : {1'000, 10'000}) {
      fs::remove_all(directory);
      fs::create_directories(directory);
      fmt::print("{}: {} late rows in {}\n", shape.name, late, rows);
      Bench bench(shape, rows, late, directory);
      bench.run();
    }
  }
  fs::remove_all(directory);
  return 0;
}
