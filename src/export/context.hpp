#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "export/batch_files.hpp"
#include "export/export.hpp"
#include "ledger/books.hpp"
#include "store/database.hpp"
#include "store/profiles.hpp"
#include "store/queries.hpp"
#include "store/successors.hpp"

namespace bursar::exporting {

// What the exporters of all kinds work with during one run of a profile.
struct Context {
  store::Database& database;
  const Request& request;
  store::Profile profile;
  std::int64_t batch = 0;  // key in `batches`
  std::int64_t number = 0;
  ledger::AccountTable accounts{};
  ledger::Books books{};
  ledger::CivilDate through{};     // the last whole day that the proven sync covers
  ledger::CivilDate last{};        // nothing is dated after it: `through`, or the end of a copy
  ledger::CivilDate first_open{};  // nothing is dated before it: start, or the day after the lock
  bool numbers_entries = false;    // the layout writes {entry_no}
  bool everything = false;         // look at all rows, not only at what is new
  store::DoubtfulRows doubtful{};  // that may be one too many
};

// Reads the accounts and books of the request's source.
void read_books(Context& context);

// What a run of a profile works with, for whoever only looks: nothing is written, and nothing needs
// to be proven (`through` is then the day before `first_day_of`).
[[nodiscard]] Context context_to_look(store::Database& database, const Request& request);

// Nothing is dated before: the profile's start.
[[nodiscard]] ledger::CivilDate first_day_of(const Request& request);
// Likewise, the lock counted in (R16).
[[nodiscard]] ledger::CivilDate first_open_day(store::Database& database, const Request& request);

// Day by R16: not before the first open day, nor before the day after `last_handed_over`.
struct Dating {
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
};
[[nodiscard]] Dating dated(ledger::CivilDate day, ledger::CivilDate first_open,
                           std::optional<ledger::CivilDate> last_handed_over = std::nullopt);

// " [of 2026-11-15]" for a line that was moved, else nothing.
[[nodiscard]] std::string moved_note(const std::optional<ledger::CivilDate>& moved_from);

// Whether a row is the source's, be it in the books or outside them: one database can hold several.
[[nodiscard]] bool is_of_source(const Context& context, const ledger::Transaction& row);

// Whether a row's day is over and proven, so that all rows of its event can be there.
[[nodiscard]] bool is_proven(const Context& context, const ledger::Transaction& row);

// Whether a row must not enter the books tonight: it, or another that may be the same event, is
// missing on the platform (store/successors.hpp). What is in them already stays until then.
[[nodiscard]] bool is_doubtful(const Context& context, const store::StoredTransaction& row);

// Whether what is dated so is still caught up rather than handed over (R10).
[[nodiscard]] bool is_caught_up(const Context& context, ledger::CivilDate day);

// The end of what every part of the source's transactions is proven up to. Throws
// Error(try_later) where that is nothing.
[[nodiscard]] ledger::CivilDate proven_through(store::Database& database, const Request& request);

// The year in which the fiscal year of a day began, and its first and last day.
struct FiscalYear {
  int year = 0;
  ledger::CivilDate first;
  ledger::CivilDate last;
};
[[nodiscard]] FiscalYear fiscal_year_of(ledger::CivilDate day, const Request& request);

// The file of a batch that something belongs into, as far as the layout splits.
[[nodiscard]] FileKey file_key(const Request& request, const std::string& account,
                               ledger::Currency currency, ledger::CivilDate day);

// Lists a record that was touched without effect; beyond some thousands nobody reads on.
void list_unchanged(Result& result, const std::string& record);

// Refuses a second currency in files that do not tell currencies apart.
class CurrencyCheck {
 public:
  CurrencyCheck(const Request& request, std::optional<ledger::Currency> before);
  void see(ledger::Currency currency);

 private:
  const Request& request_;
  bool told_ = false;
  std::optional<ledger::Currency> seen_;
};

}  // namespace bursar::exporting
