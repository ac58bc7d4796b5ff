#include "report/handed_over_tax.hpp"

#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "store/handed_over_tax.hpp"
#include "store/profiles.hpp"

namespace bursar::report {
namespace {

using store::HandedOverTax;

store::Profile journal_named(store::Database& database, const std::string& name) {
  const auto profile = store::find_profile(database, name);
  if (!profile) {
    throw Error(ErrorKind::try_later, fmt::format("profile {} has handed over nothing yet", name),
                "run `bursar export` first, or leave --profile out: then the stored rows count");
  }
  if (profile->kind != "journal") {
    throw Error(ErrorKind::usage,
                fmt::format("profile {} is a {}: only journals book tax", name, profile->kind),
                "name a journal, or leave --profile out: then the stored rows count");
  }
  const std::string mode = store::tax_mode_of(database, profile->profile);
  if (mode != "lines" && mode != "codes-exclusive") {
    throw Error(ErrorKind::usage,
                fmt::format("the layout of profile {} has tax = \"{}\": what was handed over does "
                            "not say the tax",
                            name, mode),
                "ask the accounting software, or leave --profile out: then the stored rows count");
  }
  return *profile;
}

Row cells_of(const Sheet& sheet, const std::string& profile, const HandedOverTax& tax) {
  const auto amount = [&](std::int64_t hundredths) {
    return ledger::format_amount({hundredths, tax.currency});
  };
  return {sheet.source,
          profile,
          std::string(tax.currency.code()),
          tax.is_collected ? "collected" : "paid",
          tax.tax_code,
          tax.vat_account,
          amount(ledger::checked_add(tax.net, tax.tax)),
          amount(tax.net),
          amount(tax.tax),
          tax.is_computed ? "true" : "false",
          std::to_string(tax.lines)};
}

}  // namespace

Sheet handed_over_tax_report(store::Database& database, const std::string& profile,
                             const std::string& source, const ledger::DayRange& period) {
  const store::Profile journal = journal_named(database, profile);
  Sheet sheet;
  sheet.name = "handed_over_tax";
  sheet.source = source;
  sheet.about = fmt::format("tax handed over by {}, {}, by the days handed over", profile,
                            ledger::describe(period));
  if (period.first) sheet.scope["from"] = ledger::format_civil_date(*period.first);
  if (period.last) sheet.scope["to"] = ledger::format_civil_date(*period.last);
  sheet.scope["profile"] = profile;
  sheet.columns = {{"source", ""},
                   {"profile", ""},
                   {"currency", "currency"},
                   {"direction", "direction"},
                   {"tax_code", "tax code"},
                   {"vat_account", "VAT account"},
                   {"gross", "gross", Cells::amount},
                   {"net", "net", Cells::amount},
                   {"tax", "tax", Cells::amount},
                   {"computed", "computed", Cells::flag},
                   {"lines", "lines", Cells::count}};
  std::map<std::tuple<ledger::Currency, bool>, HandedOverTax> totals;
  for (const HandedOverTax& tax : store::handed_over_taxes(database, journal.profile, period)) {
    sheet.rows.push_back(cells_of(sheet, profile, tax));
    HandedOverTax& total = totals[{tax.currency, !tax.is_collected}];
    total.currency = tax.currency;
    total.is_collected = tax.is_collected;
    total.net = ledger::checked_add(total.net, tax.net);
    total.tax = ledger::checked_add(total.tax, tax.tax);
    total.lines += tax.lines;
  }
  for (const auto& [key, total] : totals) {
    Row& row = sheet.totals.emplace_back(cells_of(sheet, profile, total));
    row[row.size() - 2].clear();  // of both computed and not
  }
  return sheet;
}

}  // namespace bursar::report
