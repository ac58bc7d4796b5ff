// What `bursar report` says of a host adds up to the sandbox's own ledger: each figure is worked
// out again from its dump, year by year, by code that shares nothing with the program.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "sandbox_ledger.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

using nlohmann::json;

// "-1234.50" of dollars and euros, "-1234" of yen, in hundredths.
std::int64_t hundredths(const json& amount) {
  std::string digits = amount.get<std::string>();
  if (std::erase(digits, '.') == 0) digits += "00";
  return std::stoll(digits);
}

int rank(const DumpedRow& row) {
  static const std::vector<std::string> main_kinds{"CONTRIBUTION", "ADDED_FUNDS", "EXPENSE",
                                                   "BALANCE_TRANSFER"};
  return static_cast<int>(std::find(main_kinds.begin(), main_kinds.end(), row.kind) -
                          main_kinds.begin());
}

// The ledger of a fiscal host as its bookkeeper has it, taken from the sandbox's dump. Only the
// types and parents of accounts, which no dump has, come from the database.
class HostsLedger {
 public:
  HostsLedger(const SandboxProcess& sandbox, const Installation& books, const std::string& host) {
    read_accounts(books, host);
    expenses_ = dumped_expenses(sandbox.get("/sandbox/dump/expenses"));
    for (const DumpedRow& row : dumped_rows(sandbox.get("/sandbox/dump/transactions"))) {
      all_.emplace(row.id, row);
      if (in_books(row)) groups_[row.group].push_back(row);
    }
    for (auto& [id, rows] : groups_) {
      std::sort(rows.begin(), rows.end(), [](const DumpedRow& a, const DumpedRow& b) {
        return std::tuple(rank(a), a.number) < std::tuple(rank(b), b.number);
      });
    }
  }

  [[nodiscard]] const std::map<std::string, std::vector<DumpedRow>>& groups() const {
    return groups_;
  }
  [[nodiscard]] const std::map<std::string, DumpedExpense>& expenses() const { return expenses_; }
  [[nodiscard]] const std::string& type_of(const std::string& account) const {
    return types_.at(account);
  }
  [[nodiscard]] bool is_member(const std::string& account) const {
    static const std::set<std::string> hosted{"COLLECTIVE", "EVENT", "PROJECT", "FUND"};
    const auto type = types_.find(account);
    if (type == types_.end()) return false;
    if (account == host_) return true;
    return hosted.contains(type->second) ||
           (parents_.at(account) == host_ && type->second != "VENDOR");
  }
  // "2026-01-31": the day of the group's first main row, in UTC.
  [[nodiscard]] std::string day_of(const std::vector<DumpedRow>& rows) const {
    const DumpedRow& main = rows.front();
    const auto reversed = all_.find(main.reverses);
    const bool is_edit = main.is_refund && main.refund_kind == "EDIT" && reversed != all_.end();
    return (is_edit ? reversed->second.effective : main.effective).substr(0, 10);
  }

  // The tax that an expense includes by its rate: half a cent rounds away from zero.
  [[nodiscard]] std::int64_t included_tax(const DumpedRow& row,
                                          const std::vector<DumpedRow>& group) const {
    const auto expense = expenses_.find(row.expense);
    std::string rate = row.tax_rate;
    std::int64_t gross = row.amount;
    if (expense != expenses_.end()) {
      if (!expense->second.tax_rate.empty()) rate = expense->second.tax_rate;
      if (expense->second.payee_bears_fees) gross += fees_on(row, group);
    }
    if (rate.empty()) return 0;
    const auto millionths = std::llround(std::stod(rate) * 1'000'000);
    const std::int64_t whole = 1'000'000 + millionths;
    const std::int64_t tax = (std::abs(gross) * millionths * 2 + whole) / (2 * whole);
    return gross < 0 ? -tax : tax;
  }

 private:
  void read_accounts(const Installation& books, const std::string& host) {
    std::istringstream lines(
        query(books.database(), "SELECT public_id, type, parent, slug FROM accounts"));
    for (std::string line; std::getline(lines, line);) {
      std::vector<std::string> fields{""};
      for (const char c : line) c == '\t' ? fields.emplace_back() : fields.back() += c;
      types_[fields[0]] = fields[1];
      parents_[fields[0]] = fields[2];
      if (fields[3] == host) host_ = fields[0];
    }
  }
  [[nodiscard]] bool in_books(const DumpedRow& row) const {
    return row.host == host_ && is_member(row.account);
  }
  static std::int64_t fees_on(const DumpedRow& row, const std::vector<DumpedRow>& group) {
    std::int64_t fees = row.processor_fee;
    for (const DumpedRow& other : group) {
      const bool is_fee =
          other.kind == "PAYMENT_PROCESSOR_FEE" || other.kind == "PAYMENT_PROCESSOR_COVER";
      if (is_fee && other.account == row.account) fees += other.net;
    }
    return fees;
  }

  std::string host_;
  std::map<std::string, std::string> types_;
  std::map<std::string, std::string> parents_;
  std::map<std::string, DumpedRow> all_;
  std::map<std::string, std::vector<DumpedRow>> groups_;
  std::map<std::string, DumpedExpense> expenses_;
};

using Sums = std::map<std::string, std::int64_t>;

bool bears_tax(const DumpedRow& row) {
  if (row.is_received()) return row.kind == "CONTRIBUTION" || row.kind == "ADDED_FUNDS";
  return row.kind == "EXPENSE";
}

// Tax collected and paid in a year, by direction and currency.
Sums taxes_of(const HostsLedger& ledger, const std::string& year) {
  Sums sums;
  for (const auto& [id, rows] : ledger.groups()) {
    if (!ledger.day_of(rows).starts_with(year)) continue;
    for (const DumpedRow& row : rows) {
      if (row.kind == "TAX") sums["collected " + row.currency] -= row.net;
      if (!bears_tax(row)) continue;
      const std::string direction = row.is_received() ? "collected " : "paid ";
      std::int64_t tax = row.tax_inside();
      if (tax == 0 && !row.is_received()) tax = ledger.included_tax(row, rows);
      sums[direction + row.currency] -= tax;
    }
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
  return sums;
}

// Paid on expenses in a year, by payee and currency.
Sums payments_of(const HostsLedger& ledger, const std::string& year) {
  Sums sums;
  for (const auto& [id, rows] : ledger.groups()) {
    if (!ledger.day_of(rows).starts_with(year)) continue;
    for (const DumpedRow& row : rows) {
      if (row.kind != "EXPENSE" || row.is_received()) continue;
      sums[row.opposite + " " + row.currency] -= row.amount + row.tax_inside();
    }
  }
  return sums;
}

// What a month did to what is due to the platform.
Sums dues_of(const HostsLedger& ledger) {
  Sums sums;
  for (const auto& [id, rows] : ledger.groups()) {
    const std::string month = ledger.day_of(rows).substr(0, 7) + " ";
    const bool has_debt = std::any_of(rows.begin(), rows.end(), [](const DumpedRow& row) {
      return row.kind == "HOST_FEE_SHARE_DEBT";
    });
    for (const DumpedRow& row : rows) {
      const bool on_tips_account = ledger.type_of(row.account) == "PLATFORM";
      const auto expense = ledger.expenses().find(row.expense);
      if (row.kind == "PLATFORM_TIP_DEBT" || (row.kind == "PLATFORM_TIP" && on_tips_account)) {
        sums[month + "tips"] += row.net;
      } else if (row.kind == "HOST_FEE_SHARE_DEBT") {
        sums[month + "host_fee_shares"] += row.net;
      } else if (row.kind == "APPLICATION_FEE" && on_tips_account) {
        sums[month + "swept"] -= row.net;
      } else if (row.kind == "EXPENSE" && !row.is_received() &&
                 expense != ledger.expenses().end() && expense->second.type == "SETTLEMENT") {
        sums[month + "settled"] -= row.net;
      } else if (row.kind == "PLATFORM_FEE" || (row.kind == "HOST_FEE_SHARE" && !has_debt)) {
        sums[month + "taken_at_source"] -= row.net;
      }
      if (bears_tax(row)) sums[month + "taken_at_source"] -= row.platform_fee;
    }
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
  return sums;
}

// Unpaid today, by whether it is approved and currency.
Sums open_today(const std::map<std::string, DumpedExpense>& expenses) {
  static const std::set<std::string> approved{"APPROVED", "SCHEDULED_FOR_PAYMENT", "PROCESSING",
                                              "ERROR"};
  static const std::set<std::string> not_approved{"PENDING", "UNVERIFIED", "INCOMPLETE"};
  Sums sums;
  for (const auto& [id, expense] : expenses) {
    const char* word = approved.contains(expense.status)       ? "yes "
                       : not_approved.contains(expense.status) ? "no "
                                                               : nullptr;
    if (word != nullptr) sums[word + expense.currency] += expense.amount;
  }
  return sums;
}

// A host of the sandbox, read once.
class ReportSums : public testing::TestWithParam<std::string> {
 protected:
  ReportSums()
      : sandbox_(demo_world()),
        books_(sandbox_, "host = \"" + GetParam() + "\""),
        ledger_(synced()) {}

  std::vector<json> report(const std::vector<std::string>& arguments, const std::string& type) {
    std::vector<std::string> all{"--json", "report"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Finished finished = books_.run(all);
    EXPECT_EQ(finished.ended.exit_status, 0) << finished.output << finished.errors;
    return events(finished, type);
  }

  Sums reported_taxes(const std::string& year) {
    Sums taxes;
    for (const json& total : report({"tax", "--period", year}, "tax_total")) {
      taxes[total.at("direction").get<std::string>() + " " +
            total.at("currency").get<std::string>()] += hundredths(total.at("tax"));
      EXPECT_EQ(hundredths(total.at("gross")),
                hundredths(total.at("net")) + hundredths(total.at("tax")));
    }
    std::erase_if(taxes, [](const auto& sum) { return sum.second == 0; });
    return taxes;
  }

  Sums reported_payments(const std::string& year) {
    Sums paid;
    for (const json& payee : report({"payees", "--period", year}, "payee")) {
      paid[payee.at("payee_id").get<std::string>() + " " +
           payee.at("host_currency").get<std::string>()] += hundredths(payee.at("total"));
    }
    return paid;
  }

  Sums reported_dues() {
    Sums dues;
    std::int64_t remaining = 0;
    for (const json& month : report({"settlements", "--period", "all"}, "settlement")) {
      for (const char* column :
           {"tips", "host_fee_shares", "swept", "settled", "taken_at_source"}) {
        dues[month.at("month").get<std::string>() + " " + column] += hundredths(month.at(column));
      }
      remaining += hundredths(month.at("tips")) + hundredths(month.at("host_fee_shares")) -
                   hundredths(month.at("swept")) - hundredths(month.at("settled"));
      EXPECT_EQ(hundredths(month.at("remaining")), remaining) << month.dump();
    }
    std::erase_if(dues, [](const auto& sum) { return sum.second == 0; });
    return dues;
  }

  Sums reported_open_items() {
    Sums open;
    for (const json& total : report({"open-items"}, "open_item_total")) {
      open[total.at("approved").get<std::string>() + " " +
           total.at("currency").get<std::string>()] += hundredths(total.at("total"));
    }
    return open;
  }

  SandboxProcess sandbox_;
  Installation books_;
  HostsLedger ledger_;

 private:
  HostsLedger synced() {
    expect_quiet_success(books_.run({"sync"}));
    return {sandbox_, books_, GetParam()};
  }
};

TEST_P(ReportSums, TieToTheSandboxsOwnLedger) {
  std::size_t payments = 0;
  std::size_t taxes = 0;
  for (const char* year : {"2018", "2019", "2021", "2023", "2024", "2025", "2026"}) {
    const Sums expected_taxes = taxes_of(ledger_, year);
    const Sums expected_payments = payments_of(ledger_, year);
    EXPECT_EQ(reported_taxes(year), expected_taxes) << year;
    EXPECT_EQ(reported_payments(year), expected_payments) << year;
    taxes += expected_taxes.size();
    payments += expected_payments.size();
  }
  EXPECT_EQ(reported_dues(), dues_of(ledger_));
  // Unpaid expenses are recorded under no host: those of accounts that it hosts now (F 4.1.2).
  const Sums open =
      open_today(dumped_expenses(sandbox_.get("/sandbox/dump/expenses?host=" + GetParam())));
  EXPECT_EQ(reported_open_items(), open);
  // The world has something to add up.
  EXPECT_GT(payments, 10U);
  EXPECT_GT(dues_of(ledger_).size(), 3U);
  EXPECT_GT(open.size(), 1U);
  if (GetParam() == "demo-association") {
    EXPECT_GT(taxes, 4U);
  }
}

INSTANTIATE_TEST_SUITE_P(Hosts, ReportSums, testing::Values("demo-host", "demo-association"),
                         [](const auto& given) {
                           std::string name = given.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace bursar::tests
