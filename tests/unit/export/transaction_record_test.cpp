// What a record needs to be read for: statements leave contributions out where nothing shows them.
#include "export/transaction_record.hpp"

#include <string>

#include <gtest/gtest.h>

#include "mapping/field.hpp"
#include "mapping/layout.hpp"

namespace bursar::exporting {
namespace {

struct Gift {
  Gift() {
    account.public_id = account.name = account.slug = "band";
    order.public_id = "order_1";
    order.legacy_id = 1;
    order.description = order.status = order.frequency = order.tier_name = "said";
    order.memo = order.tags = "said";
    category.public_id = category.code = category.name = "said";
    row.account = &account;
  }
  ledger::Account account;
  ledger::Order order;
  ledger::AccountingCategory category;
  store::StoredTransaction row;
};

mapping::Layout statement_with(const std::string& field) {
  return mapping::parse_layout(
      "schema = 1\nname = \"own\"\nkind = \"statement\"\nformat = \"csv\"\n"
      "[file]\nname = \"{profile}-{batch}.csv\"\n[csv]\ncolumns = [[\"a\", \"{" +
          field +
          "}\"], [\"amount\", \"{amount}\"], [\"out\", \"{debit}\"], "
          "[\"in\", \"{credit}\"], [\"line\", \"{line_id}\"]]\n",
      "own.toml");
}

TEST(TransactionRecord, EveryFieldThatAContributionFillsAsksForContributions) {
  Gift gift;
  mapping::Record without;
  fill_record(gift.row, {}, without);
  gift.row.order = &gift.order;
  gift.row.category = &gift.category;
  mapping::Record with;
  fill_record(gift.row, {}, with);
  int filled = 0;
  for (const mapping::FieldInfo& info : mapping::fields()) {
    if (!mapping::has_field(mapping::Rows::statement, info.field)) continue;
    const bool differs = with[info.field].index() != without[info.field].index();
    filled += differs ? 1 : 0;
    EXPECT_EQ(shows_orders(statement_with(std::string(info.name))), differs) << info.name;
  }
  EXPECT_EQ(filled, 11);
}

}  // namespace
}  // namespace bursar::exporting
