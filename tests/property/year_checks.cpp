// What must hold after a night, whatever happened before.
#include <gtest/gtest.h>

#include "export/reissue.hpp"
#include "simulated_year.hpp"

namespace bursar::property {
namespace {

namespace fs = std::filesystem;

std::string told(const std::tuple<std::string, std::string, std::string>& key) {
  return std::get<0>(key) + " " + std::get<1>(key) + " " + std::get<2>(key);
}
std::string told(const std::vector<std::string>& key) {
  std::string all;
  for (const std::string& part : key) all += part + " | ";
  return all;
}
const std::string& record_of(const std::tuple<std::string, std::string, std::string>& key) {
  return std::get<0>(key);
}
const std::string& record_of(const std::vector<std::string>& key) {
  return key.front();
}

// Both maps are the same but for records that wait or are held.
template <typename Map>
void expect_same(const Map& books, const Map& truth, const std::set<std::string>& pending,
                 const std::string& what) {
  for (const auto& [key, amount] : truth) {
    if (pending.contains(record_of(key))) continue;
    const auto found = books.find(key);
    EXPECT_EQ(found == books.end() ? 0 : found->second, amount) << what << ": " << told(key);
  }
  for (const auto& [key, amount] : books) {
    if (pending.contains(record_of(key)) || truth.contains(key)) continue;
    ADD_FAILURE() << what << ": " << told(key) << " has " << amount << " and should have nothing";
  }
}

// Of a statement that does not split by account.
Sums without_accounts(const Sums& sums) {
  Sums all;
  for (const auto& [key, amount] : sums) all[{std::get<0>(key), "", std::get<2>(key)}] += amount;
  return all;
}

}  // namespace

void SimulatedYear::check_all(bool fresh_too) {
  for (BooksSoFar& books : books_) {
    SCOPED_TRACE(books.profile.request.profile);
    // A profile that was left out tonight knows less than the platform; the last night knows all.
    if (!store::find_profile(database_, books.profile.request.profile)) continue;
    if (night_ % 10 == 0) check_reissue(books);
    if (night_ % 5 != 0 && night_ <= options_.nights) continue;
    (void)export_one(books);
    if (books.profile.is_statement()) {
      check_statement(books);
    } else {
      check_journal(books, fresh_too);
    }
  }
}

void SimulatedYear::check_statement(BooksSoFar& books) {
  const exporting::Request& request = books.profile.request;
  const fs::path& file = database_.file();
  const bool of_host = request.source.perspective == "host";
  Sums truth = net_by_row(platform_, of_host);
  if (!request.layout.layout.file.split_by_account) truth = without_accounts(truth);
  expect_same(statement_sums(file, request.profile), truth, pending_records(file, request.profile),
              "a row");
  for (const auto& [place, stream] : books.streams) {
    const std::int64_t opening = opening_of(file, request.profile, place.first, place.second);
    EXPECT_EQ(stream.balance, opening + stream.sum) << "BALAMT of " << place.first;
  }
  std::int64_t all = 0;
  for (const auto& [key, amount] : statement_sums(file, request.profile)) all += amount;
  for (const auto& [key, amount] : books.sums) all -= amount;
  for (const auto& [place, stream] : books.streams) all -= stream.sum;
  const bool has_opening = request.start.has_value();
  EXPECT_TRUE(all == 0 || has_opening) << "the files do not add up to the export ledger: " << all;
}

void SimulatedYear::check_journal(BooksSoFar& books, bool fresh_too) {
  const exporting::Request& request = books.profile.request;
  const fs::path& file = database_.file();
  const bool of_host = request.source.perspective == "host";
  const std::set<std::string> pending = pending_records(file, request.profile);
  expect_same(money_sums(file, request.profile), money_by_group(platform_, of_host), pending,
              "money of a group");
  LineSums of_files = books.sums;
  std::erase_if(of_files, [](const auto& entry) { return entry.second == 0; });
  expect_same(of_files, handed_over_sums(file, request.profile), {}, "the files");
  if (fresh_too && !options_.edits_charts) check_against_fresh(books);
}

// What a profile that begins today on the same ledger would hand over.
void SimulatedYear::check_against_fresh(BooksSoFar& books) {
  const fs::path copy = directory_ / "copy.db";
  copy_unlocked(database_.file(), copy);
  exporting::Request request = books.profile.request;
  const std::string own = request.profile;
  {
    store::Database database(copy, store::OpenMode::read_write);
    request.profile = "fresh";
    request.directory = directory_ / "fresh";
    fs::create_directory(request.directory);
    (void)exporting::run_export(database, request);
  }
  std::set<std::string> pending = pending_records(copy, own);
  pending.merge(pending_records(copy, "fresh"));
  expect_same(line_sums(copy, own), line_sums(copy, "fresh"), pending, "against a fresh profile");
  fs::remove_all(request.directory);
  fs::remove_all(directory_ / "copy.db.batches");
}

void SimulatedYear::check_reissue(BooksSoFar& books) {
  if (books.batches.empty()) return;
  auto batch = books.batches.begin();
  std::advance(batch, chance(0, static_cast<int>(books.batches.size()) - 1));
  const fs::path again = directory_ / "again";
  fs::create_directory(again);
  (void)exporting::reissue(database_, books.profile.request.profile, batch->first, again);
  EXPECT_TRUE(take_away(again) == batch->second) << "batch " << batch->first << " has changed";
  fs::remove_all(again);
}

}  // namespace bursar::property
