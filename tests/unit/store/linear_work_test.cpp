// The work of a run for each row that comes, changes or goes must not grow with what is stored,
// however the rows lie: thousands of one instant, of one account, of one group or of none, and such
// as are the same in all that is booked.
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "sql_work.hpp"
#include "store/account_sums.hpp"
#include "store/deletions.hpp"
#include "store/news.hpp"
#include "store/refund_links.hpp"
#include "store/run_changes.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "store/successors.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

using tests::SqlWork;

enum class Grouping { none, few, all };  // rows that are one event

struct Shape {
  const char* name;
  Grouping grouping;
  bool all_alike;  // in all that is booked; else in most of it
};

// A store of so many rows of one account and one instant, and runs that find changes in it.
class CrowdedStore {
 public:
  CrowdedStore(const std::filesystem::path& file, const Shape& shape, int rows)
      : shape_(shape), database_(file, OpenMode::read_write), writer_(database_) {
    tests::count_work(database_.connection().getHandle(), work_);
    source_ = open_source(database_, "books", "account", "acc_collective", {0});
    begin();
    write(some_rows(rows));
    WriteTransaction transaction(database_);
    count_everything(database_, context_.now);
    transaction.commit();
    end();
  }

  // What a run takes when so many rows turn up, as many are inserted again and as many are missing.
  SqlWork cost_of(int events) {
    work_.clear();
    const auto count = static_cast<std::size_t>(events);
    const std::vector<ledger::Transaction> missing = take_stored(count);
    std::vector<ledger::Transaction> replaced = take_stored(count);
    std::set<std::string> gone;
    for (ledger::Transaction& row : replaced) {
      gone.insert(row.id);
      row.id[0] = 'f';
      row.legacy_id += 1'000'000;
      row.public_id += "_again";
    }
    begin();
    const Seen before = newest(database_);
    write(replaced);
    write(some_rows(events));
    find_losses(missing, gone);
    look_at_changes(before);
    end();
    return work_;
  }

 private:
  void begin() {
    context_.now = context_.now + ledger::ms_per_day;
    context_.run = begin_run(database_, "sync", "0", context_.now);
  }
  void end() { end_run(database_, context_.run, 0, context_.now + 1); }

  std::vector<ledger::Transaction> some_rows(int count) {
    std::vector<ledger::Transaction> rows;
    for (int i = 0; i < count; ++i) {
      ledger::Transaction row = make_transaction(++last_);
      row.created_at = {1'600'000'000'000};
      if (!shape_.all_alike) row.processor_fee = -last_;
      if (shape_.grouping == Grouping::all) row.group = "22222222-0000-4000-8000-100000000000";
      if (shape_.grouping == Grouping::none) row.group.clear();
      rows.push_back(row);
      stored_.push_back(row);
    }
    return rows;
  }
  // Some that were stored first.
  std::vector<ledger::Transaction> take_stored(std::size_t count) {
    const auto end = stored_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<ledger::Transaction> rows(stored_.begin(), end);
    stored_.erase(stored_.begin(), end);
    return rows;
  }
  void write(const std::vector<ledger::Transaction>& rows) {
    ledger::TransactionPage page = make_page();
    page.rows = rows;
    WriteTransaction transaction(database_);
    writer_.write(page, context_);
    transaction.commit();
  }

  void find_losses(const std::vector<ledger::Transaction>& missing,
                   const std::set<std::string>& gone) {
    WriteTransaction transaction(database_);
    (void)succeed_tombstones(database_, context_);
    (void)possible_predecessors(database_, context_);
    std::set<std::string> all = gone;
    for (const ledger::Transaction& row : missing) all.insert(row.id);
    const std::set<std::string> succeeded = succeed(database_, all, context_);
    EXPECT_EQ(succeeded.size(), shape_.all_alike ? all.size() : gone.size());
    for (const ledger::Transaction& row : missing) {
      note_missing(database_, source_.source, Stream::transactions, row.id, context_);
    }
    (void)doubtful_rows(database_);
    for (const ledger::Transaction& row : missing) {
      (void)bury(database_, Stream::transactions, row.id, context_);
    }
    transaction.commit();
  }
  void look_at_changes(const Seen& since) {
    WriteTransaction transaction(database_);
    (void)stale_refund_links(database_, context_.run);
    (void)changes_of_run(database_, context_.run);
    count_news(database_);
    for_each_touched_transaction(database_, since, 1, Orders::read,
                                 [](const StoredTransaction&, bool) {});
    for_each_touched_group(database_, since, 1, true, [](const std::string&) {});
    transaction.commit();
  }

  Shape shape_;
  SqlWork work_;
  Database database_;
  RecordWriter writer_;
  WriteContext context_{.run = 0, .now = {1'700'000'000'000}, .private_fields_readable = true};
  Source source_;
  std::vector<ledger::Transaction> stored_;
  int last_ = 0;
};

class LinearWork : public StoreDirectory, public testing::WithParamInterface<Shape> {};

TEST_P(LinearWork, NoStatementGoesThroughOtherRowsForEachRowThatComesOrGoes) {
  constexpr int few = 20;
  constexpr int times = 4;
  const auto work_in_store_of = [&](int rows) {
    CrowdedStore store(directory_ / (std::to_string(rows) + ".db"), GetParam(), rows);
    tests::RunWork work;
    work.few = store.cost_of(few);
    work.many = store.cost_of(times * few);
    return work;
  };
  tests::expect_linear_work(work_in_store_of(500), work_in_store_of(2'000), times, 300);
}

INSTANTIATE_TEST_SUITE_P(, LinearWork,
                         testing::Values(Shape{"OneInstant", Grouping::few, false},
                                         Shape{"OneGroup", Grouping::all, false},
                                         Shape{"NoGroup", Grouping::none, false},
                                         Shape{"AllAlike", Grouping::few, true},
                                         Shape{"AllAlikeInOneGroup", Grouping::all, true},
                                         Shape{"AllAlikeInNoGroup", Grouping::none, true}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace bursar::store
