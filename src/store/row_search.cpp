#include "store/row_search.hpp"

#include <string_view>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// The keys that a statement selects, with `bind` for its parameters.
template <typename Bind>
std::vector<ledger::Key> keys(Database& database, const std::string& condition, const Bind& bind) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), "SELECT t.row FROM transactions t WHERE " +
                                                        condition + " ORDER BY t.legacy_id");
    FieldBinder binder(select);
    bind(binder);
    std::vector<ledger::Key> found;
    while (select.executeStep()) found.push_back(select.getColumn(0).getInt64());
    return found;
  });
}

// What both views have and a reader understands.
constexpr std::string_view version_columns =
    "version, group_id, kind, refund_kind, description, account_slug, effective_at, currency, "
    "amount, net_amount, host_currency, host_amount, host_net_amount, platform_fee, host_fee, "
    "processor_fee, tax_amount, tax_type, tax_rate, fx_rate, expense, refund_transaction, "
    "is_refund, "
    "is_refunded, is_disputed, is_in_review, tombstoned_at";

std::vector<std::string> texts_of(SQLite::Statement& select) {
  std::vector<std::string> texts;
  for (int i = 0; i < select.getColumnCount(); ++i)
    texts.push_back(select.getColumn(i).getString());
  return texts;
}

}  // namespace

std::vector<ledger::Key> rows_by_id(Database& database, const std::string& id) {
  return keys(database, "t.id = ? OR t.public_id = ?",
              [&](FieldBinder& binder) { binder.copied(id).copied(id); });
}

std::vector<ledger::Key> rows_by_number(Database& database, std::int64_t number) {
  return keys(database, "t.legacy_id = ?", [&](FieldBinder& binder) { binder.number(number); });
}

std::vector<ledger::Key> rows_of_group(Database& database, const std::string& prefix) {
  // Up to the first text that begins otherwise: hexadecimal digits and dashes come before "g".
  const std::string end = prefix + "g";
  return keys(
      database,
      "(t.group_id >= ? AND t.group_id < ?) OR "
      "(t.group_id IS NULL AND t.id >= ? AND t.id < ?)",
      [&](FieldBinder& binder) { binder.copied(prefix).copied(end).copied(prefix).copied(end); });
}

std::vector<ledger::Key> rows_of_expense(Database& database, const std::string& public_id) {
  return keys(database, "t.expense = ?", [&](FieldBinder& binder) { binder.copied(public_id); });
}

std::vector<ledger::Key> rows_of_entry(Database& database, const std::string& name) {
  return keys(database,
              "t.row IN (SELECT u.row FROM entries e JOIN export_lines l ON l.entry = e.entry "
              "JOIN export_units u ON u.unit = l.unit WHERE e.name = ?)",
              [&](FieldBinder& binder) { binder.copied(name); });
}

std::optional<std::string> expense_by_number(Database& database, std::int64_t number) {
  return at_border(database.file(), [&]() -> std::optional<std::string> {
    SQLite::Statement select(database.connection(),
                             "SELECT public_id FROM expenses WHERE legacy_id = ?");
    FieldBinder(select).number(number);
    if (!select.executeStep()) return std::nullopt;
    return select.getColumn(0).getString();
  });
}

std::vector<std::int64_t> replaced_versions(Database& database, ledger::Key row) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT entry FROM transaction_versions WHERE row = ? ORDER BY entry");
    FieldBinder(select).number(row);
    std::vector<std::int64_t> entries;
    while (select.executeStep()) entries.push_back(select.getColumn(0).getInt64());
    return entries;
  });
}

std::vector<RowVersion> row_versions(Database& database, ledger::Key row) {
  return at_border(database.file(), [&] {
    const std::string columns(version_columns);
    SQLite::Statement select(
        database.connection(),
        "SELECT replaced_at, " + columns +
            " FROM v_transaction_versions WHERE id = (SELECT id FROM transactions WHERE row = ?1) "
            "UNION ALL SELECT NULL, " +
            columns +
            " FROM v_transactions WHERE row = ?1 "
            "ORDER BY version");
    select.bind(1, row);
    std::vector<RowVersion> versions;
    std::vector<std::string> before;
    while (select.executeStep()) {
      std::vector<std::string> now = texts_of(select);
      constexpr std::size_t version_column = 1;
      for (std::size_t i = version_column + 1; i < before.size(); ++i) {
        if (before[i] == now[i]) continue;
        versions.back().changes.push_back(
            {select.getColumn(static_cast<int>(i)).getName(), before[i], now[i]});
      }
      RowVersion& version = versions.emplace_back();
      version.replaced_at = now[0];
      version.version = select.getColumn(static_cast<int>(version_column)).getInt64();
      before = std::move(now);
    }
    return versions;
  });
}

}  // namespace bursar::store
