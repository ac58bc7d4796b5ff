#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <string>

#include "resolve/collections.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"
#include "world/random.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

enum class Nested { No, Received, Submitted, SelfOnly };

struct ExpensePage {
  std::vector<ExpenseId> records;
  std::int64_t limit = 10;
  std::int64_t offset = 0;
  bool ascending = false;
  bool by_paid = false;
  bool bad_order = false;
};

class ExpenseQuery {
 public:
  ExpenseQuery(const Execution& ex, const PlannedField& field)
      : ex_(ex), world_(ex.world()), field_(field) {}

  ExpensePage run(AccountId nested, Nested how) {
    read_page();
    account_filters(nested, how);
    status_filter();
    other_filters();
    const Micros from = time_argument(field_.argument("dateFrom")).value_or(kNever);
    const Micros to =
        time_argument(field_.argument("dateTo")).value_or(std::numeric_limits<Micros>::max());
    const auto& all = world_.expenses_by_time();
    const auto first = std::partition_point(
        all.begin(), all.end(), [&](ExpenseId id) { return world_.expenses[id].created < from; });
    for (auto id = first; id != all.end() && world_.expenses[*id].created <= to; ++id) {
      const Expense& expense = world_.expenses[*id];
      if (expense.deleted) continue;
      const bool wanted = std::all_of(filters_.begin(), filters_.end(),
                                      [&](const auto& filter) { return filter(expense); });
      if (wanted) page_.records.push_back(*id);
    }
    return std::move(page_);
  }

 private:
  using Filter = std::function<bool(const Expense&)>;

  void read_page() {
    page_.limit = field_.argument("limit").get<std::int64_t>();
    page_.offset = field_.argument("offset").get<std::int64_t>();
    if (page_.limit > 1'000) {
      throw FieldError::plain(
          "Cannot fetch more than 1,000 expenses at the same time, please adjust the limit");
    }
    const json& order = field_.argument("orderBy");
    const std::string column = order.value("field", "CREATED_AT");
    page_.ascending = order.value("direction", "DESC") == "ASC";
    page_.by_paid = column == "PAID_AT";
    page_.bad_order = column == "EFFECTIVE_DATE" || column == "LAST_CHARGED_AT";
  }

  std::set<AccountId> accounts(const char* single, const char* list) const {
    std::set<AccountId> found;
    const json& one = field_.argument(single);
    const json& many = field_.argument(list);
    if (one.is_object() && many.is_array()) {
      throw FieldError::plain(std::string(single) + " and " + list +
                              " are mutually exclusive. Please use only one.");
    }
    if (one.is_object()) found.insert(require_account(ex_, one));
    if (many.is_array()) {
      const auto given = require_accounts(ex_, many);
      found.insert(given.begin(), given.end());
    }
    if (field_.argument("includeChildrenExpenses") == true) {
      const std::set<AccountId> parents = found;
      for (const AccountId parent : parents) {
        const auto children = world_.children(parent, false);
        found.insert(children.begin(), children.end());
      }
    }
    return found;
  }

  void account_filters(AccountId nested, Nested how) {
    std::set<AccountId> payers = accounts("account", "accounts");
    std::set<AccountId> payees = accounts("fromAccount", "fromAccounts");
    // Without a direction the nested field means "paid by and to this account" (F 4.1.5).
    if (how == Nested::Received || how == Nested::SelfOnly) payers.insert(nested);
    if (how == Nested::Submitted || how == Nested::SelfOnly) payees.insert(nested);
    listed_ = payers;
    if (!payers.empty()) {
      filters_.push_back([payers](const Expense& e) { return payers.count(e.account) > 0; });
    }
    if (!payees.empty()) {
      filters_.push_back([payees](const Expense& e) { return payees.count(e.payee) > 0; });
    }
    if (const json& reference = field_.argument("host"); reference.is_object()) {
      const AccountId host = require_account(ex_, reference);
      for (const AccountId payer : payers) {
        const Account& account = world_.accounts[payer];
        if (account.active && account.host == host) continue;
        throw FieldError::plain(
            "Each selected account must be active and fiscally hosted by the given host.");
      }
      filters_.push_back([this, host](const Expense& e) {  // F 4.1.1
        if (e.host != 0) return e.host == host;
        const Account& account = world_.accounts[e.account];
        return account.active && account.host == host;
      });
    }
    filters_.push_back([this](const Expense& e) { return ex_.rights().sees(e.account); });
  }

  /// F 4.2: no list hides SPAM and most drafts; a list hides what is on hold unless it says so.
  void status_filter() {
    const json& list = field_.argument("status");
    if (!list.is_array() || list.empty()) {
      const bool all_drafts = std::all_of(listed_.begin(), listed_.end(), [&](AccountId id) {
        return ex_.rights().admin_of(id) || ex_.rights().admin_of(world_.accounts[id].host);
      });
      const AccountId viewer = ex_.viewer().user;
      const bool drafts = all_drafts && (viewer != 0 || listed_.empty());
      filters_.push_back([drafts, viewer](const Expense& e) {
        if (e.status == ExpenseStatus::Spam) return false;
        return e.status != ExpenseStatus::Draft || drafts ||
               (viewer != 0 && e.created_by == viewer);
      });
      return;
    }
    std::set<std::string> wanted;
    for (const json& status : list) {
      if (status.is_string()) wanted.insert(status.get<std::string>());
    }
    if (wanted.count("READY_TO_PAY") > 0) {
      if (wanted.size() > 1) {
        throw FieldError::plain("READY_TO_PAY cannot be combined with other statuses");
      }
      wanted = {"APPROVED"};
    }
    const bool on_hold = wanted.erase("ON_HOLD") > 0;
    filters_.push_back([wanted, on_hold](const Expense& e) {
      if (on_hold && wanted.empty()) return e.on_hold;
      if (e.on_hold && !on_hold) return false;
      return wanted.count(std::string(name(e.status))) > 0 || (on_hold && e.on_hold);
    });
  }

  void other_filters() {
    std::set<std::string> types;
    if (field_.argument("type").is_string()) types.insert(field_.argument("type"));
    if (const json& list = field_.argument("types"); list.is_array()) {
      for (const json& type : list) {
        if (type.is_string()) types.insert(type.get<std::string>());
      }
    }
    if (!types.empty()) {
      filters_.push_back(
          [types](const Expense& e) { return types.count(std::string(name(e.type))) > 0; });
    }
    if (const json& codes = field_.argument("accountingCategory"); codes.is_array()) {
      std::set<std::string> wanted;
      for (const json& code : codes) {
        if (code.is_string()) wanted.insert(code.get<std::string>());
      }
      filters_.push_back([this, wanted](const Expense& e) {
        return wanted.count(e.category == 0 ? "__uncategorized__"
                                            : world_.categories[e.category].code) > 0;
      });
    }
    if (const json& reference = field_.argument("createdByAccount"); reference.is_object()) {
      const AccountId creator = require_account(ex_, reference);
      filters_.push_back([creator](const Expense& e) { return e.created_by == creator; });
    }
  }

  const Execution& ex_;
  const World& world_;
  const PlannedField& field_;
  std::set<AccountId> listed_;
  std::vector<Filter> filters_;
  ExpensePage page_;
};

const ExpensePage& page_of(const Node& node) {
  return *static_cast<const ExpensePage*>(node.extra);
}

/// There is no tie-break: equal times come in an order that depends on the page (F 4.4, F 12.9).
void sort_page(const World& world, const ExpensePage& page, std::vector<ExpenseId>& records) {
  const std::uint64_t salt = mix64(static_cast<std::uint64_t>(page.offset * 7'919 + page.limit));
  const auto time = [&](ExpenseId id) {
    const Expense& expense = world.expenses[id];
    return page.by_paid ? expense.paid : expense.created;
  };
  std::sort(records.begin(), records.end(), [&](ExpenseId a, ExpenseId b) {
    const Micros left = time(a);
    const Micros right = time(b);
    if (left != right) {
      if (left == kNever || right == kNever) return right == kNever;  // NULLS LAST
      return page.ascending ? left < right : right < left;
    }
    return mix64(salt ^ a) < mix64(salt ^ b);
  });
}

void write_nodes(Execution& ex, const Node& node, PlannedField& field) {
  const ExpensePage& page = page_of(node);
  if (page.bad_order) throw FieldError::plain("column Expense.clearedAt does not exist");
  if (page.limit < 0) throw FieldError::plain("LIMIT must not be negative");
  if (page.offset < 0) throw FieldError::plain("OFFSET must not be negative");
  std::vector<ExpenseId> records = page.records;
  sort_page(ex.world(), page, records);
  const std::size_t begin = std::min(static_cast<std::size_t>(page.offset), records.size());
  const std::size_t count = std::min(static_cast<std::size_t>(page.limit), records.size() - begin);
  ex.list(field, count, [&](std::size_t i) {
    ex.maybe_spoil_node(i);
    Node expense;
    expense.number = records[begin + i];
    ex.object(field, expense);
  });
}

void write_total_amount(Execution& ex, const Node& node, PlannedField& field) {
  ex.object(field, node);
}

std::vector<std::pair<Currency, std::int64_t>> sums(const Execution& ex, const Node& node) {
  std::vector<std::pair<Currency, std::int64_t>> result;
  for (const ExpenseId id : page_of(node).records) {
    const Expense& expense = ex.world().expenses[id];
    auto entry = std::find_if(result.begin(), result.end(),
                              [&](const auto& e) { return e.first == expense.currency; });
    if (entry == result.end()) entry = result.insert(result.end(), {expense.currency, 0});
    entry->second += expense.amount;
  }
  return result;
}

void write_by_currency(Execution& ex, const Node& node, PlannedField& field) {
  const auto list = sums(ex, node);
  ex.list(field, list.size(),
          [&](std::size_t i) { ex.amount(field, list[i].second, list[i].first); });
}

void write_expenses(Execution& ex, PlannedField& field, AccountId nested, Nested how) {
  const ExpensePage page = ExpenseQuery(ex, field).run(nested, how);
  Node node;
  node.extra = &page;
  ex.object(field, node);
}

void write_nested(Execution& ex, const Node& node, PlannedField& field) {
  const json& direction = field.argument("direction");
  const Nested how = !direction.is_string()    ? Nested::SelfOnly
                     : direction == "RECEIVED" ? Nested::Received
                                               : Nested::Submitted;
  write_expenses(ex, field, node.number, how);
}

/// Unknown and deleted expenses are null without an error (F 4.6.8).
void resolve_expense(Execution& ex, const Node&, PlannedField& field) {
  json reference = field.argument("expense");
  if (!reference.is_object()) reference = json{{"id", field.argument("id")}};
  const auto expense = find_expense(ex.world(), reference);
  if (!expense || !ex.rights().sees(ex.world().expenses[*expense].account)) return ex.null(field);
  Node node;
  node.number = *expense;
  ex.object(field, node);
}

}  // namespace

void add_expense_query_resolvers(Resolvers& resolvers) {
  resolvers.add(
      "Query", {{"expenses", [](Execution& ex, const Node&,
                                PlannedField& field) { write_expenses(ex, field, 0, Nested::No); }},
                {"expense", resolve_expense}});
  resolvers.add("Account", {{"expenses", write_nested}});
  resolvers.add(
      "ExpenseCollection",
      {{"limit", [](Execution& ex, const Node& n, PlannedField&) { ex.integer(page_of(n).limit); }},
       {"offset",
        [](Execution& ex, const Node& n, PlannedField&) { ex.integer(page_of(n).offset); }},
       {"totalCount",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.integer(static_cast<std::int64_t>(page_of(n).records.size()) +
                     ex.input().distortion.total_count_delta);
        }},
       {"totalAmount", write_total_amount},
       {"nodes", write_nodes}});
  resolvers.add("ExpenseCollectionTotalAmount", {{"amountsByCurrency", write_by_currency}});
}

}  // namespace bursar::sandbox
