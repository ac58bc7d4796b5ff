// Balances over time, income and spending by month, for each currency.
#include <algorithm>

#include <fmt/format.h>

#include "page/amount.hpp"
#include "page/charts.hpp"
#include "page/phrases.hpp"
#include "page/sections.hpp"
#include "page/table.hpp"

namespace bursar::page {
namespace {

std::int64_t change_of(const Flow& flow) {
  return ledger::checked_add(ledger::checked_add(flow.income, flow.spending), flow.internal);
}

void add_to(Flow& sum, const Flow& more) {
  sum.income = ledger::checked_add(sum.income, more.income);
  sum.spending = ledger::checked_add(sum.spending, more.spending);
  sum.internal = ledger::checked_add(sum.internal, more.internal);
}

// At the end of each month.
std::vector<std::int64_t> balances_of(const CurrencyHistory& history) {
  std::vector<std::int64_t> balances;
  std::int64_t balance = history.opening;
  for (const Flow& flow : history.flows) {
    balance = ledger::checked_add(balance, change_of(flow));
    balances.push_back(balance);
  }
  return balances;
}

std::string in_words(std::int64_t hundredths, ledger::Currency currency) {
  return fmt::format("{} {}", shown({hundredths, currency}), currency.code());
}

Markup figure(const Markup& caption, const Markup& chart) {
  return element("figure",
                 element("figcaption", caption) + element("div", {{"class", "wide"}}, chart));
}

Markup balance_figure(const std::string& id, const Report& report, const CurrencyHistory& history) {
  const std::vector<std::int64_t> balances = balances_of(history);
  const std::string title =
      fmt::format("Balance at the end of each month, {}", history.currency.code());
  const std::string description = fmt::format(
      "A line of {} month ends. At first {}, at last {}. The table below has every figure.",
      balances.size(), in_words(balances.front(), history.currency),
      in_words(balances.back(), history.currency));
  return figure(text(title), balance_chart({id + "-balance", title, description}, report.months,
                                           balances, history.currency));
}

// A square as the chart has it, and what it stands for.
Markup key_to(const char* style_class, const char* words) {
  const Markup square =
      element("svg", {{"class", "key"}, {"viewBox", "0 0 12 12"}, {"aria-hidden", "true"}},
              rectangle(0, 0, 12, 12, style_class));
  return element("span", {{"class", "legend"}}, square + text(words));
}

Markup income_figure(const std::string& id, const Report& report, const CurrencyHistory& history,
                     const Flow& whole) {
  std::vector<MonthPair> pairs;
  for (const Flow& flow : history.flows) {
    pairs.push_back({flow.income, ledger::checked_negate(flow.spending)});
  }
  const std::string title =
      fmt::format("Income and spending by month, {}", history.currency.code());
  const std::string description = fmt::format(
      "Two columns for each of {} months. Over the whole period {} came in and {} "
      "went out. The table below has every figure.",
      pairs.size(), in_words(whole.income, history.currency),
      in_words(ledger::checked_negate(whole.spending), history.currency));
  return figure(
      text(title) + key_to("in", "Income") + key_to("out", "Spending"),
      income_chart({id + "-income", title, description}, report.months, pairs, history.currency));
}

Markup months_table(const std::string& id, const Report& report, const CurrencyHistory& history,
                    const Flow& whole) {
  Table table;
  table.id = id + "-months";
  table.caption = fmt::format("By month, {}", history.currency.code());
  table.columns = {{"Month"},
                   {"Income", figures},
                   {"Spending", figures},
                   {"Between own accounts", figures},
                   {"Change", figures},
                   {"Balance at the end", figures}};
  const auto cell = [&](std::int64_t hundredths) { return amount({hundredths, history.currency}); };
  const auto row = [&](const Markup& name, const Flow& flow, std::int64_t balance) {
    return Table::Cells{name,
                        cell(flow.income),
                        cell(flow.spending),
                        cell(flow.internal),
                        cell(change_of(flow)),
                        cell(balance)};
  };
  const std::vector<std::int64_t> balances = balances_of(history);
  table.rows.push_back({text("Before"), {}, {}, {}, {}, cell(history.opening)});
  for (std::size_t i = 0; i < history.flows.size(); ++i) {
    table.rows.push_back(row(text(report.months[i]), history.flows[i], balances[i]));
  }
  table.totals.push_back(row(text("Whole period"), whole, balances.back()));
  return render(table);
}

// Two accounts may have one name.
Markup named(const AccountHistory& account) {
  if (account.slug.empty() || account.slug == account.name) return written(account.name);
  return written(account.name) + text(" ") + element("small", written(account.slug));
}

Markup accounts_table(const std::string& id, const CurrencyHistory& history, const Flow& whole) {
  Table table;
  table.id = id + "-accounts";
  table.caption = fmt::format("By account, whole period, {}", history.currency.code());
  table.columns = {{"Account", prose},
                   {"Opening", figures},
                   {"Income", figures},
                   {"Spending", figures},
                   {"Between own accounts", figures},
                   {"Closing", figures},
                   {"Month ends"}};
  const auto cell = [&](std::int64_t hundredths) { return amount({hundredths, history.currency}); };
  const auto row = [&](const Markup& name, std::int64_t opening, const Flow& flow,
                       const Markup& spark) {
    const std::int64_t closing = ledger::checked_add(opening, change_of(flow));
    return Table::Cells{
        name,          cell(opening), cell(flow.income), cell(flow.spending), cell(flow.internal),
        cell(closing), spark};
  };
  for (const AccountHistory& account : history.accounts) {
    table.rows.push_back(
        row(named(account), account.opening, account.flow, sparkline(account.balances)));
  }
  table.totals.push_back(row(text("All accounts"), history.opening, whole, {}));
  return render(table);
}

Markup currency_part(const std::string& id, const Report& report, const CurrencyHistory& history) {
  Flow whole;
  for (const Flow& flow : history.flows) add_to(whole, flow);
  const std::string title = id + "-title";
  Markup content = heading(4, title, history.currency.code());
  content += balance_figure(id, report, history) + income_figure(id, report, history, whole);
  content += months_table(id, report, history, whole) + accounts_table(id, history, whole);
  return element("section", {{"aria-labelledby", title}}, content);
}

}  // namespace

Markup history_section(const std::string& id, const Report& report, const SourceSection& source) {
  Markup content = heading(3, id, "Balances, income and spending");
  if (source.history.empty() || report.months.empty()) {
    return element("section", {{"aria-labelledby", id}},
                   content + paragraph("Nothing moved in this period, and nothing was there "
                                       "before it.",
                                       "quiet"));
  }
  content += paragraph(
      fmt::format("Rows are dated by when the platform recorded them, in months of {}, as bank "
                  "statements date them; amounts are in the host's currency. A refund lessens what "
                  "it refunds; fees taken inside a contribution are spending. What goes from one "
                  "of these accounts to another is neither income nor spending; it comes to "
                  "nothing where both sides are recorded.",
                  report.time_zone),
      "quiet");
  for (const CurrencyHistory& history : source.history) {
    content += currency_part(id + "-" + std::string(history.currency.code()), report, history);
  }
  return element("section", {{"aria-labelledby", id}}, content);
}

}  // namespace bursar::page
