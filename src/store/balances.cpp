#include "store/balances.hpp"

#include <tuple>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/json_list.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// Taxes are added up by rate first, so that few products are left to be made exactly. ?1 the
// accounts or the host as a JSON list, ?2 and ?3 the window.
std::string select_text(const AskedRows& asked, SumDetail detail) {
  const bool by_month = detail == SumDetail::month_and_kind;
  return fmt::format(
      "SELECT a.public_id, a.slug, h.public_id, r.host_currency, r.currency, {}, {}, "
      "iif(r.tax_amount = 0, '0', coalesce(r.fx_rate, '1')), count(*), sum(r.tax_amount), "
      "sum(r.host_amount + r.platform_fee + r.host_fee + r.processor_fee), "
      "sum(r.host_net_amount), sum(r.net_amount) "
      "FROM transactions r JOIN accounts a ON a.account = r.account "
      "LEFT JOIN accounts h ON h.account = r.host "
      "WHERE r.{} IN (SELECT account FROM accounts WHERE public_id IN "
      "(SELECT value FROM json_each(?1))) AND r.created_at >= ?2 AND r.created_at < ?3 "
      "AND r.tombstoned_at IS NULL GROUP BY 1, 3, 4, 5, 6, 7, 8 ORDER BY 1, 3, 4, 5, 6, 7",
      by_month ? "strftime('%Y-%m', r.created_at / 1000.0, 'unixepoch')" : "''",
      by_month ? "coalesce(r.kind, '')" : "''", asked.by_host ? "host" : "account");
}

auto place_of(const StoredSum& sum) {
  return std::tie(sum.account, sum.host, sum.host_currency, sum.currency, sum.month, sum.kind);
}

StoredSum read_sum(SQLite::Statement& select) {
  FieldReader read(select);
  StoredSum sum;
  sum.account = read.text();
  sum.slug = read.text();
  sum.host = read.text();
  sum.host_currency = read.currency();
  sum.currency = read.currency();
  const std::string month = read.text();
  if (!month.empty()) {
    sum.month = ledger::parse_rfc3339(month + "-01T00:00:00.000Z").value_or(ledger::Instant{});
  }
  sum.kind = read.text();
  const std::string rate = read.text();
  sum.rows = read.number();
  sum.balance.add_product(read.number(), rate);
  sum.balance.add(read.number());
  sum.net = read.number();
  sum.account_net = read.number();
  return sum;
}

}  // namespace

std::vector<StoredSum> read_sums(SQLite::Statement& select) {
  std::vector<StoredSum> sums;
  while (select.executeStep()) {
    StoredSum sum = read_sum(select);
    if (sums.empty() || place_of(sums.back()) != place_of(sum)) {
      sums.push_back(std::move(sum));
      continue;
    }
    StoredSum& same = sums.back();
    same.rows += sum.rows;
    same.balance.add(sum.balance);
    same.net = ledger::checked_add(same.net, sum.net);
    same.account_net = ledger::checked_add(same.account_net, sum.account_net);
  }
  return sums;
}

std::vector<StoredSum> stored_sums(Database& database, const AskedRows& asked,
                                   const Interval& window, SumDetail detail) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(), select_text(asked, detail));
    const std::string accounts = json_list(asked.accounts);
    FieldBinder(select).text(accounts).instant(window.from).instant(window.to);
    return read_sums(select);
  });
}

}  // namespace bursar::store
