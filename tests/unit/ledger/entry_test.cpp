#include "ledger/entry.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "random_groups.hpp"

namespace bursar::ledger {
namespace {

JournalLine journal_line(const char* account, const char* class_name, std::int64_t amount,
                         const char* money = "bank") {
  JournalLine line;
  line.account = account;
  line.class_name = class_name;
  line.gl_amount = amount;
  line.money = money;
  return line;
}

using Listed = std::vector<std::tuple<std::string, std::string, std::int64_t>>;

Listed listed(const std::vector<JournalLine>& lines) {
  Listed list;
  for (const JournalLine& line : lines) {
    list.emplace_back(line.account, line.class_name, line.gl_amount);
  }
  return list;
}

TEST(MoneyLines, AreMergedPerMoneyAccountAndClass) {
  const std::vector<JournalLine> lines{
      journal_line("income", "a", -100), journal_line("income", "b", -50),
      journal_line("fees", "a", 10), journal_line("income", "a", -7, "paypal")};
  EXPECT_EQ(listed(with_money_lines(lines, MoneyLines::merged, "none")),
            (Listed{{"income", "a", -100},
                    {"income", "b", -50},
                    {"fees", "a", 10},
                    {"income", "a", -7},
                    {"bank", "a", 90},
                    {"bank", "b", 50},
                    {"paypal", "a", 7}}));
}

TEST(MoneyLines, ThatMergeToZeroAreLeftOut) {
  const std::vector<JournalLine> lines{journal_line("old", "a", -100),
                                       journal_line("new", "a", 100)};
  EXPECT_EQ(with_money_lines(lines, MoneyLines::merged, "none").size(), 2U);
}

TEST(MoneyLines, InPairsFollowTheirLine) {
  const std::vector<JournalLine> lines{journal_line("income", "a", -100),
                                       journal_line("fees", "a", 10)};
  EXPECT_EQ(
      listed(with_money_lines(lines, MoneyLines::pairs, "none")),
      (Listed{{"income", "a", -100}, {"bank", "a", 100}, {"fees", "a", 10}, {"bank", "a", -10}}));
}

TEST(MoneyLines, AnswerTheTaxThatTheSoftwareAdds) {
  JournalLine line = journal_line("cost", "a", 49632);
  line.software_tax = 2978;
  const auto lines = with_money_lines({line}, MoneyLines::merged, "No VAT");
  EXPECT_EQ(lines[1].gl_amount, -52610);
  EXPECT_EQ(lines[1].tax_code, "No VAT");
  EXPECT_EQ(lines[1].role, LineRole::money);
  EXPECT_NO_THROW(check_balance(lines, "entry"));
}

TEST(Balance, IsCheckedPerClass) {
  const std::vector<JournalLine> lines{journal_line("income", "a", -100),
                                       journal_line("bank", "b", 100)};
  try {
    check_balance(lines, "OC2d10c9a80b1d419");
    FAIL() << "balances in total but not per class";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bug);
    EXPECT_NE(std::string(error.what()).find("OC2d10c9a80b1d419"), std::string::npos);
  }
}

TEST(Entries, NeedACodingForEachLine) {
  Group group{"g", {LedgerRow{}}};
  const std::vector<Line> lines(1);
  EXPECT_THROW((void)entries_of(group, lines, {}, {}), Error);
}

// ---- Any group at all -------------------------------------------------------------------------

// A chart of a few accounts that depends on what a rule may ask.
Coding any_coding(const Line& line) {
  Coding coding;
  coding.account = line.posting.kind + "/" + std::string(name_of(line.posting.side)) + "/" +
                   line.category + (line.internal ? "/internal" : "");
  coding.money = line.posting.kind == "EXPENSE" ? "wise" : "stripe";
  coding.class_name = std::to_string(line.posting.account);
  coding.tax_code = line.tax ? "VAT" : "none";
  coding.claim_vat = line.tax && line.tax->direction == TaxDirection::input;
  if (line.posting.kind == "HOST_FEE") coding.included_vat = parse_tax_rate("0.21");
  return coding;
}

struct Setting {
  BooksCurrency currency;
  TaxMode tax;
  MoneyLines money;
};

EntryRules rules_of(const Setting& setting) {
  EntryRules rules;
  rules.currency = setting.currency;
  rules.money = setting.money;
  rules.tax = {setting.tax, VatAccounts{"held", "payable", "recoverable", "rounding"}, "none"};
  return rules;
}

std::vector<Setting> settings() {
  std::vector<Setting> all;
  for (const BooksCurrency currency : {BooksCurrency::host, BooksCurrency::transaction}) {
    for (const TaxMode tax :
         {TaxMode::none, TaxMode::lines, TaxMode::codes_exclusive, TaxMode::codes_inclusive}) {
      for (const MoneyLines money : {MoneyLines::merged, MoneyLines::pairs}) {
        all.push_back({currency, tax, money});
      }
    }
  }
  return all;
}

class AnyGroup : public testing::TestWithParam<std::uint32_t> {
 protected:
  static constexpr int groups = 100;
  Books books =
      open_books({Perspective::host, "acc_host", {}, {}}, sample::RandomGroups::accounts());
  sample::RandomGroups random{GetParam()};
};

using Sums = std::map<std::pair<std::string, std::string>, std::int64_t>;  // currency, class

// What the platform says the group moved, the derived host fees of R4 included.
Sums movements(const Group& group, BooksCurrency currency) {
  Sums sums;
  const std::string host = std::to_string(sample::RandomGroups::host);
  for (const LedgerRow& row : group.rows) {
    const Money net = net_of(row.row, currency);
    const std::string code(net.currency.code());
    sums[{code, std::to_string(row.row.account)}] += net.hundredths;
    const bool managed = row.row.account == 2 || row.row.account == 3;
    if (!managed || !bears_fees(row.row)) continue;
    for (const Posting& posting : postings_of(row.row, 0, currency)) {
      if (posting.part == Part::host_fee) sums[{code, host}] -= posting.amount.hundredths;
    }
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
  return sums;
}

Sums money_booked(const std::vector<Entry>& entries) {
  Sums sums;
  for (const Entry& entry : entries) {
    for (const JournalLine& line : entry.lines) {
      if (line.role != LineRole::money) continue;
      sums[{std::string(entry.currency.code()), line.class_name}] += line.gl_amount;
    }
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
  return sums;
}

TEST_P(AnyGroup, MovesInTheBooksPerFundAndCurrencyWhatItMovesOnThePlatform) {
  for (int i = 0; i < groups; ++i) {
    const Group group = random.next();
    for (const Setting& setting : settings()) {
      const auto entries = entries_of(group, books, any_coding, rules_of(setting));
      ASSERT_EQ(money_booked(entries), movements(group, setting.currency)) << group.id;
    }
  }
}

TEST_P(AnyGroup, BalancesPerCurrencyAndClassAndHasNoEmptyLine) {
  for (int i = 0; i < groups; ++i) {
    const Group group = random.next();
    for (const Setting& setting : settings()) {
      for (const Entry& entry : entries_of(group, books, any_coding, rules_of(setting))) {
        std::map<std::string, std::int64_t> by_class;
        for (const JournalLine& line : entry.lines) {
          by_class[line.class_name] += line.gl_amount + line.software_tax;
          ASSERT_TRUE(line.gl_amount != 0 || line.software_tax != 0) << group.id;
        }
        for (const auto& [name, sum] : by_class) ASSERT_EQ(sum, 0) << group.id << " " << name;
      }
    }
  }
}

// Amounts by all that R12 compares lines by, zeros left out.
using Booked =
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::int64_t>;
void add_up(const std::vector<Entry>& entries, Booked& booked) {
  for (const Entry& entry : entries) {
    for (const JournalLine& line : entry.lines) {
      booked[{std::string(entry.currency.code()), line.account, line.tax_code, line.class_name}] +=
          line.gl_amount;
    }
  }
  std::erase_if(booked, [](const auto& sum) { return sum.second == 0; });
}

TEST_P(AnyGroup, IsUndoneToTheCentByItsRefund) {
  sample::RandomGroups originals(GetParam(), false);
  for (int i = 0; i < groups; ++i) {
    const Group group = originals.next();
    const Group refund = sample::RandomGroups::refund_of(group);
    for (const Setting& setting : settings()) {
      Booked booked;
      add_up(entries_of(group, books, any_coding, rules_of(setting)), booked);
      add_up(entries_of(refund, books, any_coding, rules_of(setting)), booked);
      ASSERT_TRUE(booked.empty()) << group.id << " leaves " << std::get<1>(booked.begin()->first);
    }
  }
}

// What operators' scripts do to old rows (F 5.8): the fee becomes a row of its own.
Group with_processor_fees_split_out(const Group& group) {
  Group split = group;
  for (LedgerRow& row : split.rows) {
    if (!bears_fees(row.row) || row.row.processor_fee == 0) continue;
    LedgerRow fee = row;
    fee.row.legacy_id += 1'000'000;
    fee.row.kind = "PAYMENT_PROCESSOR_FEE";
    fee.row.opposite_account = 6;
    fee.row.direction = row.row.is_refund ? Direction::credit : Direction::debit;
    fee.row.platform_fee = fee.row.host_fee = fee.row.processor_fee = fee.row.tax_amount = 0;
    fee.row.host_amount = fee.row.host_net_amount = row.row.processor_fee;
    row.row.host_net_amount -= row.row.processor_fee;
    row.row.processor_fee = 0;
    split.rows.push_back(fee);
    break;
  }
  return split;
}

TEST_P(AnyGroup, IsBookedAlikeWhetherAFeeIsInsideARowOrBesideIt) {
  for (int i = 0; i < groups; ++i) {
    Group group = random.next();
    for (LedgerRow& row : group.rows) row.payee_bears_fees = false;
    const EntryRules rules = rules_of({BooksCurrency::host, TaxMode::lines, MoneyLines::merged});
    Booked inside;
    Booked beside;
    add_up(entries_of(group, books, any_coding, rules), inside);
    add_up(entries_of(with_processor_fees_split_out(group), books, any_coding, rules), beside);
    ASSERT_EQ(inside, beside) << group.id;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyGroup, testing::Range(1U, 6U));

}  // namespace
}  // namespace bursar::ledger
