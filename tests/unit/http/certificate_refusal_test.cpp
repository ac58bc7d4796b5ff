#include "http/certificate_refusal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bursar::http {
namespace {

using testing::HasSubstr;

constexpr const char* name = "api.example";

TEST(CertificateRefusal, TellsWhyAndWhatToDo) {
  const auto expired = explain_refusal(name, 10, true);
  EXPECT_EQ(expired.what, "api.example: its certificate has expired");
  EXPECT_THAT(expired.next_step, HasSubstr("clock"));
  EXPECT_THAT(explain_refusal(name, 9, true).what, HasSubstr("not valid yet"));
  EXPECT_THAT(explain_refusal(name, 18, true).what, HasSubstr("nobody but itself"));
  for (const long chain : {19, 20, 21}) {
    const auto unknown = explain_refusal(name, chain, true);
    EXPECT_THAT(unknown.what, HasSubstr("nobody this machine trusts"));
    EXPECT_THAT(unknown.next_step, HasSubstr("api.ca_file"));
  }
  for (const long other : {0, 1, 62}) {
    EXPECT_THAT(explain_refusal(name, other, true).what, HasSubstr("another name"));
  }
}

TEST(CertificateRefusal, ClaimsNothingThatItDoesNotKnow) {
  for (const auto& refusal : {explain_refusal(name, 0, false), explain_refusal(name, 10, false),
                              explain_refusal(name, 4711, true)}) {
    EXPECT_EQ(refusal.what, "api.example: its certificate was not accepted");
    EXPECT_THAT(refusal.next_step, HasSubstr("api.ca_file"));
  }
}

}  // namespace
}  // namespace bursar::http
