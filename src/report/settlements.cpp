#include "report/settlements.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "store/open_settlements.hpp"

namespace bursar::report {
namespace {

using ledger::checked_add;
using ledger::checked_negate;
using ledger::Line;

constexpr int months_per_year = 12;
constexpr int before_period = -1;  // in place of a month

int month_of(ledger::CivilDate day) {
  const ledger::YearMonthDay parts = ledger::year_month_day(day);
  return parts.year * months_per_year + static_cast<int>(parts.month) - 1;
}

std::string format_month(int month) {
  if (month == before_period) return "before";
  return fmt::format("{:04}-{:02}", month / months_per_year, month % months_per_year + 1);
}

bool is_tips_account(const store::StoredTransaction& row) {
  return row.account->type == "PLATFORM";
}

bool has_share_debt(const BookedGroup& group) {
  return std::any_of(group.lines.begin(), group.lines.end(),
                     [](const Line& line) { return line.posting.kind == "HOST_FEE_SHARE_DEBT"; });
}

// What a line does to what is due to the platform.
SettlementSums sums_of(const Line& line, const BookedGroup& group) {
  const store::StoredTransaction& row = group.row_of(line);
  const std::string& kind = line.posting.kind;
  const std::int64_t in = line.posting.amount.hundredths;
  const std::int64_t out = checked_negate(in);
  SettlementSums sums;
  if (kind == "PLATFORM_TIP_DEBT" || (kind == "PLATFORM_TIP" && is_tips_account(row))) {
    sums.tips = in;
  } else if (kind == "HOST_FEE_SHARE_DEBT") {
    sums.shares = in;
  } else if (kind == "APPLICATION_FEE" && is_tips_account(row)) {
    sums.swept = out;
  } else if (kind == "EXPENSE" && line.posting.side == ledger::Side::given &&
             row.expense_type == "SETTLEMENT") {
    sums.settled = out;
  } else if (kind == "PLATFORM_FEE" || (kind == "HOST_FEE_SHARE" && !has_share_debt(group))) {
    sums.taken = out;
  }
  return sums;
}

bool is_nothing(const SettlementSums& sums) {
  return sums.tips == 0 && sums.shares == 0 && sums.settled == 0 && sums.swept == 0 &&
         sums.taken == 0;
}

void add(const SettlementSums& more, SettlementSums& sums) {
  static constexpr std::array members{&SettlementSums::tips, &SettlementSums::shares,
                                      &SettlementSums::settled, &SettlementSums::swept,
                                      &SettlementSums::taken};
  for (const auto member : members) sums.*member = checked_add(sums.*member, more.*member);
}

// The rows of one host and currency.
class Account {
 public:
  Account(Sheet& sheet, SettlementKey key) : sheet_(sheet), key_(std::move(key)) {}

  void add_month(int month, const SettlementSums& sums, std::int64_t unsettled) {
    remaining_ = checked_add(remaining_, checked_add(sums.owed(), checked_negate(sums.settled)));
    unsettled_ = checked_add(unsettled_, unsettled);
    // What was paid before the period is not repeated, only what was left.
    const SettlementSums shown = month == before_period ? SettlementSums{} : sums;
    report::add(shown, all_);
    sheet_.rows.push_back(cells(format_month(month), shown, unsettled));
  }
  void add_total() { sheet_.totals.push_back(cells({}, all_, unsettled_)); }

 private:
  [[nodiscard]] Row cells(const std::string& month, const SettlementSums& sums,
                          std::int64_t unsettled) const {
    const auto amount = [&](std::int64_t hundredths) {
      return ledger::format_amount({hundredths, key_.currency});
    };
    return {sheet_.source,
            key_.host,
            std::string(key_.currency.code()),
            month,
            amount(sums.tips),
            amount(sums.shares),
            amount(sums.swept),
            amount(sums.settled),
            amount(remaining_),
            amount(unsettled),
            amount(sums.taken)};
  }

  Sheet& sheet_;
  SettlementKey key_;
  SettlementSums all_;
  std::int64_t remaining_ = 0;
  std::int64_t unsettled_ = 0;
};

using Months = std::map<SettlementKey, SettlementSums>;

SettlementKey without_month(SettlementKey key) {
  key.month = 0;
  return key;
}

// `history` is what came before the period, `months` the period.
void add_rows(const Months& history, const Months& months, Sheet& sheet) {
  Months all = history;
  for (const auto& [key, sums] : months) add(sums, all[key]);
  const std::map<SettlementKey, std::int64_t> unsettled = unsettled_debts(all);
  std::map<SettlementKey, std::pair<SettlementSums, std::int64_t>> before;
  for (const auto& [key, sums] : history) {
    auto& [carried, open] = before[without_month(key)];
    add(sums, carried);
    // A month that the period cuts in two is the period's.
    if (!months.contains(key)) open = checked_add(open, unsettled.at(key));
  }
  std::map<SettlementKey, Account> accounts;
  for (const auto& [key, carried] : before) {
    if (carried.first.owed() == carried.first.settled && carried.second == 0) continue;
    accounts.try_emplace(key, sheet, key)
        .first->second.add_month(before_period, carried.first, carried.second);
  }
  for (const auto& [key, sums] : months) {
    const SettlementKey place = without_month(key);
    accounts.try_emplace(place, sheet, place)
        .first->second.add_month(key.month, sums, unsettled.at(key));
  }
  std::stable_sort(sheet.rows.begin(), sheet.rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a[1], a[2]) < std::tie(b[1], b[2]);
  });
  for (auto& [key, account] : accounts) account.add_total();
}

void add_open_bills(const SourceBooks& books, Sheet& sheet) {
  for (const store::OpenSettlement& bill : store::open_settlements(books.database, books.source)) {
    const std::string number = bill.legacy_id ? std::to_string(*bill.legacy_id) : bill.public_id;
    sheet.notes.push_back(fmt::format(
        "expense {}, a settlement of {} {} of {}, is {}: it counts as settled when it is paid",
        number, ledger::format_amount(bill.amount), bill.amount.currency.code(),
        ledger::format_civil_date(books.zone.date_of(bill.created_at)), bill.status));
  }
}

}  // namespace

std::int64_t SettlementSums::owed() const {
  return checked_add(checked_add(tips, shares), checked_negate(swept));
}

void SettlementTally::add(const BookedGroup& group, const SourceBooks&) {
  for (const Line& line : group.lines) {
    const SettlementSums sums = sums_of(line, group);
    if (is_nothing(sums)) continue;
    SettlementKey key;
    if (const ledger::Account* host = group.row_of(line).host) key.host = host->slug;
    key.currency = line.posting.amount.currency;
    key.month = month_of(group.date);
    report::add(sums, months_[key]);
  }
}

std::map<SettlementKey, std::int64_t> unsettled_debts(const Months& months) {
  // What pays: settlements, and months in which more was taken back than owed.
  Months paying;
  for (const auto& [key, sums] : months) {
    std::int64_t& pool = paying[without_month(key)].settled;
    pool = checked_add(pool, sums.settled);
    if (sums.owed() < 0) pool = checked_add(pool, checked_negate(sums.owed()));
  }
  std::map<SettlementKey, std::int64_t> unsettled;
  for (const auto& [key, sums] : months) {
    std::int64_t& pool = paying[without_month(key)].settled;
    const std::int64_t owed = std::max<std::int64_t>(sums.owed(), 0);
    const std::int64_t paid = std::clamp<std::int64_t>(pool, 0, owed);
    pool -= paid;
    unsettled[key] = owed - paid;
  }
  return unsettled;
}

Sheet settlements_report(const SourceBooks& books, const ledger::DayRange& period) {
  Sheet sheet = open_sheet(books, "due to the platform", period);
  sheet.name = "settlement";
  sheet.columns = {{"source", ""},
                   {"host", "host"},
                   {"currency", "currency"},
                   {"month", "month"},
                   {"tips", "tips", Cells::amount},
                   {"host_fee_shares", "host fee shares", Cells::amount},
                   {"swept", "swept", Cells::amount},
                   {"settled", "settled", Cells::amount},
                   {"remaining", "remaining", Cells::amount},
                   {"unsettled", "unsettled", Cells::amount},
                   {"taken_at_source", "taken at source", Cells::amount}};
  SettlementTally history;
  SettlementTally tally;
  for_each_booked_group(
      books, store::Topic::platform_due, {std::nullopt, period.last},
      [&](const BookedGroup& group) {
        (ledger::contains(period, group.date) ? tally : history).add(group, books);
      },
      sheet.problems);
  add_rows(history.months(), tally.months(), sheet);
  const bool is_open = std::any_of(sheet.totals.begin(), sheet.totals.end(), [](const Row& row) {
    constexpr std::size_t unsettled_from_end = 2;
    return row[row.size() - unsettled_from_end].find_first_not_of("0.") != std::string::npos;
  });
  if (is_open) {
    sheet.legend.emplace_back(
        "unsettled: debts of the month that no settlement has paid; settlements pay the oldest "
        "first, and what the platform has waived stays here, because no row says so");
  }
  add_open_bills(books, sheet);
  if (period.last) note_unread(books, "transactions", *period.last, sheet);
  return sheet;
}

}  // namespace bursar::report
