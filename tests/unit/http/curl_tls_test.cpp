// Certificates are verified, whatever happens: against a server with a certificate of its own
// making, which the openssl program plays.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/curl_transport.hpp"
#include "http/transport_error.hpp"

extern char** environ;

namespace bursar::http {
namespace {

namespace fs = std::filesystem;

// Port numbers are given out in turn, so that one just freed is not taken by somebody else at once.
int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = static_cast<sockaddr*>(static_cast<void*>(&address));
  bind(descriptor, generic, size);
  getsockname(descriptor, generic, &size);
  close(descriptor);
  return ntohs(address.sin_port);
}

class CurlTlsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-tls-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    const std::string make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=bursar-test -addext subjectAltName=IP:127.0.0.1 -keyout " +
        path("key.pem") + " -out " + path("cert.pem") + " 2>/dev/null";
    if (std::system(make.c_str()) != 0) GTEST_SKIP() << "no openssl program";
    port_ = free_port();
    start_server();
  }

  void TearDown() override {
    if (server_ > 0) {
      kill(server_, SIGKILL);
      waitpid(server_, nullptr, 0);
      close(input_);
    }
    fs::remove_all(folder_);
  }

  // s_server sends to its client whatever stands in its own input.
  void start_server() {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    std::vector<std::string> words{
        "openssl", "s_server",       "-quiet", "-accept",      "127.0.0.1:" + std::to_string(port_),
        "-cert",   path("cert.pem"), "-key",   path("key.pem")};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ASSERT_EQ(posix_spawnp(&server_, "openssl", &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    input_ = ends[1];
  }

  void line_up_answer() const {
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    ASSERT_EQ(write(input_, answer.data(), answer.size()), static_cast<ssize_t>(answer.size()));
  }

  // Sends when the server is up; the error is thrown once it answers at all.
  Response send(CurlTransport& transport, const std::string& host) const {
    Request request;
    request.url = "https://" + host + ":" + std::to_string(port_) + "/graphql/v2";
    request.body = "{}";
    for (int tries = 0;; ++tries) {
      try {
        return transport.send(request);
      } catch (const TransportError& error) {
        if (error.failure() != Failure::network || tries > 100) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
  }

  [[nodiscard]] std::string path(const char* name) const { return (folder_ / name).string(); }

  fs::path folder_;
  int port_ = 0;
  int input_ = -1;
  pid_t server_ = -1;
};

TEST_F(CurlTlsTest, RefusesACertificateThatNobodyVouchesFor) {
  CurlTransport transport({});
  try {
    (void)send(transport, "127.0.0.1");
    FAIL() << "the connection was accepted";
  } catch (const TransportError& error) {
    EXPECT_EQ(error.failure(), Failure::tls);
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    EXPECT_NE(error.next_step().find("api.ca_file"), std::string::npos);
  }
}

TEST_F(CurlTlsTest, TrustsTheCertificateFileThatItIsGiven) {
  TransportOptions options;
  options.ca_file = path("cert.pem");
  CurlTransport transport(options);
  line_up_answer();
  const Response response = send(transport, "127.0.0.1");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{}");
}

TEST_F(CurlTlsTest, RefusesATrustedCertificateOfAnotherHost) {
  TransportOptions options;
  options.ca_file = path("cert.pem");
  CurlTransport transport(options);
  try {
    (void)send(transport, "localhost");
    FAIL() << "the connection was accepted";
  } catch (const TransportError& error) {
    EXPECT_EQ(error.failure(), Failure::tls);
    EXPECT_NE(std::string(error.what()).find("another name"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace bursar::http
