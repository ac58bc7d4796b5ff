// Through a real TLS server that offers HTTP/2, as the platform's does.
#include <memory>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"
#include "tls_proxy.hpp"

namespace bursar::tests {
namespace {

constexpr const char* this_server = "DNS:localhost,IP:127.0.0.1";

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    if (!can_proxy_tls()) GTEST_SKIP() << "openssl and nghttpx are needed";
    sandbox_ = std::make_unique<SandboxProcess>(demo_world());
    authority_ = std::make_unique<CertificateAuthority>();
  }

  // A user's books at the proxy, with the authority's certificate as api.ca_file.
  [[nodiscard]] std::unique_ptr<Installation> books_behind(
      const TlsProxy& proxy, const std::string& server = "127.0.0.1") const {
    std::string url = proxy.graphql_url();
    url.replace(url.find("127.0.0.1"), std::string("127.0.0.1").size(), server);
    auto books = std::make_unique<Installation>(*sandbox_, "account = \"demo-collective\"");
    books->put("bursar.toml", "schema = 1\ntoken_file = \"token\"\n\n[api]\nurl = \"" + url +
                                  "\"\nca_file = \"" + authority_->file().string() +
                                  "\"\n\n[store]\ndatabase = \"bursar.db\"\n\n"
                                  "[source.books]\naccount = \"demo-collective\"\n");
    return books;
  }

  void expect_refused(const Certificate& certificate, const std::vector<std::string>& said) const {
    const TlsProxy proxy(*sandbox_, certificate);
    const auto books = books_behind(proxy);
    expect_refusal(books->run({"sync"}), 69, said);
    EXPECT_EQ(proxy.requests(), "") << "not even a request may reach it: it would hold the token";
  }

  std::unique_ptr<SandboxProcess> sandbox_;
  std::unique_ptr<CertificateAuthority> authority_;
};

TEST_F(Tls, AWholeBackfillGoesThroughHttp2WithAnAuthorityOfItsOwn) {
  const TlsProxy proxy(*sandbox_, authority_->issue(this_server));
  const auto books = books_behind(proxy);
  expect_quiet_success(books->run({"backfill", "--page-size", "60", "--fixed-page-size"}));
  expect_equal_ledger(*sandbox_, books->database(), ledger_of_collective);
  std::istringstream lines(proxy.requests());
  std::string line;
  int requests = 0;
  for (; std::getline(lines, line); ++requests) EXPECT_EQ(line, "h2 TLSv1.3");
  EXPECT_GT(requests, 10);
}

// The platform has a name that must be looked up, and the resolver is deaf for some look-ups. Each
// lane has a connection of its own, so the second one comes when the run is under way.
class DeafResolver : public Tls {
 protected:
  void SetUp() override {
    Tls::SetUp();
    if (IsSkipped()) return;
    proxy_ = std::make_unique<TlsProxy>(*sandbox_, authority_->issue("DNS:platform.test"));
    books_ = books_behind(*proxy_, "platform.test");
  }
  Finished sync_deaf(int from, int times) {
    return books_->run({"sync"}, {{"LD_PRELOAD", BURSAR_RESOLVER_SHIM},
                                  {"BURSAR_DEAF_FROM", std::to_string(from)},
                                  {"BURSAR_DEAF_FOR", std::to_string(times)}});
  }
  std::unique_ptr<TlsProxy> proxy_;
  std::unique_ptr<Installation> books_;
};

TEST_F(DeafResolver, IsAskedAgainWithoutAWord) {
  for (const int from : {1, 2}) {
    expect_quiet_success(sync_deaf(from, 2));
    expect_equal_ledger(*sandbox_, books_->database(), ledger_of_collective);
  }
}

TEST_F(DeafResolver, ForGoodEndsARunThatIsUnderWayAndTheNextGoesOn) {
  expect_refusal(sync_deaf(2, 1'000'000), 75, {"platform.test", "check the network"});
  EXPECT_NE(proxy_->requests(), "") << "the run was not under way";
  EXPECT_EQ(integrity_problems(books_->database()), "");
  expect_quiet_success(sync_deaf(1, 0));
  expect_equal_ledger(*sandbox_, books_->database(), ledger_of_collective);
}

TEST_F(Tls, ACertificateForAnotherNameIsRefused) {
  expect_refused(authority_->issue("DNS:books.example,IP:127.0.0.2"),
                 {"127.0.0.1", "certificate was made out to another name", "api.url"});
}

TEST_F(Tls, AnExpiredCertificateIsRefused) {
  expect_refused(authority_->issue(this_server, -1),
                 {"127.0.0.1", "certificate has expired", "clock"});
}

TEST_F(Tls, ASelfSignedCertificateIsRefused) {
  expect_refused(authority_->self_signed(this_server),
                 {"127.0.0.1", "certificate is signed by nobody but itself", "api.ca_file"});
}

}  // namespace
}  // namespace bursar::tests
