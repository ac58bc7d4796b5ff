#include "receipts/reason.hpp"

#include <gtest/gtest.h>

namespace bursar::receipts {
namespace {

constexpr ledger::Instant now{1'700'000'000'000};
constexpr std::int64_t day_ms = 86'400'000;

store::Receipt missing_for(Reason reason) {
  store::Receipt receipt;
  receipt.reason = name_of(reason);
  receipt.retry_at = next_try(reason, now);
  return receipt;
}

TEST(Reason, WhatHasNotBeenAskedForIsDue) {
  EXPECT_TRUE(is_due(store::Receipt{}, {1'000, {}}, now));
}

TEST(Reason, WhatFailedForNowIsAskedForByTheNextRun) {
  for (const Reason reason : {Reason::failed, Reason::unauthorized}) {
    EXPECT_TRUE(is_for_now(reason));
    EXPECT_TRUE(is_due(missing_for(reason), {1'000, {}}, now));
  }
}

TEST(Reason, WhatThePlatformRefusesIsAskedForAgainSomeDaysLater) {
  const store::Receipt forbidden = missing_for(Reason::forbidden);
  EXPECT_FALSE(is_due(forbidden, {1'000, {}}, now + 6 * day_ms));
  EXPECT_TRUE(is_due(forbidden, {1'000, {}}, now + 7 * day_ms));
  EXPECT_FALSE(is_due(missing_for(Reason::absent), {1'000, {}}, now + 29 * day_ms));
  EXPECT_TRUE(is_due(missing_for(Reason::absent), {1'000, {}}, now + 30 * day_ms));
}

TEST(Reason, ALargerLimitAsksAgainForWhatWasTooLarge) {
  store::Receipt receipt = missing_for(Reason::too_large);
  receipt.size = 1'000;
  EXPECT_FALSE(is_due(receipt, {1'000, {}}, now + 1'000 * day_ms));
  EXPECT_TRUE(is_due(receipt, {1'001, {}}, now));
}

TEST(Reason, ATypeThatIsAllowedNowIsAskedForAgain) {
  store::Receipt receipt = missing_for(Reason::type);
  receipt.type = "csv";
  EXPECT_FALSE(is_due(receipt, {1'000, {ledger::DocumentType::pdf}}, now + 1'000 * day_ms));
  EXPECT_TRUE(is_due(receipt, {1'000, {ledger::DocumentType::csv}}, now));
  receipt.type.clear();  // no document at all
  EXPECT_FALSE(is_due(receipt, {1'000, {ledger::DocumentType::csv}}, now));
}

TEST(Reason, WhatLiesElsewhereIsNeverAskedFor) {
  EXPECT_FALSE(is_due(missing_for(Reason::elsewhere), {1'000, {}}, now + 1'000 * day_ms));
}

}  // namespace
}  // namespace bursar::receipts
