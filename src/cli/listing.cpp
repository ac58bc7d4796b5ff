#include "cli/listing.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "text/shown.hpp"

namespace bursar::cli {
namespace {

using exporting::ListedEntry;
using exporting::ListedLine;
using exporting::ListedMovement;

std::string moved(const std::optional<ledger::CivilDate>& moved_from) {
  return moved_from ? fmt::format(" [of {}]", ledger::format_civil_date(*moved_from)) : "";
}

std::string decimal(std::int64_t hundredths, ledger::Currency currency) {
  return ledger::format_amount({hundredths, currency});
}

std::string format_line(const ListedLine& listed, ledger::Currency currency) {
  const ledger::JournalLine& line = listed.line;
  const bool is_debit = line.gl_amount > 0;
  const std::string amount =
      fmt::format("{} {}", is_debit ? "Dr" : "Cr",
                  decimal(is_debit ? line.gl_amount : -line.gl_amount, currency));
  std::string text =
      fmt::format("    {}{:>13}{:>14}  {}", padded(line.account, 34), is_debit ? amount : "",
                  is_debit ? "" : amount, padded(line.class_name, 22));
  if (!line.tax_code.empty()) text += padded(line.tax_code, 14);
  if (line.software_tax != 0) {
    text += fmt::format("VAT by software {} ", decimal(line.software_tax, currency));
  }
  text += listed.what;
  if (listed.role == "late" || listed.role == "reversal" || listed.role == "replacement") {
    text += fmt::format(" [{}]", listed.role);
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

nlohmann::json json_line(const ListedLine& listed, ledger::Currency currency) {
  const ledger::JournalLine& line = listed.line;
  nlohmann::json event = nlohmann::json::object();
  event["account"] = line.account;
  event["class"] = line.class_name;
  event["tax_code"] = line.tax_code;
  event["amount"] = decimal(line.gl_amount, currency);
  event["software_tax"] = decimal(line.software_tax, currency);
  event["role"] = listed.role;
  event["what"] = listed.what;
  return event;
}

void add_day(const ledger::CivilDate& day, const std::optional<ledger::CivilDate>& moved_from,
             nlohmann::json& event) {
  event["date"] = ledger::format_civil_date(day);
  if (moved_from) event["moved_from"] = ledger::format_civil_date(*moved_from);
}

}  // namespace

std::string padded(const std::string& text, std::size_t width) {
  std::string shown = text::shown(text);
  const std::size_t own = characters(shown);
  return shown + std::string(width > own ? width - own : 1, ' ');
}

Lines format_entry(const ListedEntry& entry) {
  Lines lines;
  lines.add(fmt::format("  {} {} {} “{}”{}", ledger::format_civil_date(entry.day), entry.name,
                        entry.currency.code(), entry.title, moved(entry.moved_from)));
  std::int64_t debits = 0;
  std::int64_t credits = 0;
  std::int64_t software = 0;
  for (const ListedLine& line : entry.lines) {
    lines.add(format_line(line, entry.currency));
    (line.line.gl_amount > 0 ? debits : credits) += line.line.gl_amount;
    software += line.line.software_tax;
  }
  std::string total =
      fmt::format("    {:<34}{:>13}{:>14}", "", "Dr " + decimal(debits, entry.currency),
                  "Cr " + decimal(-credits, entry.currency));
  if (software != 0) total += "  + VAT " + decimal(software, entry.currency);
  return lines.add(total);
}

std::string format_movement(const ListedMovement& movement) {
  const std::string role =
      movement.role == "original" ? std::string() : fmt::format(" [{}]", movement.role);
  return fmt::format("  {} {}{:>14} {}  {}{} {}{}{}", ledger::format_civil_date(movement.day),
                     padded(movement.account, 24), ledger::format_amount(movement.amount),
                     movement.amount.currency.code(), padded(movement.id, 42), movement.what,
                     movement.description, role, moved(movement.moved_from));
}

nlohmann::json event_of(const ListedEntry& entry) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "entry";
  event["entry"] = entry.name;
  event["title"] = entry.title;
  event["currency"] = std::string(entry.currency.code());
  add_day(entry.day, entry.moved_from, event);
  event["lines"] = nlohmann::json::array();
  for (const ListedLine& line : entry.lines) {
    event["lines"].push_back(json_line(line, entry.currency));
  }
  return event;
}

nlohmann::json event_of(const ListedMovement& movement) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "statement_line";
  event["id"] = movement.id;
  event["account"] = movement.account;
  add_day(movement.day, movement.moved_from, event);
  event["amount"] = ledger::format_amount(movement.amount);
  event["currency"] = std::string(movement.amount.currency.code());
  event["what"] = movement.what;
  event["description"] = movement.description;
  event["role"] = movement.role;
  return event;
}

}  // namespace bursar::cli
