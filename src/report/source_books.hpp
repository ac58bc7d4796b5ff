#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "ledger/books.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/line.hpp"
#include "ledger/period.hpp"
#include "report/sheet.hpp"
#include "store/database.hpp"
#include "store/groups.hpp"
#include "store/sources.hpp"
#include "store/topic_groups.hpp"

namespace bursar::report {

// The books of one source, to be reported on. The database must outlive it.
struct SourceBooks {
  store::Database& database;
  store::Source source;
  ledger::TimeZone zone = ledger::TimeZone::utc();  // the organisation's
  ledger::AccountTable accounts{};
  ledger::Books books{};
  std::set<ledger::Key> stand_ins{};  // rows that perhaps are others (store/successors.hpp)

  // The account's slug, else its public id; empty where it is not known.
  [[nodiscard]] std::string name_of(ledger::Key account) const;
};

// `include` and `exclude` are public ids, see ledger::BooksScope.
[[nodiscard]] SourceBooks open_source_books(store::Database& database, const store::Source& source,
                                            const ledger::TimeZone& zone,
                                            const std::vector<std::string>& include = {},
                                            const std::vector<std::string>& exclude = {});

// A sheet on these books and days, empty so far. `about` says what it is on: "tax".
[[nodiscard]] Sheet open_sheet(const SourceBooks& books, const std::string& about,
                               const ledger::DayRange& days);
// Notes it where the stream ("transactions" or "expenses") is not read up to the end of `last`.
void note_unread(const SourceBooks& books, const std::string& stream, ledger::CivilDate last,
                 Sheet& sheet);

// One economic event as the books of a source have it: its rows in the books, the lines they come
// to in host currency, and the one day that all of them are dated by, which is the day of a
// journal's entry (accounting.md R8).
struct BookedGroup {
  ledger::Group group;
  std::vector<const store::StoredTransaction*> rows;  // of group.rows, in their order
  std::vector<ledger::Line> lines;
  ledger::CivilDate date;

  [[nodiscard]] const store::StoredTransaction& row_of(const ledger::Line& line) const {
    return *rows[line.posting.row];
  }
};

// Calls `visit` for each event about the topic that is dated within `days`, by group id. Its
// references are valid during the call. Events that cannot be read are told to `problems`.
void for_each_booked_group(const SourceBooks& books, store::Topic topic,
                           const ledger::DayRange& days,
                           const std::function<void(const BookedGroup&)>& visit,
                           std::vector<std::string>& problems);

}  // namespace bursar::report
