#include "export/frozen.hpp"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "error/error.hpp"

namespace bursar::exporting {
namespace {

using nlohmann::json;

const char* basis_name(ledger::DateBasis basis) {
  constexpr std::array<const char*, 3> names{"created", "effective", "paid"};
  return names[static_cast<std::size_t>(basis)];
}

const char* tax_name(ledger::TaxMode mode) {
  constexpr std::array<const char*, 4> names{"none", "lines", "codes-exclusive", "codes-inclusive"};
  return names[static_cast<std::size_t>(mode)];
}

const char* summary_name(Summary summary) {
  constexpr std::array<const char*, 3> names{"none", "day", "month"};
  return names[static_cast<std::size_t>(summary)];
}

json settings(const Request& request) {
  const mapping::Layout& layout = request.layout.layout;
  json all = json::object();
  all["source"] = request.source.name;
  all["kind"] = std::string(mapping::kind_name(layout.kind));
  all["start"] = request.start ? ledger::format_civil_date(*request.start) : "beginning";
  all["date"] = basis_name(request.calendar.basis);
  all["time_zone"] = request.calendar.zone.name();
  all["currency"] = request.currency == ledger::BooksCurrency::host ? "host" : "transaction";
  if (layout.kind == mapping::LayoutKind::journal) {
    all["tax"] = tax_name(layout.journal.tax);
    all["summary"] = summary_name(request.summary);
  }
  if (layout.kind == mapping::LayoutKind::statement) {
    all["lines"] = layout.statement == mapping::StatementLines::rows ? "rows" : "postings";
    all["split by account"] = layout.file.split_by_account;
  }
  if (layout.kind == mapping::LayoutKind::table) {
    all["rows"] = std::string(mapping::rows_name(layout.rows));
  }
  return all;
}

}  // namespace

std::string frozen_settings(const Request& request) {
  return settings(request).dump();
}

void require_frozen(const Request& request, const std::string& recorded) {
  const json now = settings(request);
  const json before = json::parse(recorded);
  std::string changed;
  for (const auto& [key, value] : before.items()) {
    const auto present = now.find(key);
    if (present != now.end() && *present == value) continue;
    if (!changed.empty()) changed += ", ";
    changed += fmt::format("{} was {} and is {}", key, value.dump(),
                           present == now.end() ? "gone" : present->dump());
  }
  if (changed.empty()) return;
  throw Error(ErrorKind::config,
              fmt::format("profile {} has handed over files already, and since then {}",
                          request.profile, changed),
              "put it back as it was; to change it, make a new profile under another name, whose "
              "start is the day the old one ends");
}

std::string scope_settings(const Request& request) {
  json scope = json::object();
  scope["include"] = request.include;
  scope["exclude"] = request.exclude;
  return scope.dump();
}

}  // namespace bursar::exporting
