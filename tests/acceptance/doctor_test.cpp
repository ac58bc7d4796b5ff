// `bursar doctor` at a server: what it says of the way there, and of this machine's clock.
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dated_program.hpp"
#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "tls_proxy.hpp"

namespace bursar::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* source = "account = \"demo-collective\"";

// What doctor found, by what it looked at.
std::map<std::string, json> checks(const Finished& finished) {
  std::map<std::string, json> found;
  for (json& check : events(finished, "check")) found[check.at("what")] = check;
  return found;
}

class Doctor : public testing::Test {
 protected:
  Doctor() : sandbox_(demo_world()), books_(sandbox_, source) {}
  SandboxProcess sandbox_;
  Installation books_;
};

TEST_F(Doctor, FindsNothingWrongWithAWayThatIsWell) {
  const Finished finished = books_.run({"--json", "doctor"});
  EXPECT_EQ(finished.ended.exit_status, 0) << finished.errors;
  const auto found = checks(finished);
  EXPECT_EQ(found.at("clock").at("grade"), "ok");
  for (const char* scope : {"transactions", "expenses", "account"}) {
    EXPECT_EQ(found.at(std::string("source books: scope ") + scope).at("result"), "yes");
  }
  EXPECT_EQ(found.at("TLS").at("grade"), "note");
  EXPECT_THAT(found.at("TLS").at("advice"), HasSubstr("use https://"));
}

TEST_F(Doctor, AClockThatIsWrongIsFoundByTheServers) {
  DatedProgram program(books_);
  program.set_time("2027-03-01T12:00:00Z");
  const Finished finished = program.run({"--json", "doctor"});
  EXPECT_EQ(finished.ended.exit_status, 78);
  const json clock = checks(finished).at("clock");
  EXPECT_EQ(clock.at("grade"), "bad");
  EXPECT_THAT(clock.at("result"), testing::MatchesRegex("[0-9]+ s from that of Open Collective"));
  EXPECT_THAT(clock.at("advice"), HasSubstr("set this machine's clock"));
}

class DoctorOfTls : public Doctor {
 protected:
  void SetUp() override {
    if (!can_proxy_tls()) GTEST_SKIP() << "openssl and nghttpx are needed";
  }
  // Examined through a TLS server that shows this certificate.
  Finished behind(const CertificateAuthority& authority, const Certificate& certificate) {
    const TlsProxy proxy(sandbox_, certificate);
    books_.put("bursar.toml",
               "schema = 1\ntoken_file = \"token\"\n[api]\nurl = \"" + proxy.graphql_url() +
                   "\"\nca_file = \"" + authority.file().string() +
                   "\"\n[store]\ndatabase = \"bursar.db\"\n[source.books]\n" + source + "\n");
    return books_.run({"--json", "doctor"});
  }
};

TEST_F(DoctorOfTls, AVerifiedCertificateIsSaidToBeOne) {
  const CertificateAuthority authority;
  const Finished finished = behind(authority, authority.issue("DNS:localhost,IP:127.0.0.1"));
  EXPECT_EQ(finished.ended.exit_status, 0) << finished.errors;
  EXPECT_EQ(checks(finished).at("TLS").at("grade"), "ok");
  EXPECT_EQ(checks(finished).at("TLS").at("result"), "the server's certificate was verified");
}

TEST_F(DoctorOfTls, ACertificateThatHasExpiredIsBadAndItsReasonSaid) {
  const CertificateAuthority authority;
  const Finished finished = behind(authority, authority.issue("DNS:localhost,IP:127.0.0.1", -1));
  EXPECT_EQ(finished.ended.exit_status, 69);
  const json found = checks(finished).at("source books");
  EXPECT_EQ(found.at("grade"), "bad");
  EXPECT_THAT(found.at("result"), HasSubstr("certificate has expired"));
}

}  // namespace
}  // namespace bursar::tests
