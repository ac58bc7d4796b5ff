#include "report/source_books.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "error/error.hpp"
#include "ledger/line_date.hpp"
#include "store/books_accounts.hpp"
#include "store/coverage.hpp"
#include "store/successors.hpp"

namespace bursar::report {
namespace {

constexpr ledger::DateBasis basis = ledger::DateBasis::effective;

// A day wider than the period at both ends: days that people typed are midnights in UTC.
store::Interval interval_of(const ledger::DayRange& days, const ledger::TimeZone& zone) {
  store::Interval interval{{0}, ledger::Instant::max()};
  if (days.first) interval.from = zone.start_of({days.first->days - 1});
  if (days.last) interval.to = zone.start_of({days.last->days + 2});
  return interval;
}

BookedGroup booked_group(const store::StoredGroup& stored, const SourceBooks& books) {
  BookedGroup booked;
  booked.group.id = stored.id;
  for (const store::GroupRow& row : stored.rows) {
    if (!ledger::in_books(books.books, row.stored.row)) continue;
    // As in the books, which have the one that it perhaps is until that is confirmed to be gone.
    if (books.stand_ins.contains(row.stored.key)) continue;
    booked.group.rows.push_back(store::ledger_row(row));
    booked.rows.push_back(&row.stored);
  }
  if (!booked.rows.empty()) booked.date = ledger::date_of_entry(booked.group, basis, books.zone);
  return booked;
}

std::vector<ledger::Key> members_of(const ledger::Books& books) {
  std::vector<ledger::Key> keys;
  for (const auto& [key, member] : books.members) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

std::string SourceBooks::name_of(ledger::Key account) const {
  const auto found = accounts.find(account);
  if (found == accounts.end()) return {};
  return found->second.slug.empty() ? found->second.public_id : found->second.slug;
}

SourceBooks open_source_books(store::Database& database, const store::Source& source,
                              const ledger::TimeZone& zone, const std::vector<std::string>& include,
                              const std::vector<std::string>& exclude) {
  SourceBooks books{database, source, zone};
  ledger::BooksScope scope;
  scope.perspective =
      source.perspective == "host" ? ledger::Perspective::host : ledger::Perspective::account;
  scope.root = source.account;
  scope.include = include;
  scope.exclude = exclude;
  books.accounts = store::books_accounts(database, source, scope);
  books.books = ledger::open_books(scope, books.accounts);
  books.stand_ins = store::doubtful_rows(database).stand_ins;
  return books;
}

Sheet open_sheet(const SourceBooks& books, const std::string& about, const ledger::DayRange& days) {
  Sheet sheet;
  sheet.source = books.source.name;
  sheet.about = fmt::format("{}, {}, days of {}", about, ledger::describe(days), books.zone.name());
  if (days.first) sheet.scope["from"] = ledger::format_civil_date(*days.first);
  if (days.last) sheet.scope["to"] = ledger::format_civil_date(*days.last);
  sheet.scope["time_zone"] = books.zone.name();
  return sheet;
}

void note_unread(const SourceBooks& books, const std::string& stream, ledger::CivilDate last,
                 Sheet& sheet) {
  const auto read_to = store::watermark_of_all_parts(books.database, books.source, stream);
  if (!read_to) {
    sheet.notes.push_back(fmt::format("{} are not read up to any day yet", stream));
    return;
  }
  // The last day that is read to its end.
  const ledger::CivilDate whole{books.zone.date_of(*read_to).days - 1};
  if (last <= whole) return;
  sheet.notes.push_back(fmt::format("{} are read up to the end of {}: what is later may be missing",
                                    stream, ledger::format_civil_date(whole)));
}

void for_each_booked_group(const SourceBooks& books, store::Topic topic,
                           const ledger::DayRange& days,
                           const std::function<void(const BookedGroup&)>& visit,
                           std::vector<std::string>& problems) {
  store::GroupReader reader(books.database);
  for (const std::string& id : store::groups_about(books.database, topic, members_of(books.books),
                                                   interval_of(days, books.zone))) {
    const store::StoredGroup stored = reader.read(id);
    BookedGroup booked = booked_group(stored, books);
    if (booked.rows.empty() || !ledger::contains(days, booked.date)) continue;
    try {
      booked.lines = ledger::lines_of(booked.group, books.books, ledger::BooksCurrency::host);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::data) throw;
      problems.emplace_back(error.what());
      continue;
    }
    visit(booked);
  }
}

}  // namespace bursar::report
