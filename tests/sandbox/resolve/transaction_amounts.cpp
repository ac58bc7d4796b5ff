#include <algorithm>

#include "resolve/execution.hpp"
#include "resolve/resolvers.hpp"
#include "world/booking.hpp"

namespace bursar::sandbox {
namespace {

const TransactionRow& row_of(const Execution& ex, const Node& node) {
  return ex.world().ledger[node.number];
}

/// fetch* arguments emulate the old layout by adding the first sibling of the kind in the same
/// group and account, for three kinds only (F 5.3.3).
std::int64_t fetched(const Execution& ex, const TransactionRow& row, Kind kind, bool wanted) {
  const bool emulated =
      row.kind == Kind::Contribution || row.kind == Kind::Expense || row.kind == Kind::AddedFunds;
  if (!wanted || !emulated) return 0;
  for (const RowNumber other : ex.world().ledger.of_group(row.group)) {
    const TransactionRow& sibling = ex.world().ledger[other];
    if (!sibling.deleted && sibling.kind == kind && sibling.account == row.account) {
      return sibling.amount;
    }
  }
  return 0;
}

std::int64_t fetched_fees(const Execution& ex, const TransactionRow& row,
                          const PlannedField& field) {
  return fetched(ex, row, Kind::HostFee, field.argument("fetchHostFee") == true) +
         fetched(ex, row, Kind::PaymentProcessorFee,
                 field.argument("fetchPaymentProcessorFee") == true) +
         fetched(ex, row, Kind::Tax, field.argument("fetchTax") == true);
}

std::int64_t in_host_currency(const TransactionRow& row, std::int64_t cents) {
  return platform_round(static_cast<double>(cents) * row.fx, row.host_currency);
}

void write_net(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  ex.amount(field, row.net + fetched_fees(ex, row, field), row.currency);
}

void write_net_in_host_currency(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  ex.amount(field, net_in_host_currency(row) + in_host_currency(row, fetched_fees(ex, row, field)),
            row.host_currency);
}

void write_tax(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  const std::int64_t sibling = fetched(ex, row, Kind::Tax, field.argument("fetchTax") == true);
  Node amount;
  amount.cents = row.tax + sibling;
  amount.currency = row.currency;
  amount.visible = !row.tax_null || sibling != 0;  // F 12.7
  ex.object(field, amount);
}

void write_host_fee(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  const auto extra = fetched(ex, row, Kind::HostFee, field.argument("fetchHostFee") == true);
  ex.amount(field, row.host_fee + in_host_currency(row, extra), row.host_currency);
}

void write_processor_fee(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  const auto extra = fetched(ex, row, Kind::PaymentProcessorFee,
                             field.argument("fetchPaymentProcessorFee") == true);
  ex.amount(field, row.processor_fee + in_host_currency(row, extra), row.host_currency);
}

/// Only on rows that the balance view knows: hosted, active, one host currency (F 5.10.2).
void write_balance(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  const Account& account = ex.world().accounts[row.account];
  const Ledger& ledger = ex.world().ledger;
  const auto rows = ledger.of_account(row.account);
  const bool in_view =
      account.active && account.host != 0 && ledger.daily_view().knows(node.number);
  if (!in_view || rows.empty()) return ex.null(field);
  std::vector<std::int64_t>& running = ex.memo()[row.account];
  if (running.empty()) {
    std::int64_t sum = 0;
    bool mixed = false;
    for (const RowNumber number : rows) {
      sum += net_in_host_currency(ledger[number]);
      mixed = mixed || ledger[number].host_currency != ledger[rows.front()].host_currency;
      running.push_back(sum);
    }
    if (mixed) running.assign(1, 0);
  }
  if (running.size() != rows.size()) return ex.null(field);
  const auto found =
      std::lower_bound(rows.begin(), rows.end(), node.number,
                       [&](RowNumber a, RowNumber b) { return ledger.before(a, b); });
  ex.amount(field, running[static_cast<std::size_t>(found - rows.begin())], row.host_currency);
}

}  // namespace

void add_transaction_amount_resolvers(Resolvers& resolvers) {
  resolvers.add("Transaction",
                {{"amount",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    const TransactionRow& row = row_of(ex, node);
                    ex.amount(field, row.amount, row.currency);
                  }},
                 {"amountInHostCurrency",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    const TransactionRow& row = row_of(ex, node);
                    ex.amount(field, row.host_amount, row.host_currency);
                  }},
                 {"hostCurrencyFxRate", [](Execution& ex, const Node& node,
                                           PlannedField&) { ex.real(row_of(ex, node).fx); }},
                 {"platformFee",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    const TransactionRow& row = row_of(ex, node);
                    ex.amount(field, row.platform_fee, row.host_currency);
                  }},
                 {"netAmount", write_net},
                 {"netAmountInHostCurrency", write_net_in_host_currency},
                 {"taxAmount", write_tax},
                 {"hostFee", write_host_fee},
                 {"paymentProcessorFee", write_processor_fee},
                 {"balanceInHostCurrency", write_balance}});
}

}  // namespace bursar::sandbox
