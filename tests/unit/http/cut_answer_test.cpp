// An answer that ends before its end, wherever that is, is never taken for a whole one; only the
// line end after the last chunk may be missing, when all of the body has come.
#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "http/curl_transport.hpp"
#include "http/transport_error.hpp"
#include "loopback_server.hpp"

namespace bursar::http {
namespace {

// A number, an escape, a character of several bytes, nesting.
constexpr const char* body =
    R"({"data":{"transactions":{"totalCount":12345,"nodes":[{"id":"a\"b","slug":"Zürich-☕"}]}}})";

std::string compressed() {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen((std::string("printf '%s' '") + body + "' | gzip -9nc").c_str(), "r"), &pclose);
  std::array<char, 4096> bytes{};
  return {bytes.data(), std::fread(bytes.data(), 1, bytes.size(), pipe.get())};
}

std::string chunked(const std::string& whole) {
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  std::string text = head;
  for (std::size_t at = 0; at < whole.size(); at += 32) {
    const std::string chunk = whole.substr(at, 32);
    std::array<char, 16> size{};
    const int length = std::snprintf(size.data(), size.size(), "%zx\r\n", chunk.size());
    text.append(size.data(), static_cast<std::size_t>(length)).append(chunk) += "\r\n";
  }
  return text + "0\r\n\r\n";
}

class CutAnswer : public testing::TestWithParam<bool> {
 protected:
  CutAnswer()
      : server_([this](const std::string&) {
          LoopbackServer::Reply reply;
          reply.bytes = answer_.substr(0, sent_);
          reply.close = true;
          reply.reset = GetParam();
          return reply;
        }) {}

  // Asks once for each beginning of the answer.
  void expect_no_part_to_be_taken_for(const std::string& answer) {
    answer_ = answer;
    Request request;
    request.url = server_.url();
    request.body = "{}";
    for (sent_ = 0; sent_ < answer.size(); ++sent_) {
      CurlTransport transport({});
      try {
        const Response response = transport.send(request);
        EXPECT_EQ(response.body, body)
            << "a part was taken for the whole after " << sent_ << " bytes";
        EXPECT_EQ(response.status, 200);
      } catch (const TransportError& error) {
        EXPECT_EQ(error.failure(), Failure::cut) << sent_ << ": " << error.what();
      }
    }
    CurlTransport transport({});
    EXPECT_EQ(transport.send(request).body, body) << "the whole answer";
  }

 private:
  std::string answer_;
  std::atomic<std::size_t> sent_ = 0;
  LoopbackServer server_;
};

TEST_P(CutAnswer, WithItsLengthIsNeverTakenForAWholeOne) {
  expect_no_part_to_be_taken_for(http_answer(body, "Content-Type: application/json\r\n"));
}

TEST_P(CutAnswer, InChunksIsNeverTakenForAWholeOne) {
  expect_no_part_to_be_taken_for(chunked(body));
}

TEST_P(CutAnswer, CompressedIsNeverTakenForAWholeOne) {
  const std::string packed = compressed();
  if (packed.empty()) GTEST_SKIP() << "no gzip";
  expect_no_part_to_be_taken_for(http_answer(packed, "Content-Encoding: gzip\r\n"));
}

INSTANTIATE_TEST_SUITE_P(Ended, CutAnswer, testing::Bool(), [](const auto& test) {
  return std::string(test.param ? "ByAReset" : "InOrder");
});

}  // namespace
}  // namespace bursar::http
