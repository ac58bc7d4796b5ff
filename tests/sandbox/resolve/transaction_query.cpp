#include "resolve/transaction_query.hpp"

#include <algorithm>
#include <bitset>
#include <limits>
#include <set>
#include <string>

#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

const json& member(const json& arguments, const char* name) {
  static const json absent;
  const auto found = arguments.find(name);
  return found == arguments.end() ? absent : *found;
}

bool flag(const json& arguments, const char* name) {
  const json& value = member(arguments, name);
  return value.is_boolean() && value.get<bool>();
}

std::optional<bool> tri_state(const json& arguments, const char* name) {
  const json& value = member(arguments, name);
  return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

std::set<std::string> texts(const json& list) {
  std::set<std::string> result;
  for (const json& item : list) {
    if (item.is_string()) result.insert(item.get<std::string>());
  }
  return result;
}

class TransactionQuery {
 public:
  TransactionQuery(const Execution& ex, const json& arguments, std::optional<AccountId> only)
      : ex_(ex), world_(ex.world()), arguments_(arguments), page_{RowSelection(world_), {}, false} {
    if (only) {
      accounts_ = {*only};
      by_account_ = true;
    } else if (member(arguments, "account").is_array()) {
      accounts_ = require_accounts(ex, member(arguments, "account"));
      by_account_ = true;
    }
    if (member(arguments, "host").is_object()) {
      host_ = require_account(ex, member(arguments, "host"));
    }
  }

  TransactionPage run() {
    read_page();
    choose_indexes();
    page_.selection.limit_to(
        time_argument(member(arguments_, "dateFrom")).value_or(kNever),
        time_argument(member(arguments_, "dateTo")).value_or(std::numeric_limits<Micros>::max()));
    simple_filters();
    list_filters();
    linked_filters();
    privacy_filter();
    if (!filters_.empty()) {
      page_.selection.keep([this](const TransactionRow& row) {
        return std::all_of(filters_.begin(), filters_.end(),
                           [&](const RowFilter& filter) { return filter(row); });
      });
    }
    return std::move(page_);
  }

 private:
  void read_page() {
    const auto number = [&](const char* name, std::int64_t otherwise) {
      const json& value = member(arguments_, name);
      const auto given = value.is_number() ? value.get<std::int64_t>() : otherwise;
      return given < 0 ? otherwise : given;
    };
    const std::int64_t limit = number("limit", 100);
    if (limit > 10'000) {
      throw FieldError::plain(
          "Cannot fetch more than 10,000 transactions at the same time, please adjust the limit");
    }
    page_.request.limit = static_cast<std::size_t>(limit);
    page_.request.offset = static_cast<std::size_t>(number("offset", 0));
    const json& order = member(arguments_, "orderBy");
    const std::string column = order.value("field", "CREATED_AT");
    page_.request.ascending = order.value("direction", "DESC") == "ASC";
    page_.request.by_effective_date = column == "EFFECTIVE_DATE";
    page_.request.ordered_ledger = ex_.input().ordered_ledger;
    page_.bad_order = column == "PAID_AT" || column == "LAST_CHARGED_AT";
  }

  void choose_indexes() {
    const Ledger& ledger = world_.ledger;
    if (by_account_) {
      std::set<AccountId> wanted;
      if (!member(arguments_, "includeRegularTransactions").is_boolean() ||
          flag(arguments_, "includeRegularTransactions")) {
        wanted.insert(accounts_.begin(), accounts_.end());
      }
      if (flag(arguments_, "includeChildrenTransactions")) {
        for (const AccountId account : accounts_) {
          const auto children = world_.children(account, false);
          wanted.insert(children.begin(), children.end());
        }
      }
      if (flag(arguments_, "includeIncognitoTransactions")) add_incognito(wanted);
      for (const AccountId account : wanted) page_.selection.add_index(ledger.of_account(account));
      if (host_ != 0) filters_.push_back([this](const auto& row) { return row.host == host_; });
    } else if (host_ != 0) {
      page_.selection.add_index(ledger.of_host(host_));
    } else if (!explicit_rows()) {
      page_.selection.add_index(ledger.all());
    }
  }

  void add_incognito(std::set<AccountId>& wanted) const {
    const AccountId viewer = ex_.viewer().user;
    if (std::find(accounts_.begin(), accounts_.end(), viewer) == accounts_.end()) return;
    if (!ex_.viewer().may(Scope::Incognito)) return;
    for (AccountId id = 1; id <= world_.accounts.size(); ++id) {
      if (world_.accounts[id].main_profile == viewer) wanted.insert(id);
    }
  }

  /// Groups, an expense or an order name few rows: no index is needed.
  bool explicit_rows() {
    std::vector<GroupNumber> groups;
    if (member(arguments_, "group").is_array()) {
      groups = group_numbers();
    } else if (member(arguments_, "expense").is_object()) {
      groups = world_.ledger.expenses().groups(
          find_expense(world_, member(arguments_, "expense")).value_or(0));
    } else if (member(arguments_, "order").is_object()) {
      groups = world_.ledger.orders().groups(
          find_order(world_, member(arguments_, "order")).value_or(0));
    } else {
      return false;
    }
    std::vector<RowNumber> rows;
    for (const GroupNumber group : groups) {
      for (const RowNumber row : world_.ledger.of_group(group)) {
        if (!world_.ledger[row].deleted) rows.push_back(row);
      }
    }
    page_.selection.add_rows(std::move(rows));
    return true;
  }

  std::vector<GroupNumber> group_numbers() const {
    std::vector<GroupNumber> groups;
    for (const std::string& text : texts(member(arguments_, "group"))) {
      const auto number = world_.ids.from_uuid(Entity::Group, text);
      if (number && *number <= world_.ledger.groups()) {
        groups.push_back(static_cast<GroupNumber>(*number));
      }
    }
    return groups;
  }

  void simple_filters() {
    if (!flag(arguments_, "includeDebts")) {
      filters_.push_back([](const auto& row) { return !is_debt(row.kind); });
    }
    const auto cleared_from = time_argument(member(arguments_, "clearedFrom"));
    const auto cleared_to = time_argument(member(arguments_, "clearedTo"));
    if (cleared_from || cleared_to) {
      filters_.push_back([=](const auto& row) {  // the bare column: null never matches
        return row.cleared != kNever && row.cleared >= cleared_from.value_or(kNever) &&
               row.cleared <= cleared_to.value_or(std::numeric_limits<Micros>::max());
      });
    }
    if (const json& type = member(arguments_, "type"); type.is_string()) {
      const bool credit = type == "CREDIT";
      filters_.push_back([=](const auto& row) { return row.credit == credit; });
    }
    if (const auto wanted = tri_state(arguments_, "isRefund")) {
      filters_.push_back([=](const auto& row) { return row.is_refund == *wanted; });
    }
    if (const auto wanted = tri_state(arguments_, "hasDebt")) {
      filters_.push_back([=](const auto& row) { return is_debt(row.kind) == *wanted; });
    }
    if (const auto wanted = tri_state(arguments_, "hasExpense")) {
      filters_.push_back([=](const auto& row) { return (row.expense != 0) == *wanted; });
    }
    if (const auto wanted = tri_state(arguments_, "hasOrder")) {
      filters_.push_back([=](const auto& row) { return (row.order != 0) == *wanted; });
    }
    const json& edited = member(arguments_, "includeEditedReversedTransactions");
    if (by_account_ && edited.is_boolean() && !edited.get<bool>()) {
      filters_.push_back([](const auto& row) { return row.refund_kind != RefundKind::Edit; });
    }
    amount_filters();
  }

  void amount_filters() {
    const auto bound = [&](const char* name) -> std::optional<std::int64_t> {
      const json& value = member(arguments_, name);
      return value.is_number() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
    };
    const auto low = bound("minAmount");
    const auto high = bound("maxAmount");
    if (!low && !high) return;
    filters_.push_back([=](const auto& row) {
      const std::int64_t size = std::abs(std::int64_t{row.amount});
      return size >= low.value_or(0) && size <= high.value_or(1LL << 40);
    });
  }

  void list_filters() {
    if (const json& kinds = member(arguments_, "kind"); kinds.is_array() && !kinds.empty()) {
      std::bitset<32> wanted;
      for (const std::string& text : texts(kinds)) {
        if (const auto kind = kind_from(text)) wanted.set(static_cast<std::size_t>(*kind));
      }
      filters_.push_back(
          [=](const auto& row) { return wanted.test(static_cast<std::size_t>(row.kind)); });
    }
    if (const json& types = member(arguments_, "expenseType"); types.is_array()) {
      const auto wanted = texts(types);
      filters_.push_back([this, wanted](const auto& row) {
        return row.expense != 0 &&
               wanted.count(std::string(name(world_.expenses[row.expense].type))) > 0;
      });
    }
    if (member(arguments_, "group").is_array()) {
      const auto numbers = group_numbers();
      const std::set<GroupNumber> wanted(numbers.begin(), numbers.end());
      filters_.push_back([=](const auto& row) { return wanted.count(row.group) > 0; });
    }
    if (const json& excluded = member(arguments_, "excludeAccount"); excluded.is_array()) {
      const auto accounts = require_accounts(ex_, excluded);
      filters_.push_back([=](const auto& row) {
        return std::find(accounts.begin(), accounts.end(), row.account) == accounts.end();
      });
    }
    if (const json& codes = member(arguments_, "accountingCategory"); codes.is_array()) {
      const auto wanted = texts(codes);
      filters_.push_back([this, wanted](const auto& row) {
        const CategoryId id = row.expense != 0 ? world_.expenses[row.expense].category
                              : row.order != 0 ? world_.orders[row.order].category
                                               : 0;
        return id != 0 && wanted.count(world_.categories[id].code) > 0;
      });
    }
  }

  void linked_filters() {
    if (const json& reference = member(arguments_, "expense"); reference.is_object()) {
      const auto expense = find_expense(world_, reference);
      if (!expense) throw FieldError::not_found("Expense Not Found");
      filters_.push_back([=](const auto& row) { return row.expense == *expense; });
    }
    if (const json& reference = member(arguments_, "order"); reference.is_object()) {
      const auto order = find_order(world_, reference);
      if (!order) throw FieldError::not_found("Order Not Found");
      filters_.push_back([=](const auto& row) { return row.order == *order; });
    }
    if (const json& reference = member(arguments_, "fromAccount"); reference.is_object()) {
      const AccountId from = require_account(ex_, reference);
      filters_.push_back([=](const auto& row) { return row.opposite == from; });
    }
    const json& include_host = member(arguments_, "includeHost");
    if (host_ != 0 && include_host.is_boolean() && !include_host.get<bool>()) {
      filters_.push_back([this](const auto& row) {
        return row.account != host_ && world_.accounts[row.account].parent != host_;
      });
    }
    if (const json& term = member(arguments_, "searchTerm"); term.is_string() && term != "") {
      const std::string wanted = term;
      filters_.push_back([this, wanted](const auto& row) {
        return world_.texts.text(row.description).find(wanted) != std::string::npos ||
               world_.accounts[row.account].slug == wanted ||
               world_.accounts[row.opposite].slug == wanted;
      });
    }
  }

  /// Rows touching a private account are hidden from strangers (F 1.4.6).
  void privacy_filter() {
    const Rights& rights = ex_.rights();
    const auto privileged = [&](AccountId account) { return rights.admin_or_accountant(account); };
    if (host_ != 0 && privileged(host_)) return;
    if (by_account_ && std::all_of(accounts_.begin(), accounts_.end(), privileged)) return;
    std::vector<bool> hidden(world_.accounts.size() + 1);
    bool any = false;
    for (AccountId id = 1; id <= world_.accounts.size(); ++id) {
      hidden[id] = !rights.sees(id);
      any = any || hidden[id];
    }
    if (!any) return;
    filters_.push_back([hidden, viewer = rights.viewer().user](const auto& row) {
      const bool own = viewer != 0 && (row.account == viewer || row.opposite == viewer);
      return own || (!hidden[row.account] && !hidden[row.opposite]);
    });
  }

  const Execution& ex_;
  const World& world_;
  const json& arguments_;
  std::vector<AccountId> accounts_;
  bool by_account_ = false;
  AccountId host_ = 0;
  std::vector<RowFilter> filters_;
  TransactionPage page_;
};

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

const GroupView& group_of(const Node& node) { return *static_cast<const GroupView*>(node.extra); }

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

TransactionPage query_transactions(const Execution& ex, const json& arguments,
                                   std::optional<AccountId> only) {
  return TransactionQuery(ex, arguments, only).run();
}

void write_transactions(Execution& ex, PlannedField& field, std::optional<AccountId> only) {
  ex.require_scope(Scope::Transactions);
  const TransactionPage page = query_transactions(ex, field.arguments, only);
  Node node;
  node.extra = &page;
  ex.object(field, node);
}

void add_transaction_query_resolvers(Resolvers& resolvers) {
  resolvers.add("Query",
                {{"transactions", [](Execution& ex, const Node&, PlannedField& field) {
                    write_transactions(ex, field, std::nullopt);
                  }},
                 {"transaction", resolve_transaction},
                 {"transactionGroup", resolve_group}});
  resolvers.add(
      "TransactionCollection",
      {{"limit", [](Execution& ex, const Node& node, PlannedField&) {
          ex.integer(static_cast<std::int64_t>(page_of(node).request.limit));
        }},
       {"offset", [](Execution& ex, const Node& node, PlannedField&) {
          ex.integer(static_cast<std::int64_t>(page_of(node).request.offset));
        }},
       {"totalCount", [](Execution& ex, const Node& node, PlannedField&) {
          ex.integer(static_cast<std::int64_t>(page_of(node).selection.count()) +
                     ex.input().distortion.total_count_delta);
        }},
       {"nodes", write_nodes},
       {"kinds", write_kinds},
       {"paymentMethodTypes", write_method_types}});
  resolvers.add(
      "TransactionGroup",
      {{"id", [](Execution& ex, const Node& node, PlannedField&) {
          ex.quoted(ex.world().ids.uuid(Entity::Group, ex.world().ledger[node.number].group));
        }},
       {"totalAmount", write_group_total},
       {"host", [](Execution& ex, const Node& node, PlannedField& field) {
          ex.account(field, ex.world().ledger[node.number].host);
        }},
       {"account", [](Execution& ex, const Node& node, PlannedField& field) {
          ex.account(field, group_of(node).account);
        }},
       {"primaryTransaction", [](Execution& ex, const Node& node, PlannedField& field) {
          ex.transaction(field, node.number);
        }},
       {"transactions", [](Execution& ex, const Node& node, PlannedField& field) {
          const auto& rows = group_of(node).rows;
          ex.list(field, rows.size(), [&](std::size_t i) { ex.transaction(field, rows[i]); });
        }},
       {"createdAt", [](Execution& ex, const Node& node, PlannedField& field) {
          ex.time(ex.world().ledger[node.number].created, field);
        }}});
}

}  // namespace bursar::sandbox
