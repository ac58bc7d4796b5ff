#include "opencollective/probe.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "opencollective/account_reading.hpp"
#include "opencollective/amount_reading.hpp"
#include "opencollective/bounds.hpp"
#include "opencollective/budget_version.hpp"

namespace bursar::opencollective {
namespace {

using ledger::Account;
using ledger::AccountingCategory;
using nlohmann::json;

AccountingCategory read_category(const json& object, const std::string& host) {
  AccountingCategory category;
  category.public_id = id_of(object);
  category.platform_id = text(object, "id");
  category.host = host;
  category.code = text(object, "code");
  category.name = text(object, "name");
  category.friendly_name = text(object, "friendlyName");
  category.kind = text(object, "kind");
  category.applies_to = text(object, "appliesTo");
  category.host_only = flag(object, "hostOnly");
  return category;
}

// Vendors hang on their host as children, but what they own is not the host's money (F 3.1).
void add_children(const json& nodes, std::vector<Account>& children) {
  for (const json& node : nodes) {
    if (!node.is_object() || text(node, "type") == "VENDOR") continue;
    children.push_back(read_account(node));
  }
}

AccountDetails read_source(const json& object) {
  AccountDetails source;
  source.account = read_account(object);
  source.is_admin = flag(object, "isAdmin");
  source.budget_version = budget_version(member(object, "settings"));
  if (const json& host = member(object, "host"); host.is_object()) {
    source.host = read_account(host);
    for (const json& node : nodes_of(host, "accountingCategories")) {
      // One that has no id, or is withheld, can be in no row either.
      if (!id_of(node).empty()) {
        source.categories.push_back(read_category(node, source.host->public_id));
      }
    }
    source.hosted_accounts = count_in(member(member(host, "hostedAccounts"), "totalCount"));
  }
  // A host is its own host; `isHost` is deprecated (F 10.6).
  source.is_host = flag(object, "hasMoneyManagement") ||
                   (source.host && source.host->public_id == source.account.public_id);
  add_children(nodes_of(object, "childrenAccounts"), source.children);
  add_children(nodes_of(object, "more"), source.children);
  return source;
}

const GraphqlError* error_at(const Answer& answer, std::string_view root) {
  const auto found = std::find_if(
      answer.errors.begin(), answer.errors.end(),
      [&](const GraphqlError& error) { return !error.path.empty() && error.path[0] == root; });
  return found == answer.errors.end() ? nullptr : &*found;
}

// Whether the viewer has the role at the source's account, its parent or its host: each of them
// opens the private fields of the account's rows (F 1.4).
bool has_role(const json& me, const AccountDetails& source, std::string_view role) {
  const json& nodes = nodes_of(me, "memberOf");
  return std::any_of(nodes.begin(), nodes.end(), [&](const json& node) {
    const std::string account = id_of(member(node, "account"));
    const bool ours = account == source.account.public_id || account == source.account.parent ||
                      account == source.account.host;
    return !account.empty() && ours && text(node, "role") == role;
  });
}

bool is_admin_of_host(const json& me, const AccountDetails& source) {
  if (source.is_host && source.is_admin) return true;
  const std::string& host = source.is_host ? source.account.public_id : source.account.host;
  const json& nodes = nodes_of(me, "memberOf");
  return !host.empty() && std::any_of(nodes.begin(), nodes.end(), [&](const json& node) {
    return id_of(member(node, "account")) == host && text(node, "role") == "ADMIN";
  });
}

Ability transactions_ability(const Answer& answer) {
  if (member(answer.data, "scopes").is_object()) return Ability::yes;
  const GraphqlError* error = error_at(answer, "scopes");
  return error != nullptr && error->code == "Forbidden" ? Ability::no : Ability::unknown;
}

// The scope shows only on an expense whose private fields the role would open (F 1.5.3): its list
// of attached files is then a list, if only an empty one, and otherwise null.
Ability expenses_ability(const json& nodes, const TokenProbe& token) {
  if (!nodes.is_array() || nodes.empty() || !nodes.front().is_object()) return Ability::unknown;
  if (member(nodes.front(), "attachedFiles").is_array()) return Ability::yes;
  return token.reads_private_fields() ? Ability::no : Ability::unknown;
}

TokenProbe read_token(const Answer& answer, const AccountDetails& source) {
  TokenProbe token;
  const json& me = member(answer.data, "me");
  token.anonymous = !me.is_object();
  token.transactions_scope = transactions_ability(answer);
  if (token.anonymous) return token;
  token.viewer = read_account(me);
  token.is_admin = source.is_admin || has_role(me, source, "ADMIN");
  token.is_accountant = has_role(me, source, "ACCOUNTANT");
  token.is_host_admin = is_admin_of_host(me, source);
  token.expenses_scope =
      expenses_ability(nodes_of(member(answer.data, "scopes"), "expenses"), token);
  token.email_scope = text(me, "email").empty() ? Ability::no : Ability::yes;
  return token;
}

// Activities need the scope `account` and an admin (F 4.6.1); null nodes mean neither yes nor no.
Ability account_ability(Exchange& exchange, const Account& account) {
  try {
    const json reference{{"id", account.public_id}};
    const json variables{{"account", json::array({reference})}};
    const Answer answer = exchange.ask(admin_probe_document(), variables);
    return nodes_of(answer.data, "activities").is_array() ? Ability::yes : Ability::unknown;
  } catch (const ApiError& error) {
    return error.code() == "Forbidden" ? Ability::no : Ability::unknown;
  }
}

// A host's own account may have no expense to look at; those that it hosts have.
Ability hosted_expenses_ability(Exchange& exchange, const Account& host, const TokenProbe& token) {
  try {
    const json variables{{"host", {{"id", host.public_id}}}};
    const Answer answer = exchange.ask(hosted_expense_probe_document(), variables);
    return expenses_ability(nodes_of(answer.data, "expenses"), token);
  } catch (const ApiError&) {
    return Ability::unknown;
  }
}

// Up to `total`, or until a page brings nobody new.
void add_later_children(Exchange& exchange, const std::string& slug, std::int64_t total,
                        std::vector<Account>& children) {
  constexpr std::int64_t children_per_page = 100;
  constexpr std::int64_t of_the_probe = 2 * children_per_page;
  std::set<std::string> known;
  for (const Account& child : children) known.insert(child.public_id);
  for (std::int64_t offset = of_the_probe; offset < total; offset += children_per_page) {
    if (offset >= most_pages * children_per_page) {
      throw Error(ErrorKind::data, fmt::format("it has more than {} children", offset),
                  "run again; if it persists, report it: no account has so many");
    }
    const Answer answer =
        exchange.ask(children_document(), json{{"slug", slug}, {"offset", offset}});
    const json& nodes = nodes_of(member(answer.data, "account"), "childrenAccounts");
    if (!nodes.is_array()) throw graphql_error(answer.errors);
    const std::size_t before = known.size();
    json more = json::array();
    for (const json& node : nodes) {
      if (known.insert(id_of(node)).second) more.push_back(node);
    }
    if (known.size() == before) return;
    add_children(more, children);
  }
}

}  // namespace

Probe probe_source(Exchange& exchange, const std::string& slug, Perspective perspective,
                   ProbeDepth depth) {
  const Answer answer = exchange.ask(probe_document(), json{{"slug", slug}});
  if (exchange.authenticated() && !member(answer.data, "me").is_object()) {
    throw silent_anonymity_error();
  }
  const json& account = member(answer.data, "account");
  if (!account.is_object()) {
    const GraphqlError* error = error_at(answer, "account");
    throw graphql_error(std::vector{
        error != nullptr ? *error : GraphqlError{"No collective found with slug " + slug, "", {}}});
  }
  Probe probe;
  probe.source = read_source(account);
  if (perspective == Perspective::host && !probe.source.is_host) {
    throw ApiError(ErrorKind::config, fmt::format("\"{}\" is no fiscal host", slug),
                   "set the source's perspective to \"account\"", "");
  }
  const json& total = member(member(account, "childrenAccounts"), "totalCount");
  if (const auto count = count_in(total)) {
    add_later_children(exchange, slug, *count, probe.source.children);
  }
  probe.token = read_token(answer, probe.source);
  if (depth == ProbeDepth::all && probe.token.is_admin) {
    probe.token.account_scope = account_ability(exchange, probe.source.account);
  }
  const bool may_look_further = depth == ProbeDepth::all && perspective == Perspective::host &&
                                probe.token.expenses_scope == Ability::unknown;
  if (may_look_further) {
    probe.token.expenses_scope =
        hosted_expenses_ability(exchange, probe.source.account, probe.token);
  }
  return probe;
}

}  // namespace bursar::opencollective
