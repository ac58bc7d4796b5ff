// The platform's balances, the stored rows and what was handed over, side by side.
#include <algorithm>

#include <fmt/format.h>

#include "page/amount.hpp"
#include "page/phrases.hpp"
#include "page/sections.hpp"
#include "page/table.hpp"

namespace bursar::page {
namespace {

Markup state_of(const std::string& state) {
  if (state == "agrees") return mark(Tone::good, "Agrees");
  if (state == "view-lag") return mark(Tone::good, "Agrees, its view lags");
  if (state == "differs") return mark(Tone::bad, "Differs");
  if (state == "several-currencies") return mark(Tone::plain, "Several currencies");
  if (state == "other-host") return mark(Tone::plain, "Other host");
  return mark(Tone::look, "Not answered");
}

Markup optional_amount(const std::optional<std::int64_t>& hundredths, ledger::Currency currency) {
  return hundredths ? amount({*hundredths, currency}) : text("\u2013");
}

Markup balances_table(const std::string& id, const Reconciled& last) {
  constexpr std::size_t day_length = 10;
  const std::string then = ledger::format_rfc3339(last.safe).substr(0, day_length);
  Table table;
  table.id = id + "-balances";
  table.caption = "Balances by account: stored here and at the platform";
  table.columns = {{"Account", prose},
                   {"Currency"},
                   {"Rows", figures},
                   {"Stored " + then, figures},
                   {"Platform " + then, figures},
                   {"Stored, latest", figures},
                   {"Platform, latest", figures},
                   {"State"}};
  for (const BalanceLine& line : last.balances.lines) {
    table.rows.push_back({written(line.account), text(line.currency.code()), count(line.rows),
                          amount({line.stored_then, line.currency}),
                          optional_amount(line.platform_then, line.currency),
                          amount({line.stored_now, line.currency}),
                          optional_amount(line.platform_now, line.currency), state_of(line.state)});
  }
  const std::int64_t left = last.balances.all - static_cast<std::int64_t>(table.rows.size());
  if (left <= 0) return render(table);
  return render(table) +
         paragraph(number_of(left, "more account agrees.", "more accounts agree."), "quiet");
}

Markup books_table(const std::string& id, const SourceSection& source) {
  Table table;
  table.id = id + "-books";
  table.caption = "Stored rows and what was handed over, by profile, now";
  table.columns = {{"Profile"},          {"Currency"},           {"Stored", figures},
                   {"Issued", figures},  {"Caught up", figures}, {"Held", figures},
                   {"Waiting", figures}, {"Outside", figures},   {"Difference", figures}};
  for (const BooksLine& line : source.books) {
    const auto cell = [&](std::int64_t hundredths) { return amount({hundredths, line.currency}); };
    table.rows.push_back({text(line.profile), text(line.currency.code()), cell(line.stored),
                          cell(line.issued), cell(line.caught_up), cell(line.held),
                          cell(line.waiting), cell(line.outside), cell(line.difference)});
  }
  return render(table);
}

Markup outcome_of(const DifferenceLine& difference) {
  if (difference.repaired) return mark(Tone::good, "Healed");
  if (difference.theirs) return mark(Tone::look, "The platform\u2019s own");
  return difference.remains ? mark(Tone::bad, "Remains") : mark(Tone::good, "Explained");
}

Markup differences_table(const std::string& id, const std::vector<DifferenceLine>& differences) {
  Table table;
  table.id = id + "-differences";
  table.caption = "What differs, and why";
  table.columns = {{"Difference"},   {"Profile"}, {"Account", prose}, {"Amount", figures},
                   {"Currency"},     {"Month"},   {"Kind"},           {"Outcome"},
                   {"Detail", prose}};
  for (const DifferenceLine& difference : differences) {
    table.rows.push_back(
        {text(difference.code), text(difference.profile), written(difference.account),
         amount(difference.amount), text(difference.amount.currency.code()), text(difference.month),
         written(difference.kind), outcome_of(difference), written(difference.detail)});
  }
  return render(table);
}

Markup when_compared(const Reconciled& last) {
  Markup words = text("Compared ") + moment(last.made_at) +
                 text(last.short_form ? " at the end of a sync, for the source's own account and "
                                        "its children; stored rows were complete until "
                                      : " by bursar reconcile; stored rows were complete until ") +
                 moment(last.read_to) + text(". ");
  if (last.rows_since > 0) {
    words += text(fmt::format("{} came or changed since and are not in these figures.",
                              number_of(last.rows_since, "row", "rows")));
  }
  return element("p", words);
}

}  // namespace

Markup reconciliation_section(const std::string& id, const SourceSection& source) {
  Markup content = heading(3, id, "Reconciliation");
  std::vector<DifferenceLine> differences = source.books_differences;
  if (source.reconciled) {
    const Reconciled& last = *source.reconciled;
    content += when_compared(last) + balances_table(id, last);
    differences.insert(differences.begin(), last.differences.begin(), last.differences.end());
  } else {
    content += paragraph(
        "These books were never compared with the platform's balances; bursar reconcile does "
        "that.");
  }
  content += source.books.empty() ? paragraph("No profile has handed anything over yet.", "quiet")
                                  : books_table(id, source);
  if (!differences.empty()) {
    content += differences_table(id, differences);
  } else if (source.reconciled) {
    content += paragraph("Nothing differs.", "quiet");
  }
  return element("section", {{"aria-labelledby", id}}, content);
}

}  // namespace bursar::page
