#include "store/bounded_cache.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bursar::store {
namespace {

TEST(BoundedCache, HoldsAtMostTwoGenerations) {
  BoundedCache<int, int> cache(10);
  for (int i = 0; i < 1000; ++i) {
    cache.put(i, i * 2);
    ASSERT_LE(cache.size(), 20U);
    ASSERT_EQ(*cache.find(i), i * 2);
  }
  EXPECT_EQ(cache.find(0), nullptr);
}

TEST(BoundedCache, WhatIsUsedStaysAndKeepsItsPlaceInMemory) {
  BoundedCache<int, std::string> cache(10);
  const std::string* place = &cache.put(-1, "used");
  for (int i = 0; i < 1000; ++i) {
    cache.put(i, "other");
    ASSERT_EQ(cache.find(-1), place) << i;
  }
  EXPECT_EQ(*place, "used");
}

TEST(BoundedCache, ANewValueTakesThePlaceOfTheOldOne) {
  BoundedCache<int, int> cache(1);
  cache.put(1, 10);
  cache.put(2, 20);  // 1 is of the old generation now
  cache.put(1, 11);
  EXPECT_EQ(*cache.find(1), 11);
  cache.clear();
  EXPECT_EQ(cache.find(1), nullptr);
}

}  // namespace
}  // namespace bursar::store
