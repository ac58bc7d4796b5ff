#pragma once

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "page/report.hpp"

namespace bursar::page {

inline ledger::Currency currency(const char* code) {
  return ledger::Currency::parse(code).value();
}

inline ledger::Instant at(const char* moment) {
  return ledger::parse_rfc3339(moment).value();
}

// A report of so many accounts in each of these currencies over so many months. Its figures follow
// from their places, so that a test can say what they must be.
struct SampleShape {
  std::vector<std::string> currencies{"EUR"};
  int accounts = 2;
  int months = 3;
};

inline std::vector<std::string> months_of(int count) {
  std::vector<std::string> months;
  for (int i = 0; i < count; ++i)
    months.push_back(fmt::format("{}-{:02}", 2025 + i / 12, i % 12 + 1));
  return months;
}

inline CurrencyHistory sample_history(const std::string& code, const SampleShape& shape) {
  CurrencyHistory history;
  history.currency = currency(code.c_str());
  history.flows.resize(static_cast<std::size_t>(shape.months));
  for (int a = 0; a < shape.accounts; ++a) {
    AccountHistory account;
    account.slug = fmt::format("collective-{}", a + 1);
    account.name =
        a % 7 == 3
            ? fmt::format("The Friends of a Very Long Name of a Collective, Number {}", a + 1)
            : fmt::format("Collective {}", a + 1);
    account.opening = 1'000'00 * (a + 1);
    std::int64_t balance = account.opening;
    for (int m = 0; m < shape.months; ++m) {
      Flow& flow = history.flows[static_cast<std::size_t>(m)];
      const std::int64_t income = 125'050 + 40'000 * ((a + m * 5) % 7);
      const std::int64_t spending = -(90'025 + 60'000 * ((a * 3 + m * 2) % 5));
      flow.income += income;
      flow.spending += spending;
      account.flow.income += income;
      account.flow.spending += spending;
      balance += income + spending;
      account.balances.push_back(balance);
    }
    history.opening += account.opening;
    history.accounts.push_back(account);
  }
  return history;
}

inline TrialBalance sample_ledger() {
  TrialBalance ledger;
  ledger.profile = "entries";
  const ledger::Currency eur = currency("EUR");
  ledger.accounts = {
      {"Contributions", eur, -500'000, 12'000, 1'234'550, false},
      {"Travel", eur, 120'000, 345'678, 0, false},
      {"Fiscal sponsorship fees", eur, 30'000, 123'400, 0, false},
      {"Processor fees and other costs of payment services", eur, 0, 54'321, 21, false},
      {"Suspense", eur, 0, 1'250, 0, false},
      {"Money at the platform", eur, 350'000, 1'234'571, 536'649, true}};
  return ledger;
}

inline Reconciled sample_reconciled(const SampleShape& shape) {
  Reconciled last;
  last.made_at = at("2026-11-25T06:00:00Z");
  last.safe = at("2026-11-23T00:00:00Z");
  last.read_to = at("2026-11-25T05:55:00Z");
  for (int a = 0; a < shape.accounts; ++a) {
    last.balances.lines.push_back({fmt::format("collective-{}", a + 1), currency("EUR"), 1'234,
                                   1'234'567, 1'234'567, 1'240'017, 1'240'017, "agrees"});
  }
  last.balances.all = shape.accounts;
  return last;
}

inline SourceSection sample_source(const SampleShape& shape) {
  SourceSection source;
  source.name = "hub";
  source.perspective = "host";
  source.account = "demo-host";
  source.reading = {
      shape.accounts, 12'345, at("2026-11-25T05:55:00Z"), 321, at("2026-11-25T05:55:00Z"), 12, 0};
  source.reconciled = sample_reconciled(shape);
  source.books = {
      {"bank", "statement", currency("EUR"), 2'300'000, 2'200'000, 100'000, 0, 0, 0, 0}};
  for (const std::string& code : shape.currencies) {
    source.history.push_back(sample_history(code, shape));
  }
  source.ledgers = {sample_ledger()};
  source.unmapped = {{{"entries",
                       {20'000},
                       "OC2d10c9a80b1d419",
                       "Suspense",
                       "Collective 1",
                       "EXPENSE",
                       "Train <tickets> & \"more\"",
                       {1'250, currency("EUR")}}},
                     1};
  source.corrections.locked_through = ledger::CivilDate{20'400};
  source.corrections.locked_at = at("2026-11-03T10:00:00Z");
  source.corrections.lines = {{{"entries",
                                12,
                                at("2026-11-10T03:00:00Z"),
                                "OCb201fe6cbae1439-2",
                                {20'420},
                                ledger::CivilDate{20'390},
                                "reversal",
                                "Travel",
                                "Train to Ghent",
                                {-49'632, currency("EUR")}},
                               {"entries",
                                12,
                                at("2026-11-10T03:00:00Z"),
                                "OCb201fe6cbae1439-2",
                                {20'420},
                                ledger::CivilDate{20'390},
                                "replacement",
                                "Meetings",
                                "Train to Ghent",
                                {49'632, currency("EUR")}}},
                              2};
  source.open_items.as_at = {20'780};
  source.open_items.sums = {{"approved", "31-60 days", 1, {45'000, currency("EUR")}}};
  source.open_items.items = {{{"collective-1",
                               "A payee of some name",
                               "1234",
                               "Venue in October",
                               "APPROVED",
                               {20'740},
                               40,
                               {45'000, currency("EUR")}}},
                             1};
  return source;
}

inline Report sample_report(const SampleShape& shape = {}) {
  Report report;
  report.made_at = at("2026-11-25T09:15:00Z");
  report.program_version = "0.1.0";
  report.time_zone = "Europe/Brussels";
  report.first = ledger::parse_civil_date("2025-01-01").value();
  report.last = ledger::parse_civil_date("2026-11-25").value();
  report.months = months_of(shape.months);
  report.sources = {sample_source(shape)};
  report.runs = {
      {31, "sync", at("2026-11-25T05:50:00Z"), at("2026-11-25T05:52:00Z"), 0, 14, 25, 1, ""},
      {30, "sync", at("2026-11-24T05:50:00Z"), at("2026-11-24T05:51:00Z"), 75, 3, 0, 0,
       "hub: the platform does not answer"}};
  report.findings = {
      {31, at("2026-11-25T05:50:00Z"), "hub", "3 expenses were re-categorised", false},
      {31, at("2026-11-25T05:50:00Z"), "hub", "a paid expense is gone", true}};
  return report;
}

}  // namespace bursar::page
