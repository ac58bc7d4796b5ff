#include <set>
#include <string>

#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"
#include "resolve/transaction_query.hpp"

/// The pages of `transactions`, and the single transaction and group.
namespace bursar::sandbox {
namespace {

using nlohmann::json;

const TransactionPage& page_of(const Node& node) {
  return *static_cast<const TransactionPage*>(node.extra);
}

void write_nodes(Execution& ex, const Node& node, PlannedField& field) {
  const TransactionPage& page = page_of(node);
  if (page.bad_order) throw FieldError::plain("column Transaction.paidAt does not exist");
  const std::vector<RowNumber> rows = page.selection.page(page.request);
  ex.list(field, rows.size(), [&](std::size_t i) {
    ex.maybe_spoil_node(i);
    ex.transaction(field, rows[i]);
  });
}

void write_kinds(Execution& ex, const Node& node, PlannedField& field) {
  std::set<std::string_view> kinds;
  PageRequest everything;
  everything.limit = page_of(node).selection.count();
  for (const RowNumber row : page_of(node).selection.page(everything)) {
    const Kind kind = ex.world().ledger[row].kind;
    if (kind != Kind::None) kinds.insert(name(kind));
  }
  auto kind = kinds.begin();
  ex.list(field, kinds.size(), [&](std::size_t) { ex.quoted(*kind++); });
}

void write_method_types(Execution& ex, const Node& node, PlannedField& field) {
  std::set<std::string_view> types;
  PageRequest everything;
  everything.limit = page_of(node).selection.count();
  for (const RowNumber row : page_of(node).selection.page(everything)) {
    const MethodId method = ex.world().ledger[row].payment_method;
    if (method != 0) types.insert(name(ex.world().payment_methods[method].type));
  }
  auto type = types.begin();
  ex.list(field, types.size() + 1, [&](std::size_t i) {
    if (i == types.size()) {
      ex.raw("null");
    } else {
      ex.quoted(*type++);
    }
  });
}

void resolve_transaction(Execution& ex, const Node&, PlannedField& field) {
  ex.require_scope(Scope::Transactions);
  json reference = field.argument("transaction");
  if (!reference.is_object()) reference = json{{"id", field.argument("id")}};
  const auto row = find_transaction(ex.world(), reference);
  if (!row) throw FieldError::not_found("Transaction Not Found");
  ex.transaction(field, *row);
}

struct GroupView {
  AccountId account;
  std::vector<RowNumber> rows;
};

const GroupView& group_of(const Node& node) {
  return *static_cast<const GroupView*>(node.extra);
}

void resolve_group(Execution& ex, const Node&, PlannedField& field) {
  ex.require_scope(Scope::Transactions);
  GroupView view{require_account(ex, field.argument("account")), {}};
  const auto number =
      ex.world().ids.from_uuid(Entity::Group, field.argument("groupId").get<std::string>());
  if (!number || *number > ex.world().ledger.groups()) return ex.null(field);
  for (const RowNumber row : ex.world().ledger.of_group(static_cast<GroupNumber>(*number))) {
    const TransactionRow& record = ex.world().ledger[row];
    if (!record.deleted && record.account == view.account) view.rows.push_back(row);
  }
  if (view.rows.empty()) return ex.null(field);
  Node node;
  node.extra = &view;
  node.number = view.rows.back();
  ex.object(field, node);
}

void write_group_total(Execution& ex, const Node& node, PlannedField& field) {
  std::int64_t total = 0;
  for (const RowNumber row : group_of(node).rows) total += ex.world().ledger[row].net;
  ex.amount(field, total, ex.world().ledger[node.number].currency);
}

}  // namespace

void write_transactions(Execution& ex, PlannedField& field, std::optional<AccountId> only) {
  ex.require_scope(Scope::Transactions);
  const TransactionPage page = query_transactions(ex, field.arguments, only);
  Node node;
  node.extra = &page;
  ex.object(field, node);
}

void add_transaction_query_resolvers(Resolvers& resolvers) {
  resolvers.add("Query", {{"transactions",
                           [](Execution& ex, const Node&, PlannedField& field) {
                             write_transactions(ex, field, std::nullopt);
                           }},
                          {"transaction", resolve_transaction},
                          {"transactionGroup", resolve_group}});
  resolvers.add("TransactionCollection",
                {{"limit",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.integer(static_cast<std::int64_t>(page_of(node).request.limit));
                  }},
                 {"offset",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.integer(static_cast<std::int64_t>(page_of(node).request.offset));
                  }},
                 {"totalCount",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.integer(static_cast<std::int64_t>(page_of(node).selection.count()) +
                               ex.input().distortion.total_count_delta);
                  }},
                 {"nodes", write_nodes},
                 {"kinds", write_kinds},
                 {"paymentMethodTypes", write_method_types}});
  resolvers.add(
      "TransactionGroup",
      {{"id",
        [](Execution& ex, const Node& node, PlannedField&) {
          ex.quoted(ex.world().ids.uuid(Entity::Group, ex.world().ledger[node.number].group));
        }},
       {"totalAmount", write_group_total},
       {"host",
        [](Execution& ex, const Node& node, PlannedField& field) {
          ex.account(field, ex.world().ledger[node.number].host);
        }},
       {"account", [](Execution& ex, const Node& node,
                      PlannedField& field) { ex.account(field, group_of(node).account); }},
       {"primaryTransaction", [](Execution& ex, const Node& node,
                                 PlannedField& field) { ex.transaction(field, node.number); }},
       {"transactions",
        [](Execution& ex, const Node& node, PlannedField& field) {
          const auto& rows = group_of(node).rows;
          ex.list(field, rows.size(), [&](std::size_t i) { ex.transaction(field, rows[i]); });
        }},
       {"createdAt", [](Execution& ex, const Node& node, PlannedField& field) {
          ex.time(ex.world().ledger[node.number].created, field);
        }}});
}

}  // namespace bursar::sandbox
