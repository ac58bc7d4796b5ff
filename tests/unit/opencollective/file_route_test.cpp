#include "opencollective/file_route.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../http/fake_transport.hpp"
#include "http/local_address.hpp"
#include "http/transport_error.hpp"

namespace bursar::opencollective {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* token = "0123456789abcdef0123456789abcdef01234567";
constexpr const char* signed_url =
    "https://bucket.s3.us-west-1.amazonaws.com/a?X-Amz-Signature=5ec7e7";

http::Response with(int status, std::string body = {}) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Response redirect_to(const std::string& location, int status = 307) {
  http::Response response = with(status);
  response.headers = {{"location", location}};
  return response;
}

// Whether the token is anywhere in a request.
bool has_token(const http::Request& request) {
  std::string all = request.url + request.body;
  for (const auto& [name, value] : request.headers) all += name + value;
  return all.find(token) != std::string::npos;
}

class FileRouteTest : public testing::Test {
 protected:
  FileAnswer fetch(const FileAddress& address = {FileHolder::platform, "uf_1"}) {
    FileRoute route(api_, storage_, {"https://api.example.org/graphql/v2", authentication_},
                    secret_);
    return route.fetch(address, 1'000);
  }

  http::FakeTransport api_;
  http::FakeTransport storage_;
  os::Secret secret_{token};
  Authentication authentication_ = Authentication::personal_token_header;
};

TEST_F(FileRouteTest, TheTokenGoesToTheApiAndNotWithTheRedirect) {
  for (const Authentication way : {Authentication::personal_token_header, Authentication::bearer,
                                   Authentication::personal_token_query}) {
    authentication_ = way;
    api_.answer(redirect_to(signed_url));
    storage_.answer(with(200, "%PDF"));
    const FileAnswer answer = fetch();
    EXPECT_EQ(answer.outcome, FileOutcome::fetched);
    EXPECT_EQ(answer.body, "%PDF");
    EXPECT_TRUE(has_token(api_.sent.back()));
    EXPECT_EQ(api_.sent.back().method, http::Method::get);
    EXPECT_THAT(api_.sent.back().url, testing::StartsWith("https://api.example.org/files/uf_1"));
    EXPECT_EQ(api_.sent.back().max_body_bytes, 1'000);
    EXPECT_FALSE(has_token(storage_.sent.back()));
    EXPECT_TRUE(storage_.sent.back().headers.empty());
    EXPECT_EQ(storage_.sent.back().url, signed_url);
    EXPECT_EQ(storage_.sent.back().max_body_bytes, 1'000);
  }
}

TEST_F(FileRouteTest, ARedirectThatWouldCarryTheTokenOnIsNotFollowed) {
  api_.answer(redirect_to(std::string("https://example.org/a?personalToken=") + token));
  EXPECT_EQ(fetch().outcome, FileOutcome::misdirected);
  EXPECT_TRUE(storage_.sent.empty());
}

TEST_F(FileRouteTest, ARedirectToPlainHttpOrThisMachineIsNotFollowed) {
  for (const char* location : {"http://bucket.s3.us-west-1.amazonaws.com/a", "https://127.0.0.1/a",
                               "file:///etc/passwd", ""}) {
    api_.answer(redirect_to(location, 302));
    EXPECT_EQ(fetch().outcome, FileOutcome::misdirected) << location;
  }
  EXPECT_TRUE(storage_.sent.empty());
}

TEST_F(FileRouteTest, ARedirectToANameThatLeadsToThisMachineIsNotFollowed) {
  api_.answer(redirect_to(signed_url));
  storage_.fail(http::AddressRefused("https://bucket.example/a"));
  const FileAnswer answer = fetch();
  EXPECT_EQ(answer.outcome, FileOutcome::misdirected);
  EXPECT_THAT(answer.said, HasSubstr("this machine"));
}

TEST_F(FileRouteTest, ATokenInAnyFormInARedirectIsNotFollowed) {
  for (const char* form : {"0123456789abcdef0123456789abcdef0123456%37",
                           "%30%31%32%33456789abcdef0123456789abcdef01234567"}) {
    api_.answer(redirect_to(std::string("https://example.org/a?personalToken=") + form));
    EXPECT_EQ(fetch().outcome, FileOutcome::misdirected);
  }
  EXPECT_TRUE(storage_.sent.empty());
}

TEST_F(FileRouteTest, OneRedirectIsFollowedNotTwo) {
  api_.answer(redirect_to(signed_url));
  storage_.answer(redirect_to("https://example.org/elsewhere"));
  EXPECT_EQ(fetch().outcome, FileOutcome::misdirected);
  EXPECT_EQ(storage_.sent.size(), 1U);
}

TEST_F(FileRouteTest, WhatThePlatformSaysIsTold) {
  for (const auto& [status, outcome] : {std::pair{401, FileOutcome::unauthorized},
                                        {403, FileOutcome::forbidden},
                                        {404, FileOutcome::absent},
                                        {410, FileOutcome::absent},
                                        {429, FileOutcome::failed},
                                        {503, FileOutcome::failed}}) {
    api_.answer(with(status, std::string("Invalid Personal Token: ") + token));
    const FileAnswer answer = fetch();
    EXPECT_EQ(answer.outcome, outcome) << status;
    EXPECT_THAT(answer.said, HasSubstr(std::to_string(status)));
    EXPECT_THAT(answer.said, Not(HasSubstr(token)));
  }
}

TEST_F(FileRouteTest, ARefusalOfASignedAddressIsForNow) {
  api_.answer(redirect_to(signed_url));
  storage_.answer(with(403));
  const FileAnswer answer = fetch();
  EXPECT_EQ(answer.outcome, FileOutcome::failed);
  EXPECT_THAT(answer.said, Not(HasSubstr("5ec7e7")));
}

TEST_F(FileRouteTest, FailuresOfTheNetworkAreForNowAndSizesAreNot) {
  api_.fail(http::TransportError(http::Failure::cut, "cut", ""));
  EXPECT_EQ(fetch().outcome, FileOutcome::failed);
  api_.fail(http::TransportError(http::Failure::too_large, "too much", ""));
  EXPECT_EQ(fetch().outcome, FileOutcome::too_large);
  api_.fail(http::TransportError(http::Failure::stopped, "stopped", ""));
  EXPECT_THROW((void)fetch(), http::TransportError);
}

TEST_F(FileRouteTest, ThePublicStorageIsAskedWithoutTheToken) {
  storage_.answer(with(200, "GIF89a"));
  const FileAddress address =
      read_file_address("https://opencollective-x.s3.us-west-1.amazonaws.com/a.gif");
  EXPECT_EQ(fetch(address).outcome, FileOutcome::fetched);
  EXPECT_TRUE(api_.sent.empty());
  EXPECT_FALSE(has_token(storage_.sent.at(0)));
}

TEST_F(FileRouteTest, NobodyElseIsAskedAtAll) {
  EXPECT_EQ(fetch(read_file_address("https://example.org/a.pdf")).outcome,
            FileOutcome::misdirected);
  EXPECT_TRUE(api_.sent.empty());
  EXPECT_TRUE(storage_.sent.empty());
}

}  // namespace
}  // namespace bursar::opencollective
