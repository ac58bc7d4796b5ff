// The cards at the top: a state, and what it rests on.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "page/amount.hpp"
#include "page/phrases.hpp"
#include "page/sections.hpp"

namespace bursar::page {
namespace {

struct Card {
  std::string title;
  Markup state;
  Markup detail;
};

Card reading_card(const Report& report, const SourceSection& source) {
  constexpr std::int64_t a_night_missed = 36 * 60 * 60 * ledger::ms_per_second;
  const auto& until = source.reading.transactions_until;
  if (!until) {
    return {"Read", mark(Tone::bad, "Not read"), text("Nothing is complete from the start on.")};
  }
  const bool behind = report.made_at - *until > a_night_missed;
  return {"Read", mark(behind ? Tone::look : Tone::good, behind ? "Behind" : "Up to date"),
          text("Complete until ") + moment(*until)};
}

Card run_card(const Report& report) {
  if (report.runs.empty()) return {"Last run", mark(Tone::plain, "None"), {}};
  const RunLine& last = report.runs.front();
  const Markup when = text(last.command + ", ") + moment(last.started_at);
  if (!last.exit_status) return {"Last run", mark(Tone::bad, "Did not end"), when};
  if (*last.exit_status == 0) return {"Last run", mark(Tone::good, "Went well"), when};
  return {"Last run", mark(Tone::bad, fmt::format("Exit status {}", *last.exit_status)), when};
}

Card platform_card(const SourceSection& source) {
  const std::string title = "Against the platform";
  if (!source.reconciled) {
    return {title, mark(Tone::look, "Never compared"), text("Run bursar reconcile.")};
  }
  const Reconciled& last = *source.reconciled;
  const auto remaining = std::count_if(last.differences.begin(), last.differences.end(),
                                       [](const DifferenceLine& one) { return one.remains; });
  const Markup when = text("As of ") + moment(last.made_at);
  if (remaining > 0) {
    return {title,
            mark(Tone::bad, number_of(remaining, "difference remains", "differences remain")),
            when};
  }
  const bool stale = last.rows_since > 0;
  return {title, mark(stale ? Tone::look : Tone::good, "Agrees to the cent"),
          stale ? when + text(fmt::format("; {} came or changed since",
                                          number_of(last.rows_since, "row", "rows")))
                : when};
}

Card books_card(const SourceSection& source) {
  const std::string title = "Handed over";
  if (source.books.empty()) {
    return {title, mark(Tone::plain, "Nothing yet"), text("No profile has exported.")};
  }
  const auto any = [&](std::int64_t BooksLine::*member) {
    return std::any_of(source.books.begin(), source.books.end(),
                       [member](const BooksLine& line) { return line.*member != 0; });
  };
  const bool remains = std::any_of(source.books_differences.begin(), source.books_differences.end(),
                                   [](const DifferenceLine& one) { return one.remains; });
  if (remains || any(&BooksLine::difference)) {
    return {title, mark(Tone::bad, "Differs"), text("See the table of profiles.")};
  }
  if (any(&BooksLine::held)) {
    return {title, mark(Tone::look, "Rows are held back"), text("See the table of profiles.")};
  }
  if (any(&BooksLine::waiting)) {
    return {title, mark(Tone::look, "Rows are waiting"), text("The next export takes them.")};
  }
  return {title, mark(Tone::good, "Complete"), text("Every row is accounted for.")};
}

Card unmapped_card(const SourceSection& source) {
  const std::int64_t lines = source.unmapped.all;
  if (source.ledgers.empty()) return {"Without account", mark(Tone::plain, "No journal"), {}};
  if (lines == 0) {
    return {"Without account", mark(Tone::good, "None"), text("Every line fitted a rule.")};
  }
  return {"Without account", mark(Tone::look, number_of(lines, "line", "lines")),
          text("On suspense until a rule fits.")};
}

Card corrections_card(const SourceSection& source) {
  const Corrections& all = source.corrections;
  const Markup since = all.locked_through ? text("Locked through ") + day(*all.locked_through)
                                          : text("No period is locked.");
  return {"Corrections", mark(Tone::plain, number_of(all.lines.all, "line", "lines")), since};
}

Card open_items_card(const SourceSection& source) {
  std::map<ledger::Currency, std::int64_t> owed;
  for (const OpenSum& sum : source.open_items.sums) {
    if (sum.approved != "approved") continue;
    std::int64_t& total = owed[sum.amount.currency];
    total = ledger::checked_add(total, sum.amount.hundredths);
  }
  Markup detail;
  for (const auto& [currency, total] : owed) {
    if (!detail.empty()) detail += text(", ");
    detail += amount({total, currency}) + text(" " + std::string(currency.code()));
  }
  if (!detail.empty()) detail += text(" approved");
  return {"Open items",
          mark(Tone::plain, number_of(source.open_items.items.all, "expense", "expenses")), detail};
}

}  // namespace

Markup glance(const std::string& id, const Report& report, const SourceSection& source) {
  Markup list;
  for (const Card& card :
       {reading_card(report, source), run_card(report), platform_card(source), books_card(source),
        unmapped_card(source), corrections_card(source), open_items_card(source)}) {
    Markup value = element("dd", card.state);
    if (!card.detail.empty()) value += element("dd", {{"class", "detail"}}, card.detail);
    list += element("div", element("dt", text(card.title)) + value);
  }
  Markup title = heading(3, id, source.name);
  title +=
      element("p", {{"class", "quiet"}},
              text(source.perspective == "host" ? "Everything the fiscal host " : "The account ") +
                  written(source.account) +
                  text(source.perspective == "host" ? " accounts for" : " with its children"));
  return element("section", {{"aria-labelledby", id}},
                 title + element("dl", {{"class", "glance"}}, list));
}

}  // namespace bursar::page
