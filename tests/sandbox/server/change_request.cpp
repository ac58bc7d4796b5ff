#include "server/change_request.hpp"

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "resolve/references.hpp"
#include "world/changes.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

/// Reads the parameters of one change.
class Parameters {
 public:
  Parameters(World& world, const json& request) : world_(world), request_(request) {}

  bool has(const char* name) const { return request_.contains(name); }
  std::string text(const char* name) const {
    if (!has(name)) throw std::invalid_argument(std::string("missing ") + name);
    return request_[name].get<std::string>();
  }
  std::int64_t number(const char* name, std::int64_t otherwise) const {
    return request_.value(name, otherwise);
  }
  template <typename Number>
  std::optional<Number> given(const char* name) const {
    return has(name) ? std::optional(request_[name].get<Number>()) : std::nullopt;
  }
  bool flag(const char* name) const { return request_.value(name, false); }

  Micros at(const char* name = "at") const {
    if (!has(name)) return world_.now;
    const auto parsed = parse_rfc3339(text(name));
    if (!parsed) throw std::invalid_argument(std::string(name) + " is not a date-time");
    return *parsed;
  }

  Currency currency(const char* name) const {
    const auto known = currency_from(text(name));
    if (!known) throw std::invalid_argument("the sandbox knows no rates of " + text(name));
    return *known;
  }

  AccountId account(const char* name) const {
    const std::string given = text(name);
    if (const auto id = world_.account_by_slug(given)) return *id;
    if (const auto id = world_.account_by_id(given)) return *id;
    throw std::invalid_argument("unknown account " + given);
  }

  /// Rows by `transaction` or `transactions` (ids or publicIds), or the newest `count` that fit
  /// `account`, `kind`, `type`, `hostCurrency`, `from` and `before` and were not refunded, after
  /// the first `index` of them.
  std::vector<RowNumber> rows() const {
    if (has("transaction")) return {row_by_id(text("transaction"))};
    std::vector<RowNumber> chosen;
    if (has("transactions")) {
      for (const json& id : request_["transactions"]) chosen.push_back(row_by_id(id));
      return chosen;
    }
    const auto rows = world_.ledger.of_account(account("account"));
    std::int64_t skip = number("index", 0);
    const auto count = static_cast<std::size_t>(number("count", 1));
    for (auto row = rows.rbegin(); row != rows.rend() && chosen.size() < count; ++row) {
      if (fits(world_.ledger[*row]) && skip-- <= 0) chosen.push_back(*row);
    }
    if (chosen.size() < count) throw std::invalid_argument("no such row");
    return chosen;
  }
  RowNumber row() const { return rows().at(0); }

  GroupNumber group() const {
    if (!has("group")) return world_.ledger[row()].group;
    const auto number = world_.ids.from_uuid(Entity::Group, text("group"));
    if (!number || *number > world_.ledger.groups()) throw std::invalid_argument("unknown group");
    return static_cast<GroupNumber>(*number);
  }

  /// An expense by `expense`, or the `index`th newest of `account` with `status`.
  ExpenseId expense() const {
    if (has("expense")) {
      const auto found = find_expense(world_, json{{"id", text("expense")}});
      if (!found) throw std::invalid_argument("unknown expense");
      return *found;
    }
    const AccountId owner = account("account");
    std::int64_t skip = number("index", 0);
    const auto& order = world_.expenses_by_time();
    for (auto id = order.rbegin(); id != order.rend(); ++id) {
      const Expense& candidate = world_.expenses[*id];
      const bool wanted = candidate.account == owner && !candidate.deleted &&
                          (!has("status") || name(candidate.status) == text("status"));
      if (wanted && skip-- == 0) return *id;
    }
    throw std::invalid_argument("no such expense");
  }

  OrderId order() const {
    if (!has("order")) return world_.ledger[row()].order;
    const auto found = find_order(world_, json{{"id", text("order")}});
    if (!found) throw std::invalid_argument("unknown order");
    return *found;
  }

  /// `category` is a publicId, or a code together with `host`; null takes the category away.
  CategoryId category() const {
    if (!has("category") || request_["category"].is_null()) return 0;
    const std::string given = text("category");
    if (const auto number = number_from_id(world_, Entity::Category, given)) {
      return static_cast<CategoryId>(*number);
    }
    const AccountId host = account("host");
    for (CategoryId id = 1; id <= world_.categories.size(); ++id) {
      const Category& category = world_.categories[id];
      if (category.host == host && category.code == given && !category.deleted) return id;
    }
    throw std::invalid_argument("unknown category " + given);
  }

 private:
  RowNumber row_by_id(const std::string& id) const {
    auto number = world_.ids.from_uuid(Entity::Transaction, id);
    if (!number) number = world_.ids.from_public(Entity::Transaction, id);
    if (!number || !world_.ledger.has(*number)) {
      throw std::invalid_argument("unknown transaction " + id);
    }
    return static_cast<RowNumber>(*number);
  }

  bool fits(const TransactionRow& row) const {
    return row.refund == 0 && !row.is_refund && (!has("kind") || name(row.kind) == text("kind")) &&
           (!has("type") || (text("type") == "CREDIT") == row.credit) &&
           (!has("hostCurrency") || currency("hostCurrency") == row.host_currency) &&
           (!has("from") || row.created >= at("from")) &&
           (!has("before") || row.created < at("before"));
  }

  World& world_;
  const json& request_;
};

json row_ids(const World& world, const std::vector<RowNumber>& rows) {
  json list = json::array();
  for (const RowNumber row : rows) list.push_back(world.ids.uuid(Entity::Transaction, row));
  return list;
}

json group_reply(const World& world, GroupNumber group) {
  if (group == 0) throw std::invalid_argument("nothing in the group is left to refund");
  return {{"group", world.ids.uuid(Entity::Group, group)},
          {"rows", row_ids(world, world.ledger.of_group(group))}};
}

json expense_reply(const World& world, ExpenseId id) {
  const Expense& expense = world.expenses[id];
  return {{"expense", shown_id(world, Entity::Expense, id, expense.created)},
          {"publicId", world.ids.public_id(Entity::Expense, id)},
          {"status", std::string(name(expense.status))}};
}

json category_reply(const World& world, CategoryId id) {
  return {{"category", id == 0 ? json() : json(world.ids.public_id(Entity::Category, id))}};
}

json account_reply(const World& world, AccountId id) {
  return {{"account", world.ids.public_id(Entity::Account, id)}, {"slug", world.accounts[id].slug}};
}

using Change = std::function<json(World&, const Parameters&)>;

/// Does `change` to each row that the parameters name.
template <typename OneChange>
json each_row(const World& world, const Parameters& p, OneChange change) {
  const std::vector<RowNumber> rows = p.rows();
  for (const RowNumber row : rows) change(row);
  return {{"rows", row_ids(world, rows)}};
}

json insert(World& world, const Parameters& p) {
  NewMoney money;
  money.account = p.account("account");
  money.rows = static_cast<std::uint32_t>(p.number("rows", 1));
  money.seed = static_cast<std::uint64_t>(p.number("seed", 1));
  money.added_funds = p.flag("addedFunds");
  money.at = p.at();
  if (p.has("payer")) money.from = p.account("payer");
  return {{"rows", row_ids(world, insert_transactions(world, money))}};
}

json refund_group(World& world, const Parameters& p) {
  const auto kind = refund_kind_from(p.has("refundKind") ? p.text("refundKind") : "REFUND");
  if (!kind) throw std::invalid_argument("unknown refundKind");
  return group_reply(world, refund_now(world, p.group(), *kind, p.at()));
}

json amend_rows(World& world, const Parameters& p) {
  Amendment what;
  what.amount = p.given<std::int64_t>("amount");
  what.host_amount = p.given<std::int64_t>("hostAmount");
  what.platform_fee = p.given<std::int64_t>("platformFee");
  what.host_fee = p.given<std::int64_t>("hostFee");
  what.processor_fee = p.given<std::int64_t>("paymentProcessorFee");
  what.tax = p.given<std::int64_t>("tax");
  what.fx = p.given<double>("fxRate");
  if (p.has("toHostCurrency")) what.host_currency = p.currency("toHostCurrency");
  if (p.has("createdAt")) what.created = p.at("createdAt");
  what.alone = p.flag("alone");
  return each_row(world, p, [&](RowNumber row) { amend(world, row, what); });
}

json move_rows(World& world, const Parameters& p) {
  const AccountId target = p.account("to");
  const AccountId host = p.has("host") ? p.account("host") : world.accounts[target].host;
  return each_row(world, p, [&](RowNumber row) { move_row(world, row, target, host); });
}

json flag(World& world, const Parameters& p) {
  const GroupNumber group = p.group();
  set_flags(world, group, p.flag("disputed"), p.flag("inReview"), p.at());
  return group_reply(world, group);
}

const std::map<std::string, Change>& ledger_changes() {
  static const std::map<std::string, Change> changes{
      {"insert", insert},
      {"refund", refund_group},
      {"edit",
       [](World& w, const Parameters& p) {
         return group_reply(w, edit_added_funds(w, p.group(), p.number("amount", 10'000), p.at()));
       }},
      {"amend", amend_rows},
      {"back-fill-cleared",
       [](World& w, const Parameters& p) {
         return json{
             {"rows", row_ids(w, back_fill_cleared(w, p.account("account"),
                                                   p.number("offsetSeconds", -3'600) * kSecond))}};
       }},
      {"split",
       [](World& w, const Parameters& p) {
         return json{{"rows", row_ids(w, split_fees(w, p.row()))}};
       }},
      {"delete-row",
       [](World& w, const Parameters& p) {
         return each_row(w, p, [&](RowNumber row) { delete_row(w, row); });
       }},
      {"restore-row",
       [](World& w, const Parameters& p) {
         return each_row(w, p, [&](RowNumber row) { restore_row(w, row); });
       }},
      {"reinsert-row",
       [](World& w, const Parameters& p) {
         Reinsertion how;
         if (p.has("at")) how.at = p.at();
         how.own_group = p.flag("ownGroup");
         std::vector<RowNumber> again;
         for (const RowNumber row : p.rows()) again.push_back(reinsert_row(w, row, how));
         return json{{"rows", row_ids(w, again)}};
       }},
      {"move-row", move_rows},
      {"flag", flag}};
  return changes;
}

const std::map<std::string, Change>& account_changes() {
  static const std::map<std::string, Change> changes{
      {"rename",
       [](World& w, const Parameters& p) {
         const AccountId id = p.account("account");
         w.rename_account(id, p.has("slug") ? p.text("slug") : w.accounts[id].slug,
                          p.has("name") ? p.text("name") : w.accounts[id].name);
         return account_reply(w, id);
       }},
      {"merge",
       [](World& w, const Parameters& p) {
         return json{{"rows", row_ids(w, merge_accounts(w, p.account("from"), p.account("into")))}};
       }},
      {"delete-account",
       [](World& w, const Parameters& p) {
         const AccountId id = p.account("account");
         delete_account(w, id);
         return account_reply(w, id);
       }},
      {"add-child",
       [](World& w, const Parameters& p) {
         const auto type = account_type_from(p.has("type") ? p.text("type") : "PROJECT");
         if (!type) throw std::invalid_argument("unknown type");
         return account_reply(w, add_child(w, p.account("parent"), *type, p.text("slug"),
                                           p.has("name") ? p.text("name") : p.text("slug")));
       }},
      {"budget-version",
       [](World& w, const Parameters& p) {
         const AccountId id = p.account("account");
         w.accounts[id].budget_version = static_cast<int>(p.number("version", 2));
         return account_reply(w, id);
       }},
      {"advance",
       [](World& w, const Parameters& p) {
         w.advance(p.number("seconds", 0) * kSecond);
         return json{{"now", iso(w.now)}};
       }},
      {"freeze-views",
       [](World& w, const Parameters&) {
         w.freeze_views();
         return json{{"refreshed", iso(w.now)}};
       }},
      {"refresh-views", [](World& w, const Parameters&) {
         w.refresh_views();
         return json{{"refreshed", iso(w.now)}};
       }}};
  return changes;
}

const std::map<std::string, Change>& bookkeeping_changes() {
  static const std::map<std::string, Change> changes{
      {"categorize-expense",
       [](World& w, const Parameters& p) {
         const ExpenseId id = p.expense();
         categorize_expense(w, id, p.category());
         return expense_reply(w, id);
       }},
      {"categorize-order",
       [](World& w, const Parameters& p) {
         const OrderId id = p.order();
         categorize_order(w, id, p.category(), p.at());
         return json{{"order", w.ids.public_id(Entity::Order, id)}};
       }},
      {"rename-category",
       [](World& w, const Parameters& p) {
         const CategoryId id = p.category();
         rename_category(w, id, p.has("code") ? p.text("code") : w.categories[id].code,
                         p.has("name") ? p.text("name") : w.categories[id].name, p.at());
         return category_reply(w, id);
       }},
      {"remove-category",
       [](World& w, const Parameters& p) {
         const CategoryId id = p.category();
         remove_category(w, id, p.at());
         return category_reply(w, id);
       }},
      {"add-category",
       [](World& w, const Parameters& p) {
         return category_reply(
             w, add_category(w, p.account("host"), p.text("code"), p.text("name"), p.at()));
       }},
      {"add-expense",
       [](World& w, const Parameters& p) {
         return expense_reply(w,
                              add_expense(w, p.account("account"), p.number("amount", 12'345),
                                          static_cast<std::uint64_t>(p.number("seed", 1)), p.at()));
       }},
      {"expense", [](World& w, const Parameters& p) {
         const ExpenseId id = p.expense();
         change_expense(w, id, p.text("transition"), p.at());
         return expense_reply(w, id);
       }}};
  return changes;
}

}  // namespace

json apply_change(World& world, const json& request) {
  const Parameters parameters(world, request);
  const std::string op = parameters.text("op");
  for (const auto* changes : {&ledger_changes(), &account_changes(), &bookkeeping_changes()}) {
    const auto found = changes->find(op);
    if (found != changes->end()) return found->second(world, parameters);
  }
  throw std::invalid_argument("unknown op " + op);
}

}  // namespace bursar::sandbox
