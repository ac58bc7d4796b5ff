// Lists of what a treasurer has to look at: rows without an account, corrections, open items.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "page/amount.hpp"
#include "page/phrases.hpp"
#include "page/sections.hpp"
#include "page/table.hpp"

namespace bursar::page {
namespace {

template <typename Line>
Markup rest_of(const Listed<Line>& list, const char* where) {
  const std::int64_t left = list.all - static_cast<std::int64_t>(list.lines.size());
  if (left <= 0) return {};
  return paragraph(fmt::format("{} more: {}", shown_count(left), where), "quiet");
}

Markup section(const std::string& id, const Markup& content) {
  return element("section", {{"aria-labelledby", id}}, content);
}

Markup day_of(const CorrectionLine& line) {
  if (!line.moved_from) return day(line.day);
  return day(line.day) + text(" [of ") + day(*line.moved_from) + text("]");
}

Markup corrections_table(const std::string& id, const Corrections& corrections) {
  Table table;
  table.id = id + "-table";
  table.caption = "Corrections handed over, newest first";
  table.columns = {{"Entry or statement", prose},
                   {"Profile"},
                   {"Batch", figures},
                   {"Dated"},
                   {"What"},
                   {"Ledger account", prose},
                   {"Amount", figures},
                   {"Currency"},
                   {"Concerning", prose}};
  for (const CorrectionLine& line : corrections.lines.lines) {
    table.rows.push_back({written(line.name), text(line.profile), count(line.batch), day_of(line),
                          text(line.origin), written(line.ledger_account), amount(line.amount),
                          text(line.amount.currency.code()), written(line.description)});
  }
  return render(table);
}

Markup open_sums_table(const std::string& id, const OpenItems& open) {
  Table table;
  table.id = id + "-sums";
  table.caption = "Open items by age";
  table.columns = {{"Age"}, {"State"}, {"Expenses", figures}, {"Amount", figures}, {"Currency"}};
  for (const OpenSum& sum : open.sums) {
    table.rows.push_back({text(sum.age), text(sum.approved), count(sum.expenses),
                          amount(sum.amount), text(sum.amount.currency.code())});
  }
  return render(table);
}

// "SCHEDULED_FOR_PAYMENT" in words, which may take two lines.
Markup status_of(std::string status) {
  std::replace(status.begin(), status.end(), '_', ' ');
  return text(status);
}

Markup open_items_table(const std::string& id, const OpenItems& open) {
  Table table;
  table.id = id + "-table";
  table.caption = "Open items, oldest first";
  table.columns = {{"Expense"},           {"Account", prose}, {"Payee", prose},    {"Of"},
                   {"Days", figures},     {"Status", prose},  {"Amount", figures}, {"Currency"},
                   {"Description", prose}};
  for (const OpenItem& item : open.items.lines) {
    table.rows.push_back({text(item.expense), written(item.account), written(item.payee),
                          day(item.incurred), count(item.age), status_of(item.status),
                          amount(item.amount), text(item.amount.currency.code()),
                          written(item.description)});
  }
  return render(table);
}

}  // namespace

Markup unmapped_section(const std::string& id, const SourceSection& source) {
  Markup content = heading(3, id, "Without an account");
  const Listed<UnmappedLine>& list = source.unmapped;
  if (list.all == 0) {
    return section(id, content + paragraph(source.ledgers.empty()
                                               ? "Statements need no chart of accounts."
                                               : "Every line that stands fitted a rule of its "
                                                 "chart.",
                                           "quiet"));
  }
  content += paragraph(
      "Lines that stand on suspense, because no rule of the chart fits them. They move by "
      "themselves when one does.");
  Table table;
  table.id = id + "-table";
  table.caption = "Lines on suspense, newest first";
  table.columns = {{"Entry"},           {"Profile"},     {"Dated"},
                   {"Account", prose},  {"Kind", prose}, {"On"},
                   {"Amount", figures}, {"Currency"},    {"Description", prose}};
  for (const UnmappedLine& line : list.lines) {
    table.rows.push_back({written(line.entry), text(line.profile), day(line.day),
                          written(line.account), text(line.kind), written(line.ledger_account),
                          amount(line.amount), text(line.amount.currency.code()),
                          written(line.description)});
  }
  return section(id, content + render(table) + rest_of(list, "bursar mapping check lists them."));
}

Markup corrections_section(const std::string& id, const SourceSection& source) {
  const Corrections& all = source.corrections;
  Markup content = heading(3, id, "Corrections since the last lock");
  if (all.locked_at) {
    Markup words = text("The last lock was made ") + moment(*all.locked_at);
    words += all.locked_through ? text(", through ") + day(*all.locked_through) + text(". ")
                                : text(" and opened everything again. ");
    content += element("p", words + text("What was handed over after it as a late line, a reversal "
                                         "or a replacement:"));
  } else {
    content += paragraph(
        "No period was ever locked. Everything that was handed over as a late line, a reversal or "
        "a replacement:");
  }
  if (all.lines.all == 0) return section(id, content + paragraph("Nothing.", "quiet"));
  content += corrections_table(id, all);
  return section(id, content + rest_of(all.lines,
                                       "the view v_export_lines and v_statement_lines "
                                       "of the database have them all."));
}

Markup open_items_section(const std::string& id, const SourceSection& source) {
  const OpenItems& open = source.open_items;
  Markup content = heading(3, id, "Open items");
  const Markup as_at = text(" at the end of ") + day(open.as_at);
  if (open.items.all == 0) {
    return section(id, content + element("p", {{"class", "quiet"}},
                                         text("No expense was open") + as_at + text(".")));
  }
  content += element("p", text("Expenses that were not paid") + as_at +
                              text(". What is approved is owed; the rest will be when it is."));
  content += open_sums_table(id, open) + open_items_table(id, open);
  return section(id,
                 content + rest_of(open.items, "bursar report open-items --items lists them all."));
}

}  // namespace bursar::page
