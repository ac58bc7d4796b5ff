#include "ledger/group.hpp"

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "ledger/line_date.hpp"

namespace bursar::ledger {
namespace {

LedgerRow row(std::int64_t legacy_id, const char* kind, Key account = 1) {
  LedgerRow made;
  made.row.legacy_id = legacy_id;
  made.row.kind = kind;
  made.row.account = account;
  return made;
}

Instant at(const char* text) {
  return parse_rfc3339(text).value();
}

TEST(MainRow, IsTheContributionNotTheFeesWrittenBeforeIt) {
  const Group group{"g", {row(1, "HOST_FEE"), row(4, "CONTRIBUTION"), row(2, "EXPENSE")}};
  EXPECT_EQ(main_row(group), 1U);
}

TEST(MainRow, IsTheLowestLegacyIdAmongEquals) {
  const Group pair{"g", {row(9, "EXPENSE"), row(8, "EXPENSE")}};
  EXPECT_EQ(main_row(pair), 1U);
  const Group fees{"g", {row(9, "HOST_FEE"), row(8, "PLATFORM_TIP_DEBT")}};
  EXPECT_EQ(main_row(fees), 1U);
  EXPECT_THROW((void)main_row(Group{"g", {}}), Error);
}

TEST(MainRow, OfAnAccountIsItsOwn) {
  const Group group{"g", {row(1, "CONTRIBUTION", 1), row(2, "CONTRIBUTION", 2), row(3, "TAX", 3)}};
  EXPECT_EQ(main_row_of_account(group, 2), 1U);
  EXPECT_FALSE(main_row_of_account(group, 3));
}

TEST(Processor, IsTheMainRowsForTheWholeGroup) {
  Group group{"g", {row(1, "HOST_FEE"), row(2, "EXPENSE")}};
  group.rows[0].row.payment_service = "STRIPE";
  group.rows[1].row.payout_type = "BANK_ACCOUNT";
  EXPECT_EQ(processor_of(group), "BANK_ACCOUNT");
  group.rows[1].row.payment_service = "WISE";
  EXPECT_EQ(processor_of(group), "WISE");
}

TEST(GroupId, OfARowWithoutAGroupIsItsOwn) {
  Transaction lonely;
  lonely.id = "row-1";
  EXPECT_EQ(group_id(lonely), "row-1");
  lonely.group = "group-1";
  EXPECT_EQ(group_id(lonely), "group-1");
}

class LineDate : public testing::Test {
 protected:
  LineDate() {
    edit.row.created_at = at("2026-12-02T15:00:00.000Z");
    edit.row.cleared_at = edit.row.created_at;
    edit.row.is_refund = true;
    edit.row.refund_kind = "EDIT";
    edit.reversed = ReversedDates{at("2026-11-09T23:00:00.000Z"), at("2026-11-07T00:00:00.000Z")};
  }

  std::string date(DateBasis basis) const {
    return format_civil_date(date_of_row(edit, basis, zone));
  }

  TimeZone zone = TimeZone::find("America/New_York").value();
  LedgerRow edit;
};

TEST_F(LineDate, OfAnEditIsTheEffectiveDateOfWhatItReverses) {
  EXPECT_EQ(date(DateBasis::effective), "2026-11-07") << "typed as a day, not to be converted";
  EXPECT_EQ(date(DateBasis::created), "2026-12-02");
}

TEST_F(LineDate, OfAnEditWhoseOriginalIsNotStoredIsItsOwn) {
  edit.reversed.reset();
  EXPECT_EQ(date(DateBasis::effective), "2026-12-02");
}

TEST_F(LineDate, OfAnyOtherRefundIsItsOwn) {
  edit.row.refund_kind = "REFUND";
  EXPECT_EQ(date(DateBasis::effective), "2026-12-02");
}

TEST_F(LineDate, OfAnEditedOriginalIsItsOwn) {
  edit.row.is_refund = false;  // originals carry the kind of their refund, too (F 5.6.2)
  EXPECT_EQ(date(DateBasis::effective), "2026-12-02");
}

TEST_F(LineDate, OfAnEntryIsItsMainRows) {
  LedgerRow fee = row(1, "HOST_FEE");
  fee.row.created_at = at("2026-12-05T15:00:00.000Z");
  edit.row.kind = "ADDED_FUNDS";
  const CivilDate entry = date_of_entry(Group{"g", {fee, edit}}, DateBasis::effective, zone);
  EXPECT_EQ(format_civil_date(entry), "2026-11-07");
}

}  // namespace
}  // namespace bursar::ledger
