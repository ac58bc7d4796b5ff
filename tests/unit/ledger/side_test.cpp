#include "ledger/side.hpp"

#include <gtest/gtest.h>

namespace bursar::ledger {
namespace {

Transaction row(Direction direction, const char* kind, bool is_refund = false) {
  Transaction made;
  made.direction = direction;
  made.kind = kind;
  made.is_refund = is_refund;
  return made;
}

TEST(Side, OfARefundIsThatOfItsOriginal) {
  EXPECT_EQ(side_of(row(Direction::credit, "CONTRIBUTION")), Side::received);
  EXPECT_EQ(side_of(row(Direction::debit, "CONTRIBUTION", true)), Side::received);
  EXPECT_EQ(side_of(row(Direction::debit, "CONTRIBUTION")), Side::given);
  EXPECT_EQ(side_of(row(Direction::credit, "EXPENSE", true)), Side::given);
}

TEST(Side, OfCoversAndDisputeFeesGoesByDirectionAlone) {
  for (const char* kind : {"PAYMENT_PROCESSOR_COVER", "PAYMENT_PROCESSOR_DISPUTE_FEE"}) {
    for (const bool is_refund : {false, true}) {
      EXPECT_EQ(side_of(row(Direction::credit, kind, is_refund)), Side::received);
      EXPECT_EQ(side_of(row(Direction::debit, kind, is_refund)), Side::given);
    }
  }
}

TEST(Side, OfAnOriginalDoesNotChangeWhenItIsRefunded) {
  Transaction original = row(Direction::credit, "CONTRIBUTION");
  original.is_refunded = true;
  original.refund_kind = "REFUND";
  EXPECT_EQ(side_of(original), Side::received);
}

TEST(BookedKind, OfARowWithoutOneFollowsFromItsLinks) {
  Transaction nameless;
  EXPECT_EQ(booked_kind(nameless), "UNKNOWN");
  nameless.order = 1;
  EXPECT_EQ(booked_kind(nameless), "CONTRIBUTION");
  nameless.expense = "ex_1";
  EXPECT_EQ(booked_kind(nameless), "EXPENSE");
  nameless.kind = "HOST_FEE";
  EXPECT_EQ(booked_kind(nameless), "HOST_FEE");
}

TEST(InRowFees, AreBorneByTheReceiverOfContributionsAndTheGiverOfExpenses) {
  EXPECT_TRUE(bears_fees(row(Direction::credit, "CONTRIBUTION")));
  EXPECT_TRUE(bears_fees(row(Direction::debit, "CONTRIBUTION", true)));
  EXPECT_TRUE(bears_fees(row(Direction::credit, "ADDED_FUNDS")));
  EXPECT_TRUE(bears_fees(row(Direction::debit, "EXPENSE")));
  EXPECT_FALSE(bears_fees(row(Direction::debit, "CONTRIBUTION")));
  EXPECT_FALSE(bears_fees(row(Direction::credit, "EXPENSE")));
  EXPECT_FALSE(bears_fees(row(Direction::debit, "EXPENSE", true)));
  EXPECT_FALSE(bears_fees(row(Direction::credit, "BALANCE_TRANSFER")));
  EXPECT_FALSE(bears_fees(row(Direction::credit, "HOST_FEE")));
}

}  // namespace
}  // namespace bursar::ledger
