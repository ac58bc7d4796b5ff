// The platform's history against stored rows: a platform that answers with what a test says.
#include "reconcile/history_check.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "../http/fake_transport.hpp"
#include "../store/store_fixture.hpp"
#include "store/quarantine.hpp"

namespace bursar::reconcile {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

const ledger::Currency euro = *ledger::Currency::parse("EUR");

ledger::Instant instant(const std::string& text) {
  return ledger::parse_rfc3339(text).value();
}

json euros(std::int64_t cents) {
  return {{"valueInCents", cents}, {"currency", "EUR"}};
}

// The books of "acc_collective" from January to March 2026: a contribution of 10.00 in each month,
// with an expense of 4.00 in February. What the platform has is the same until a test changes it.
class HistoryCheck : public store::StoreTest {
 protected:
  HistoryCheck() {
    store::WriteTransaction transaction(database_);
    scope_.source = store::open_source(database_, "books", "account", "acc_collective",
                                       instant("2026-01-01T00:00:00Z"));
    transaction.commit();
    scope_.slug = "collective";
    scope_.asked = {false, {"acc_collective"}};
    scope_.accounts[1] = store::make_account("collective");
    scope_.safe = scope_.read_to = instant("2026-04-01T00:00:00Z");
    add(1, "2026-01-05T12:00:00Z", "CONTRIBUTION", 1'000);
    add(2, "2026-02-05T12:00:00Z", "CONTRIBUTION", 1'000);
    add(3, "2026-02-15T12:00:00Z", "EXPENSE", -400);
    add(4, "2026-03-05T12:00:00Z", "CONTRIBUTION", 1'000);
    write(page_);
    opencollective::BalanceFacts facts;
    facts.host = "acc_host";
    facts_ = {{"acc_collective", facts}};
  }

  void add(int number, const std::string& at, const std::string& kind, std::int64_t cents) {
    ledger::Transaction& row = page_.rows.emplace_back(store::make_transaction(number));
    row.created_at = instant(at);
    row.kind = kind;
    row.direction = cents < 0 ? ledger::Direction::debit : ledger::Direction::credit;
    row.currency = row.host_currency = euro;
    row.amount = row.net_amount = row.host_amount = row.host_net_amount = cents;
    row.tax_amount = row.platform_fee = row.host_fee = row.processor_fee = 0;
    row.fx_rate = "1";
  }

  // The next request is answered by its variables.
  void answer(std::function<json(const json& variables)> data) {
    transport_.replies.push_back([data = std::move(data)](const http::Request& request) {
      http::Response response;
      response.status = 200;
      response.headers = {{"content-type", "application/json; charset=utf-8"}};
      response.body = json{{"data", data(json::parse(request.body).at("variables"))}}.dump();
      return response;
    });
  }
  void answer_balances() {
    answer([this](const json& variables) {
      json data = json::object();
      for (int i = 0; variables.contains(fmt::format("a{}", i)); ++i) {
        const std::string before = variables.at(fmt::format("t{}", i));
        const std::int64_t cents =
            before.starts_with("2026-01") ? 0 : there_.at(before.substr(0, 7));
        data[fmt::format("b{}", i)] = {{"stats", {{"balance", euros(cents)}}}};
      }
      return data;
    });
  }
  void answer_counts(const std::vector<int>& counts) {
    answer([counts](const json&) {
      json data = json::object();
      for (std::size_t i = 0; i < counts.size(); ++i) {
        data[fmt::format("w{}", i)] = {{"totalCount", counts[i]}};
        data[fmt::format("x{}", i)] = {{"totalCount", 0}};
      }
      return data;
    });
  }
  static json month(const char* first, const std::map<std::string, std::int64_t>& kinds) {
    json groups = json::array();
    std::int64_t change = 0;
    for (const auto& [kind, cents] : kinds) {
      groups.push_back({{"kind", kind}, {"netAmount", euros(cents)}});
      change += cents;
    }
    return {{"date", first}, {"totalChange", euros(change)}, {"groups", groups}};
  }
  void answer_reports(const std::vector<json>& months) {
    answer([months](const json&) { return json{{"account", {{"reports", {{"nodes", months}}}}}}; });
  }

  [[nodiscard]] AccountBalance balance() const {
    AccountBalance line;
    line.account = "acc_collective";
    line.slug = "collective";
    line.currency = euro;
    line.stored_now.add(2'600);
    line.platform_now = 2'600;
    line.state = BalanceState::agrees;
    return line;
  }
  // "2026-02 EXPENSE -400" for each.
  static std::vector<std::string> told(const std::vector<DifferingMonth>& months) {
    std::vector<std::string> all;
    for (const DifferingMonth& month : months) {
      all.push_back(fmt::format("{} {} {}",
                                ledger::format_rfc3339(month.interval.from).substr(0, 7),
                                month.kinds.empty() ? "-" : month.kinds, month.amount));
    }
    return all;
  }

  ledger::TransactionPage page_ = store::make_page();
  Facts facts_;
  // By what it has before: February's first day, and so on.
  std::map<std::string, std::int64_t> there_{
      {"2026-02", 1'000}, {"2026-03", 1'600}, {"2026-04", 2'600}};
  http::FakeTransport transport_;
  os::Secret token_{"0123456789abcdef0123456789abcdef01234567"};
  opencollective::Client client_{
      transport_,
      {"https://api.example.org/graphql/v2", opencollective::Authentication::personal_token_header},
      token_};
  Scope scope_{database_, client_, {}, false, {}, {}, {}, {}, {}, {}, false};
};

TEST_F(HistoryCheck, BalancesOfThePastThatAreThoseOfTheRowsCostOneRequest) {
  answer_balances();
  EXPECT_THAT(check_running_balances(scope_, {{balance()}, facts_}), IsEmpty());
  EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(HistoryCheck, ARowInAnotherMonthShowsInBalancesOfThePastAlone) {
  there_["2026-02"] = 1'500;  // 5.00 that are stored in February
  answer_balances();
  answer_balances();      // looked at more closely,
  answer_counts({2, 1});  // counted,
  answer_reports({month("2026-01-01T00:00:00Z", {{"CONTRIBUTION", 1'500}})});
  answer_reports({month("2026-02-01T00:00:00Z", {{"CONTRIBUTION", 500}, {"EXPENSE", -400}})});
  const auto months = check_running_balances(scope_, {{balance()}, facts_});
  EXPECT_THAT(told(months), ElementsAre("2026-01 CONTRIBUTION 500", "2026-02 CONTRIBUTION -500"));
  for (const DifferingMonth& month : months) EXPECT_EQ(month.code, Code::running_balance);
}

TEST_F(HistoryCheck, AnAccountWhosePresentBalanceDiffersIsNoneOfThisCheck) {
  AccountBalance line = balance();
  line.state = BalanceState::differs;
  EXPECT_THAT(check_running_balances(scope_, {{line}, facts_}), IsEmpty());
  line.state = BalanceState::agrees;
  EXPECT_THAT(check_running_balances(scope_, {{line}, {}}), IsEmpty()) << "nothing is known of it";
  EXPECT_THAT(transport_.sent, IsEmpty());
}

TEST_F(HistoryCheck, SumsByKindThatAreThoseOfTheRowsDifferNowhere) {
  answer_reports({month("2026-01-01T00:00:00Z", {{"CONTRIBUTION", 1'000}}),
                  month("2026-02-01T00:00:00Z", {{"CONTRIBUTION", 1'000}, {"EXPENSE", -400}}),
                  month("2026-03-01T00:00:00Z", {{"CONTRIBUTION", 1'000}})});
  EXPECT_THAT(check_kinds(scope_), IsEmpty());
}

TEST_F(HistoryCheck, TwoKindsThatMakeUpForEachOtherAreNamedBoth) {
  answer_reports({month("2026-01-01T00:00:00Z", {{"CONTRIBUTION", 1'000}}),
                  month("2026-02-01T00:00:00Z", {{"CONTRIBUTION", 1'001}, {"HOST_FEE", -401}}),
                  month("2026-03-01T00:00:00Z", {{"CONTRIBUTION", 1'000}})});
  const auto months = check_kinds(scope_);
  EXPECT_THAT(told(months), ElementsAre("2026-02 CONTRIBUTION, HOST_FEE, EXPENSE 0"));
  EXPECT_EQ(months.at(0).detail,
            "CONTRIBUTION 0.01 too little, HOST_FEE 4.01 too much, EXPENSE 4.00 too little");
}

TEST_F(HistoryCheck, SumsOfMonthsBeforeTheSourceBeginsAreNotCompared) {
  answer_reports({month("2025-12-01T00:00:00Z", {{"CONTRIBUTION", 9'999}})});
  EXPECT_THAT(check_kinds(scope_), IsEmpty());
}

TEST_F(HistoryCheck, ConvertedSumsTellNothing) {
  page_.rows[0].host_currency = *ledger::Currency::parse("USD");
  write(page_);
  answer_reports({month("2026-01-01T00:00:00Z", {{"CONTRIBUTION", 1'234}})});
  EXPECT_THAT(check_kinds(scope_), IsEmpty());
}

TEST_F(HistoryCheck, ATokenThatIsGivenNoReportsChecksNoKinds) {
  answer([](const json&) { return json{{"account", nullptr}}; });
  EXPECT_THAT(check_kinds(scope_), IsEmpty());
}

TEST_F(HistoryCheck, MonthsWithAnotherNumberOfRowsAreNamed) {
  answer_counts({1, 3, 0});
  const auto months = check_counts(scope_, facts_);
  ASSERT_EQ(months.size(), 2U);
  EXPECT_THAT(told(months), ElementsAre("2026-02 - 0", "2026-03 - 0"));
  EXPECT_EQ(months[0].rows_there, 3);
  EXPECT_EQ(months[0].rows_here, 2);
  EXPECT_EQ(months[1].rows_here, 1);
}

TEST_F(HistoryCheck, AMonthWithRowsThatCannotBeReadIsNotCounted) {
  store::WriteTransaction transaction(database_);
  const store::Interval february{instant("2026-02-01T00:00:00Z"), instant("2026-03-01T00:00:00Z")};
  store::Unreadable unreadable;
  unreadable.window = february;
  store::put_quarantine(database_, {scope_.source.source, "transactions", ""}, february,
                        {unreadable}, context_.now);
  transaction.commit();
  answer_counts({1, 1});
  EXPECT_THAT(told(check_counts(scope_, facts_)), IsEmpty());
}

TEST_F(HistoryCheck, AccountsThatAreGoneAreNotAskedAbout) {
  (void)check_counts(scope_, {});
  EXPECT_THAT(transport_.sent, IsEmpty());
}

}  // namespace
}  // namespace bursar::reconcile
