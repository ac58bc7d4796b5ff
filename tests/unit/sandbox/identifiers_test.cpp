#include "world/identifiers.hpp"

#include <gtest/gtest.h>

#include "world/random.hpp"

namespace bursar::sandbox {
namespace {

TEST(Identifiers, MixingIsInvertible) {
  for (std::uint64_t x : {0ULL, 1ULL, 2ULL, 12345678901234ULL, ~0ULL}) {
    EXPECT_EQ(unmix64(mix64(x)), x);
  }
}

TEST(Identifiers, EveryFormLeadsBackToItsNumber) {
  const Identifiers ids(7);
  for (std::uint64_t number = 1; number < 2'000; number += 13) {
    EXPECT_EQ(ids.from_uuid(Entity::Transaction, ids.uuid(Entity::Transaction, number)), number);
    EXPECT_EQ(ids.from_public(Entity::Expense, ids.public_id(Entity::Expense, number)), number);
    EXPECT_EQ(ids.from_hash(Entity::Order, ids.hash(Entity::Order, number)), number);
  }
}

TEST(Identifiers, LookLikeThePlatforms) {
  const Identifiers ids(1);
  const std::string uuid = ids.uuid(Entity::Group, 5);
  EXPECT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
  EXPECT_EQ(ids.public_id(Entity::Transaction, 5).size(), 24U);
  EXPECT_EQ(ids.hash(Entity::Account, 5).size(), 35U);
}

TEST(Identifiers, OfAnotherEntityAreStrangers) {
  const Identifiers ids(1);
  EXPECT_FALSE(ids.from_uuid(Entity::Group, ids.uuid(Entity::Transaction, 9)));
  EXPECT_FALSE(ids.from_public(Entity::Order, ids.public_id(Entity::Expense, 9)));
}

}  // namespace
}  // namespace bursar::sandbox
