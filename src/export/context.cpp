#include "export/context.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "error/error.hpp"
#include "store/coverage.hpp"

namespace bursar::exporting {
namespace {

bool is_own_account(const Context& context, ledger::Key key) {
  const auto account = context.accounts.find(key);
  if (account == context.accounts.end()) return false;
  const std::string& root = context.request.source.account;
  return account->second.public_id == root || account->second.parent == root;
}

}  // namespace

Dating dated(ledger::CivilDate day, ledger::CivilDate first_open,
             std::optional<ledger::CivilDate> last_handed_over) {
  ledger::CivilDate earliest = first_open;
  if (last_handed_over)
    earliest = std::max(earliest, ledger::CivilDate{last_handed_over->days + 1});
  if (day >= earliest) return {day, std::nullopt};
  return {earliest, day};
}

std::string moved_note(const std::optional<ledger::CivilDate>& moved_from) {
  if (!moved_from) return {};
  return fmt::format(" [of {}]", ledger::format_civil_date(*moved_from));
}

bool is_of_source(const Context& context, const ledger::Transaction& row) {
  return context.books.perspective == ledger::Perspective::host
             ? row.host == context.books.root
             : is_own_account(context, row.account);
}

bool is_proven(const Context& context, const ledger::Transaction& row) {
  return context.request.calendar.zone.date_of(row.created_at) <= context.through;
}

bool is_caught_up(const Context& context, ledger::CivilDate day) {
  return !context.profile.opened && context.request.start && day < *context.request.start;
}

ledger::CivilDate proven_through(store::Database& database, const Request& request) {
  const store::Source& source = request.source;
  const auto proven = store::watermark_of_all_parts(database, source, "transactions");
  if (!proven) {
    throw Error(ErrorKind::try_later,
                fmt::format("the ledger of {} has not been read up to any day yet", source.name),
                "run `bursar sync`; files end where the proven rows end");
  }
  return {request.calendar.zone.date_of(*proven).days - 1};
}

FiscalYear fiscal_year_of(ledger::CivilDate day, const Request& request) {
  const ledger::CivilDate first = ledger::start_of_fiscal_year(day, request.fiscal_year);
  // A few days into the next one.
  constexpr int more_than_a_year = 370;
  const ledger::CivilDate next = ledger::start_of_fiscal_year(
      ledger::CivilDate{first.days + more_than_a_year}, request.fiscal_year);
  return {ledger::year_month_day(first).year, first, {next.days - 1}};
}

FileKey file_key(const Request& request, const std::string& account, ledger::Currency currency,
                 ledger::CivilDate day) {
  const mapping::FileStyle& style = request.layout.layout.file;
  FileKey key;
  if (style.split_by_account) key.account = account;
  if (style.split_by_currency) key.currency = currency;
  if (style.split_by_fiscal_year) key.fiscal_year = fiscal_year_of(day, request).year;
  return key;
}

void list_unchanged(Result& result, const std::string& record) {
  constexpr std::size_t most = 5'000;
  if (result.unchanged.size() < most) result.unchanged.push_back(record);
}

CurrencyCheck::CurrencyCheck(const Request& request, std::optional<ledger::Currency> before)
    : request_(request), seen_(before) {
  told_ = mapping::tells_currency(request.layout.layout);
}

void CurrencyCheck::see(ledger::Currency currency) {
  if (told_ || seen_ == currency) return;
  if (!seen_) {
    seen_ = currency;
    return;
  }
  throw Error(
      ErrorKind::config,
      fmt::format("profile {} has amounts in {} and in {}, and its layout {} tells neither",
                  request_.profile, seen_->code(), currency.code(), request_.layout.layout.name),
      "copy the layout and add split_by = [\"currency\"] with {currency} in the file's "
      "name, or a column {currency}; nothing was handed over");
}

}  // namespace bursar::exporting
