#include "store/account_sums.hpp"

#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/json_list.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// Where a transaction `r` belongs, and what it adds there; `sign` is "" or "-".
std::string row_text(const char* sign) {
  return fmt::format(
      "r.account AS account, coalesce(r.host, 0) AS host, "
      "coalesce(r.host_currency, '') AS host_currency, coalesce(r.currency, '') AS currency, "
      "iif(r.tax_amount = 0, '0', coalesce(r.fx_rate, '1')) AS fx_rate, {0}1 AS rows, "
      "{0}r.tax_amount AS tax_amount, "
      "{0}(r.host_amount + r.platform_fee + r.host_fee + r.processor_fee) AS host_total, "
      "{0}r.host_net_amount AS host_net_amount, {0}r.net_amount AS net_amount",
      sign);
}

// Adds rows as row_text() gives them.
std::string add_text(const std::string& rows) {
  return fmt::format(
      "INSERT INTO account_sums SELECT account, host, host_currency, currency, fx_rate, sum(rows), "
      "sum(tax_amount), sum(host_total), sum(host_net_amount), sum(net_amount) FROM ({}) "
      "WHERE true GROUP BY 1, 2, 3, 4, 5 ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, "
      "tax_amount = tax_amount + excluded.tax_amount, "
      "host_total = host_total + excluded.host_total, "
      "host_net_amount = host_net_amount + excluded.host_net_amount, "
      "net_amount = net_amount + excluded.net_amount",
      rows);
}

// New rows as they are; of those that were counted already and have changed, what they were then,
// which is the oldest version that was replaced since, the other way round, and what they are. The
// unary + keeps SQLite from going through all versions.
// ?1 and ?2 as in `summed`.
std::string news_text() {
  return fmt::format(
      "SELECT {0} FROM transactions r WHERE r.row > ?1 AND r.tombstoned_at IS NULL UNION ALL "
      "SELECT {1} FROM (SELECT *, min(version) FROM transaction_versions "
      "WHERE entry > ?2 AND +row <= ?1 GROUP BY +row) r WHERE r.tombstoned_at IS NULL UNION ALL "
      "SELECT {0} FROM transactions r WHERE r.row IN (SELECT row FROM transaction_versions "
      "WHERE entry > ?2 AND +row <= ?1) AND r.tombstoned_at IS NULL",
      row_text(""), row_text("-"));
}

// ?1 the accounts or the host as a JSON list, ?2 the instant.
std::string remembered_text(const AskedRows& asked) {
  const char* column = asked.by_host ? "host" : "account";
  const std::string wanted =
      "(SELECT account FROM accounts WHERE public_id IN (SELECT value FROM json_each(?1)))";
  return fmt::format(
      "SELECT a.public_id, a.slug, h.public_id, s.host_currency, s.currency, '', '', s.fx_rate, "
      "s.rows, s.tax_amount, s.host_total, s.host_net_amount, s.net_amount FROM ("
      "SELECT account, host, host_currency, currency, fx_rate, sum(rows) AS rows, "
      "sum(tax_amount) AS tax_amount, sum(host_total) AS host_total, "
      "sum(host_net_amount) AS host_net_amount, sum(net_amount) AS net_amount FROM ("
      "SELECT * FROM account_sums WHERE {0} IN {1} UNION ALL "
      "SELECT {2} FROM transactions r WHERE r.{0} IN {1} AND r.created_at >= ?2 "
      "AND r.tombstoned_at IS NULL) GROUP BY 1, 2, 3, 4, 5 HAVING sum(rows) <> 0) s "
      "JOIN accounts a ON a.account = s.account LEFT JOIN accounts h ON h.account = s.host "
      "ORDER BY 1, 3, 4, 5",
      column, wanted, row_text("-"));
}

void remember_place(SQLite::Database& connection, const char* counted_at) {
  connection.exec(
      fmt::format("INSERT OR REPLACE INTO summed SELECT 1, "
                  "(SELECT coalesce(max(row), 0) FROM transactions), "
                  "(SELECT coalesce(max(entry), 0) FROM transaction_versions), {}",
                  counted_at));
}

}  // namespace

std::optional<ledger::Instant> last_counted(Database& database) {
  return at_border(database.file(), [&]() -> std::optional<ledger::Instant> {
    SQLite::Statement select(database.connection(), "SELECT counted_at FROM summed");
    if (!select.executeStep()) return std::nullopt;
    return FieldReader(select).instant();
  });
}

void count_everything(Database& database, ledger::Instant now) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    connection.exec("DELETE FROM account_sums");
    connection.exec(add_text(
        fmt::format("SELECT {} FROM transactions r WHERE r.tombstoned_at IS NULL", row_text(""))));
    remember_place(connection, std::to_string(now.ms).c_str());
  });
}

void count_news(Database& database) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    SQLite::Statement seen(connection, "SELECT seen_row, seen_transaction_version FROM summed");
    if (!seen.executeStep()) return;
    FieldReader read(seen);
    const std::int64_t row = read.number();
    const std::int64_t version = read.number();
    seen.reset();
    SQLite::Statement add(connection, add_text(news_text()));
    FieldBinder(add).number(row).number(version);
    add.exec();
    remember_place(connection, "(SELECT counted_at FROM summed)");
  });
}

std::vector<StoredSum> remembered_sums(Database& database, const AskedRows& asked,
                                       ledger::Instant before) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), remembered_text(asked));
    const std::string accounts = json_list(asked.accounts);
    FieldBinder(select).text(accounts).instant(before);
    return read_sums(select);
  });
}

}  // namespace bursar::store
