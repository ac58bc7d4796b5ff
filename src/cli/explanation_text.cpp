#include "cli/explanation_text.hpp"

#include <fmt/format.h>

#include "cli/listing.hpp"

namespace bursar::cli {
namespace {

using exporting::ExplainedLine;
using exporting::Explanation;
using exporting::HandedOver;
using exporting::ProfileView;

constexpr std::size_t label_width = 12;

void add_labelled(const std::string& label, const std::string& text, Lines& to) {
  if (!text.empty()) to.add(fmt::format("  {}{}", padded(label, label_width), text));
}

// Two decimals whatever the currency: what is odd is shown, not refused.
std::string amount_text(ledger::Money money) {
  std::string text;
  constexpr int two = 2;
  ledger::append_amount(money, '.', two, text);
  return fmt::format("{} {}", text, money.currency.code());
}

std::string sided(std::int64_t hundredths, ledger::Currency currency) {
  const bool is_debit = hundredths > 0;
  return fmt::format("{} {}", is_debit ? "Dr" : "Cr",
                     amount_text({is_debit ? hundredths : -hundredths, currency}));
}

void add_row(const Explanation& told, Lines& to) {
  to.add(fmt::format("{} {}  {}  “{}”{}", told.kind.empty() ? "row" : told.kind, told.number,
                     amount_text(told.net_amount), told.description,
                     told.vanished ? "  VANISHED from the platform" : ""));
  add_labelled("id", told.id, to);
  add_labelled("public id", told.public_id, to);
  add_labelled("account", told.account, to);
  add_labelled("other side", told.opposite, to);
  add_labelled("host", told.host, to);
  add_labelled("created", told.created_at, to);
  add_labelled("effective", told.effective_at, to);
  add_labelled("as given", amount_text(told.amount), to);
  add_labelled("category", told.category, to);
  add_labelled("expense", told.expense, to);
  add_labelled("order", told.order, to);
}

void add_receipts(const Explanation& told, Lines& to) {
  for (const store::Receipt& receipt : told.receipts) {
    std::string line = receipt.file;
    if (line.empty()) {
      line = fmt::format("{} of {}: {}", receipt.number, receipt.total,
                         receipt.reason.empty() ? "not fetched yet" : receipt.detail);
    }
    if (!receipt.attached) line += "  (attached no more)";
    add_labelled("receipt", line, to);
    if (!receipt.sha256.empty()) add_labelled("", "sha256 " + receipt.sha256, to);
  }
}

void add_versions(const Explanation& told, Lines& to) {
  for (const store::RowVersion& version : told.versions) {
    if (version.replaced_at.empty()) {
      add_labelled("version", fmt::format("{}, the present one", version.version), to);
      continue;
    }
    add_labelled("version", fmt::format("{}, replaced {}", version.version, version.replaced_at),
                 to);
    for (const auto& change : version.changes) {
      add_labelled("",
                   fmt::format("{}: {} -> {}", change.field,
                               change.before.empty() ? "nothing" : change.before,
                               change.after.empty() ? "nothing" : change.after),
                   to);
    }
  }
}

std::string format_coded(const ledger::JournalLine& line, ledger::Currency currency) {
  std::string text = fmt::format("{} {}", line.account, sided(line.gl_amount, currency));
  if (!line.class_name.empty()) text += fmt::format(", class {}", line.class_name);
  if (!line.tax_code.empty()) text += fmt::format(", tax {}", line.tax_code);
  if (line.software_tax != 0) {
    text += fmt::format(", VAT by software {}", sided(line.software_tax, currency));
  }
  if (!line.money.empty()) text += fmt::format(", other side on {}", line.money);
  return text;
}

void add_line(const ExplainedLine& line, Lines& to) {
  to.add(fmt::format("  now, {} ({}) {}{}", line.kind, line.part, amount_text(line.amount),
                     line.unmapped ? ": NO RULE FITS, so to suspense" : ""));
  for (const mapping::Decision& decision : line.decisions) {
    to.add(fmt::format("    {}{}{}", padded(std::string(name_of(decision.output)), label_width),
                       decision.value.empty() ? "nothing" : decision.value,
                       decision.where.empty() ? "" : fmt::format("  ({})", decision.where)));
    if (!decision.note.empty()) to.add(fmt::format("      because {}", decision.note));
  }
  for (const ledger::JournalLine& booked : line.booked) {
    to.add(fmt::format("    = {}", format_coded(booked, line.amount.currency)));
  }
  if (!line.problem.empty()) to.add(fmt::format("    cannot be booked: {}", line.problem));
}

void add_handed_over(const HandedOver& line, bool is_journal, Lines& to) {
  std::string text = line.batch == 0
                         ? std::string("  opening balance")
                         : fmt::format("  batch {}, {}", line.batch, fmt::join(line.files, " or "));
  if (!line.id.empty()) text += fmt::format(", {} {}", is_journal ? "entry" : "line", line.id);
  if (line.entry_no) text += fmt::format(" no. {}", *line.entry_no);
  if (line.day) text += fmt::format(", {}", ledger::format_civil_date(*line.day));
  if (line.moved_from) {
    text += fmt::format(" [of {}]", ledger::format_civil_date(*line.moved_from));
  }
  text += fmt::format(", {}", line.origin);
  if (!line.standing && line.origin != "reversal") text += ", reversed since";
  if (is_journal) {
    to.add(text + ":").add("    " + format_coded(line.coded, line.amount.currency));
    return;
  }
  if (!line.amount.currency.empty()) text += ": " + amount_text(line.amount);
  to.add(text);
}

void add_profile(const ProfileView& view, Lines& to) {
  to.add("").add(fmt::format("{}, {}: {}{}", view.profile, view.kind, view.state,
                             view.why.empty() ? "" : fmt::format(" ({})", view.why)));
  for (const HandedOver& line : view.handed_over) {
    add_handed_over(line, view.kind == "journal", to);
  }
  for (const ExplainedLine& line : view.lines) add_line(line, to);
}

}  // namespace

Lines format_explanation(const Explanation& told) {
  Lines lines;
  add_row(told, lines);
  add_receipts(told, lines);
  add_versions(told, lines);
  add_labelled("group", told.group, lines);
  for (const std::string& row : told.group_rows) add_labelled("", row, lines);
  for (const ProfileView& view : told.profiles) add_profile(view, lines);
  return lines;
}

}  // namespace bursar::cli
