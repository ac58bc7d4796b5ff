#include "store/month_groups.hpp"

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

// Of the rows `r`: those that are asked for. ?1 the accounts or the host as a JSON list.
std::string is_asked(const AskedRows& asked) {
  return fmt::format(
      "r.{} IN (SELECT account FROM accounts WHERE public_id IN (SELECT value FROM json_each(?1))) "
      "AND r.tombstoned_at IS NULL",
      asked.by_host ? "host" : "account");
}

// Taxes are added up by rate first, so that few products are left to be made exactly.
constexpr const char* rate_of_tax = "iif(r.tax_amount = 0, '0', coalesce(r.fx_rate, '1'))";

auto place_of(const MonthGroup& group) {
  return std::tie(group.month, group.kind, group.is_credit, group.is_refund, group.host_currency);
}

MonthGroup read_group(SQLite::Statement& select) {
  FieldReader read(select);
  MonthGroup group;
  group.month =
      ledger::parse_rfc3339(read.text() + "-01T00:00:00.000Z").value_or(ledger::Instant{});
  group.kind = read.text();
  group.is_credit = read.flag();
  group.is_refund = read.flag();
  group.host_currency = read.currency();
  const std::string rate = read.text();
  group.amount = read.number();
  group.platform_fee = read.number();
  group.host_fee = read.number();
  group.processor_fee = read.number();
  group.tax.add_product(read.number(), rate);
  for (const std::int64_t part :
       {group.amount, group.platform_fee, group.host_fee, group.processor_fee}) {
    group.net.add(part);
  }
  group.net.add(group.tax);
  return group;
}

void add(const MonthGroup& more, MonthGroup& group) {
  group.amount = ledger::checked_add(group.amount, more.amount);
  group.platform_fee = ledger::checked_add(group.platform_fee, more.platform_fee);
  group.host_fee = ledger::checked_add(group.host_fee, more.host_fee);
  group.processor_fee = ledger::checked_add(group.processor_fee, more.processor_fee);
  group.tax.add(more.tax);
  group.net.add(more.net);
}

}  // namespace

std::vector<MonthGroup> month_groups(Database& database, std::int64_t source,
                                     const AskedRows& asked, const Interval& window) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT strftime('%Y-%m', r.created_at / 1000.0, 'unixepoch'), "
                    "coalesce(r.kind, ''), r.direction = 'CREDIT', r.is_refund, r.host_currency, "
                    "{}, sum(r.host_amount), sum(r.platform_fee), sum(r.host_fee), "
                    "sum(r.processor_fee), sum(r.tax_amount) FROM transactions r WHERE {} "
                    "AND r.created_at >= ?2 AND r.created_at < ?3 AND r.id NOT IN "
                    "(SELECT record FROM suspects WHERE source = ?4 AND stream = 'transactions') "
                    "GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6",
                    rate_of_tax, is_asked(asked)));
    const std::string accounts = json_list(asked.accounts);
    FieldBinder(select).text(accounts).instant(window.from).instant(window.to).number(source);
    std::vector<MonthGroup> groups;
    while (select.executeStep()) {
      MonthGroup group = read_group(select);
      if (groups.empty() || place_of(groups.back()) != place_of(group)) {
        groups.push_back(std::move(group));
      } else {
        add(group, groups.back());
      }
    }
    return groups;
  });
}

std::int64_t count_missing(Database& database, std::int64_t source, const AskedRows& asked,
                           Stream stream, const Interval& window) {
  return at_border(database.file(), [&] {
    const bool transactions = stream == Stream::transactions;
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT count(*) FROM suspects s CROSS JOIN {} r ON r.{} = s.record WHERE {} "
                    "AND r.created_at >= ?2 AND r.created_at < ?3 AND s.source = ?4 "
                    "AND s.stream = ?5",
                    stream_name(stream), transactions ? "id" : "public_id", is_asked(asked)));
    const std::string accounts = json_list(asked.accounts);
    FieldBinder(select)
        .text(accounts)
        .instant(window.from)
        .instant(window.to)
        .number(source)
        .literal(stream_name(stream));
    select.executeStep();
    return std::int64_t{select.getColumn(0).getInt64()};
  });
}

std::vector<StoredSum> less_missing(Database& database, std::int64_t source, const AskedRows& asked,
                                    ledger::Instant before) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        fmt::format(
            "SELECT a.public_id, a.slug, h.public_id, r.host_currency, r.currency, "
            "strftime('%Y-%m', r.created_at / 1000.0, 'unixepoch'), '', {}, "
            "-1, -r.tax_amount, -(r.host_amount + r.platform_fee + r.host_fee + r.processor_fee), "
            "-r.host_net_amount, -r.net_amount "
            "FROM suspects s CROSS JOIN transactions r ON r.id = s.record "
            "JOIN accounts a ON a.account = r.account LEFT JOIN accounts h ON h.account = r.host "
            "WHERE {} AND r.created_at < ?2 AND s.source = ?3 AND s.stream = 'transactions' "
            "ORDER BY 1, 3, 4, 5, 6",
            rate_of_tax, is_asked(asked)));
    const std::string accounts = json_list(asked.accounts);
    FieldBinder(select).text(accounts).instant(before).number(source);
    return read_sums(select);
  });
}

}  // namespace bursar::store
