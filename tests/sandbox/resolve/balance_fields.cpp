#include <string>

#include "resolve/execution.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"
#include "world/balance.hpp"
#include "world/booking.hpp"

namespace bursar::sandbox {
namespace {

Currency wanted_currency(const Execution& ex, const Node& node, const PlannedField& field) {
  if (field.argument("currency").is_string()) {
    const auto given = currency_from(field.argument("currency").get<std::string>());
    if (!given) throw FieldError::plain("The sandbox knows no rates of this currency");
    return *given;
  }
  return ex.world().accounts[node.number].currency;
}

/// Disputed rows and payments under way are blocked (F 7.9).
std::int64_t blocked_funds(const World& world, AccountId account, Currency target) {
  double blocked = 0;
  for (const RowNumber number : world.ledger.of_account(account)) {
    const TransactionRow& row = world.ledger[number];
    if (!row.disputed || row.refund != 0) continue;
    blocked += static_cast<double>(net_in_host_currency(row)) *
               fx_rate(row.host_currency, target, world.now);
  }
  for (ExpenseId id = 1; id <= world.expenses.size(); ++id) {
    const Expense& expense = world.expenses[id];
    const bool under_way = expense.status == ExpenseStatus::ScheduledForPayment ||
                           expense.status == ExpenseStatus::Processing;
    if (expense.account != account || !under_way || expense.deleted) continue;
    blocked += expense.amount * fx_rate(expense.currency, target, world.now);
  }
  return platform_round(blocked, target);
}

void write_balance_with(Execution& ex, const Node& node, PlannedField& field, bool blocked,
                        bool children) {
  const World& world = ex.world();
  BalanceQuery query;
  query.accounts = {node.number};
  query.before = time_argument(field.argument("dateTo"));
  if (blocked && query.before) {
    throw FieldError::plain("dateTo is not supported together with withBlockedFunds");
  }
  if (children) {
    // Live, and keyed to the parent: of a child there is nothing (F 7.10).
    query.live = true;
    if (world.accounts[node.number].parent != 0) query.accounts.clear();
    for (const AccountId child : world.children(node.number, false)) {
      query.accounts.push_back(child);
    }
  }
  const Currency target = wanted_currency(ex, node, field);
  std::int64_t cents = convert_balance(world, balance_of(world, query), target);
  if (blocked) cents -= blocked_funds(world, node.number, target);
  ex.amount(field, cents, target);
}

void write_balance(Execution& ex, const Node& node, PlannedField& field) {
  write_balance_with(ex, node, field, field.argument("withBlockedFunds") == true,
                     field.argument("includeChildren") == true);
}

/// For display, not for reconciliation: refunds and refunded rows are left out (F 7.11).
void write_total(Execution& ex, const Node& node, PlannedField& field, bool received) {
  const World& world = ex.world();
  const Currency target = wanted_currency(ex, node, field);
  const auto from = time_argument(field.argument("dateFrom"));
  const auto to = time_argument(field.argument("dateTo"));
  double total = 0;
  for (const RowNumber number : world.ledger.of_account(node.number)) {
    const TransactionRow& row = world.ledger[number];
    if (row.credit != received || row.refund != 0 || row.is_refund) continue;
    if ((from && row.created < *from) || (to && row.created > *to)) continue;
    const std::int64_t cents =
        field.argument("net") == true ? net_in_host_currency(row) : std::int64_t{row.host_amount};
    total += static_cast<double>(cents) * fx_rate(row.host_currency, target, world.now);
  }
  ex.amount(field, platform_round(total, target), target);
}

/// The money of all accounts hosted now, converted: not exact to the cent (F 7.14).
void write_host_balance(Execution& ex, const Node& node, PlannedField& field) {
  const World& world = ex.world();
  BalanceQuery query;
  query.before = time_argument(field.argument("dateTo"));
  query.accounts = world.hosted_by(node.number);
  query.accounts.push_back(node.number);
  const Currency target = world.accounts[node.number].currency;
  ex.amount(field, convert_balance(world, balance_of(world, query), target), target);
}

}  // namespace

void add_balance_resolvers(Resolvers& resolvers) {
  constexpr Resolver kSame = [](Execution& ex, const Node& n, PlannedField& field) {
    ex.object(field, n);
  };
  resolvers.add("Account", {{"stats", kSame}});
  resolvers.add("Host", {{"hostStats", kSame}});
  resolvers.add("HostStats", {{"balance", write_host_balance}});
  resolvers.add(
      "AccountStats",
      {{"id", [](Execution& ex, const Node& n,
                 PlannedField&) { ex.raw(ex.world().accounts[n.number].id_json); }},
       {"balance", write_balance},
       {"balanceWithBlockedFunds",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_balance_with(ex, n, field, true, false);
        }},
       {"consolidatedBalance",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_balance_with(ex, n, field, false, true);
        }},
       {"totalAmountReceived",
        [](Execution& ex, const Node& n, PlannedField& field) { write_total(ex, n, field, true); }},
       {"totalAmountSpent", [](Execution& ex, const Node& n, PlannedField& field) {
          write_total(ex, n, field, false);
        }}});
}

}  // namespace bursar::sandbox
