#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "ledger/money.hpp"

namespace bursar::page {

// What the page shows, as plain values. Amounts are hundredths; sums are made by who fills this in,
// and by the page only down a column of its own.

// A list that is cut at some length, and how long it is.
template <typename Line>
struct Listed {
  std::vector<Line> lines;
  std::int64_t all = 0;
};

// A run of the program, as far as it was about the sources shown.
struct RunLine {
  std::int64_t run = 0;
  std::string command;
  ledger::Instant started_at;
  std::optional<ledger::Instant> ended_at;  // nothing: killed, or still running
  std::optional<int> exit_status;
  std::int64_t requests = 0;
  std::int64_t inserted = 0;
  std::int64_t changed = 0;
  std::string errors;
};

// What a run found besides new rows.
struct FindingLine {
  std::int64_t run = 0;
  ledger::Instant at;
  std::string source;
  std::string sentence;
  bool alarm = false;
};

struct Reading {
  std::int64_t accounts = 0;
  std::int64_t transactions = 0;
  std::optional<ledger::Instant>
      transactions_until;  // proven complete; nothing: not from the start
  std::int64_t expenses = 0;
  std::optional<ledger::Instant> expenses_until;
  std::int64_t changed = 0;  // rows with more than one version
  std::int64_t unreadable = 0;
};

// One account in one currency, as `bursar reconcile` found it.
struct BalanceLine {
  std::string account;
  ledger::Currency currency;
  std::int64_t rows = 0;
  std::int64_t stored_then = 0;
  std::optional<std::int64_t> platform_then;
  std::int64_t stored_now = 0;
  std::optional<std::int64_t> platform_now;
  std::string state;  // "agrees", "view-lag", …
};

struct DifferenceLine {
  std::string code;
  std::string profile;  // empty: about the platform's figures
  std::string account;
  ledger::Money amount;
  std::string month;  // "2026-03"; may be empty, as may kind
  std::string kind;
  std::string detail;
  bool repaired = false;
  bool remains = false;
  bool theirs = false;  // the platform itself has it so
};

// The last comparison with the platform.
struct Reconciled {
  ledger::Instant made_at;
  ledger::Instant safe;     // the date of the first pair of balances
  ledger::Instant read_to;  // what was stored then was proven up to here
  bool short_form = false;  // that of the end of a sync: the source's own account and its children
  Listed<BalanceLine> balances;  // those that are left out agree
  std::vector<DifferenceLine> differences;
  std::int64_t rows_since = 0;  // read or changed after it
};

// What became of the stored rows in a profile and currency, as of now.
struct BooksLine {
  std::string profile;
  std::string kind;  // "statement", "journal"
  ledger::Currency currency;
  std::int64_t stored = 0;
  std::int64_t issued = 0;
  std::int64_t caught_up = 0;
  std::int64_t held = 0;
  std::int64_t waiting = 0;
  std::int64_t outside = 0;
  std::int64_t difference = 0;
};

// What moved: + is money in.
struct Flow {
  std::int64_t income = 0;
  std::int64_t spending = 0;  // mostly negative
  std::int64_t internal = 0;  // between accounts of the same books
};

struct AccountHistory {
  std::string name;
  std::string slug;
  std::int64_t opening = 0;
  Flow flow;                           // of the whole period
  std::vector<std::int64_t> balances;  // at the end of each month
};

// One currency over the period's months.
struct CurrencyHistory {
  ledger::Currency currency;
  std::int64_t opening = 0;
  std::vector<Flow> flows;  // by month
  std::vector<AccountHistory> accounts;
};

struct LedgerAccountLine {
  std::string account;
  ledger::Currency currency;
  std::int64_t opening = 0;  // before the period; + is debit
  std::int64_t debit = 0;
  std::int64_t credit = 0;  // not negative either
  bool is_money = false;
};
// What a journal handed over, by ledger account.
struct TrialBalance {
  std::string profile;
  std::vector<LedgerAccountLine> accounts;
  // By currency: the tax that the accounting software adds by itself, which no line has.
  std::vector<ledger::Money> software_tax;
};

// A line on suspense: no rule of the chart fitted.
struct UnmappedLine {
  std::string profile;
  ledger::CivilDate day;
  std::string entry;
  std::string ledger_account;
  std::string account;  // whose row
  std::string kind;
  std::string description;
  ledger::Money amount;  // + is debit
};

// A line that came late, reversed another or stands for one.
struct CorrectionLine {
  std::string profile;
  std::int64_t batch = 0;
  ledger::Instant made_at;
  std::string name;  // of the entry, or of the statement's account
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
  std::string origin;          // "late", "reversal", "replacement"
  std::string ledger_account;  // of a statement empty
  std::string description;
  ledger::Money amount;  // journal: + is debit; statement: + is money in
};

struct Corrections {
  std::optional<ledger::CivilDate> locked_through;
  std::optional<ledger::Instant> locked_at;  // nothing: never locked
  Listed<CorrectionLine> lines;
};

// An expense that is owed, or will be when it is approved.
struct OpenItem {
  std::string account;
  std::string payee;
  std::string expense;  // its number
  std::string description;
  std::string status;
  ledger::CivilDate incurred;
  std::int64_t age = 0;  // days
  ledger::Money amount;
};
// Such expenses of one age, added up.
struct OpenSum {
  std::string approved;  // "approved", "not approved", "unknown"
  std::string age;       // "31-60 days"
  std::int64_t expenses = 0;
  ledger::Money amount;
};
struct OpenItems {
  ledger::CivilDate as_at;
  std::vector<OpenSum> sums;
  Listed<OpenItem> items;
};

struct SourceSection {
  std::string name;         // as in bursar.toml
  std::string perspective;  // "account", "host"
  std::string account;      // what the platform calls it
  Reading reading;
  std::optional<Reconciled> reconciled;
  std::vector<BooksLine> books;
  std::vector<DifferenceLine> books_differences;
  std::vector<CurrencyHistory> history;
  std::vector<TrialBalance> ledgers;
  Listed<UnmappedLine> unmapped;
  Corrections corrections;
  OpenItems open_items;
};

struct Report {
  ledger::Instant made_at;
  std::string program_version;
  std::string time_zone;
  ledger::CivilDate first;  // of the period, on the organisation's calendar
  ledger::CivilDate last;
  std::vector<std::string> months;  // "2026-03", all that the period touches
  std::vector<SourceSection> sources;
  std::vector<RunLine> runs;  // newest first
  std::vector<FindingLine> findings;
};

}  // namespace bursar::page
