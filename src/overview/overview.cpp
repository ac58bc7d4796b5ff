#include "overview/overview.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "overview/books.hpp"
#include "overview/handed_over.hpp"
#include "overview/history.hpp"
#include "overview/open_items.hpp"
#include "overview/wording.hpp"
#include "store/asked_rows.hpp"
#include "store/coverage.hpp"
#include "store/findings.hpp"
#include "store/queries.hpp"
#include "store/reconciliations.hpp"
#include "store/runs.hpp"

namespace bursar::overview {
namespace {

constexpr int runs_shown = 10;

page::Reading reading_of(store::Database& database, const store::Source& source) {
  const store::SourceCounts counts = store::count_source(database, source);
  page::Reading reading;
  reading.accounts = counts.accounts;
  reading.transactions = counts.transactions;
  reading.transactions_until = store::watermark_of_all_parts(database, source, "transactions");
  reading.expenses = counts.expenses;
  reading.expenses_until = store::watermark_of_all_parts(database, source, "expenses");
  reading.changed = counts.changed_rows;
  reading.unreadable = counts.unreadable;
  return reading;
}

// The last comparison that covers the source: the short form of a host's knows the host alone.
std::optional<store::Reconciliation> comparison_of(store::Database& database,
                                                   const store::Source& source) {
  auto whole = store::last_reconciliation(database, source.source, false);
  auto short_form = store::last_reconciliation(database, source.source, true);
  if (!whole) return short_form;
  const bool is_newer = short_form && short_form->made_at > whole->made_at;
  return is_newer && source.perspective == "account" ? short_form : whole;
}

page::BalanceLine shown(const store::ReconciledBalance& balance) {
  return {balance.slug.empty() ? balance.account : balance.slug,
          balance.currency,
          balance.rows,
          balance.stored_then,
          balance.platform_then,
          balance.stored_now,
          balance.platform_now,
          balance.state};
}

page::DifferenceLine shown(const store::ReconciledDifference& known) {
  page::DifferenceLine difference;
  difference.code = known.code;
  difference.account = known.slug.empty() ? known.account : known.slug;
  difference.amount = {known.amount, known.currency};
  difference.month = month_text(known.month);
  difference.kind = known.kind;
  difference.detail = known.detail;
  difference.repaired = known.repaired;
  difference.remains = known.remains;
  difference.theirs = known.theirs;
  return difference;
}

// Of a long list, those that agree are left out first.
void add_balances(const std::vector<store::ReconciledBalance>& all,
                  page::Listed<page::BalanceLine>& listed) {
  constexpr std::size_t most_that_agree = 60;
  std::size_t agreeing = 0;
  listed.all = static_cast<std::int64_t>(all.size());
  for (const store::ReconciledBalance& balance : all) {
    if (balance.state == "agrees" && ++agreeing > most_that_agree) continue;
    listed.lines.push_back(shown(balance));
  }
}

std::optional<page::Reconciled> reconciled(store::Database& database, const store::Source& source) {
  const auto last = comparison_of(database, source);
  if (!last) return std::nullopt;
  page::Reconciled reconciled;
  reconciled.made_at = last->made_at;
  reconciled.safe = last->safe;
  reconciled.read_to = last->read_to;
  reconciled.short_form = last->short_form;
  reconciled.rows_since = store::rows_since(database, source, *last);
  add_balances(last->balances, reconciled.balances);
  for (const auto& known : last->differences) reconciled.differences.push_back(shown(known));
  return reconciled;
}

page::SourceSection section_of(const report::SourceBooks& books, const std::vector<Month>& months,
                               const Wish& wish) {
  store::Database& database = books.database;
  const store::Source& source = books.source;
  page::SourceSection section;
  section.name = source.name;
  section.perspective = source.perspective;
  const auto root = books.accounts.find(books.books.root);
  section.account = root == books.accounts.end() ? source.account : name_of(root->second);
  section.reading = reading_of(database, source);
  section.reconciled = reconciled(database, source);
  add_books(database, source, section);
  section.history = history_of(books, months);
  add_handed_over(database, source, wish.first, wish.last, section);
  add_open_items(books, wish.last, section);
  return section;
}

page::RunLine line_of(const store::Run& run) {
  page::RunLine line;
  line.run = run.run;
  line.command = run.command;
  line.started_at = run.started_at;
  line.ended_at = run.ended_at;
  line.exit_status = run.exit_status;
  for (const store::SourceOutcome& outcome : run.outcomes) {
    line.requests += outcome.requests;
    line.inserted += outcome.inserted;
    line.changed += outcome.changed;
    if (outcome.error.empty()) continue;
    line.errors +=
        fmt::format("{}{}: {}", line.errors.empty() ? "" : "; ", outcome.source, outcome.error);
  }
  return line;
}

}  // namespace

std::optional<ledger::CivilDate> oldest_day(const report::SourceBooks& books) {
  store::AskedRows asked{books.source.perspective == "host", {books.source.account}};
  if (!asked.by_host) {
    asked.accounts.clear();
    for (const store::Member& member : store::members(books.database, books.source.source)) {
      asked.accounts.push_back(member.account);
    }
  }
  const ledger::Instant oldest =
      store::oldest_stored(books.database, asked, store::Stream::transactions);
  if (oldest == ledger::Instant::max()) return std::nullopt;
  return books.zone.date_of(oldest);
}

page::Report gather(store::Database& database, const Wish& wish) {
  page::Report report;
  report.made_at = wish.now;
  report.program_version = wish.program_version;
  report.time_zone = wish.zone.name();
  report.first = wish.first;
  report.last = wish.last;
  const std::vector<Month> months = months_of(wish.first, wish.last);
  for (const Month& month : months) report.months.push_back(month.name);
  for (const report::SourceBooks& books : wish.sources) {
    report.sources.push_back(section_of(books, months, wish));
  }
  for (const store::Run& run : store::last_pulls(database, runs_shown)) {
    report.runs.push_back(line_of(run));
    for (const store::Finding& finding : store::findings(database, run.run)) {
      report.findings.push_back(
          {run.run, run.started_at, finding.source, finding.sentence, finding.alarm});
    }
  }
  return report;
}

}  // namespace bursar::overview
