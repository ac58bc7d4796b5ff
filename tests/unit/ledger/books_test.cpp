#include "ledger/books.hpp"

#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

constexpr Key host = 0;
constexpr Key host_project = 1;
constexpr Key host_vendor = 2;
constexpr Key host_tips = 3;
constexpr Key collective = 4;
constexpr Key event = 5;
constexpr Key moved_away = 6;
constexpr Key contributor = 7;
constexpr Key organization = 8;
constexpr Key other_host = 9;

Account account(const char* id, const char* type, const char* parent, const char* its_host) {
  Account made;
  made.public_id = id;
  made.slug = id;
  made.type = type;
  made.parent = parent;
  made.host = its_host;
  return made;
}

AccountTable accounts() {
  return {
      {host, account("host", "ORGANIZATION", "", "host")},
      {host_project, account("host-project", "PROJECT", "host", "host")},
      {host_vendor, account("host-vendor", "VENDOR", "host", "")},
      {host_tips, account("host-tips", "PLATFORM", "host", "host")},
      {collective, account("collective", "COLLECTIVE", "", "host")},
      {event, account("event", "EVENT", "collective", "")},
      {moved_away, account("moved-away", "COLLECTIVE", "", "other-host")},
      {contributor, account("contributor", "INDIVIDUAL", "", "")},
      {organization, account("organization", "ORGANIZATION", "", "")},
      {other_host, account("other-host", "ORGANIZATION", "", "other-host")},
  };
}

Books books(Perspective perspective, const char* root, std::vector<std::string> include = {},
            std::vector<std::string> exclude = {}) {
  return open_books({perspective, root, std::move(include), std::move(exclude)}, accounts());
}

bool in(const Books& books, Key account, Key row_host = host) {
  Transaction row;
  row.account = account;
  row.host = row_host;
  return in_books(books, row);
}

TEST(Books, OfAHostHaveItsOwnItsChildrensAndItsHostedAccountsRows) {
  const Books host_books = books(Perspective::host, "host");
  for (const Key account : {host, host_project, host_tips, collective, event}) {
    EXPECT_TRUE(in(host_books, account)) << account;
  }
}

TEST(Books, OfAHostLeaveOutVendorsPayersAndPayeesEvenWhereTheirRowsBearTheHost) {
  const Books host_books = books(Perspective::host, "host");
  for (const Key account : {host_vendor, contributor, organization}) {
    EXPECT_FALSE(in(host_books, account)) << account;
  }
}

TEST(Books, OfAHostGoByTheHostThatARowRecords) {
  const Books host_books = books(Perspective::host, "host");
  EXPECT_TRUE(in(host_books, moved_away, host));
  EXPECT_FALSE(in(host_books, moved_away, other_host));
  EXPECT_FALSE(in(host_books, collective, other_host));
  EXPECT_FALSE(in(host_books, collective, no_key));
}

TEST(Books, OfAnAccountHaveItsRowsUnderAnyHostAndItsChildrens) {
  const Books collective_books = books(Perspective::account, "collective");
  EXPECT_TRUE(in(collective_books, collective, host));
  EXPECT_TRUE(in(collective_books, collective, other_host));
  EXPECT_TRUE(in(collective_books, event, no_key));
  EXPECT_FALSE(in(collective_books, host));
  EXPECT_FALSE(in(collective_books, contributor));
  EXPECT_FALSE(in(books(Perspective::account, "host"), host_vendor, no_key));
}

TEST(Books, CanBeOverriddenByAccount) {
  const Books host_books =
      books(Perspective::host, "host", {"organization", "host-vendor"}, {"collective"});
  EXPECT_TRUE(in(host_books, organization));
  EXPECT_TRUE(in(host_books, host_vendor, no_key)) << "vendors' rows bear no host";
  EXPECT_FALSE(in(host_books, organization, other_host)) << "not this host's money";
  EXPECT_FALSE(in(host_books, collective));
  EXPECT_FALSE(is_internal(host_books, event, collective));
  EXPECT_FALSE(in(books(Perspective::host, "host", {"event"}, {"event"}), event));
}

TEST(Books, TellOperationalManagedAndPlatformMoneyApart) {
  const Books host_books = books(Perspective::host, "host");
  EXPECT_EQ(fund_of(host_books, host), Fund::operational);
  EXPECT_EQ(fund_of(host_books, host_project), Fund::operational);
  EXPECT_EQ(fund_of(host_books, host_tips), Fund::platform);
  EXPECT_EQ(fund_of(host_books, collective), Fund::managed);
  EXPECT_EQ(fund_of(host_books, event), Fund::managed);
  EXPECT_EQ(fund_of(books(Perspective::account, "collective"), collective), Fund::own);
  EXPECT_THROW((void)fund_of(host_books, contributor), Error);
}

TEST(Books, CallInternalWhatStaysWithinThem) {
  const Books host_books = books(Perspective::host, "host");
  EXPECT_TRUE(is_internal(host_books, host, collective));
  EXPECT_TRUE(is_internal(host_books, collective, host));
  EXPECT_TRUE(is_internal(host_books, host, event)) << "hosted through its parent";
  EXPECT_FALSE(is_internal(host_books, host, moved_away)) << "another host's books by now";
  EXPECT_FALSE(is_internal(host_books, host, contributor));
  EXPECT_FALSE(is_internal(host_books, host, no_key));
  const Books collective_books = books(Perspective::account, "collective");
  EXPECT_TRUE(is_internal(collective_books, collective, event));
  EXPECT_FALSE(is_internal(collective_books, collective, host));
}

// A host that added funds to its own account had them on the account for transfers for ever.
TEST(Books, DoNotCallInternalWhatAnAccountHasFromItself) {
  const Books host_books = books(Perspective::host, "host");
  EXPECT_FALSE(is_internal(host_books, host, host));
  EXPECT_FALSE(is_internal(host_books, collective, collective));
}

TEST(Books, NeedTheirRoot) {
  EXPECT_THROW((void)books(Perspective::host, "nobody"), Error);
}

}  // namespace
}  // namespace bursar::ledger
