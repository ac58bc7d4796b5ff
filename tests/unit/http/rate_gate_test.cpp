#include "http/rate_gate.hpp"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "fake_clock.hpp"

namespace bursar::http {
namespace {

Response told(std::int64_t limit, std::int64_t remaining, std::int64_t reset_s) {
  Response response;
  response.status = 200;
  response.headers = {{"x-ratelimit-limit", std::to_string(limit)},
                      {"x-ratelimit-remaining", std::to_string(remaining)},
                      {"x-ratelimit-reset", std::to_string(reset_s)}};
  return response;
}

std::int64_t seconds(ledger::Instant t) {
  return t.ms / ledger::ms_per_second;
}

TEST(RateGate, LetsRequestsPassBeforeTheApiHasToldItsLimit) {
  FakeClock clock;
  RateGate gate(clock);
  for (int i = 0; i < 1000; ++i) gate.enter();
  EXPECT_TRUE(clock.sleeps.empty());
  EXPECT_EQ(gate.remaining(), std::nullopt);
}

TEST(RateGate, CountsWhatItLetsPass) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(told(100, 50, seconds(clock.now()) + 30));
  gate.enter();
  gate.enter();
  EXPECT_EQ(gate.remaining(), 48);
}

TEST(RateGate, WaitsForTheResetWhenOnlyTheReserveIsLeft) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(told(100, 12, seconds(clock.now()) + 30));
  gate.enter();
  gate.enter();
  EXPECT_TRUE(clock.sleeps.empty());
  gate.enter();
  EXPECT_EQ(clock.slept(), 30'000);
  EXPECT_EQ(gate.remaining(), 99);
}

TEST(RateGate, SpendsTheWholeWindowBeforeItWaits) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(told(100, 100, seconds(clock.now()) + 60));
  for (int i = 0; i < 90; ++i) gate.enter();
  EXPECT_TRUE(clock.sleeps.empty());
  gate.enter();
  EXPECT_EQ(clock.slept(), 60'000);
}

TEST(RateGate, StaysClosedUntilTheTimeItWasTold) {
  FakeClock clock;
  RateGate gate(clock);
  gate.close_for_ms(37'412);
  gate.close_for_ms(1'000);  // never opens earlier than told before
  gate.enter();
  EXPECT_EQ(clock.slept(), 37'412);
}

TEST(RateGate, AClockThatIsSetBackKeepsNobodyWaiting) {
  FakeClock clock;
  RateGate gate(clock);
  gate.close_for_ms(5'000);
  gate.learn(told(100, 0, seconds(clock.now()) + 30));
  clock.jump(-24 * 3'600'000);
  gate.enter();
  EXPECT_EQ(clock.slept(), 30'000) << "not the day that the clock lost";
}

TEST(RateGate, AResetAtTheEndOfTimeIsAWindowAway) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(told(100, 0, INT64_MAX));
  gate.enter();
  EXPECT_LE(clock.slept(), 62'000);
}

TEST(RateGate, TrustsTheSmallerOfTwoAnswersOfOneWindow) {
  FakeClock clock;
  RateGate gate(clock);
  const std::int64_t reset = seconds(clock.now()) + 30;
  gate.learn(told(100, 40, reset));
  gate.learn(told(100, 41, reset));  // an earlier request's answer, arriving late
  EXPECT_EQ(gate.remaining(), 40);
}

TEST(RateGate, TakesTheBudgetOfANewWindow) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(told(100, 3, seconds(clock.now()) + 5));
  clock.set(clock.now() + 6'000);
  gate.learn(told(100, 99, seconds(clock.now()) + 60));
  EXPECT_EQ(gate.remaining(), 99);
}

TEST(RateGate, NeverWaitsLongerThanAWindowForAClockThatDiffers) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(told(100, 0, seconds(clock.now()) + 7'200));
  gate.enter();
  EXPECT_LE(clock.slept(), 62'000);
  EXPECT_GT(clock.slept(), 0);
}

TEST(RateGate, IgnoresAnswersWithoutOrWithBrokenHeaders) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(Response{});
  Response broken;
  broken.headers = {{"x-ratelimit-remaining", "none"}, {"x-ratelimit-reset", "-1"}};
  gate.learn(broken);
  EXPECT_EQ(gate.remaining(), std::nullopt);
}

TEST(RateGate, CountsExactlyWhenThreadsShareIt) {
  FakeClock clock;
  RateGate gate(clock);
  gate.learn(told(10'000, 10'000, seconds(clock.now()) + 60));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1'000; ++i) gate.enter();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(gate.remaining(), 6'000);
}

}  // namespace
}  // namespace bursar::http
