#include "export/manifest.hpp"

#include <nlohmann/json.hpp>

#include "export/frozen.hpp"
#include "export/sha256.hpp"

namespace bursar::exporting {
namespace {

using nlohmann::json;

std::string hash_of(const std::string& text) {
  Sha256 hash;
  hash.add(text);
  return hash.digest();
}

json amounts(const std::map<ledger::Currency, std::int64_t>& totals) {
  json all = json::object();
  for (const auto& [currency, hundredths] : totals) {
    all[std::string(currency.code())] = ledger::format_amount({hundredths, currency});
  }
  return all;
}

json file_of(const BatchFiles::Written& written) {
  json file = json::object();
  file["name"] = written.file.name;
  file["part"] = written.file.part;
  file["rows"] = written.file.rows;
  file["bytes"] = written.file.bytes;
  file["sha256"] = written.file.sha256;
  file["first_day"] = ledger::format_civil_date(written.facts.first);
  file["last_day"] = ledger::format_civil_date(written.facts.last);
  file["totals"] = amounts(written.facts.totals);
  return file;
}

}  // namespace

std::string manifest_of(const Context& context, const Result& result,
                        const std::vector<BatchFiles::Written>& files,
                        const std::vector<store::JournalLedger::Balance>& accounts) {
  const Request& request = context.request;
  json manifest = json::object();
  manifest["profile"] = request.profile;
  manifest["batch"] = context.number;
  manifest["made_at"] = ledger::format_rfc3339(request.now);
  manifest["bursar"] = request.program_version;
  manifest["through"] = ledger::format_civil_date(context.last);
  manifest["settings"] = json::parse(frozen_settings(request));
  manifest["layout"] = {{"document", request.layout.source.document},
                        {"sha256", hash_of(request.layout.source.text)}};
  if (request.chart) {
    manifest["chart"] = {{"document", request.chart->source.document},
                         {"sha256", hash_of(request.chart->source.text)}};
  }
  manifest["lines"] = result.rows;
  manifest["corrections"] = result.corrections;
  json list = json::array();
  for (const BatchFiles::Written& written : files) list.push_back(file_of(written));
  manifest["files"] = std::move(list);
  json by_account = json::array();
  for (const auto& balance : accounts) {
    by_account.push_back({{"account", balance.account},
                          {"currency", std::string(balance.amount.currency.code())},
                          {"change", ledger::format_amount(balance.amount)}});
  }
  if (!accounts.empty()) manifest["accounts"] = std::move(by_account);
  return manifest.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace bursar::exporting
