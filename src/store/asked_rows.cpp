#include "store/asked_rows.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/json_list.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// The rows as `FROM … WHERE …`, called `r`. Parameters: ?1 the accounts as a JSON list, ?2 and ?3
// the window.
std::string asked_rows(const AskedRows& asked, Stream stream) {
  const char* column = asked.by_host ? "host" : "account";
  if (stream == Stream::expenses) {
    return fmt::format(
        "FROM expenses r WHERE r.created_at >= ?2 AND r.created_at < ?3 AND r.tombstoned_at IS "
        "NULL AND r.{} IN (SELECT a.account FROM accounts a WHERE a.public_id IN "
        "(SELECT value FROM json_each(?1)))",
        column);
  }
  // CROSS JOIN keeps this order: one range of the index of each account.
  return fmt::format(
      "FROM json_each(?1) j CROSS JOIN accounts a ON a.public_id = j.value "
      "CROSS JOIN transactions r ON r.{} = a.account "
      "WHERE r.created_at >= ?2 AND r.created_at < ?3 AND r.tombstoned_at IS NULL",
      column);
}

// The first of each account's index, or of the index of all expenses. ?1 as in asked_rows().
std::string oldest_text(const AskedRows& asked, Stream stream) {
  const char* column = asked.by_host ? "host" : "account";
  if (stream == Stream::expenses) {
    return fmt::format(
        "SELECT (SELECT r.created_at FROM expenses r WHERE r.tombstoned_at IS NULL AND r.{} IN "
        "(SELECT a.account FROM accounts a WHERE a.public_id IN (SELECT value FROM json_each(?1))) "
        "ORDER BY r.created_at LIMIT 1)",
        column);
  }
  return fmt::format(
      "SELECT min(oldest) FROM (SELECT (SELECT r.created_at FROM transactions r WHERE r.{} = "
      "a.account AND r.tombstoned_at IS NULL ORDER BY r.created_at LIMIT 1) AS oldest "
      "FROM json_each(?1) j CROSS JOIN accounts a ON a.public_id = j.value)",
      column);
}

const char* id_column(Stream stream) {
  return stream == Stream::transactions ? "r.id" : "r.public_id";
}

// Binds the parameters of asked_rows(). `accounts` must live until the statement has run.
FieldBinder bind_asked(SQLite::Statement& statement, const std::string& accounts,
                       const Interval& window) {
  FieldBinder binder(statement);
  binder.text(accounts).instant(window.from).instant(window.to);
  return binder;
}

}  // namespace

const char* stream_name(Stream stream) {
  return stream == Stream::transactions ? "transactions" : "expenses";
}

std::vector<std::string> stored_ids(Database& database, const AskedRows& asked, Stream stream,
                                    const Interval& window) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT {0} {1} ORDER BY {0}", id_column(stream), asked_rows(asked, stream)));
    const std::string accounts = json_list(asked.accounts);
    bind_asked(select, accounts, window);
    std::vector<std::string> ids;
    while (select.executeStep()) ids.push_back(select.getColumn(0).getString());
    return ids;
  });
}

std::int64_t count_stored(Database& database, const AskedRows& asked, Stream stream,
                          const Interval& window) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), "SELECT count(*) " + asked_rows(asked, stream));
    const std::string accounts = json_list(asked.accounts);
    bind_asked(select, accounts, window);
    select.executeStep();
    return std::int64_t{select.getColumn(0).getInt64()};
  });
}

ledger::Instant oldest_stored(Database& database, const AskedRows& asked, Stream stream) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), oldest_text(asked, stream));
    const std::string accounts = json_list(asked.accounts);
    select.bindNoCopy(1, accounts);
    select.executeStep();
    return FieldReader(select).optional_instant().value_or(ledger::Instant::max());
  });
}

NetChange net_change(Database& database, const AskedRows& asked, const Interval& window,
                     ledger::Currency currency) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT coalesce(sum(r.host_net_amount), 0), "
                    "count(*) FILTER (WHERE r.tax_amount <> 0 AND r.fx_rate IS NOT '1'), "
                    "count(*) FILTER (WHERE r.host_currency IS NOT ?4) {}",
                    asked_rows(asked, Stream::transactions)));
    const std::string accounts = json_list(asked.accounts);
    bind_asked(select, accounts, window).currency(currency);
    select.executeStep();
    FieldReader reader(select);
    NetChange change;
    change.hundredths = reader.number();
    change.rounded_rows = reader.number();
    change.other_currencies = reader.number();
    return change;
  });
}

std::vector<std::string> groups_of_account(Database& database, const std::string& account) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        "SELECT DISTINCT t.group_id FROM accounts a CROSS JOIN transactions t "
        "ON t.account = a.account WHERE a.public_id = ? AND t.tombstoned_at IS NULL "
        "AND t.group_id IS NOT NULL ORDER BY 1");
    select.bindNoCopy(1, account);
    std::vector<std::string> groups;
    while (select.executeStep()) groups.push_back(select.getColumn(0).getString());
    return groups;
  });
}

std::vector<std::string> groups_of_orders(Database& database,
                                          const std::vector<std::string>& orders) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        "SELECT DISTINCT t.group_id FROM json_each(?1) j CROSS JOIN orders o ON o.public_id = "
        "j.value CROSS JOIN transactions t ON t.contribution = o.contribution "
        "WHERE t.contribution IS NOT NULL AND t.group_id IS NOT NULL ORDER BY 1");
    const std::string list = json_list(orders);
    select.bindNoCopy(1, list);
    std::vector<std::string> groups;
    while (select.executeStep()) groups.push_back(select.getColumn(0).getString());
    return groups;
  });
}

}  // namespace bursar::store
