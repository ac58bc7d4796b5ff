#include "report/open_items.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "store/queries.hpp"

namespace bursar::report {
namespace {

using ledger::CivilDate;

// Unpaid expenses are recorded under no host: they are of whoever hosts their account (F 4.1.2).
bool is_of_books(const SourceBooks& books, const ledger::Expense& expense) {
  const auto member = books.books.members.find(expense.account);
  if (member == books.books.members.end()) return false;
  if (!member->second.by_host) return true;
  if (expense.host != ledger::no_key) return expense.host == books.books.root;
  return member->second.current || member->second.hostless;
}

ExpenseHistory history_of(const SourceBooks& books, const store::StoredExpense& stored) {
  ExpenseHistory history;
  history.created_at = stored.expense.created_at;
  history.paid_at = stored.expense.paid_at;
  if (stored.deleted) history.gone_at = store::tombstoned_at(books.database, stored.key);
  history.versions = store::expense_versions(books.database, stored.key);
  history.payments = store::expense_payments(books.database, stored.expense.public_id);
  return history;
}

OpenItem item_of(const SourceBooks& books, const store::StoredExpense& stored, ExpenseState state,
                 CivilDate day) {
  const ledger::Expense& expense = stored.expense;
  OpenItem item;
  item.state = std::move(state);
  if (stored.account != nullptr) item.account = stored.account->slug;
  if (stored.payee != nullptr) {
    item.payee = stored.payee->slug;
    item.payee_name = stored.payee->name;
  }
  item.expense = expense.legacy_id ? std::to_string(*expense.legacy_id) : expense.public_id;
  item.description = expense.description;
  item.submitted = books.zone.date_of(expense.created_at);
  item.incurred =
      expense.incurred_at ? ledger::typed_date(*expense.incurred_at, books.zone) : item.submitted;
  item.age = std::max(0, day.days - item.incurred.days);
  return item;
}

const char* word_for(Owed owed) {
  switch (owed) {
    case Owed::approved:
      return "yes";
    case Owed::not_approved:
      return "no";
    default:
      return "unknown";
  }
}

// Approved first, then what is not; within that by account and payee.
auto place_of(const OpenItem& item) {
  return std::tie(item.state.owed, item.account, item.payee, item.state.amount.currency,
                  item.state.status, item.incurred, item.expense);
}

struct SumKey {
  Owed owed = Owed::nothing;
  std::string account;
  std::string payee;
  std::string payee_name;
  ledger::Currency currency;
  std::string status;
  auto operator<=>(const SumKey&) const = default;
};

struct AgedSum {
  std::array<std::int64_t, age_bands> bands{};
  std::int64_t expenses = 0;

  void add(const OpenItem& item) {
    std::int64_t& band = bands.at(age_band(item.age));
    band = ledger::checked_add(band, item.state.amount.hundredths);
    ++expenses;
  }
};

using AgedSums = std::map<SumKey, AgedSum>;

void append_bands(const AgedSum& sum, ledger::Currency currency, Row& row) {
  std::int64_t total = 0;
  for (const std::int64_t band : sum.bands) {
    row.push_back(ledger::format_amount({band, currency}));
    total = ledger::checked_add(total, band);
  }
  row.push_back(ledger::format_amount({total, currency}));
}

std::vector<Column> band_columns() {
  return {{"days_0_30", "0-30 days", Cells::amount},
          {"days_31_60", "31-60", Cells::amount},
          {"days_61_90", "61-90", Cells::amount},
          {"days_over_90", "over 90", Cells::amount},
          {"total", "total", Cells::amount}};
}

std::vector<Column> columns(OpenItemDetail detail) {
  std::vector<Column> columns{{"source", ""},       {"approved", "approved"},
                              {"status", "status"}, {"account", "account"},
                              {"payee", "payee"},   {"payee_name", ""}};
  if (detail == OpenItemDetail::items) {
    columns.insert(columns.end(), {{"expense", "expense"},
                                   {"incurred", "incurred"},
                                   {"submitted", "submitted"},
                                   {"age", "days", Cells::count},
                                   {"status_seen", "", Cells::flag}});
  }
  columns.push_back({"currency", "currency"});
  const std::vector<Column> bands = band_columns();
  columns.insert(columns.end(), bands.begin(), bands.end());
  columns.push_back(detail == OpenItemDetail::items ? Column{"description", "description"}
                                                    : Column{"expenses", "expenses", Cells::count});
  return columns;
}

Row first_cells(const Sheet& sheet, const SumKey& key) {
  return {sheet.source, word_for(key.owed), key.status, key.account, key.payee, key.payee_name};
}

Row item_cells(const Sheet& sheet, const OpenItem& item) {
  const SumKey key{
      item.state.owed,  item.account, item.payee, item.payee_name, item.state.amount.currency,
      item.state.status};
  Row row = first_cells(sheet, key);
  row.insert(row.end(), {item.expense, ledger::format_civil_date(item.incurred),
                         ledger::format_civil_date(item.submitted), std::to_string(item.age),
                         item.state.seen ? "true" : "false", std::string(key.currency.code())});
  AgedSum sum;
  sum.add(item);
  append_bands(sum, key.currency, row);
  row.push_back(item.description);
  return row;
}

Row sum_cells(const Sheet& sheet, const SumKey& key, const AgedSum& sum, OpenItemDetail detail) {
  Row row = first_cells(sheet, key);
  constexpr std::size_t cells_of_an_item = 5;
  if (detail == OpenItemDetail::items) row.resize(row.size() + cells_of_an_item);
  row.emplace_back(key.currency.code());
  append_bands(sum, key.currency, row);
  row.push_back(detail == OpenItemDetail::items
                    ? fmt::format("{} expense{}", sum.expenses, sum.expenses == 1 ? "" : "s")
                    : std::to_string(sum.expenses));
  return row;
}

void add_rows(const OpenItems& open, OpenItemDetail detail, Sheet& sheet) {
  AgedSums sums;
  AgedSums totals;
  for (const OpenItem& item : open.items) {
    const ledger::Currency currency = item.state.amount.currency;
    sums[{item.state.owed, item.account, item.payee, item.payee_name, currency, item.state.status}]
        .add(item);
    totals[{item.state.owed, {}, {}, {}, currency, {}}].add(item);
    if (detail == OpenItemDetail::items) sheet.rows.push_back(item_cells(sheet, item));
  }
  if (detail == OpenItemDetail::sums) {
    for (const auto& [key, sum] : sums) sheet.rows.push_back(sum_cells(sheet, key, sum, detail));
  }
  for (const auto& [key, sum] : totals) sheet.totals.push_back(sum_cells(sheet, key, sum, detail));
}

void add_notes(const OpenItems& open, CivilDate day, Sheet& sheet) {
  const std::string date = ledger::format_civil_date(day);
  const auto count = [&](const auto& condition) {
    return std::count_if(open.items.begin(), open.items.end(), condition);
  };
  const auto unseen = count([](const OpenItem& item) { return !item.state.seen; });
  if (unseen > 0) {
    sheet.notes.push_back(fmt::format(
        "first read later than {}: {} of these; that they were not paid then is certain, status "
        "and amount are the first that a sync saw",
        date, unseen));
  }
  if (open.cannot_tell > 0) {
    sheet.notes.push_back(fmt::format(
        "left out: {} that were rejected or canceled when they were first read; whether they were "
        "open on {} cannot be known",
        open.cannot_tell, date));
  }
  if (count([](const OpenItem& item) { return item.state.status == "ON_HOLD"; }) > 0) {
    sheet.legend.emplace_back("ON_HOLD: on hold today; holds leave no history");
  }
}

}  // namespace

std::size_t age_band(int days) {
  static constexpr std::array<int, age_bands - 1> last_days{30, 60, 90};
  const auto* const band = std::lower_bound(last_days.begin(), last_days.end(), days);
  return static_cast<std::size_t>(band - last_days.begin());
}

OpenItems open_items(const SourceBooks& books, CivilDate day) {
  OpenItems open;
  constexpr bool deleted_too = true;
  store::for_each_expense(
      books.database, books.source,
      [&](const store::StoredExpense& stored) {
        if (!is_of_books(books, stored.expense)) return;
        ExpenseState state = state_at(history_of(books, stored), day, books.zone);
        if (state.owed == Owed::cannot_tell) ++open.cannot_tell;
        if (state.owed == Owed::nothing || state.owed == Owed::cannot_tell) return;
        open.items.push_back(item_of(books, stored, std::move(state), day));
      },
      deleted_too);
  std::sort(open.items.begin(), open.items.end(),
            [](const OpenItem& a, const OpenItem& b) { return place_of(a) < place_of(b); });
  return open;
}

Sheet open_items_report(const SourceBooks& books, CivilDate day, OpenItemDetail detail) {
  Sheet sheet;
  sheet.name = "open_item";
  sheet.source = books.source.name;
  const std::string date = ledger::format_civil_date(day);
  sheet.about = fmt::format("open items as at {}, days of {}", date, books.zone.name());
  sheet.scope = {{"as_at", date}, {"time_zone", books.zone.name()}};
  sheet.columns = columns(detail);
  const OpenItems open = open_items(books, day);
  add_rows(open, detail, sheet);
  add_notes(open, day, sheet);
  // As at today means: as far as is known today.
  note_unread(books, "expenses", {day.days - 1}, sheet);
  return sheet;
}

}  // namespace bursar::report
