#include "store/successors.hpp"

#include <set>
#include <string>
#include <vector>

#include "store/deletions.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "store/transaction_writer.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

class Successors : public StoreTest {
 protected:
  void SetUp() override {
    page_.rows = {make_transaction(1), make_transaction(2)};
    begin();
    write(page_);
    end_run(database_, context_.run, 0, context_.now);
    old_id_ = page_.rows[0].id;
    place_ = ask("SELECT row FROM transactions WHERE id = '" + old_id_ + "'");
    context_.now = context_.now + ledger::ms_per_day;
    begin();
  }
  void begin() { context_.run = begin_run(database_, "sync", "0", context_.now); }
  // The first row under another id, as the platform gives it after inserting it again.
  ledger::TransactionPage again() {
    auto page = page_;
    page.rows.resize(1);
    page.rows[0].id = "ffffffff" + old_id_.substr(8);
    page.rows[0].legacy_id += 1'000;
    page.rows[0].public_id = "tx_again";
    return page;
  }
  void next_night() {
    end_run(database_, context_.run, 0, context_.now);
    context_.now = context_.now + ledger::ms_per_day;
    begin();
  }
  bool succeed_now(const std::string& gone) {
    WriteTransaction transaction(database_);
    const bool done = succeed(database_, {gone}, context_) == std::set{gone};
    transaction.commit();
    return done;
  }
  bool succeed_old() { return succeed_now(old_id_); }
  // Such a row, of another time and perhaps of a group of its own.
  ledger::TransactionPage again_later(bool in_own_group) {
    auto page = again();
    page.rows[0].created_at = page.rows[0].created_at + 40 * ledger::ms_per_day;
    if (in_own_group) page.rows[0].group = "another group";
    return page;
  }
  void miss(const std::string& id) {
    WriteTransaction transaction(database_);
    const Source source = open_source(database_, "books", "account", "acc_collective", {0});
    note_missing(database_, source.source, Stream::transactions, id, context_);
    transaction.commit();
  }
  void miss_old() { miss(old_id_); }
  std::set<ledger::Key> doubtful() {
    DoubtfulRows rows = doubtful_rows(database_);
    rows.missing.merge(rows.stand_ins);
    return rows.missing;
  }
  static ledger::Key key(const std::string& number) { return std::stoll(number); }
  std::string place_of(const ledger::TransactionPage& page) {
    return ask("SELECT row FROM transactions WHERE id = '" + page.rows[0].id + "'");
  }
  std::string id_in_place() { return ask("SELECT id FROM transactions WHERE row = " + place_); }

  ledger::TransactionPage page_ = make_page();
  std::string old_id_;
  std::string place_;
};

TEST_F(Successors, ARowOfTheSameEventTakesThePlaceAndTheOldOneIsATombstone) {
  const auto page = again();
  write(page);
  EXPECT_TRUE(succeed_old());
  EXPECT_EQ(id_in_place(), page.rows[0].id);
  EXPECT_EQ(ask("SELECT version FROM transactions WHERE row = " + place_), "2");
  EXPECT_EQ(ask("SELECT id FROM transaction_versions WHERE row = " + place_), old_id_);
  EXPECT_EQ(ask("SELECT tombstoned_at IS NOT NULL FROM transactions WHERE id = '" + old_id_ + "'"),
            "1");
  EXPECT_EQ(ask("SELECT count(*) FROM pragma_foreign_key_check"), "0");
  // Read again, nothing is new.
  EXPECT_EQ(write(page).unchanged, 1);
}

// The books were doubled for the night until the deletion was confirmed.
TEST_F(Successors, ARowOfItsGroupTakesThePlaceWhateverItsDate) {
  const auto page = again_later(false);
  write(page);
  EXPECT_TRUE(succeed_old());
  EXPECT_EQ(id_in_place(), page.rows[0].id);
  EXPECT_EQ(ask("SELECT created_at FROM transactions WHERE row = " + place_),
            std::to_string(page.rows[0].created_at.ms));
  EXPECT_EQ(ask("SELECT count(*) FROM pragma_foreign_key_check"), "0");
}

TEST_F(Successors, ARowOfAnotherTimeAndGroupIsPerhapsTheNextOfItsKind) {
  write(again_later(true));
  EXPECT_FALSE(succeed_old());
  EXPECT_EQ(id_in_place(), old_id_);
}

TEST_F(Successors, ThatARowOfItsGroupMaySucceedIsReasonToLookOneUp) {
  EXPECT_TRUE(possible_predecessors(database_, context_).empty());
  write(again_later(false));
  EXPECT_EQ(possible_predecessors(database_, context_), std::vector{old_id_});
  next_night();
  EXPECT_TRUE(possible_predecessors(database_, context_).empty()) << "they have lived side by side";
}

TEST_F(Successors, OfAnotherGroupOrAmountAreNoReasonToLookOneUp) {
  write(again_later(true));
  auto page = again_later(false);
  page.rows[0].id[0] = 'e';
  page.rows[0].public_id = "tx_more";
  page.rows[0].net_amount += 1;
  write(page);
  EXPECT_TRUE(possible_predecessors(database_, context_).empty());
}

TEST_F(Successors, ARowLikeOneThatIsMissingStandsInForItUntilTheLossIsConfirmed) {
  const auto page = again_later(true);
  write(page);
  EXPECT_TRUE(doubtful().empty()) << "nothing is missing";
  miss_old();
  EXPECT_EQ(doubtful_rows(database_).missing, std::set{key(place_)});
  EXPECT_EQ(doubtful_rows(database_).stand_ins, std::set{key(place_of(page))});
  WriteTransaction transaction(database_);
  (void)bury(database_, Stream::transactions, old_id_, context_);
  transaction.commit();
  EXPECT_TRUE(doubtful().empty());
}

TEST_F(Successors, ARowThatWasThereBeforeTheLossStandsInForNobody) {
  write(again_later(true));
  next_night();
  miss_old();
  EXPECT_TRUE(doubtful_rows(database_).stand_ins.empty());
}

// As of then, the new row had the old one's place, and the books were doubled for a night.
TEST_F(Successors, ARowThatIsRestoredTakesItsPlaceAgain) {
  const auto page = again();
  write(page);
  ASSERT_TRUE(succeed_old());
  next_night();
  auto restored = page_;
  restored.rows.resize(1);
  write(restored);
  EXPECT_TRUE(succeed_now(page.rows[0].id));
  EXPECT_EQ(id_in_place(), old_id_);
  EXPECT_EQ(ask("SELECT version FROM transactions WHERE row = " + place_), "3");
  EXPECT_EQ(ask("SELECT tombstoned_at IS NOT NULL FROM transactions WHERE id = '" +
                page.rows[0].id + "'"),
            "1");
  EXPECT_EQ(ask("SELECT count(*) FROM pragma_foreign_key_check"), "0");

  // And so on, as often as the platform likes.
  next_night();
  write(page);
  EXPECT_TRUE(succeed_now(old_id_));
  EXPECT_EQ(id_in_place(), page.rows[0].id);
}

TEST_F(Successors, ThatARowIsRestoredInAGroupIsReasonToLookItsSuccessorUp) {
  const auto page = again_later(false);
  write(page);
  ASSERT_TRUE(succeed_old());
  next_night();
  EXPECT_TRUE(possible_predecessors(database_, context_).empty());
  auto restored = page_;
  restored.rows.resize(1);
  write(restored);
  EXPECT_EQ(possible_predecessors(database_, context_), std::vector{page.rows[0].id});
}

TEST_F(Successors, ARestoredRowIsInDoubtWhileTheOneThatCameInItsPlaceIsMissing) {
  const auto page = again_later(true);
  write(page);
  {
    WriteTransaction transaction(database_);
    (void)bury(database_, Stream::transactions, old_id_, context_);
    transaction.commit();
  }
  next_night();
  auto restored = page_;
  restored.rows.resize(1);
  write(restored);
  miss(page.rows[0].id);
  EXPECT_EQ(doubtful_rows(database_).missing, std::set{key(place_of(page))});
  EXPECT_EQ(doubtful_rows(database_).stand_ins, std::set{key(place_)});
}

TEST_F(Successors, ARowOfAnotherAmountIsAnotherEvent) {
  auto page = again();
  page.rows[0].amount += 1;
  write(page);
  EXPECT_FALSE(succeed_old());
  EXPECT_EQ(id_in_place(), old_id_);
}

TEST_F(Successors, ARowThatWasThereAllAlongSucceedsNobody) {
  write(again());
  next_night();
  EXPECT_FALSE(succeed_old());
}

// An export between the night that found the new row and the one that misses the old one has looked
// at no row of the platform.
TEST_F(Successors, WhatOnlyHandsOverIsNoWitnessThatTheOldRowWasThere) {
  write(again());
  end_run(database_, context_.run, 75, context_.now);  // killed before it missed the old one
  const auto handing_over = begin_run(database_, "export", "0", context_.now);
  end_run(database_, handing_over, 0, context_.now);
  context_.now = context_.now + ledger::ms_per_day;
  begin();
  EXPECT_TRUE(succeed_old());
}

TEST_F(Successors, ASyncAfterWhichTheBooksDifferedIsAWitness) {
  write(again());
  end_run(database_, context_.run, 4, context_.now);
  context_.now = context_.now + ledger::ms_per_day;
  begin();
  EXPECT_FALSE(succeed_old());
}

TEST_F(Successors, ATombstonesPublicIdUnderAnotherIdGetsItsPlace) {
  {
    WriteTransaction transaction(database_);
    TransactionWriter(database_.connection()).bury(old_id_, context_);
    transaction.commit();
  }
  auto page = again();
  page.rows[0].public_id = page_.rows[0].public_id;
  write(page);
  WriteTransaction transaction(database_);
  EXPECT_EQ(succeed_tombstones(database_, context_), 1);
  EXPECT_EQ(succeed_tombstones(database_, context_), 0);
  transaction.commit();
  EXPECT_EQ(id_in_place(), page.rows[0].id);
  EXPECT_EQ(ask("SELECT tombstoned_at IS NULL FROM transactions WHERE row = " + place_), "1");
}

}  // namespace
}  // namespace bursar::store
