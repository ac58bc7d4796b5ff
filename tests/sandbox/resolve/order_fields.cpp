#include <algorithm>
#include <string>

#include "resolve/collections.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"

namespace bursar::sandbox {
namespace {

const Order& order_of(const Execution& ex, const Node& node) {
  return ex.world().orders[node.number];
}

void write_text(Execution& ex, TextId text, PlannedField& field) {
  if (text == 0) return ex.null(field);
  ex.raw(ex.world().texts.json(text));
}

void write_record(Execution& ex, std::uint32_t number, PlannedField& field) {
  if (number == 0) return ex.null(field);
  Node node;
  node.number = number;
  ex.object(field, node);
}

void write_category(Execution& ex, const Node& node, PlannedField& field) {
  const CategoryId id = order_of(ex, node).category;
  write_record(ex, id != 0 && ex.world().categories[id].deleted ? 0 : id, field);
}

/// The memo is for the people of the collective's host (F 1.4).
void write_memo(Execution& ex, const Node& node, PlannedField& field) {
  const AccountId host = ex.world().accounts[order_of(ex, node).to].host;
  const bool allowed = host != 0 && ex.rights().admin_or_accountant(host);
  write_text(ex, allowed ? order_of(ex, node).memo : 0, field);
}

void write_custom_data(Execution& ex, const Node& node, PlannedField& field) {
  const Order& order = order_of(ex, node);
  const bool allowed = ex.rights().admin_of(order.to) || ex.rights().admin_of(order.from);
  if (!allowed || order.custom_data == 0) return ex.null(field);
  ex.raw(ex.world().texts.text(order.custom_data));
}

void write_tip(Execution& ex, const Node& node, PlannedField& field) {
  const Order& order = order_of(ex, node);
  Node amount;
  amount.cents = order.tip;
  amount.currency = order.currency;
  amount.visible = order.has_tip;
  ex.object(field, amount);
}

void write_tax(Execution& ex, const Node& node, PlannedField& field) {
  const Order& order = order_of(ex, node);
  if (order.tax_info.rate == 0) return ex.null(field);
  Node tax;
  tax.extra = &order.tax_info;
  ex.object(field, tax);
}

void write_transactions_of(Execution& ex, const Node& node, PlannedField& field) {
  std::vector<RowNumber> rows;
  for (const GroupNumber group : ex.world().ledger.orders().groups(node.number)) {
    for (const RowNumber row : ex.world().ledger.of_group(group)) {
      if (!ex.world().ledger[row].deleted) rows.push_back(row);
    }
  }
  ex.list(field, rows.size(), [&](std::size_t i) { ex.transaction(field, rows[i]); });
}

void add_identity(Resolvers& resolvers) {
  resolvers.add(
      "Order",
      {{"id",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.quoted(shown_id(ex.world(), Entity::Order, n.number, order_of(ex, n).created));
        }},
       {"publicId",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.quoted(ex.world().ids.public_id(Entity::Order, n.number));
        }},
       {"legacyId",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.integer(static_cast<std::int64_t>(kFirstOrderId + n.number));
        }},
       {"description",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_text(ex, order_of(ex, n).description, field);
        }},
       {"memo", write_memo},
       {"quantity",
        [](Execution& ex, const Node& n, PlannedField&) { ex.integer(order_of(ex, n).quantity); }},
       {"status", [](Execution& ex, const Node& n,
                     PlannedField&) { ex.quoted(name(order_of(ex, n).status)); }},
       {"frequency", [](Execution& ex, const Node& n,
                        PlannedField&) { ex.quoted(name(order_of(ex, n).frequency)); }},
       {"customData", write_custom_data},
       {"tags", [](Execution& ex, const Node&, PlannedField&) { ex.raw("[]"); }}});
}

void add_amounts(Resolvers& resolvers) {
  resolvers.add("Order", {{"amount",
                           [](Execution& ex, const Node& n, PlannedField& field) {
                             const Order& order = order_of(ex, n);
                             ex.amount(field, order.amount, order.currency);
                           }},
                          {"totalAmount",
                           [](Execution& ex, const Node& n, PlannedField& field) {
                             const Order& order = order_of(ex, n);
                             ex.amount(field, order.amount + order.tip, order.currency);
                           }},
                          {"taxAmount",
                           [](Execution& ex, const Node& n, PlannedField& field) {
                             const Order& order = order_of(ex, n);
                             if (order.tax_info.rate == 0) return ex.null(field);
                             ex.amount(field, order.tax, order.currency);
                           }},
                          {"platformTipAmount", write_tip},
                          {"tax", write_tax},
                          {"taxes", [](Execution& ex, const Node& n, PlannedField& field) {
                             const Order& order = order_of(ex, n);
                             ex.list(field, order.tax_info.rate == 0 ? 0 : 1, [&](std::size_t) {
                               Node tax;
                               tax.extra = &order.tax_info;
                               ex.object(field, tax);
                             });
                           }}});
}

void add_links(Resolvers& resolvers) {
  resolvers.add(
      "Order",
      {{"fromAccount", [](Execution& ex, const Node& n,
                          PlannedField& field) { ex.account(field, order_of(ex, n).from); }},
       {"toAccount", [](Execution& ex, const Node& n,
                        PlannedField& field) { ex.account(field, order_of(ex, n).to); }},
       {"createdByAccount",
        [](Execution& ex, const Node& n, PlannedField& field) {
          ex.account(field, order_of(ex, n).created_by);
        }},
       {"createdAt", [](Execution& ex, const Node& n,
                        PlannedField& field) { ex.time(order_of(ex, n).created, field); }},
       {"updatedAt", [](Execution& ex, const Node& n,
                        PlannedField& field) { ex.time(order_of(ex, n).updated, field); }},
       {"processedAt", [](Execution& ex, const Node& n,
                          PlannedField& field) { ex.time(order_of(ex, n).processed, field); }},
       {"transactions", write_transactions_of},
       {"tier", [](Execution& ex, const Node& n,
                   PlannedField& field) { write_record(ex, order_of(ex, n).tier, field); }},
       {"paymentMethod",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_record(ex, order_of(ex, n).payment_method, field);
        }},
       {"accountingCategory", write_category}});
}

void resolve_order(Execution& ex, const Node&, PlannedField& field) {
  const auto order = find_order(ex.world(), field.argument("order"));
  if (!order) throw FieldError::not_found("Order Not Found");
  write_record(ex, *order, field);
}

void resolve_orders(Execution& ex, const Node&, PlannedField& field) {
  if (field.argument("limit").get<std::int64_t>() > 1'000) {
    throw FieldError::plain(
        "Cannot fetch more than 1,000 orders at the same time, please adjust the limit");
  }
  AccountId account = 0;
  if (field.argument("account").is_object()) {
    account = require_account(ex, field.argument("account"));
  }
  std::vector<std::uint32_t> found;
  for (OrderId id = 1; id <= ex.world().orders.size(); ++id) {
    const Order& order = ex.world().orders[id];
    if (account == 0 || order.to == account || order.from == account) found.push_back(id);
  }
  if (field.argument("orderBy").value("direction", "DESC") == "DESC") {
    std::reverse(found.begin(), found.end());
  }
  write_page(ex, field, cut_page(field, found));
}

}  // namespace

void add_order_resolvers(Resolvers& resolvers) {
  add_identity(resolvers);
  add_amounts(resolvers);
  add_links(resolvers);
  resolvers.add("Query", {{"order", resolve_order}, {"orders", resolve_orders}});
}

}  // namespace bursar::sandbox
