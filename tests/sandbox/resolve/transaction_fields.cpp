#include <algorithm>
#include <array>

#include "resolve/execution.hpp"
#include "resolve/resolvers.hpp"
#include "world/merchant.hpp"

namespace bursar::sandbox {
namespace {

const TransactionRow& row_of(const Execution& ex, const Node& node) {
  return ex.world().ledger[node.number];
}

/// Sender and recipient by type (F 5.2.5).
AccountId sender(const TransactionRow& row) {
  return row.credit ? row.opposite : row.account;
}
AccountId recipient(const TransactionRow& row) {
  return row.credit ? row.account : row.opposite;
}

/// What `description(dynamic: true)` composes anew on each call (F 5.8).
std::string dynamic_description(const World& world, const TransactionRow& row) {
  const std::string between =
      " from " + world.accounts[sender(row)].name + " to " + world.accounts[recipient(row)].name;
  switch (row.kind) {
    case Kind::Contribution:
      return "Contribution" + between;
    case Kind::Expense:
      return "Expense" + between + " - " + world.texts.text(row.description);
    case Kind::HostFee:
      return "Host Fee" + between;
    case Kind::HostFeeShare:
      return "Host Fee Share" + between;
    default:
      return "Transaction" + between;
  }
}

void write_description(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  if (field.argument("dynamic") == true) return ex.text(dynamic_description(ex.world(), row));
  ex.raw(ex.world().texts.json(row.description));
}

void write_merchant_id(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  const bool keeps_books = row.host != 0 && ex.rights().admin_or_accountant(row.host);
  if (row.merchant == 0 || !keeps_books) return ex.null(field);
  ex.quoted(merchant_id(ex.world(), row));
}

void write_opposite(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  for (const RowNumber other : ex.world().ledger.of_group(row.group)) {
    const TransactionRow& candidate = ex.world().ledger[other];
    const bool matches = !candidate.deleted && candidate.kind == row.kind &&
                         candidate.credit != row.credit && candidate.account == row.opposite &&
                         candidate.is_refund == row.is_refund;
    if (matches) return ex.transaction(field, other);
  }
  ex.null(field);
}

void write_related(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  const auto& kinds = field.argument("kind");
  std::vector<RowNumber> related;
  for (const RowNumber other : ex.world().ledger.of_group(row.group)) {
    const TransactionRow& candidate = ex.world().ledger[other];
    if (other == node.number || candidate.deleted) continue;
    const bool wanted =
        !kinds.is_array() ||
        std::find(kinds.begin(), kinds.end(), std::string(name(candidate.kind))) != kinds.end();
    if (wanted) related.push_back(other);
  }
  ex.list(field, related.size(), [&](std::size_t i) { ex.transaction(field, related[i]); });
}

void write_link(Execution& ex, PlannedField& field, std::uint32_t number) {
  if (number == 0) return ex.null(field);
  Node target;
  target.number = number;
  ex.object(field, target);
}

void write_expense(Execution& ex, const Node& node, PlannedField& field) {
  const ExpenseId expense = row_of(ex, node).expense;
  write_link(ex, field, expense != 0 && ex.world().expenses[expense].deleted ? 0 : expense);
}

void write_payment_method(Execution& ex, const Node& node, PlannedField& field) {
  write_link(ex, field, row_of(ex, node).payment_method);
}

void write_payout_method(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  if (row.payout_method == 0) return ex.null(field);
  Node target;
  target.number = row.payout_method;
  target.visible = row.host != 0 && ex.rights().admin_or_accountant(row.host);
  ex.object(field, target);
}

void write_tax_info(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionRow& row = row_of(ex, node);
  if (row.tax_info == 0) return ex.null(field);
  Node target;
  target.extra = &ex.world().taxes[row.tax_info];
  target.visible = row.host != 0 && ex.rights().admin_or_accountant(row.host);
  ex.object(field, target);
}

void add_identity(Resolvers& resolvers) {
  constexpr Resolver kUuid = [](Execution& ex, const Node& node, PlannedField&) {
    ex.out() += '"';
    ex.world().ids.append_uuid(ex.out(), Entity::Transaction, node.number);
    ex.out() += '"';
  };
  resolvers.add("Transaction",
                {{"id", kUuid},
                 {"uuid", kUuid},
                 {"publicId",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.out() += '"';
                    ex.world().ids.append_public(ex.out(), Entity::Transaction, node.number);
                    ex.out() += '"';
                  }},
                 {"legacyId",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.integer(static_cast<std::int64_t>(kFirstTransactionId + node.number));
                  }},
                 {"group",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.out() += '"';
                    ex.world().ids.append_uuid(ex.out(), Entity::Group, row_of(ex, node).group);
                    ex.out() += '"';
                  }},
                 {"type",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.raw(row_of(ex, node).credit ? "\"CREDIT\"" : "\"DEBIT\"");
                  }},
                 {"kind",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    const Kind kind = row_of(ex, node).kind;
                    if (kind == Kind::None) return ex.null(field);
                    ex.quoted(name(kind));
                  }},
                 {"refundKind",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    const RefundKind kind = row_of(ex, node).refund_kind;
                    if (kind == RefundKind::None) return ex.null(field);
                    ex.quoted(name(kind));
                  }},
                 {"description", write_description}});
}

void add_accounts(Resolvers& resolvers) {
  resolvers.add(
      "Transaction",
      {{"account", [](Execution& ex, const Node& node,
                      PlannedField& field) { ex.account(field, row_of(ex, node).account); }},
       {"oppositeAccount",
        [](Execution& ex, const Node& node, PlannedField& field) {
          ex.account(field, row_of(ex, node).opposite);
        }},
       {"fromAccount", [](Execution& ex, const Node& node,
                          PlannedField& field) { ex.account(field, sender(row_of(ex, node))); }},
       {"toAccount", [](Execution& ex, const Node& node,
                        PlannedField& field) { ex.account(field, recipient(row_of(ex, node))); }},
       {"host", [](Execution& ex, const Node& node, PlannedField& field) {
          ex.account(field, row_of(ex, node).host);
        }}});
}

void add_times_and_flags(Resolvers& resolvers) {
  constexpr Resolver kCreated = [](Execution& ex, const Node& node, PlannedField& field) {
    ex.time(row_of(ex, node).created, field);
  };
  resolvers.add("Transaction",
                {{"createdAt", kCreated},
                 {"updatedAt", kCreated},  // a fake in the real API, too (F 5.7.3)
                 {"clearedAt",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    const TransactionRow& row = row_of(ex, node);
                    ex.time(row.cleared == kNever ? row.created : row.cleared, field);
                  }},
                 {"isRefund", [](Execution& ex, const Node& node,
                                 PlannedField&) { ex.boolean(row_of(ex, node).is_refund); }},
                 {"isRefunded", [](Execution& ex, const Node& node,
                                   PlannedField&) { ex.boolean(row_of(ex, node).is_refunded()); }},
                 {"isDisputed", [](Execution& ex, const Node& node,
                                   PlannedField&) { ex.boolean(row_of(ex, node).disputed); }},
                 {"isInReview", [](Execution& ex, const Node& node,
                                   PlannedField&) { ex.boolean(row_of(ex, node).in_review); }},
                 {"isOrderRejected", [](Execution& ex, const Node& node, PlannedField&) {
                    const TransactionRow& row = row_of(ex, node);
                    ex.boolean(row.order != 0 &&
                               ex.world().orders[row.order].status == OrderStatus::Rejected);
                  }}});
}

}  // namespace

void add_transaction_resolvers(Resolvers& resolvers) {
  add_identity(resolvers);
  add_accounts(resolvers);
  add_times_and_flags(resolvers);
  resolvers.add("Transaction", {{"expense", write_expense},
                                {"order",
                                 [](Execution& ex, const Node& node, PlannedField& field) {
                                   write_link(ex, field, row_of(ex, node).order);
                                 }},
                                {"paymentMethod", write_payment_method},
                                {"payoutMethod", write_payout_method},
                                {"taxInfo", write_tax_info},
                                {"merchantId", write_merchant_id},
                                {"refundTransaction",
                                 [](Execution& ex, const Node& node, PlannedField& field) {
                                   const RowNumber link = row_of(ex, node).refund;
                                   const bool gone = link != 0 && ex.world().ledger[link].deleted;
                                   ex.transaction(field, gone ? 0 : link);
                                 }},
                                {"oppositeTransaction", write_opposite},
                                {"relatedTransactions", write_related}});
}

}  // namespace bursar::sandbox
