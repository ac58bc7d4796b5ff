// Whose token it is, and which books it opens.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../http/fake_transport.hpp"
#include "opencollective/api_error.hpp"
#include "opencollective/client.hpp"

namespace bursar::opencollective {
namespace {

constexpr const char* answer = R"({"data": {"me": {
  "publicId": "acc_Ann", "id": "acc_Ann", "slug": "ann", "name": "Ann", "type": "INDIVIDUAL",
  "memberOf": {"nodes": [
    {"role": "ACCOUNTANT", "account": {"publicId": "acc_Library", "slug": "library", "name": "Library",
      "type": "COLLECTIVE", "currency": "EUR", "host": {"publicId": "acc_Host"}}},
    {"role": "ADMIN", "account": {"publicId": "acc_Host", "slug": "the-host", "name": "Host",
      "type": "ORGANIZATION", "currency": "EUR", "hasMoneyManagement": true}},
    {"role": "ADMIN", "account": {"publicId": "acc_Library", "slug": "library", "name": "Library",
      "type": "COLLECTIVE", "currency": "EUR", "host": {"publicId": "acc_Host"}}},
    {"role": "ADMIN", "account": {"publicId": "acc_Choir", "slug": "choir", "name": "Choir",
      "type": "COLLECTIVE", "currency": "USD", "host": {"publicId": "acc_Choir"}}},
    {"role": "ADMIN", "account": {"publicId": "acc_Mask", "slug": "mask", "type": "INDIVIDUAL"}},
    {"role": "ADMIN", "account": {"publicId": "acc_Shop", "slug": "shop", "type": "VENDOR"}},
    {"role": "ADMIN", "account": null},
    null
  ]}
}}})";

class ViewerTest : public testing::Test {
 protected:
  std::optional<Viewer> viewer() {
    Client client(transport, {"https://api.example.org/graphql/v2", authentication}, token);
    return client.viewer();
  }
  http::FakeTransport transport;
  os::Secret token{"0123456789abcdef"};
  Authentication authentication = Authentication::personal_token_header;
};

TEST_F(ViewerTest, NamesEachAccountOnceHostsFirst) {
  transport.answer_json(answer);
  const auto ann = viewer();
  ASSERT_TRUE(ann.has_value());
  EXPECT_EQ(ann->account.slug, "ann");
  ASSERT_EQ(ann->memberships.size(), 3U);
  EXPECT_EQ(ann->memberships[0].account.slug, "choir");  // its own host
  EXPECT_TRUE(ann->memberships[0].is_host);
  EXPECT_EQ(ann->memberships[1].account.slug, "the-host");
  EXPECT_TRUE(ann->memberships[1].is_host);
  EXPECT_FALSE(ann->memberships[1].is_accountant);
  const Membership& library = ann->memberships[2];
  EXPECT_EQ(library.account.slug, "library");
  EXPECT_EQ(library.account.host, "acc_Host");
  EXPECT_FALSE(library.is_host);
  EXPECT_TRUE(library.is_admin);
  EXPECT_TRUE(library.is_accountant);
}

TEST_F(ViewerTest, IsNobodyWithoutAToken) {
  token = os::Secret();
  authentication = Authentication::none;
  transport.answer_json(R"({"data": {"me": null}})");
  EXPECT_FALSE(viewer().has_value());
}

TEST_F(ViewerTest, RefusesATokenThatIsAnsweredAsAnonymous) {
  transport.answer_json(R"({"data": {"me": null}})");
  EXPECT_THROW((void)viewer(), ApiError);
}

}  // namespace
}  // namespace bursar::opencollective
