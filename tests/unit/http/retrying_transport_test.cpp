#include "http/retrying_transport.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_clock.hpp"
#include "fake_transport.hpp"

namespace bursar::http {
namespace {

Response status(int code, std::vector<std::pair<std::string, std::string>> headers = {},
                std::string body = "") {
  Response response;
  response.status = code;
  response.headers = std::move(headers);
  response.body = std::move(body);
  return response;
}

TransportError failure(Failure kind) {
  return {kind, "no answer", "wait"};
}

class RetryingTransportTest : public testing::Test {
 protected:
  Response send(bool can_shrink = false) {
    Request request;
    request.can_shrink = can_shrink;
    return transport.send(request);
  }

  FakeClock clock;
  RateGate gate{clock};
  FakeTransport inner;
  RetryOptions options;
  RetryingTransport transport{inner, gate, clock, options};
};

TEST_F(RetryingTransportTest, ReturnsAGoodAnswerAtOnce) {
  inner.answer(status(200, {}, "{}"));
  EXPECT_EQ(send().body, "{}");
  EXPECT_EQ(transport.requests(), 1);
  EXPECT_TRUE(clock.sleeps.empty());
}

TEST_F(RetryingTransportTest, Waits429AsLongAsRetryAfterSaysWithItsFraction) {
  inner.answer(status(429, {{"retry-after", "37.412"}}));
  inner.answer(status(200));
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(clock.slept(), 37'412);
  EXPECT_EQ(transport.requests(), 2);
}

TEST_F(RetryingTransportTest, Waits429UntilTheResetWhenThereIsNoRetryAfter) {
  const std::int64_t reset = clock.now().ms / 1000 + 21;
  inner.answer(status(429, {{"x-ratelimit-reset", std::to_string(reset)}}));
  inner.answer(status(200));
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(clock.slept(), 21'000);
}

TEST_F(RetryingTransportTest, Waits429AWindowWhenNothingIsTold) {
  inner.answer(status(429));
  inner.answer(status(200));
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(clock.slept(), 60'000);
}

TEST_F(RetryingTransportTest, Holds429BackFromOtherLanesToo) {
  options.patience_ms = 100'000;
  RetryingTransport impatient(inner, gate, clock, options);
  inner.answer(status(429, {{"retry-after", "200"}}));
  EXPECT_EQ(impatient.send(Request{}).status, 429);
  FakeTransport other;
  other.answer(status(200));
  RetryingTransport lane(other, gate, clock, options);
  EXPECT_EQ(lane.send(Request{}).status, 200);
  EXPECT_EQ(clock.slept(), 200'000);
}

TEST_F(RetryingTransportTest, AnHourOfRestIsSleptThroughByNoLane) {
  inner.answer(status(429, {{"retry-after", "3600"}}));
  EXPECT_EQ(send().status, 429);
  FakeTransport other;
  RetryingTransport lane(other, gate, clock, options);
  EXPECT_THROW((void)lane.send(Request{}), TransportError);
  EXPECT_EQ(clock.slept(), 0);
}

TEST_F(RetryingTransportTest, GivesUp429WhenTheTriesAreUsedUp) {
  for (int i = 0; i < 5; ++i) inner.answer(status(429, {{"retry-after", "1"}}));
  EXPECT_EQ(send().status, 429);
  EXPECT_EQ(transport.requests(), 5);
}

TEST_F(RetryingTransportTest, NeverShrinksAPageFor429) {
  inner.answer(status(429, {{"retry-after", "0.5"}}));
  inner.answer(status(200));
  EXPECT_EQ(send(true).status, 200);
}

TEST_F(RetryingTransportTest, RepeatsServerErrorsWithBackOff) {
  for (const int code : {502, 503, 504, 520, 408}) inner.answer(status(code));
  const Response last = send();
  EXPECT_EQ(last.status, 408);
  EXPECT_EQ(transport.requests(), 5);
  ASSERT_EQ(clock.sleeps.size(), 4U);
  std::int64_t bound = options.first_backoff_ms;
  for (const std::int64_t ms : clock.sleeps) {
    EXPECT_LE(ms, bound);
    EXPECT_GE(ms, 0);
    bound *= 2;
  }
}

TEST_F(RetryingTransportTest, SpreadsTheBackOff) {
  std::set<std::int64_t> lengths;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    FakeClock own;
    RateGate own_gate(own);
    FakeTransport failing;
    failing.answer(status(502));
    failing.answer(status(200));
    RetryOptions seeded;
    seeded.seed = seed;
    RetryingTransport lane(failing, own_gate, own, seeded);
    (void)lane.send(Request{});
    lengths.insert(own.slept());
  }
  EXPECT_GT(lengths.size(), 15U);
}

TEST_F(RetryingTransportTest, HonoursRetryAfterOf503) {
  inner.answer(status(503, {{"retry-after", "12"}}));
  inner.answer(status(200));
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(clock.slept(), 12'000);
}

TEST_F(RetryingTransportTest, Repeats500WithoutJson) {
  inner.answer(status(500, {{"content-type", "text/html"}}, "<html>"));
  inner.answer(status(200));
  EXPECT_EQ(send().status, 200);
}

TEST_F(RetryingTransportTest, Returns500WithJsonBecauseItIsAnAnswer) {
  inner.answer(status(500, {{"content-type", "application/json; charset=utf-8"}}, "{}"));
  EXPECT_EQ(send(true).status, 500);
  EXPECT_EQ(transport.requests(), 1);
}

TEST_F(RetryingTransportTest, ReturnsPermanentStatusesAtOnce) {
  for (const int code : {301, 307, 400, 401, 403, 404, 413}) {
    inner.answer(status(code));
    EXPECT_EQ(send(true).status, code);
  }
  EXPECT_TRUE(clock.sleeps.empty());
}

TEST_F(RetryingTransportTest, AsksForASmallerPageAtOnce) {
  for (const int code : {500, 502, 503, 504, 408, 524}) {
    inner.answer(status(code));
    EXPECT_THROW((void)send(true), PageTooHeavy) << code;
  }
  for (const Failure kind : {Failure::timeout, Failure::cut, Failure::too_large}) {
    inner.fail(failure(kind));
    EXPECT_THROW((void)send(true), PageTooHeavy);
  }
  EXPECT_TRUE(clock.sleeps.empty());
}

TEST_F(RetryingTransportTest, RepeatsWhatDidNotReachTheServer) {
  inner.fail(failure(Failure::network));
  inner.fail(failure(Failure::network));
  inner.answer(status(200));
  EXPECT_EQ(send(true).status, 200);
  EXPECT_EQ(transport.requests(), 3);
  EXPECT_EQ(clock.sleeps.size(), 2U);
}

TEST_F(RetryingTransportTest, RepeatsTimeoutsOfRequestsThatCannotShrink) {
  inner.fail(failure(Failure::timeout));
  inner.fail(failure(Failure::cut));
  inner.answer(status(200));
  EXPECT_EQ(send().status, 200);
}

TEST_F(RetryingTransportTest, ThrowsTheLastFailureInTheEnd) {
  for (int i = 0; i < 5; ++i) inner.fail(failure(Failure::network));
  try {
    (void)send();
    FAIL() << "no error";
  } catch (const TransportError& error) {
    EXPECT_EQ(error.failure(), Failure::network);
    EXPECT_EQ(error.kind(), ErrorKind::try_later);
    EXPECT_FALSE(error.next_step().empty());
  }
  EXPECT_EQ(transport.requests(), 5);
}

TEST_F(RetryingTransportTest, DoesNotRepeatWhatRepeatingCannotMend) {
  for (const Failure kind : {Failure::tls, Failure::stopped, Failure::too_large}) {
    inner.fail(failure(kind));
    EXPECT_THROW((void)send(), TransportError);
  }
  EXPECT_TRUE(clock.sleeps.empty());
  EXPECT_EQ(transport.requests(), 3);
}

TEST_F(RetryingTransportTest, BoundsTheWholeWait) {
  for (int i = 0; i < 5; ++i) inner.answer(status(429, {{"retry-after", "200"}}));
  EXPECT_EQ(send().status, 429);
  EXPECT_LE(clock.slept(), options.patience_ms);
  EXPECT_EQ(transport.requests(), 2);
}

TEST_F(RetryingTransportTest, IgnoresARetryAfterThatIsNoNumber) {
  inner.answer(status(429, {{"retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"}}));
  inner.answer(status(200));
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(clock.slept(), 60'000);
}

TEST_F(RetryingTransportTest, BacksOffForTriesTheCallerMade) {
  inner.answer(status(200));
  Request request;
  request.earlier_tries = 3;
  std::int64_t slept = 0;
  for (int i = 0; i < 10 && slept == 0; ++i) {
    (void)transport.send(request);
    slept = clock.slept();
    inner.answer(status(200));
  }
  EXPECT_GT(slept, 0);
  EXPECT_LE(clock.sleeps.front(), 4 * options.first_backoff_ms);
}

TEST_F(RetryingTransportTest, PacesByTheHeadersOfTheAnswers) {
  const std::string reset = std::to_string(clock.now().ms / 1000 + 40);
  inner.answer(status(
      200,
      {{"x-ratelimit-limit", "10"}, {"x-ratelimit-remaining", "1"}, {"x-ratelimit-reset", reset}}));
  inner.answer(status(200));
  (void)send();
  EXPECT_TRUE(clock.sleeps.empty());
  (void)send();
  EXPECT_EQ(clock.slept(), 40'000);
}

}  // namespace
}  // namespace bursar::http
