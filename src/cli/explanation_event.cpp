// The event that tells a machine what explanation_text.cpp tells people.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/explanation_text.hpp"

namespace bursar::cli {
namespace {

using nlohmann::json;

std::string decimal(ledger::Money money) {
  std::string text;
  constexpr int two = 2;
  ledger::append_amount(money, '.', two, text);
  return text;
}

json coded(const ledger::JournalLine& line, ledger::Currency currency) {
  json event = json::object();
  event["account"] = line.account;
  event["money"] = line.money;
  event["class"] = line.class_name;
  event["tax_code"] = line.tax_code;
  event["amount"] = decimal({line.gl_amount, currency});
  event["software_tax"] = decimal({line.software_tax, currency});
  return event;
}

json event_of(const exporting::ExplainedLine& line) {
  json event = json::object();
  event["part"] = line.part;
  event["kind"] = line.kind;
  event["amount"] = decimal(line.amount);
  event["currency"] = std::string(line.amount.currency.code());
  event["unmapped"] = line.unmapped;
  event["problem"] = line.problem;
  event["decisions"] = json::array();
  for (const mapping::Decision& decision : line.decisions) {
    event["decisions"].push_back({{"column", std::string(name_of(decision.output))},
                                  {"value", decision.value},
                                  {"where", decision.where},
                                  {"note", decision.note}});
  }
  event["lines"] = json::array();
  for (const ledger::JournalLine& booked : line.booked) {
    event["lines"].push_back(coded(booked, line.amount.currency));
  }
  return event;
}

json event_of(const exporting::HandedOver& line, bool is_journal) {
  json event = is_journal ? coded(line.coded, line.amount.currency) : json::object();
  event["batch"] = line.batch;
  event["files"] = line.files;
  event["id"] = line.id;
  event["origin"] = line.origin;
  event["standing"] = line.standing;
  if (line.entry_no) event["entry_no"] = *line.entry_no;
  if (line.day) event["date"] = ledger::format_civil_date(*line.day);
  if (line.moved_from) event["moved_from"] = ledger::format_civil_date(*line.moved_from);
  if (line.amount.currency.empty()) return event;
  event["amount"] = decimal(line.amount);
  event["currency"] = std::string(line.amount.currency.code());
  return event;
}

json event_of(const exporting::ProfileView& view) {
  json event = json::object();
  event["profile"] = view.profile;
  event["kind"] = view.kind;
  event["state"] = view.state;
  event["why"] = view.why;
  event["now"] = json::array();
  for (const auto& line : view.lines) event["now"].push_back(event_of(line));
  event["handed_over"] = json::array();
  for (const auto& line : view.handed_over) {
    event["handed_over"].push_back(event_of(line, view.kind == "journal"));
  }
  return event;
}

json event_of(const store::RowVersion& version) {
  json event = json::object();
  event["version"] = version.version;
  event["replaced_at"] = version.replaced_at;
  event["changes"] = json::array();
  for (const auto& change : version.changes) {
    event["changes"].push_back(
        {{"field", change.field}, {"before", change.before}, {"after", change.after}});
  }
  return event;
}

json event_of(const store::Receipt& receipt) {
  json event = json::object();
  event["number"] = receipt.number;
  event["total"] = receipt.total;
  event["attached"] = receipt.attached;
  event["file"] = receipt.file;
  event["sha256"] = receipt.sha256;
  event["reason"] = receipt.reason;
  event["detail"] = receipt.detail;
  return event;
}

}  // namespace

json event_of(const exporting::Explanation& told) {
  json event = json::object();
  event["type"] = "explanation";
  event["id"] = told.id;
  event["number"] = told.number;
  event["public_id"] = told.public_id;
  event["kind"] = told.kind;
  event["description"] = told.description;
  event["account"] = told.account;
  event["opposite"] = told.opposite;
  event["host"] = told.host;
  event["created_at"] = told.created_at;
  event["effective_at"] = told.effective_at;
  event["amount"] = decimal(told.amount);
  event["currency"] = std::string(told.amount.currency.code());
  event["host_net_amount"] = decimal(told.net_amount);
  event["host_currency"] = std::string(told.net_amount.currency.code());
  event["category"] = told.category;
  event["expense"] = told.expense;
  event["order"] = told.order;
  event["vanished"] = told.vanished;
  event["group"] = told.group;
  event["group_rows"] = told.group_rows;
  event["versions"] = json::array();
  for (const auto& version : told.versions) event["versions"].push_back(event_of(version));
  event["receipts"] = json::array();
  for (const auto& receipt : told.receipts) event["receipts"].push_back(event_of(receipt));
  event["profiles"] = json::array();
  for (const auto& view : told.profiles) event["profiles"].push_back(event_of(view));
  return event;
}

}  // namespace bursar::cli
