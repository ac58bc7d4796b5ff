#include "resolve/transaction_query.hpp"

#include <algorithm>
#include <bitset>
#include <limits>
#include <set>
#include <string>

#include "resolve/references.hpp"
#include "world/merchant.hpp"

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
    method_filters();
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
    keep_amounts(bound("minAmount"), bound("maxAmount"), std::nullopt);
    if (const json& range = member(arguments_, "amount"); range.is_object()) amount_range(range);
  }

  void amount_range(const json& range) {
    std::optional<Currency> currency;
    const auto bound = [&](const char* name) -> std::optional<std::int64_t> {
      const json& amount = member(range, name);
      if (!amount.is_object()) return std::nullopt;
      if (!member(amount, "currency").is_string()) {
        throw FieldError::plain("A currency must be provided when filtering by amount");
      }
      currency = currency_from(member(amount, "currency").get<std::string>());
      const json& cents = member(amount, "valueInCents");
      if (cents.is_number()) return cents.get<std::int64_t>();
      return static_cast<std::int64_t>(amount.value("value", 0.0) * 100);
    };
    const auto low = bound("gte");
    const auto high = bound("lte");
    keep_amounts(low, high, currency);
  }

  /// Absolute values; converted where a currency is given (F 3.1).
  void keep_amounts(std::optional<std::int64_t> low, std::optional<std::int64_t> high,
                    std::optional<Currency> currency) {
    if (!low && !high) return;
    filters_.push_back([=](const auto& row) {
      const Currency target = currency.value_or(row.currency);
      const auto converted =
          platform_round(row.amount * fx_rate(row.currency, target, row.created), target);
      const std::int64_t size = std::abs(converted);
      return size >= low.value_or(0) && size <= high.value_or(1LL << 40);
    });
  }

  /// null and MANUAL mean "no payment method" (F 3.1).
  void method_filters() {
    const auto named = [&](const char* argument, auto name_of) {
      const json& list = member(arguments_, argument);
      if (!list.is_array() || list.empty()) return;
      std::set<std::string> wanted = texts(list);
      if (std::find(list.begin(), list.end(), json()) != list.end()) wanted.insert("MANUAL");
      filters_.push_back([this, wanted, name_of](const auto& row) {
        if (row.payment_method == 0) return wanted.count("MANUAL") > 0;
        return wanted.count(std::string(name_of(world_.payment_methods[row.payment_method]))) > 0;
      });
    };
    named("paymentMethodType", [](const PaymentMethod& method) { return name(method.type); });
    named("paymentMethodService", [](const PaymentMethod& method) { return name(method.service); });
    if (const json& ids = member(arguments_, "merchantId"); ids.is_array()) {
      const auto wanted = texts(ids);
      filters_.push_back(
          [this, wanted](const auto& row) { return wanted.count(merchant_id(world_, row)) > 0; });
    }
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

}  // namespace

TransactionPage query_transactions(const Execution& ex, const json& arguments,
                                   std::optional<AccountId> only) {
  return TransactionQuery(ex, arguments, only).run();
}

}  // namespace bursar::sandbox
