#include "store/pairs.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/json_list.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// With max() the bare columns are those of a credit row (SQLite's own rule). Rates leave up to a
// unit between the two sides in host currency, and the platform does not check its tips (F 7.15).
std::string select_text(const AskedRows& asked) {
  return fmt::format(
      "SELECT p.group_id, a.public_id, a.slug, p.kind, p.created_at, p.mirror = 0, "
      "iif(p.mirror <> 0, p.currency, p.host_currency), iif(p.mirror <> 0, p.mirror, "
      "p.host_mirror) "
      "FROM (SELECT r.group_id, r.kind, r.account, r.created_at, r.currency, r.host_currency, "
      "max(r.direction = 'CREDIT') AS received, "
      "total(r.direction = 'CREDIT') AS credits, total(r.direction = 'DEBIT') AS debits, "
      "count(DISTINCT r.currency) AS currencies, count(DISTINCT r.host_currency) AS hosts, "
      "sum(iif(r.direction = 'CREDIT', r.amount, r.net_amount)) AS mirror, "
      "sum(iif(r.direction = 'CREDIT', r.host_amount, r.host_net_amount)) AS host_mirror "
      "FROM transactions r WHERE r.{} IN (SELECT account FROM accounts WHERE public_id IN "
      "(SELECT value FROM json_each(?1))) AND r.tombstoned_at IS NULL AND r.group_id IS NOT NULL "
      "AND r.opposite_account IS NOT NULL "
      "GROUP BY r.group_id, r.kind, min(r.account, r.opposite_account), "
      "max(r.account, r.opposite_account)) p JOIN accounts a ON a.account = p.account "
      "WHERE p.credits = p.debits AND p.currencies = 1 AND (p.mirror <> 0 OR (p.hosts = 1 "
      "AND p.kind IS NOT 'PLATFORM_TIP' "
      "AND abs(p.host_mirror) > iif(p.currency = p.host_currency, 0, 100 * p.credits))) "
      "ORDER BY p.created_at, p.group_id, p.kind",
      asked.by_host ? "host" : "account");
}

}  // namespace

std::vector<BrokenPair> broken_pairs(Database& database, const AskedRows& asked) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), select_text(asked));
    const std::string accounts = json_list(asked.accounts);
    select.bindNoCopy(1, accounts);
    std::vector<BrokenPair> pairs;
    while (select.executeStep()) {
      FieldReader read(select);
      BrokenPair& pair = pairs.emplace_back();
      pair.group = read.text();
      pair.account = read.text();
      pair.slug = read.text();
      pair.kind = read.text();
      pair.created_at = read.instant();
      pair.in_host_currency = read.flag();
      pair.currency = read.currency();
      pair.amount = read.number();
    }
    return pairs;
  });
}

}  // namespace bursar::store
