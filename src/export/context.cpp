#include "export/context.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "error/error.hpp"
#include "store/books_accounts.hpp"
#include "store/coverage.hpp"

namespace bursar::exporting {
namespace {

// Before the platform existed, and far from the ends of what a day can be.
constexpr ledger::CivilDate no_earlier{0};

std::optional<ledger::CivilDate> proven_day(store::Database& database, const Request& request) {
  const auto proven = store::watermark_of_all_parts(database, request.source, "transactions");
  if (!proven) return std::nullopt;
  return ledger::CivilDate{request.calendar.zone.date_of(*proven).days - 1};
}

bool is_own_account(const Context& context, ledger::Key key) {
  const auto account = context.accounts.find(key);
  if (account == context.accounts.end()) return false;
  const std::string& root = context.request.source.account;
  return account->second.public_id == root || account->second.parent == root;
}

}  // namespace

void read_books(Context& context) {
  const Request& request = context.request;
  ledger::BooksScope scope;
  scope.perspective = request.source.perspective == "host" ? ledger::Perspective::host
                                                           : ledger::Perspective::account;
  scope.root = request.source.account;
  scope.include = request.include;
  scope.exclude = request.exclude;
  context.accounts = store::books_accounts(context.database, request.source, scope);
  context.books = ledger::open_books(scope, context.accounts);
}

Context context_to_look(store::Database& database, const Request& request) {
  Context context{database, request,
                  store::find_profile(database, request.profile).value_or(store::Profile{})};
  read_books(context);
  context.first_open = first_open_day(database, request);
  const ledger::CivilDate before{first_day_of(request).days - 1};
  context.through = context.last = proven_day(database, request).value_or(before);
  return context;
}

ledger::CivilDate first_day_of(const Request& request) {
  return request.start.value_or(no_earlier);
}

ledger::CivilDate first_open_day(store::Database& database, const Request& request) {
  const ledger::CivilDate first = first_day_of(request);
  const auto locked = store::locked_through(database, request.source.source);
  return locked ? std::max(first, ledger::CivilDate{locked->days + 1}) : first;
}

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

bool is_doubtful(const Context& context, const store::StoredTransaction& row) {
  return context.doubtful.missing.contains(row.key) || context.doubtful.stand_ins.contains(row.key);
}

bool is_caught_up(const Context& context, ledger::CivilDate day) {
  return !context.profile.opened && context.request.start && day < *context.request.start;
}

ledger::CivilDate proven_through(store::Database& database, const Request& request) {
  if (const auto day = proven_day(database, request)) return *day;
  throw Error(
      ErrorKind::try_later,
      fmt::format("the ledger of {} has not been read up to any day yet", request.source.name),
      "run `bursar sync`; files end where the proven rows end");
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
