#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>

#include "resolve/collections.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

struct ActivityPage {
  RecordPage page;
  bool nothing_allowed = false;  ///< then nodes is null, not [] (F 4.6.1)
};

/// The class EXPENSES leaves out several expense types (F 4.6.2).
bool in_class(ActivityType type, const std::string& wanted) {
  constexpr std::array<std::string_view, 4> kMissing{
      "COLLECTIVE_EXPENSE_UNSCHEDULED_FOR_PAYMENT", "COLLECTIVE_EXPENSE_PUT_ON_HOLD",
      "COLLECTIVE_EXPENSE_RELEASED_FROM_HOLD", "COLLECTIVE_EXPENSE_INVITE_DECLINED"};
  const std::string_view text = name(type);
  if (wanted == text || wanted == "ACTIVITY_ALL") return true;
  if (wanted == "EXPENSES") {
    return text.starts_with("COLLECTIVE_EXPENSE_") &&
           std::find(kMissing.begin(), kMissing.end(), text) == kMissing.end();
  }
  if (wanted == "CONTRIBUTIONS") {
    return text.starts_with("CONTRIBUTION_") || text.starts_with("ORDER_");
  }
  return wanted == "COLLECTIVE" && text.starts_with("COLLECTIVE_") &&
         !text.starts_with("COLLECTIVE_EXPENSE_");
}

class ActivityQuery {
 public:
  ActivityQuery(const Execution& ex, const PlannedField& field)
      : ex_(ex), world_(ex.world()), field_(field) {}

  ActivityPage run() {
    ActivityPage result;
    if (!field_.argument("account").is_array() && !field_.argument("individual").is_object()) {
      throw FieldError::plain("Please provide at least one account, individual or host");
    }
    choose_accounts();
    if (accounts_.empty() && hosts_.empty()) {
      result.nothing_allowed = true;
      result.page = cut_page(field_, {});
      return result;
    }
    std::vector<std::uint32_t> found;
    const Micros from = time_argument(field_.argument("dateFrom")).value_or(kNever);
    const Micros to =
        time_argument(field_.argument("dateTo")).value_or(std::numeric_limits<Micros>::max());
    const auto& all = world_.activities_by_time();
    const auto first = std::partition_point(all.begin(), all.end(), [&](std::uint32_t id) {
      return world_.activities[id].created < from;
    });
    for (auto id = first; id != all.end() && world_.activities[*id].created <= to; ++id) {
      const Activity& activity = world_.activities[*id];
      const bool here = accounts_.count(activity.account) > 0 || hosts_.count(activity.host) > 0;
      if (here && wanted_type(activity.type)) found.push_back(*id);
    }
    if (field_.argument("orderBy").value("direction", "DESC") == "DESC") {
      std::reverse(found.begin(), found.end());
    }
    result.page = cut_page(field_, found);
    return result;
  }

 private:
  /// Accounts the viewer does not administer are silently dropped (F 4.6.1).
  void choose_accounts() {
    std::vector<AccountId> given;
    if (field_.argument("account").is_array()) {
      given = require_accounts(ex_, field_.argument("account"));
    }
    if (field_.argument("includeHostedAccounts") == true && given.size() > 1) {
      throw FieldError::plain(
          "Cannot retrieve hosted accounts activity for multiple accounts at the same time");
    }
    for (const AccountId id : given) {
      const AccountId host = world_.accounts[id].host;
      if (!ex_.rights().admin_of(id) && !(host != 0 && ex_.rights().admin_of(host))) continue;
      if (field_.argument("excludeParentAccount") != true) accounts_.insert(id);
      if (field_.argument("includeChildrenAccounts") == true) {
        const auto children = world_.children(id, true);
        accounts_.insert(children.begin(), children.end());
      }
      if (field_.argument("includeHostedAccounts") == true) hosts_.insert(id);
    }
  }

  bool wanted_type(ActivityType type) const {
    const json& types = field_.argument("type");
    if (!types.is_array() || types.empty()) return true;
    return std::any_of(types.begin(), types.end(), [&](const json& wanted) {
      return in_class(type, wanted.get<std::string>());
    });
  }

  const Execution& ex_;
  const World& world_;
  const PlannedField& field_;
  std::set<AccountId> accounts_;
  std::set<AccountId> hosts_;
};

const ActivityPage& page_of(const Node& node) {
  return *static_cast<const ActivityPage*>(node.extra);
}

const Activity& activity_of(const Execution& ex, const Node& node) {
  return ex.world().activities[node.number];
}

void resolve_activities(Execution& ex, const Node&, PlannedField& field) {
  if (ex.viewer().anonymous()) {
    throw FieldError("You need to be logged in to manage account.", "Unauthorized", true);
  }
  ex.require_scope(Scope::Account);
  const ActivityPage page = ActivityQuery(ex, field).run();
  Node node;
  node.extra = &page;
  ex.object(field, node);
}

void write_nodes(Execution& ex, const Node& node, PlannedField& field) {
  const ActivityPage& page = page_of(node);
  if (page.nothing_allowed) return ex.null(field);
  ex.list(field, page.page.records.size(), [&](std::size_t i) {
    Node activity;
    activity.number = page.page.records[i];
    ex.object(field, activity);
  });
}

void write_record(Execution& ex, std::uint32_t number, PlannedField& field) {
  if (number == 0) return ex.null(field);
  Node node;
  node.number = number;
  ex.object(field, node);
}

/// UPDATED shows no more than the status before and after (F 4.6.3).
void write_data(Execution& ex, const Node& node, PlannedField&) {
  const Activity& activity = activity_of(ex, node);
  if (activity.type != ActivityType::ExpenseUpdated) return ex.raw("{}");
  ex.raw("{\"previousData\":{\"status\":");
  ex.quoted(name(activity.status_before));
  ex.raw("},\"expense\":{\"status\":");
  ex.quoted(name(activity.status_after));
  ex.raw("}}");
}

void write_expense(Execution& ex, const Node& node, PlannedField& field) {
  const ExpenseId id = activity_of(ex, node).expense;
  write_record(ex, id != 0 && ex.world().expenses[id].deleted ? 0 : id, field);
}

/// Activities sorted by expense, made once per request: pairs of expense and activity.
const std::vector<std::int64_t>& by_expense(Execution& ex) {
  constexpr std::uint64_t kMemoKey = ~0ULL;
  std::vector<std::int64_t>& pairs = ex.memo()[kMemoKey];
  if (pairs.empty()) {
    for (const std::uint32_t id : ex.world().activities_by_time()) {
      const std::int64_t expense = ex.world().activities[id].expense;
      if (expense != 0) pairs.push_back(expense << 32 | id);
    }
    std::sort(pairs.begin(), pairs.end());
  }
  return pairs;
}

void write_of_expense(Execution& ex, const Node& node, PlannedField& field) {
  std::vector<std::uint32_t> found;
  if (!ex.viewer().anonymous()) {
    const auto& pairs = by_expense(ex);
    const std::int64_t first = std::int64_t{node.number} << 32;
    for (auto at = std::lower_bound(pairs.begin(), pairs.end(), first);
         at != pairs.end() && *at >> 32 == node.number; ++at) {
      found.push_back(static_cast<std::uint32_t>(*at));
    }
  }
  ex.list(field, found.size(), [&](std::size_t i) {
    Node activity;
    activity.number = found[i];
    ex.object(field, activity);
  });
}

void add_activity(Resolvers& resolvers) {
  constexpr Resolver kId = [](Execution& ex, const Node& n, PlannedField&) {
    ex.quoted(ex.world().ids.public_id(Entity::Activity, n.number));
  };
  resolvers.add(
      "Activity",
      {{"id", kId},
       {"publicId", kId},
       {"type", [](Execution& ex, const Node& n,
                   PlannedField&) { ex.quoted(name(activity_of(ex, n).type)); }},
       {"createdAt", [](Execution& ex, const Node& n,
                        PlannedField& field) { ex.time(activity_of(ex, n).created, field); }},
       {"fromAccount", [](Execution& ex, const Node& n,
                          PlannedField& field) { ex.account(field, activity_of(ex, n).from); }},
       {"account", [](Execution& ex, const Node& n,
                      PlannedField& field) { ex.account(field, activity_of(ex, n).account); }},
       {"host", [](Execution& ex, const Node& n,
                   PlannedField& field) { ex.account(field, activity_of(ex, n).host); }},
       {"individual",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const AccountId user = activity_of(ex, n).user;
          const bool person =
              user != 0 && ex.world().accounts[user].type == AccountType::Individual;
          ex.account(field, person ? user : 0);
        }},
       {"expense", write_expense},
       {"order", [](Execution& ex, const Node& n,
                    PlannedField& field) { write_record(ex, activity_of(ex, n).order, field); }},
       {"transaction",
        [](Execution& ex, const Node& n, PlannedField& field) {
          ex.transaction(field, activity_of(ex, n).transaction);
        }},
       {"data", write_data},
       {"isSystem", [](Execution& ex, const Node& n, PlannedField&) {
          ex.boolean(activity_of(ex, n).user == 0);
        }}});
}

}  // namespace

void add_activity_resolvers(Resolvers& resolvers) {
  add_activity(resolvers);
  resolvers.add("Query", {{"activities", resolve_activities}});
  resolvers.add("Expense", {{"activities", write_of_expense}});
  resolvers.add(
      "ActivityCollection",
      {{"limit",
        [](Execution& ex, const Node& n, PlannedField&) { ex.integer(page_of(n).page.limit); }},
       {"offset",
        [](Execution& ex, const Node& n, PlannedField&) { ex.integer(page_of(n).page.offset); }},
       {"totalCount",
        [](Execution& ex, const Node& n, PlannedField&) { ex.integer(page_of(n).page.total); }},
       {"nodes", write_nodes}});
}

}  // namespace bursar::sandbox
