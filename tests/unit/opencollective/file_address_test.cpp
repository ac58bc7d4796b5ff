#include "opencollective/file_address.hpp"

#include <gtest/gtest.h>

namespace bursar::opencollective {
namespace {

FileHolder holder_of(const std::string& url) {
  return read_file_address(url).holder;
}

TEST(FileAddress, OfTheFileRouteOnlyTheIdCounts) {
  const FileAddress address =
      read_file_address("https://opencollective.com/api/files/uf_Ab3dE5fG7?x=1#y");
  EXPECT_EQ(address.holder, FileHolder::platform);
  EXPECT_EQ(address.name, "uf_Ab3dE5fG7");
  EXPECT_EQ(file_route_url("https://api.opencollective.com/graphql/v2", address.name),
            "https://api.opencollective.com/files/uf_Ab3dE5fG7");
  EXPECT_EQ(file_route_url("https://staging.example.org/api/graphql/v2/", "uf_1"),
            "https://staging.example.org/api/files/uf_1");
}

TEST(FileAddress, WhatIsNoIdNeverGetsIntoAPath) {
  for (const char* path : {"/api/files/uf_../../graphql", "/api/files/../uf_1", "/api/files/uf_",
                           "/api/files/uf_1/x", "/api/files/uf_1%2f..", "/api/files/xx_1"}) {
    EXPECT_NE(holder_of(std::string("https://opencollective.com") + path), FileHolder::platform)
        << path;
  }
}

TEST(FileAddress, ThePlatformsStorageIsKnownByItsBuckets) {
  const FileAddress address = read_file_address(
      "https://opencollective-production.s3.us-west-1.amazonaws.com/expense-item/1/a%20b.jpg"
      "?X-Amz-Signature=5ec7e7");
  EXPECT_EQ(address.holder, FileHolder::storage);
  EXPECT_EQ(
      address.name,
      "https://opencollective-production.s3.us-west-1.amazonaws.com/expense-item/1/a%20b.jpg");
}

TEST(FileAddress, OtherServersAreNotAsked) {
  for (const char* url :
       {"https://example.org/receipt.pdf", "http://opencollective-x.s3.us-west-1.amazonaws.com/a",
        "https://opencollective-x.s3.us-west-1.amazonaws.com.example.org/a",
        "https://opencollective-x.s3.example.org/a", "https://169.254.169.254/latest",
        "https://u:p@opencollective-x.s3.us-west-1.amazonaws.com/a",
        "https://opencollective-x.s3.us-west-1.amazonaws.com:8443/a", "file:///etc/passwd",
        "no address", ""}) {
    EXPECT_EQ(holder_of(url), FileHolder::elsewhere) << url;
  }
}

TEST(FileAddress, PasswordsAndSignaturesAreNotKept) {
  EXPECT_EQ(read_file_address("https://u:p@example.org/a.pdf?sig=1#x").name,
            "https://example.org/a.pdf");
}

TEST(FileAddress, AStoredNameIsReadBack) {
  for (const char* url : {"https://opencollective.com/api/files/uf_A1", "https://example.org/a",
                          "https://opencollective-x.s3.us-west-1.amazonaws.com/a"}) {
    const FileAddress address = read_file_address(url);
    const FileAddress stored = stored_file_address(address.name);
    EXPECT_EQ(stored.holder, address.holder) << url;
    EXPECT_EQ(stored.name, address.name) << url;
  }
}

TEST(FileAddress, RedirectsLeadToHttpsOnly) {
  const std::string api = "https://api.opencollective.com/graphql/v2";
  EXPECT_TRUE(may_follow(api, "https://bucket.s3.us-west-1.amazonaws.com/a?X-Amz-Signature=1"));
  for (const char* location : {"http://bucket.s3.us-west-1.amazonaws.com/a", "file:///etc/passwd",
                               "ftp://example.org/a", "/storage/a", "", "//example.org/a"}) {
    EXPECT_FALSE(may_follow(api, location)) << location;
  }
}

TEST(FileAddress, OnlyAnApiOnThisMachineLeadsToThisMachine) {
  for (const char* location :
       {"http://127.0.0.1:80/a", "https://localhost/a", "http://[::1]:8080/a"}) {
    EXPECT_FALSE(may_follow("https://api.opencollective.com/graphql/v2", location)) << location;
    EXPECT_TRUE(may_follow("http://127.0.0.1:4000/graphql/v2", location)) << location;
  }
}

}  // namespace
}  // namespace bursar::opencollective
