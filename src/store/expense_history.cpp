#include "store/expense_history.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// Each replaced version ends when the next one was found; the first was found by the run that wrote
// it. Amounts of versions are those of the documents (migrations/0001).
constexpr const char* versions_text =
    "SELECT coalesce(lag(v.replaced_at) OVER (ORDER BY v.version), "
    "(SELECT started_at FROM runs r WHERE r.run = e.first_run), v.replaced_at), "
    "v.document ->> 'status', v.document ->> 'on_hold', v.document ->> 'amount', "
    "v.document ->> 'currency', v.version FROM expenses e JOIN record_versions v "
    "ON v.record_type = 'expense' AND v.record = e.row WHERE e.row = ?1 UNION ALL "
    "SELECT coalesce((SELECT max(replaced_at) FROM record_versions WHERE record_type = 'expense' "
    "AND record = e.row), (SELECT started_at FROM runs r WHERE r.run = e.first_run), "
    "e.created_at), "
    "e.status, e.on_hold, e.amount, e.currency, e.version FROM expenses e WHERE e.row = ?1 "
    "ORDER BY 6";

}  // namespace

std::vector<ExpenseVersion> expense_versions(Database& database, std::int64_t row) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), versions_text);
    select.bind(1, row);
    std::vector<ExpenseVersion> versions;
    while (select.executeStep()) {
      FieldReader read(select);
      ExpenseVersion& version = versions.emplace_back();
      version.seen_at = read.instant();
      version.status = read.text();
      if (const auto on_hold = read.optional_number()) version.on_hold = *on_hold != 0;
      version.amount.hundredths = read.number();
      version.amount.currency = read.currency();
    }
    return versions;
  });
}

std::optional<ledger::Instant> tombstoned_at(Database& database, std::int64_t row) {
  return at_border(database.file(), [&]() -> std::optional<ledger::Instant> {
    SQLite::Statement select(database.connection(),
                             "SELECT tombstoned_at FROM expenses WHERE row = ?");
    select.bind(1, row);
    if (!select.executeStep()) return std::nullopt;
    return FieldReader(select).optional_instant();
  });
}

std::vector<ExpensePayment> expense_payments(Database& database, const std::string& expense) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        "SELECT t.created_at, t.cleared_at, -t.host_amount FROM transactions t "
        "JOIN expenses e ON e.public_id = t.expense AND e.account = t.account "
        "WHERE t.expense = ? AND t.tombstoned_at IS NULL AND coalesce(t.kind, 'EXPENSE') = "
        "'EXPENSE' "
        "AND (t.direction = 'DEBIT') <> t.is_refund ORDER BY t.created_at, t.legacy_id");
    select.bindNoCopy(1, expense);
    std::vector<ExpensePayment> payments;
    while (select.executeStep()) {
      FieldReader read(select);
      ExpensePayment& payment = payments.emplace_back();
      payment.created_at = read.instant();
      payment.cleared_at = read.optional_instant();
      payment.paid = read.number();
    }
    return payments;
  });
}

}  // namespace bursar::store
