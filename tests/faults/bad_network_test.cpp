// A platform that cannot be reached, or cannot prove who it is.
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;

constexpr const char* openssl = "/usr/bin/openssl";

// A server with a certificate that nobody has signed, on a port of its own.
class StrangersServer {
 public:
  StrangersServer() {
    const Finished made =
        run({openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file("key.pem"),
             "-out", certificate()},
            {{"PATH", "/usr/bin:/bin"}});
    EXPECT_EQ(made.ended.exit_status, 0) << made.errors;
    process_ = std::make_unique<Process>(
        Process::Start{{openssl, "s_server", "-accept", "127.0.0.1:0", "-cert", certificate(),
                        "-key", file("key.pem"), "-www"},
                       {},
                       file("output"),
                       file("errors")});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (port().empty() && std::chrono::steady_clock::now() < end && !process_->poll()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + port() + "/graphql/v2"; }
  [[nodiscard]] std::string certificate() const { return file("certificate.pem"); }

 private:
  [[nodiscard]] std::string file(const char* name) const {
    return (directory_.path() / name).string();
  }
  // "ACCEPT 127.0.0.1:40123"
  [[nodiscard]] std::string port() const {
    if (!fs::exists(file("output"))) return {};
    const std::string said = read_file(file("output"));
    const std::size_t line = said.find("ACCEPT ");
    const std::size_t end = said.find('\n', line);
    if (line == std::string::npos || end == std::string::npos) return {};
    const std::size_t colon = said.rfind(':', end);
    return said.substr(colon + 1, end - colon - 1);
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Process> process_;
};

TEST(BadNetwork, AServerThatCannotProveWhoItIsGetsNothing) {
  if (!fs::exists(openssl)) GTEST_SKIP() << "openssl is needed";
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  const StrangersServer stranger;
  expect_refusal(books.run({"--url", stranger.url(), "sync"}), 69, {"certificate", "api.ca_file"});
}

TEST(BadNetwork, AServerThatIsDownIsTriedAgainAndThenSaidToBeDown) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  expect_quiet_success(books.run({"sync"}));
  const Holdings before = holdings(books);
  const Finished finished = books.run({"--url", "http://127.0.0.1:9/graphql/v2", "sync"});
  expect_refusal(finished, 75, {"127.0.0.1", "check the network"});
  EXPECT_EQ(holdings(books), before);
}

TEST(BadNetwork, ANameThatDoesNotExistIsSaidSo) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  expect_refusal(books.run({"--url", "https://api.invalid/graphql/v2", "sync"}), 75,
                 {"api.invalid", "check the network"});
}

}  // namespace
}  // namespace bursar::tests
