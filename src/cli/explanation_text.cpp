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

std::string labelled(const std::string& label, const std::string& text) {
  return text.empty() ? text : fmt::format("  {}{}\n", padded(label, label_width), text);
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

std::string format_row(const Explanation& told) {
  std::string text = fmt::format("{} {}  {}  “{}”{}\n", told.kind.empty() ? "row" : told.kind,
                                 told.number, amount_text(told.net_amount), told.description,
                                 told.vanished ? "  VANISHED from the platform" : "");
  text += labelled("id", told.id);
  text += labelled("public id", told.public_id);
  text += labelled("account", told.account);
  text += labelled("other side", told.opposite);
  text += labelled("host", told.host);
  text += labelled("created", told.created_at);
  text += labelled("effective", told.effective_at);
  text += labelled("as given", amount_text(told.amount));
  text += labelled("category", told.category);
  text += labelled("expense", told.expense);
  text += labelled("order", told.order);
  return text;
}

std::string format_receipts(const Explanation& told) {
  std::string text;
  for (const store::Receipt& receipt : told.receipts) {
    std::string line = receipt.file;
    if (line.empty()) {
      line = fmt::format("{} of {}: {}", receipt.number, receipt.total,
                         receipt.reason.empty() ? "not fetched yet" : receipt.detail);
    }
    if (!receipt.attached) line += "  (attached no more)";
    text += labelled("receipt", line);
    if (!receipt.sha256.empty()) text += labelled("", "sha256 " + receipt.sha256);
  }
  return text;
}

std::string format_versions(const Explanation& told) {
  std::string text;
  for (const store::RowVersion& version : told.versions) {
    if (version.replaced_at.empty()) {
      text += labelled("version", fmt::format("{}, the present one", version.version));
      continue;
    }
    text +=
        labelled("version", fmt::format("{}, replaced {}", version.version, version.replaced_at));
    for (const auto& change : version.changes) {
      text += labelled("", fmt::format("{}: {} -> {}", change.field,
                                       change.before.empty() ? "nothing" : change.before,
                                       change.after.empty() ? "nothing" : change.after));
    }
  }
  return text;
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

std::string format_line(const ExplainedLine& line) {
  std::string text =
      fmt::format("  now, {} ({}) {}{}\n", line.kind, line.part, amount_text(line.amount),
                  line.unmapped ? ": NO RULE FITS, so to suspense" : "");
  for (const mapping::Decision& decision : line.decisions) {
    text += fmt::format("    {}{}{}\n", padded(std::string(name_of(decision.output)), label_width),
                        decision.value.empty() ? "nothing" : decision.value,
                        decision.where.empty() ? "" : fmt::format("  ({})", decision.where));
    if (!decision.note.empty()) text += fmt::format("      because {}\n", decision.note);
  }
  for (const ledger::JournalLine& booked : line.booked) {
    text += fmt::format("    = {}\n", format_coded(booked, line.amount.currency));
  }
  if (!line.problem.empty()) text += fmt::format("    cannot be booked: {}\n", line.problem);
  return text;
}

std::string format_handed_over(const HandedOver& line, bool is_journal) {
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
  if (is_journal) return text + ":\n    " + format_coded(line.coded, line.amount.currency) + "\n";
  if (!line.amount.currency.empty()) text += ": " + amount_text(line.amount);
  return text + "\n";
}

std::string format_profile(const ProfileView& view) {
  std::string text = fmt::format("\n{}, {}: {}{}\n", view.profile, view.kind, view.state,
                                 view.why.empty() ? "" : fmt::format(" ({})", view.why));
  for (const HandedOver& line : view.handed_over) {
    text += format_handed_over(line, view.kind == "journal");
  }
  for (const ExplainedLine& line : view.lines) text += format_line(line);
  return text;
}

}  // namespace

std::string format_explanation(const Explanation& told) {
  std::string text = format_row(told) + format_receipts(told) + format_versions(told);
  text += labelled("group", told.group);
  for (const std::string& row : told.group_rows) text += labelled("", row);
  for (const ProfileView& view : told.profiles) text += format_profile(view);
  return text;
}

}  // namespace bursar::cli
