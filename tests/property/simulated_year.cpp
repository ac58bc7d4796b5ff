#include "simulated_year.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::property {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t ms_per_hour = 3'600'000;

ledger::Instant instant(const char* text) {
  return ledger::parse_rfc3339(text).value();
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

SimulatedYear::SimulatedYear(const YearOptions& options, fs::path directory)
    : options_(options),
      directory_(std::move(directory)),
      random_(options.seed * 7919),
      platform_(options.seed, options.edits_charts),
      database_(directory_ / "bursar.db", store::OpenMode::read_write),
      writer_(database_),
      now_(instant("2026-01-01T03:00:00Z")),
      proven_(now_) {
  fs::create_directory(directory_ / "drop");
  store::WriteTransaction transaction(database_);
  context_.run = store::begin_run(database_, "test", "test", now_);
  const ledger::Instant start = instant("2015-01-01T00:00:00Z");
  host_ = store::open_source(database_, "host", "host", "acc_host", start);
  account_ = store::open_source(database_, "river", "account", "acc_river", start);
  store::put_member(database_, account_.source, {"acc_river", false, true});
  store::put_member(database_, account_.source, {"acc_river-bridge", false, true});
  transaction.commit();
  for (YearProfile& profile : year_profiles(host_, account_)) {
    profile.request.directory = directory_ / "drop";
    books_.emplace_back(std::move(profile));
  }
}

int SimulatedYear::chance(int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random_);
}

void SimulatedYear::run() {
  for (night_ = 1; night_ <= options_.nights && !testing::Test::HasFailure(); ++night_) night();
  if (!testing::Test::HasFailure()) last_night();
  figures_.rows = static_cast<std::int64_t>(platform_.rows().size());
  figures_.changes = platform_.changes();
}

void SimulatedYear::night() {
  SCOPED_TRACE(fmt::format("seed {}, night {}", options_.seed, night_));
  const ledger::Instant before = now_;
  now_ = now_ + ledger::ms_per_day;
  platform_.live_through(before, now_);
  // A sync proves the ledger up to a moment ago; sometimes it fails for a day or two.
  proven_ = std::max(proven_, now_ - chance(1, 50) * ms_per_hour);
  write_ledger();
  lock_or_reopen();
  export_all(false);
  check_all(night_ % 60 == 0);
}

void SimulatedYear::write_ledger() {
  store::WriteTransaction transaction(database_);
  context_.now = now_;
  context_.run = store::begin_run(database_, "sync", "test", now_);
  platform_.write(database_, host_.source, writer_, context_);
  for (const store::Source* source : {&host_, &account_}) {
    store::record_window(database_, {source->source, "transactions", ""},
                         {{source->start, proven_}, 0, context_.run, now_});
  }
  store::end_run(database_, context_.run, 0, now_);
  transaction.commit();
}

void SimulatedYear::lock_or_reopen() {
  const ledger::CivilDate today = ledger::TimeZone::utc().date_of(proven_);
  if (chance(1, 15) == 1) {
    const ledger::CivilDate day{today.days - chance(2, 40)};
    if (!locked_ || day > *locked_) put_lock(day, false);
  } else if (locked_ && chance(1, 60) == 1) {
    put_lock(ledger::CivilDate{locked_->days - chance(1, 30)}, true);
  }
}

void SimulatedYear::put_lock(std::optional<ledger::CivilDate> day, bool reopens) {
  store::WriteTransaction transaction(database_);
  for (const store::Source* source : {&host_, &account_}) {
    store::put_lock(database_, {source->source, day, now_, reopens, true, "a test", "", "[]"});
  }
  transaction.commit();
  locked_ = day;
  ++figures_.locks;
}

void SimulatedYear::edit_chart(BooksSoFar& books) {
  if (books.profile.is_statement() || chance(1, 40) != 1) return;
  books.profile.request.chart = chart_of(books.profile.chart, ++edits_);
}

// Everything is proven and open: nothing may be left waiting.
void SimulatedYear::last_night() {
  SCOPED_TRACE(fmt::format("seed {}, the last night", options_.seed));
  put_lock(std::nullopt, true);
  now_ = now_ + 45 * ledger::ms_per_day;
  proven_ = now_;
  write_ledger();
  export_all(true);
  check_all(true);
  for (const BooksSoFar& books : books_) {
    const std::string& name = books.profile.request.profile;
    EXPECT_TRUE(pending_records(database_.file(), name, "waiting").empty()) << name;
    if (books.profile.is_statement()) {
      EXPECT_TRUE(pending_records(database_.file(), name).empty()) << name;
    }
  }
}

void SimulatedYear::export_all(bool every) {
  for (BooksSoFar& books : books_) {
    SCOPED_TRACE(books.profile.request.profile);
    if (!every && chance(1, 8) == 1) continue;
    if (options_.edits_charts) edit_chart(books);
    const exporting::Result result = export_one(books);
    figures_.batches += result.files.empty() ? 0 : 1;
    figures_.lines += result.rows;
    figures_.corrections += result.corrections;
    figures_.held += static_cast<std::int64_t>(result.held.size());
    if (!every && chance(1, 4) != 1) continue;
    const exporting::Result again = export_one(books);
    EXPECT_EQ(again.rows, 0) << "what was handed over is handed over once more";
    EXPECT_EQ(again.batch, 0);
    EXPECT_EQ(again.waiting, result.waiting);
    EXPECT_EQ(again.held.size(), result.held.size());
  }
}

exporting::Result SimulatedYear::export_one(BooksSoFar& books) {
  books.profile.request.now = now_;
  const exporting::Result result = exporting::run_export(database_, books.profile.request);
  BatchBytes files = take_away(directory_ / "drop");
  EXPECT_EQ(files.size(), result.files.size());
  std::optional<ledger::CivilDate> locked = locked_;
  books.take(result.batch, files, locked, result.through);
  return result;
}

BatchBytes SimulatedYear::take_away(const fs::path& from) {
  BatchBytes files;
  for (const fs::directory_entry& entry : fs::directory_iterator(from)) {
    const std::string name = entry.path().filename().string();
    EXPECT_FALSE(name.starts_with(".")) << name << " was left behind";
    files.emplace(name, content_of(entry.path()));
    fs::remove(entry.path());
  }
  return files;
}

}  // namespace bursar::property
