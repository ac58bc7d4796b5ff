#include "http/curl_transport.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/target.hpp"
#include "http/transport_error.hpp"
#include "loopback_server.hpp"
#include "os/stop_request.hpp"

namespace bursar::http {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* token = "0123456789abcdef0123456789abcdef01234567";

Request request_to(const std::string& url) {
  Request request;
  request.url = url;
  request.body = R"({"query":"{ me { id } }"})";
  request.headers = {{"Content-Type", "application/json"}, {"Personal-Token", token}};
  return request;
}

// The error that sending runs into; fails the test if there is none.
TransportError failure_of(CurlTransport& transport, const Request& request) {
  try {
    (void)transport.send(request);
  } catch (const TransportError& error) {
    return error;
  }
  ADD_FAILURE() << "no error";
  return {Failure::network, "", ""};
}

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string output;
  std::array<char, 65536> bytes{};
  while (const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), pipe.get())) {
    output.append(bytes.data(), count);
  }
  return output;
}

TEST(CurlTransport, PostsTheBodyWithItsHeaders) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{http_answer(R"({"data":{}})", "X-RateLimit-Limit:  100 \r\n")};
  });
  CurlTransport transport({});
  const Response response = transport.send(request_to(server.url()));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"data":{}})");
  EXPECT_EQ(response.header("x-ratelimit-limit"), "100");
  EXPECT_EQ(response.header("retry-after"), std::nullopt);
  const std::string sent = server.last_request();
  EXPECT_THAT(sent, HasSubstr("POST /graphql/v2 HTTP/1.1\r\n"));
  EXPECT_THAT(sent, HasSubstr("Personal-Token: " + std::string(token) + "\r\n"));
  EXPECT_THAT(sent, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(sent, HasSubstr("User-Agent: bursar/"));
  EXPECT_THAT(sent, HasSubstr("Accept-Encoding: "));
  EXPECT_THAT(sent, HasSubstr("gzip"));
  EXPECT_THAT(sent, HasSubstr("\r\n\r\n{\"query\":\"{ me { id } }\"}"));
  EXPECT_EQ(transport.requests(), 1);
}

TEST(CurlTransport, FetchesWithoutABody) {
  LoopbackServer server(
      [](const std::string&) { return LoopbackServer::Reply{http_answer("%PDF-1.4")}; });
  CurlTransport transport({});
  Request request;
  request.url = server.url("/files/uf_1");
  request.method = Method::get;
  EXPECT_EQ(transport.send(request).body, "%PDF-1.4");
  EXPECT_THAT(server.last_request(), testing::StartsWith("GET /files/uf_1 HTTP/"));
  EXPECT_THAT(server.last_request(), Not(HasSubstr("Content-Length")));
  request.max_body_bytes = 4;
  EXPECT_EQ(failure_of(transport, request).failure(), Failure::too_large);
  request.max_body_bytes = 0;
  EXPECT_EQ(transport.send(request).body, "%PDF-1.4");
}

TEST(CurlTransport, ReusesTheConnection) {
  LoopbackServer server(
      [](const std::string&) { return LoopbackServer::Reply{http_answer("{}")}; });
  CurlTransport transport({});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(transport.send(request_to(server.url())).status, 200);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.requests(), 5);
}

TEST(CurlTransport, LeavesRoomBehindTheBodyForTheParser) {
  const std::string body(100'000, 'x');
  LoopbackServer server(
      [&](const std::string&) { return LoopbackServer::Reply{http_answer(body)}; });
  CurlTransport transport({});
  for (int i = 0; i < 2; ++i) {
    const Response response = transport.send(request_to(server.url()));
    EXPECT_EQ(response.body.size(), body.size());
    EXPECT_GE(response.body.capacity(), response.body.size() + body_padding);
  }
}

TEST(CurlTransport, ReturnsErrorStatusesWithTheirBody) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{
        http_answer("slow down", "Retry-After: 55.143\r\n", "429 Too Many Requests")};
  });
  CurlTransport transport({});
  const Response response = transport.send(request_to(server.url()));
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.body, "slow down");
  EXPECT_EQ(response.header("retry-after"), "55.143");
}

TEST(CurlTransport, DoesNotFollowRedirects) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{http_answer("", "Location: /elsewhere\r\n", "302 Found")};
  });
  CurlTransport transport({});
  EXPECT_EQ(transport.send(request_to(server.url())).status, 302);
  EXPECT_EQ(server.requests(), 1);
}

TEST(CurlTransport, UnpacksCompressedAnswers) {
  const std::string packed = output_of("printf '{\"data\":{}}' | gzip -c");
  if (packed.empty()) GTEST_SKIP() << "no gzip";
  LoopbackServer server([&](const std::string&) {
    return LoopbackServer::Reply{http_answer(packed, "Content-Encoding: gzip\r\n")};
  });
  CurlTransport transport({});
  EXPECT_EQ(transport.send(request_to(server.url())).body, R"({"data":{}})");
}

TEST(CurlTransport, StopsAnAnswerThatUnfoldsBeyondTheCap) {
  const std::string bomb = output_of("head -c 64000000 /dev/zero | gzip -9c");
  if (bomb.empty()) GTEST_SKIP() << "no gzip";
  ASSERT_LT(bomb.size(), 1'000'000U);
  LoopbackServer server([&](const std::string&) {
    return LoopbackServer::Reply{http_answer(bomb, "Content-Encoding: gzip\r\n")};
  });
  TransportOptions options;
  options.max_body_bytes = 2'000'000;
  CurlTransport transport(options);
  EXPECT_EQ(failure_of(transport, request_to(server.url())).failure(), Failure::too_large);
}

TEST(CurlTransport, StopsAnAnswerThatIsTooLong) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{http_answer(std::string(1001, 'x'))};
  });
  TransportOptions options;
  options.max_body_bytes = 1000;
  CurlTransport transport(options);
  const TransportError error = failure_of(transport, request_to(server.url()));
  EXPECT_EQ(error.failure(), Failure::too_large);
  EXPECT_EQ(error.kind(), ErrorKind::unavailable);
  options.max_body_bytes = 1001;
  CurlTransport wider(options);
  EXPECT_EQ(wider.send(request_to(server.url())).body.size(), 1001U);
}

TEST(CurlTransport, StopsHeadersWithoutEnd) {
  std::string headers;
  for (int i = 0; i < 20'000; ++i) headers += "X-More: " + std::string(80, 'x') + "\r\n";
  LoopbackServer server(
      [&](const std::string&) { return LoopbackServer::Reply{http_answer("{}", headers)}; });
  CurlTransport transport({});
  EXPECT_THROW((void)transport.send(request_to(server.url())), TransportError);
}

TEST(CurlTransport, TellsACutBodyFromAWholeOne) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\"", true};
  });
  CurlTransport transport({});
  EXPECT_EQ(failure_of(transport, request_to(server.url())).failure(), Failure::cut);
}

TEST(CurlTransport, TellsACutChunkedBodyFromAWholeOne) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"data\"\r\n", true};
  });
  CurlTransport transport({});
  EXPECT_EQ(failure_of(transport, request_to(server.url())).failure(), Failure::cut);
}

TEST(CurlTransport, CallsAnEmptyReplyACutConnection) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::Reply{"", true}; });
  CurlTransport transport({});
  EXPECT_EQ(failure_of(transport, request_to(server.url())).failure(), Failure::cut);
}

TEST(CurlTransport, GivesUpAfterTheTotalTime) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{http_answer("{}"), false, 5'000};
  });
  TransportOptions options;
  options.total_timeout_ms = 150;
  CurlTransport transport(options);
  const auto start = std::chrono::steady_clock::now();
  const TransportError error = failure_of(transport, request_to(server.url()));
  EXPECT_EQ(error.failure(), Failure::timeout);
  EXPECT_EQ(error.kind(), ErrorKind::try_later);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
}

TEST(CurlTransport, SaysThatNobodyIsThere) {
  int port = 0;
  {
    LoopbackServer gone([](const std::string&) { return LoopbackServer::Reply{}; });
    port = gone.port();
  }
  CurlTransport transport({});
  const auto url = "http://127.0.0.1:" + std::to_string(port) + "/graphql/v2";
  EXPECT_EQ(failure_of(transport, request_to(url)).failure(), Failure::network);
}

TEST(CurlTransport, NeverTellsQueriesOrHeadersInMessages) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::Reply{"", true}; });
  CurlTransport transport({});
  const auto request = request_to(server.url("/graphql/v2?personalToken=" + std::string(token)));
  const TransportError error = failure_of(transport, request);
  EXPECT_THAT(error.what(), HasSubstr("http://127.0.0.1"));
  EXPECT_THAT(error.what(), HasSubstr("/graphql/v2"));
  EXPECT_THAT(error.what(), Not(HasSubstr("personalToken")));
  EXPECT_THAT(error.what() + error.next_step(), Not(HasSubstr(token)));
}

TEST(CurlTransport, NeverSendsPlainHttpThroughAProxy) {
  LoopbackServer server(
      [](const std::string&) { return LoopbackServer::Reply{http_answer("{}")}; });
  LoopbackServer proxy([](const std::string&) {
    return LoopbackServer::Reply{http_answer("", "", "502 Bad Gateway")};
  });
  setenv("http_proxy", proxy.url("").c_str(), 1);
  CurlTransport transport({});
  const Response response = transport.send(request_to(server.url()));
  unsetenv("http_proxy");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(proxy.requests(), 0);
}

TEST(CurlTransport, NamesTheProxyThatRefuses) {
  LoopbackServer proxy([](const std::string&) {
    return LoopbackServer::Reply{http_answer("", "", "407 Proxy Authentication Required")};
  });
  setenv("https_proxy", proxy.url("").c_str(), 1);
  CurlTransport transport({});
  const TransportError error =
      failure_of(transport, request_to("https://api.example.org/graphql/v2?personalToken=x"));
  unsetenv("https_proxy");
  EXPECT_EQ(error.failure(), Failure::network);
  EXPECT_THAT(error.what(), HasSubstr("proxy"));
  EXPECT_THAT(error.what(), HasSubstr("407"));
  EXPECT_THAT(proxy.last_request(), HasSubstr("CONNECT api.example.org:443"));
  EXPECT_THAT(proxy.last_request(), Not(HasSubstr(token)));
}

TEST(CurlTransport, RefusesACertificateFileThatIsNotThere) {
  TransportOptions options;
  options.ca_file = "/nonexistent/ca.pem";
  try {
    CurlTransport transport(options);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr("/nonexistent/ca.pem"));
  }
}

// In a child process, because a stop cannot be taken back.
TEST(CurlTransport, StopsWaitingWhenAskedToStop) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // the server is a thread
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::Reply{http_answer("{}"), false, 20'000};
  });
  EXPECT_EXIT(
      {
        os::install_stop_signals();
        std::thread signal([] {
          std::this_thread::sleep_for(std::chrono::milliseconds(200));
          raise(SIGTERM);
        });
        signal.detach();
        CurlTransport transport({});
        try {
          (void)transport.send(request_to(server.url()));
        } catch (const TransportError& error) {
          std::_Exit(error.failure() == Failure::stopped ? 7 : 8);
        }
        std::_Exit(9);
      },
      testing::ExitedWithCode(7), "");
}

TEST(Target, AllowsPlainHttpToThisMachineOnly) {
  for (const char* url : {"http://127.0.0.1:3060/graphql/v2", "http://127.8.9.1/", "http://[::1]/",
                          "http://localhost:3060/graphql/v2", "http://LOCALHOST/"}) {
    EXPECT_TRUE(check_target(url).loopback) << url;
  }
  for (const char* url :
       {"http://api.opencollective.com/graphql/v2", "http://127.0.0.1.example.org/",
        "http://localhost.example.org/", "http://localhost@example.org/", "http://10.0.0.1/",
        "http://0.0.0.0/", "http://[::2]/", "ftp://127.0.0.1/", "file:///etc/passwd", "nonsense",
        ""}) {
    try {
      (void)check_target(url);
      ADD_FAILURE() << url << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config) << url;
      EXPECT_FALSE(error.next_step().empty()) << url;
    }
  }
}

TEST(Target, NamesNeitherUserNorQuery) {
  const Target target =
      check_target("https://user:pass@api.opencollective.com/graphql/v2?personalToken=abc#frag");
  EXPECT_EQ(target.name, "https://api.opencollective.com/graphql/v2");
  EXPECT_FALSE(target.loopback);
}

}  // namespace
}  // namespace bursar::http
