// What the end of a sync costs in a store with many rows that were handed over in a statement and a
// journal: the sums of accounts and what became of every row, all of it, nothing new, and a hundred
// new rows. Nothing is asked over the network here.
// Usage: look_over_bench [--rows N] [--directory DIR]; README.md explains the figures.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench_request.hpp"
#include "export/export.hpp"
#include "generated_ledger.hpp"
#include "opencollective/page_decoder.hpp"
#include "store/account_sums.hpp"
#include "store/balances.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/handed_over.hpp"
#include "store/look_overs.hpp"
#include "store/queries.hpp"
#include "store/records.hpp"
#include "store/run_changes.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace {

using namespace bursar;
namespace fs = std::filesystem;

constexpr std::int64_t rows_per_page = 10'000;
constexpr std::int64_t news = 100;
constexpr ledger::Instant proven_to{4'000'000'000'000};  // after the last generated row

class Ledger {
 public:
  explicit Ledger(store::Database& database) : database_(database), writer_(database) {
    context_.run = store::begin_run(database, "bench", "0", {0});
  }
  void add(std::int64_t rows) {
    opencollective::PageDecoder decoder;
    for (std::int64_t left = rows; left > 0; left -= rows_per_page) {
      std::string body = ledger_.next_page(std::min(left, rows_per_page));
      const auto page = decoder.transactions(body);
      for (const ledger::Transaction& row : page.rows) {
        if (host_.empty() && row.host != ledger::no_key) {
          host_ = page.accounts[static_cast<std::size_t>(row.host)].public_id;
        }
      }
      store::WriteTransaction transaction(database_);
      writer_.write(page, context_);
      transaction.commit();
    }
  }
  store::Source source() {
    store::Source source = store::open_source(database_, "bench", "host", host_, {0});
    store::record_window(database_, {source.source, "transactions", ""},
                         {{{0}, proven_to}, 1, context_.run, {0}});
    return source;
  }
  [[nodiscard]] std::int64_t run() const { return context_.run; }

 private:
  store::Database& database_;
  store::RecordWriter writer_;
  store::WriteContext context_;
  bench::GeneratedLedger ledger_;
  std::string host_;  // public id
};

void export_all(store::Database& database, const std::string& layout, const store::Source& source,
                const fs::path& directory) {
  (void)exporting::run_export(database, bench::request_of(layout, source, directory, proven_to));
}

void timed(const char* what, const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  fmt::print(
      "  {:38} {:9.1f} ms\n", what,
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
}

// As the end of a sync does it; `whole`: everything is gone through.
void look_over(store::Database& database, const store::Source& source, bool whole) {
  const store::AskedRows asked{true, {source.account}};
  timed("sums of accounts", [&] {
    store::WriteTransaction transaction(database);
    if (whole) store::count_everything(database, proven_to);
    if (!whole) store::count_news(database);
    transaction.commit();
    (void)store::remembered_sums(database, asked, proven_to);
    (void)store::remembered_sums(database, asked, ledger::Instant::max());
  });
  for (const store::Profile& profile : store::list_profiles(database)) {
    timed(profile.name.c_str(), [&] {
      const auto since = whole ? std::nullopt : store::looked_over(database, profile);
      std::int64_t records = 0;
      store::for_each_handed_over(database, profile, source, since,
                                  [&](const store::HandedOver&) { ++records; });
      store::WriteTransaction transaction(database);
      store::remember_look_over(database, profile, proven_to);
      transaction.commit();
    });
  }
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
  directory /= "bursar-look-over-bench";
  fs::remove_all(directory);
  fs::create_directories(directory);
  store::Database database(directory / "bursar.db", store::OpenMode::read_write);
  Ledger ledger(database);
  ledger.add(rows);
  const store::Source source = ledger.source();
  for (const char* layout : {"ofx", "quickbooks-journal"}) {
    export_all(database, layout, source, directory);
  }
  fmt::print("everything\n");
  look_over(database, source, true);
  fmt::print("nothing new\n");
  look_over(database, source, false);
  ledger.add(news);
  fmt::print("{} new rows\n", news);
  look_over(database, source, false);
  timed("what the run changed", [&] { (void)store::changes_of_run(database, ledger.run()); });
  fs::remove_all(directory);
  return 0;
}
