// What a journal handed over, by account of its chart.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include <fmt/format.h>

#include "page/amount.hpp"
#include "page/charts.hpp"
#include "page/phrases.hpp"
#include "page/sections.hpp"
#include "page/table.hpp"

namespace bursar::page {
namespace {

constexpr std::size_t most_bars = 16;

// What the period did to an account; + is credit.
std::int64_t movement(const LedgerAccountLine& line) {
  return ledger::checked_add(line.credit, ledger::checked_negate(line.debit));
}

std::int64_t closing(const LedgerAccountLine& line) {
  return ledger::checked_add(line.opening, ledger::checked_negate(movement(line)));
}

// The accounts that moved most, largest first.
std::vector<NamedAmount> bars_of(const TrialBalance& ledger, ledger::Currency currency) {
  std::vector<NamedAmount> bars;
  for (const LedgerAccountLine& line : ledger.accounts) {
    if (line.is_money || line.currency != currency || movement(line) == 0) continue;
    bars.push_back({line.account, {movement(line), currency}});
  }
  std::stable_sort(bars.begin(), bars.end(), [](const NamedAmount& a, const NamedAmount& b) {
    return std::abs(a.amount.hundredths) > std::abs(b.amount.hundredths);
  });
  if (bars.size() > most_bars) bars.resize(most_bars);
  return bars;
}

Markup bars_figure(const std::string& id, const TrialBalance& ledger, ledger::Currency currency) {
  const std::vector<NamedAmount> bars = bars_of(ledger, currency);
  if (bars.empty()) return {};
  const std::string title = fmt::format("What moved by ledger account, {}", currency.code());
  const std::string description = fmt::format(
      "A bar for each of the {} accounts that moved most: credits to the right, debits to the "
      "left. {} moved most, by {}. The table below has every account.",
      bars.size(), bars.front().name, shown(bars.front().amount));
  const Markup caption =
      text(title) +
      element("span", {{"class", "legend"}},
              text("credits (income, what is owed) to the right, debits (spending, what is due) "
                   "hatched to the left"));
  const std::string name = fmt::format("{}-bars-{}", id, currency.code());
  return element("figure", element("figcaption", caption) +
                               element("div", {{"class", "wide"}},
                                       bar_chart({name, title, description}, bars)));
}

struct Sums {
  std::int64_t opening = 0;
  std::int64_t debit = 0;
  std::int64_t credit = 0;
  std::int64_t closing = 0;
};

void add_to(std::int64_t& sum, std::int64_t more) {
  sum = ledger::checked_add(sum, more);
}

std::map<ledger::Currency, Sums> sums_of(const TrialBalance& ledger) {
  std::map<ledger::Currency, Sums> sums;
  for (const LedgerAccountLine& line : ledger.accounts) {
    Sums& sum = sums[line.currency];
    add_to(sum.opening, line.opening);
    add_to(sum.debit, line.debit);
    add_to(sum.credit, line.credit);
    add_to(sum.closing, closing(line));
  }
  return sums;
}

Table::Cells total_row(const std::string& name, ledger::Currency currency, const Sums& sums) {
  return {text(name),
          text(currency.code()),
          amount({sums.opening, currency}),
          amount({sums.debit, currency}),
          amount({sums.credit, currency}),
          amount({sums.closing, currency})};
}

Markup balance_table(const std::string& id, const TrialBalance& ledger) {
  Table table;
  table.id = id + "-table";
  table.caption = fmt::format("Trial balance of {}", ledger.profile);
  table.columns = {{"Ledger account", prose}, {"Currency"},        {"Before", figures},
                   {"Debit", figures},        {"Credit", figures}, {"Balance", figures}};
  for (const LedgerAccountLine& line : ledger.accounts) {
    table.rows.push_back({written(line.account), text(line.currency.code()),
                          amount({line.opening, line.currency}),
                          amount({line.debit, line.currency}), amount({line.credit, line.currency}),
                          amount({closing(line), line.currency})});
  }
  for (const auto& [currency, sums] : sums_of(ledger)) {
    table.totals.push_back(total_row("All accounts", currency, sums));
  }
  for (const ledger::Money& tax : ledger.software_tax) {
    table.totals.push_back(
        {text("Tax that the software adds"), text(tax.currency.code()), {}, {}, {}, amount(tax)});
  }
  return render(table);
}

Markup profile_part(const std::string& id, const TrialBalance& ledger) {
  const std::string title = id + "-title";
  Markup content = heading(4, title, "Profile " + ledger.profile);
  if (ledger.accounts.empty()) {
    content += paragraph("Nothing is dated in or before this period.", "quiet");
  } else {
    for (const auto& [currency, sums] : sums_of(ledger)) {
      content += bars_figure(id, ledger, currency);
    }
    content += balance_table(id, ledger);
  }
  return element("section", {{"aria-labelledby", title}}, content);
}

}  // namespace

Markup ledger_section(const std::string& id, const Report& report, const SourceSection& source) {
  Markup content = heading(3, id, "By ledger account");
  if (source.ledgers.empty()) {
    return element(
        "section", {{"aria-labelledby", id}},
        content + paragraph("No journal has been handed over for this source.", "quiet"));
  }
  content += paragraph(
      fmt::format("What was handed over with dates from {} to {}, reversals and what replaced "
                  "them included. Before: what the books had until then, the opening balance "
                  "included. Positive is debit.",
                  ledger::format_civil_date(report.first), ledger::format_civil_date(report.last)),
      "quiet");
  for (std::size_t i = 0; i < source.ledgers.size(); ++i) {
    content += profile_part(fmt::format("{}-{}", id, i + 1), source.ledgers[i]);
  }
  return element("section", {{"aria-labelledby", id}}, content);
}

}  // namespace bursar::page
