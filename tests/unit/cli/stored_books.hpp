#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "ledger/page.hpp"
#include "program_fixture.hpp"
#include "recorded_reconciliation.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/quarantine.hpp"
#include "store/records.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::cli {

// The program with books of its own: the ledger of a band in January 2026, proven up to the end of
// the month, and a profile `entries` that hands it over as QuickBooks journal.
//
//   1  group aaaaaaaa  5 January   CONTRIBUTION            185.00
//   2  group aaaaaaaa  5 January   HOST_FEE                -18.50
//   3  group bbbbbbbb  12 January  EXPENSE 77, no category -40.00
//   4  group cccccccc  20 January  CONTRIBUTION             10.00
class StoredBooksTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    std::filesystem::create_directory(inbox());
    file("band.chart.toml", chart);
    configure(journal_profile);
    store_rows({row(1, "CONTRIBUTION", 'a', "2026-01-05T12:00:00Z", 18500),
                row(2, "HOST_FEE", 'a', "2026-01-05T12:00:00Z", -1850), expense_row(),
                row(4, "CONTRIBUTION", 'c', "2026-01-20T12:00:00Z", 1000)});
    prove("2026-02-01T00:00:00Z");
  }

  static constexpr const char* chart =
      "schema = 1\n"
      "[accounts]\n"
      "clearing = \"Clearing\"\nincome = \"Donations\"\nfees = \"Fees\"\n"
      "costs = \"Costs\"\ntips = \"Tips\"\nsuspense = \"Ask My Accountant\"\n"
      "[defaults]\nmoney = \"clearing\"\nsuspense = \"suspense\"\nclass = \"{collective}\"\n"
      "[[rule]]\nif.kind = \"CONTRIBUTION\"\naccount = \"income\"\n"  // line 13
      "[[rule]]\nif.kind = \"HOST_FEE\"\naccount = \"fees\"\n"        // line 16
      "[[rule]]\nif.kind = \"PLATFORM_TIP\"\naccount = \"tips\"\n"    // line 19
      "[[rule]]\nif.kind = \"EXPENSE\"\naccount = \"costs\"\n";       // line 22
  static constexpr const char* journal_profile =
      "[profile.entries]\nsource = \"band\"\nlayout = \"quickbooks-journal\"\n"
      "chart = \"band.chart.toml\"\ndirectory = \"inbox\"\nstart = \"2026-01-01\"\n";
  static constexpr const char* bank_profile =
      "[profile.bank]\nsource = \"band\"\nlayout = \"ofx\"\ndirectory = \"inbox\"\n"
      "books = \"none\"\nstart = \"2026-01-01\"\n";

  [[nodiscard]] std::filesystem::path inbox() const { return home_ / "inbox"; }

  void configure(const std::string& profiles) {
    file("bursar.toml",
         "schema = 1\n[store]\ndatabase = \"bursar.db\"\n[source.band]\naccount = \"band\"\n" +
             profiles);
  }
  Said run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--config", (home_ / "bursar.toml").string()});
    return bursar(arguments);
  }
  // Runs with --json; the events of one type.
  std::vector<nlohmann::json> events(std::vector<std::string> arguments, const std::string& type) {
    arguments.emplace_back("--json");
    const Said said = run(std::move(arguments));
    std::istringstream lines(said.out);
    std::vector<nlohmann::json> found;
    for (std::string line; std::getline(lines, line);) {
      auto event = nlohmann::json::parse(line);
      if (event.at("type") == type) found.push_back(std::move(event));
    }
    return found;
  }
  void export_all() {
    const Said said = run({"export"});
    ASSERT_EQ(said.status, 0) << said.err;
  }

  static std::string id_of(int number) {
    return "00000000-0000-4000-8000-00000000000" + std::to_string(number);
  }
  static ledger::Transaction row(int number, const std::string& kind, char group,
                                 const char* created, std::int64_t hundredths) {
    ledger::Transaction row;
    row.id = id_of(number);
    row.public_id = "tx_" + std::to_string(number);
    row.legacy_id = number;
    row.kind = kind;
    row.group = std::string(8, group) + "-0000-4000-8000-000000000000";
    row.description = "for the tour";
    row.direction = hundredths > 0 ? ledger::Direction::credit : ledger::Direction::debit;
    row.created_at = ledger::parse_rfc3339(created).value();
    row.currency = row.host_currency = ledger::Currency::parse("EUR").value();
    row.amount = row.net_amount = row.host_amount = row.host_net_amount = hundredths;
    row.account = 0;
    row.opposite_account = 1;
    return row;
  }
  static ledger::Transaction expense_row() {
    ledger::Transaction expense = row(3, "EXPENSE", 'b', "2026-01-12T12:00:00Z", -4000);
    expense.expense = "ex_77";
    return expense;
  }

  // Writes rows as a sync does: new ones, or new versions of those known.
  void store_rows(const std::vector<ledger::Transaction>& rows) {
    store::Database database(home_ / "bursar.db", store::OpenMode::read_write);
    store::WriteTransaction transaction(database);
    const std::int64_t run = store::begin_run(database, "sync", "0.1.0", clock_.now());
    ledger::TransactionPage page;
    page.accounts = {account("band", "The Band", "COLLECTIVE"), account("fan", "A Fan", "USER")};
    page.rows = rows;
    for (std::size_t i = 0; i < rows.size(); ++i) page.indexes.push_back(std::int64_t(i));
    page.total_count = std::int64_t(rows.size());
    store::RecordWriter writer(database);
    writer.write(page, {run, clock_.now(), true});
    writer.write(expense_page(), {run, clock_.now(), true});
    const store::Source source =
        store::open_source(database, "band", "account", "acc_band", start_);
    store::put_member(database, source.source, {"acc_band", false, true});
    transaction.commit();
  }
  void prove(const char* end) {
    store::Database database(home_ / "bursar.db", store::OpenMode::read_write);
    store::WriteTransaction transaction(database);
    const store::Source source = store::find_source(database, "band").value();
    store::record_window(database, {source.source, "transactions", ""},
                         {{start_, ledger::parse_rfc3339(end).value()}, 1, 1, clock_.now()});
    transaction.commit();
  }

  // A sync that found nothing new of a source.
  void pull_nothing(const std::string& source) {
    store::Database database(home_ / "bursar.db", store::OpenMode::read_write);
    store::WriteTransaction transaction(database);
    const std::int64_t run = store::begin_run(database, "sync", "0.1.0", clock_.now());
    store::SourceOutcome outcome;
    outcome.source = source;
    outcome.stream = "transactions";
    store::record_outcome(database, run, outcome);
    store::end_run(database, run, 0, clock_.now());
    transaction.commit();
  }
  // Records a full reconciliation of all that is stored and proven now.
  void reconcile(std::int64_t remaining = 0) {
    record_reconciliation(home_ / "bursar.db", "band", clock_.now(), remaining);
  }

  // A row that exists, created at this moment, that the platform could not show.
  void quarantine_one(const char* created) {
    store::Database database(home_ / "bursar.db", store::OpenMode::read_write);
    store::WriteTransaction transaction(database);
    const store::Source source = store::find_source(database, "band").value();
    store::Unreadable row;
    row.key = {source.source, "transactions", ""};
    row.window.from = ledger::parse_rfc3339(created).value();
    row.window.to = row.window.from + 1;
    row.reason = "null";
    store::put_quarantine(database, row.key, row.window, {row}, clock_.now());
    transaction.commit();
  }

 private:
  static ledger::Account account(const char* slug, const char* name, const char* type) {
    ledger::Account account;
    account.public_id = account.platform_id = std::string("acc_") + slug;
    account.slug = slug;
    account.name = name;
    account.type = type;
    return account;
  }
  static ledger::ExpensePage expense_page() {
    ledger::ExpensePage page;
    page.accounts = {account("band", "The Band", "COLLECTIVE"), account("fan", "A Fan", "USER")};
    ledger::Expense expense;
    expense.public_id = expense.platform_id = "ex_77";
    expense.legacy_id = 77;
    expense.type = "INVOICE";
    expense.status = "PAID";
    expense.amount = {4000, ledger::Currency::parse("EUR").value()};
    expense.created_at = ledger::parse_rfc3339("2026-01-10T12:00:00Z").value();
    expense.account = 0;
    expense.payee = 1;
    page.rows = {expense};
    page.indexes = {0};
    page.total_count = 1;
    return page;
  }

  ledger::Instant start_{1'420'070'400'000};
};

}  // namespace bursar::cli
