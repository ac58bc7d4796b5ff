#include "store_dump.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace bursar::tests {
namespace {

void append_escaped(std::string& line, const std::string& text) {
  for (const char c : text) {
    switch (c) {
      case '\t':
        line += "\\t";
        break;
      case '\n':
        line += "\\n";
        break;
      case '\r':
        line += "\\r";
        break;
      case '\\':
        line += "\\\\";
        break;
      default:
        line += c;
    }
  }
}

std::string rows_of(const std::filesystem::path& database, const std::string& sql) {
  SQLite::Database connection(database.string(), SQLite::OPEN_READONLY);
  SQLite::Statement query(connection, sql);
  std::string text;
  while (query.executeStep()) {
    for (int column = 0; column < query.getColumnCount(); ++column) {
      if (column > 0) text += '\t';
      const SQLite::Column value = query.getColumn(column);
      if (!value.isNull()) append_escaped(text, value.getString());
    }
    text += '\n';
  }
  return text;
}

// Milliseconds as the API writes them, by integer arithmetic.
std::string iso(const std::string& column) {
  return "strftime('%Y-%m-%dT%H:%M:%S', " + column + " / 1000, 'unixepoch') || printf('.%03dZ', " +
         column + " % 1000)";
}

std::string transactions_sql() {
  return "SELECT t.id, t.legacy_id, t.group_id, t.direction, t.kind, t.refund_kind, "
         "t.description, " +
         iso("t.created_at") + ", " + iso("t.cleared_at") + R"sql(,
       t.currency, t.amount, t.net_amount, t.tax_amount, t.host_currency, t.host_amount,
       t.host_net_amount, t.platform_fee, t.host_fee, t.processor_fee, t.fx_rate, a.public_id,
       p.public_id, h.public_id, t.expense, o.public_id, t.refund_transaction, t.is_refund,
       t.is_refunded, t.is_disputed, t.is_in_review, t.merchant_id, t.payment_service,
       t.payment_type, t.payout_type, t.tax_type, t.tax_rate, k.public_id
FROM transactions t JOIN accounts a USING (account)
     LEFT JOIN accounts p ON p.account = t.opposite_account
     LEFT JOIN accounts h ON h.account = t.host
     LEFT JOIN orders o ON o.contribution = t.contribution
     LEFT JOIN expenses e ON e.public_id = t.expense
     LEFT JOIN accounting_categories k ON k.category = coalesce(e.category, o.category)
WHERE t.tombstoned_at IS NULL ORDER BY t.id)sql";
}

std::string expenses_sql() {
  return R"sql(
SELECT coalesce(e.platform_id, e.public_id), e.public_id, e.legacy_id, e.type, e.status, e.on_hold,
       e.description, e.currency, e.amount, x.type, coalesce(x.rate, '0'), k.public_id,
       (SELECT group_concat(value) FROM json_each(e.tags)), a.public_id, p.public_id, h.public_id,
       e.reference, e.fees_payer, )sql" +
         iso("e.created_at") + ", " + iso("e.incurred_at") + ", " + iso("e.paid_at") + R"sql(,
       e.payout_method_type, e.custom_data,
       (SELECT count(*) FROM expense_items i WHERE i.expense = e.row),
       (SELECT group_concat(i.id || ';' || i.amount || ';' || i.currency || ';' || )sql" +
         iso("i.incurred_at") + R"sql( || ';' || coalesce(i.description, ''), '|')
        FROM (SELECT * FROM expense_items WHERE expense = e.row ORDER BY position) i)
FROM expenses e JOIN accounts a USING (account)
     LEFT JOIN accounts p ON p.account = e.payee
     LEFT JOIN accounts h ON h.account = e.host
     LEFT JOIN accounting_categories k ON k.category = e.category
     LEFT JOIN expense_taxes x ON x.expense = e.row AND x.position = 0
WHERE e.tombstoned_at IS NULL ORDER BY e.public_id)sql";
}

// What hangs on records and what they point to, without keys and runs of this database.
constexpr const char* other_sql[] = {
    "SELECT e.public_id, i.position, i.id, i.amount, i.currency, i.fx_rate, i.description, "
    "i.incurred_at, i.url FROM expense_items i JOIN expenses e ON e.row = i.expense "
    "ORDER BY e.public_id, i.position",
    "SELECT e.public_id, x.position, x.type, x.rate, x.id_number FROM expense_taxes x "
    "JOIN expenses e ON e.row = x.expense ORDER BY e.public_id, x.position",
    "SELECT e.public_id, f.position, f.id, f.url, f.name FROM expense_files f "
    "JOIN expenses e ON e.row = f.expense ORDER BY e.public_id, f.position",
    "SELECT public_id, platform_id, legacy_id, slug, name, legal_name, type, currency, parent, "
    "host, is_incognito FROM accounts ORDER BY public_id",
    "SELECT public_id, host, code, name, friendly_name, kind, applies_to, host_only "
    "FROM accounting_categories ORDER BY public_id",
    "SELECT o.public_id, o.legacy_id, o.description, o.status, o.frequency, o.created_at, "
    "o.processed_at, o.memo, o.custom_data, o.tags, o.amount, o.amount_currency, o.tip, "
    "k.public_id FROM orders o LEFT JOIN accounting_categories k USING (category) "
    "ORDER BY o.public_id",
    "SELECT id, version, hash, incomplete FROM transactions ORDER BY id",
    "SELECT public_id, version, hash, incomplete FROM expenses ORDER BY public_id",
    "SELECT id, version, hash FROM transaction_versions ORDER BY id, version",
    "SELECT stream, node_index, reason FROM quarantine ORDER BY stream, starts_at, node_index",
};

}  // namespace

std::string dump_transactions(const std::filesystem::path& database) {
  return rows_of(database, transactions_sql());
}

std::string dump_expenses(const std::filesystem::path& database) {
  return rows_of(database, expenses_sql());
}

std::string dump_everything(const std::filesystem::path& database) {
  std::string text = dump_transactions(database) + dump_expenses(database);
  for (const char* sql : other_sql) text += rows_of(database, sql);
  return text;
}

std::string query(const std::filesystem::path& database, const std::string& sql) {
  return rows_of(database, sql);
}

std::string integrity_problems(const std::filesystem::path& database) {
  std::string problems = rows_of(database, "PRAGMA integrity_check");
  if (problems == "ok\n") problems.clear();
  return problems + rows_of(database, "PRAGMA foreign_key_check");
}

}  // namespace bursar::tests
