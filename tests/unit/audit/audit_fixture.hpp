#pragma once

// A small store and a platform that answers with what a test says.

#include <functional>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "../http/fake_transport.hpp"
#include "../store/store_fixture.hpp"
#include "audit/narrowing.hpp"
#include "audit/scope.hpp"
#include "store/deletions.hpp"
#include "store/quarantine.hpp"

namespace bursar::audit {

using nlohmann::json;

inline const ledger::Currency euro = *ledger::Currency::parse("EUR");

inline ledger::Instant instant(const std::string& text) {
  return ledger::parse_rfc3339(text).value();
}

inline json euros(std::int64_t cents) {
  return {{"valueInCents", cents}, {"currency", "EUR"}};
}

// The books of "acc_collective" from January to March 2026: a contribution of 10.00 in each month,
// with an expense of 4.00 in February.
class AuditTest : public store::StoreTest {
 protected:
  AuditTest() {
    store::WriteTransaction transaction(database_);
    scope_.source = store::open_source(database_, "books", "account", "acc_collective",
                                       instant("2026-01-01T00:00:00Z"));
    transaction.commit();
    scope_.slug = "collective";
    scope_.asked = {false, {"acc_collective"}};
    scope_.parts = {{"", {opencollective::Perspective::account, {"acc_collective"}}}};
    scope_.accounts[1] = store::make_account("collective");
    scope_.held = {"acc_collective"};
    scope_.safe = scope_.read_to = instant("2026-04-01T00:00:00Z");
    add(1, "2026-01-05T12:00:00Z", "CONTRIBUTION", 1'000);
    add(2, "2026-02-05T12:00:00Z", "CONTRIBUTION", 1'000);
    add(3, "2026-02-15T12:00:00Z", "EXPENSE", -400);
    add(4, "2026-03-05T12:00:00Z", "CONTRIBUTION", 1'000);
    write(page_);
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
  // The n-th row is missing on the platform since this run.
  void miss(std::size_t n) {
    store::WriteTransaction transaction(database_);
    store::note_missing(database_, scope_.source.source, store::Stream::transactions,
                        page_.rows.at(n).id, context_);
    transaction.commit();
  }
  void quarantine_in(const store::Interval& window) {
    store::WriteTransaction transaction(database_);
    store::Unreadable unreadable;
    unreadable.window = window;
    store::put_quarantine(database_, {scope_.source.source, "transactions", ""}, window,
                          {unreadable}, context_.now);
    transaction.commit();
  }

  // The next request is answered by its body.
  void answer(std::function<json(const json& request)> body) {
    transport_.replies.push_back([body = std::move(body)](const http::Request& request) {
      http::Response response;
      response.status = 200;
      response.headers = {{"content-type", "application/json; charset=utf-8"}};
      response.body = body(json::parse(request.body)).dump();
      return response;
    });
  }
  void answer(const json& body) {
    answer([body](const json&) { return body; });
  }
  // Balances at the instants that the document names, by what `there` says of them.
  void answer_balances(std::function<std::int64_t(const std::string& before)> there) {
    answer([there](const json& request) {
      static const std::regex balance(R"re((b\d+): balance\((?:dateTo: "([^"]*)")?)re");
      const auto text = request.at("query").get<std::string>();
      json stats = json::object();
      for (std::sregex_iterator at(text.begin(), text.end(), balance), end; at != end; ++at) {
        stats[(*at)[1].str()] = euros(there((*at)[2].str()));
      }
      const json accounts{{"a0", {{"stats", stats}}}};
      return json{{"data", accounts}};
    });
  }
  // Numbers of transactions, window by window; no expenses.
  void answer_counts(const std::vector<int>& counts) {
    json data = json::object();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      data[fmt::format("w{}", i)] = {{"totalCount", counts[i]}};
      data[fmt::format("x{}", i)] = {{"totalCount", 0}};
    }
    answer(json{{"data", data}});
  }
  static json month(const char* first, const std::map<std::string, std::int64_t>& kinds) {
    json groups = json::array();
    std::int64_t change = 0;
    for (const auto& [kind, cents] : kinds) {
      groups.push_back({{"kind", kind},
                        {"type", cents < 0 ? "DEBIT" : "CREDIT"},
                        {"isRefund", false},
                        {"amount", euros(cents)},
                        {"netAmount", euros(cents)}});
      change += cents;
    }
    return {{"date", first}, {"totalChange", euros(change)}, {"groups", groups}};
  }
  void answer_reports(const std::vector<json>& months) {
    const json reports{{"reports", {{"nodes", months}}}};
    answer(json{{"data", {{"account", reports}}}});
  }

  // "2026-02 EXPENSE -400" for each.
  static std::vector<std::string> told(const std::vector<DifferingMonth>& months) {
    std::vector<std::string> all;
    for (const DifferingMonth& month : months) all.push_back(told(month));
    return all;
  }
  static std::string told(const DifferingMonth& month) {
    return fmt::format("{} {} {}", ledger::format_rfc3339(month.interval.from).substr(0, 7),
                       month.kinds.empty() ? "-" : month.kinds, month.amount);
  }

  ledger::TransactionPage page_ = store::make_page();
  http::FakeTransport transport_;
  os::Secret token_{"0123456789abcdef0123456789abcdef01234567"};
  opencollective::Client client_{
      transport_,
      {"https://api.example.org/graphql/v2", opencollective::Authentication::personal_token_header},
      token_};
  Scope scope_{database_, client_, {}, false, {}, {}, {}, {}, {}, {}, {}, false};
};

}  // namespace bursar::audit
