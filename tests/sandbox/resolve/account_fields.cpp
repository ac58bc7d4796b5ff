#include <algorithm>

#include "resolve/execution.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"
#include "resolve/transaction_query.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

const Account& account_of(const Execution& ex, const Node& node) {
  return ex.world().accounts[node.number];
}

/// Private data of an account: its own people, or a host admin who meets it in the books (F 1.4).
bool may_see_private(const Execution& ex, AccountId id) {
  if (ex.viewer().anonymous() || !ex.viewer().may(Scope::Account)) return false;
  return ex.rights().admin_of(id) || ex.rights().keeps_some_host();
}

void write_legal_name(Execution& ex, const Node& node, PlannedField& field) {
  if (!may_see_private(ex, node.number)) return ex.null(field);
  ex.text_or_null(account_of(ex, node).legal_name, field);
}

void write_location(Execution& ex, const Node& node, PlannedField& field) {
  const Account& account = account_of(ex, node);
  const bool known = !account.address.empty() || !account.country.empty();
  if (!known || (!account.hosting && !may_see_private(ex, node.number))) return ex.null(field);
  ex.object(field, node);
}

void write_settings(Execution& ex, const Node& node, PlannedField&) {
  const int version = account_of(ex, node).budget_version;
  if (version == 2) return ex.raw("{}");
  ex.raw("{\"budget\":{\"version\":\"v" + std::to_string(version) + "\"}}");
}

void write_email(Execution& ex, const Node& node, PlannedField& field) {
  const bool own = node.number == ex.viewer().user && ex.viewer().may(Scope::Email);
  if (!own) return ex.null(field);
  ex.text_or_null(account_of(ex, node).email, field);
}

void write_main_profile(Execution& ex, const Node& node, PlannedField& field) {
  const bool allowed = ex.viewer().may(Scope::Incognito) && may_see_private(ex, node.number);
  ex.account(field, allowed ? account_of(ex, node).main_profile : 0);
}

void add_identity(Resolvers& resolvers) {
  resolvers.add(
      "Account",
      {{"id",
        [](Execution& ex, const Node& n, PlannedField&) { ex.raw(account_of(ex, n).id_json); }},
       {"legacyId",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.integer(static_cast<std::int64_t>(kFirstAccountId + n.number));
        }},
       {"publicId", [](Execution& ex, const Node& n,
                       PlannedField&) { ex.raw(account_of(ex, n).public_id_json); }},
       {"slug",
        [](Execution& ex, const Node& n, PlannedField&) { ex.raw(account_of(ex, n).slug_json); }},
       {"type", [](Execution& ex, const Node& n,
                   PlannedField&) { ex.quoted(name(account_of(ex, n).type)); }},
       {"name",
        [](Execution& ex, const Node& n, PlannedField&) { ex.raw(account_of(ex, n).name_json); }},
       {"legalName", write_legal_name},
       {"description",
        [](Execution& ex, const Node& n, PlannedField& field) {
          ex.text_or_null(account_of(ex, n).description, field);
        }},
       {"tags",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const auto& tags = account_of(ex, n).tags;
          if (tags.empty()) return ex.null(field);
          ex.list(field, tags.size(), [&](std::size_t i) { ex.text(tags[i]); });
        }},
       {"currency", [](Execution& ex, const Node& n,
                       PlannedField&) { ex.quoted(code(account_of(ex, n).currency)); }},
       {"createdAt", [](Execution& ex, const Node& n,
                        PlannedField& field) { ex.time(account_of(ex, n).created, field); }},
       {"updatedAt", [](Execution& ex, const Node& n, PlannedField& field) {
          ex.time(account_of(ex, n).updated, field);
        }}});
}

void add_state(Resolvers& resolvers) {
  constexpr Resolver kFalse = [](Execution& ex, const Node&, PlannedField&) { ex.boolean(false); };
  constexpr Resolver kTrue = [](Execution& ex, const Node&, PlannedField&) { ex.boolean(true); };
  resolvers.add("Account",
                {{"isVerified", kFalse},
                 {"isSuspended", kFalse},
                 {"hasPublicProfile", kTrue},
                 {"isIncognito", [](Execution& ex, const Node& n,
                                    PlannedField&) { ex.boolean(account_of(ex, n).incognito); }},
                 {"isPrivate", [](Execution& ex, const Node& n,
                                  PlannedField&) { ex.boolean(account_of(ex, n).is_private); }},
                 {"isArchived", [](Execution& ex, const Node& n,
                                   PlannedField&) { ex.boolean(account_of(ex, n).archived); }},
                 {"isFrozen", [](Execution& ex, const Node& n,
                                 PlannedField&) { ex.boolean(account_of(ex, n).frozen); }},
                 {"isActive", [](Execution& ex, const Node& n,
                                 PlannedField&) { ex.boolean(account_of(ex, n).active); }},
                 {"isHost", [](Execution& ex, const Node& n,
                               PlannedField&) { ex.boolean(account_of(ex, n).money_management); }},
                 {"isAdmin", [](Execution& ex, const Node& n,
                                PlannedField&) { ex.boolean(ex.rights().admin_of(n.number)); }},
                 {"mainProfile", write_main_profile},
                 {"settings", write_settings},
                 {"location", write_location}});
  resolvers.add("AccountWithContributions", {{"platformContributionAvailable", kTrue}});
  resolvers.add("Individual", {{"email", write_email}, {"isGuest", kFalse}, {"isRoot", kFalse}});
  resolvers.add("Organization", {{"hasHosting", [](Execution& ex, const Node& n, PlannedField&) {
                                    ex.boolean(account_of(ex, n).hosting);
                                  }}});
  resolvers.add("Vendor", {{"hasPayoutMethod", kFalse}});
  constexpr Resolver kManages = [](Execution& ex, const Node& n, PlannedField&) {
    ex.boolean(account_of(ex, n).money_management);
  };
  resolvers.add("Organization", {{"hasMoneyManagement", kManages}});
  resolvers.add("Host", {{"hasMoneyManagement", kManages}});
}

void add_family(Resolvers& resolvers) {
  constexpr Resolver kParent = [](Execution& ex, const Node& n, PlannedField& field) {
    ex.account(field, account_of(ex, n).parent);
  };
  constexpr Resolver kHost = [](Execution& ex, const Node& n, PlannedField& field) {
    const Account& account = account_of(ex, n);
    ex.account(field, account.active ? account.host : 0);
  };
  constexpr Resolver kFee = [](Execution& ex, const Node& n, PlannedField&) {
    ex.real(account_of(ex, n).host_fee_percent);
  };
  resolvers.add("Account", {{"parentAccount", kParent},
                            {"transactions", [](Execution& ex, const Node& n, PlannedField& field) {
                               write_transactions(ex, field, n.number);
                             }}});
  resolvers.add("AccountWithParent", {{"parent", kParent}});
  resolvers.add(
      "AccountWithHost",
      {{"host", kHost},
       {"hostFeesStructure",
        [](Execution& ex, const Node&, PlannedField&) { ex.quoted("DEFAULT"); }},
       {"hostFeePercent", kFee},
       {"approvedAt", [](Execution& ex, const Node& n,
                         PlannedField& field) { ex.time(account_of(ex, n).approved, field); }},
       {"isApproved", [](Execution& ex, const Node& n, PlannedField&) {
          ex.boolean(account_of(ex, n).approved != kNever);
        }}});
  resolvers.add("Organization", {{"host", kHost}});
  resolvers.add("Individual", {{"host", kHost}});
  resolvers.add("Host", {{"hostFeePercent", kFee}});
}

void add_location(Resolvers& resolvers) {
  resolvers.add(
      "Location",
      {{"address", [](Execution& ex, const Node& n,
                      PlannedField& field) { ex.text_or_null(account_of(ex, n).address, field); }},
       {"country", [](Execution& ex, const Node& n,
                      PlannedField& field) { ex.text_or_null(account_of(ex, n).country, field); }},
       {"structured", [](Execution& ex, const Node& n, PlannedField& field) {
          const Account& account = account_of(ex, n);
          if (account.address.empty()) return ex.null(field);
          ex.raw("{\"address1\":");
          ex.text(account.address.substr(0, account.address.find('\n')));
          ex.raw("}");
        }}});
}

/// `account`, `collective`, `host`, ...: by id or slug. An unknown slug is a plain error (F 12.2).
AccountId look_up(Execution& ex, const PlannedField& field) {
  const World& world = ex.world();
  std::optional<AccountId> found;
  std::string failure;
  if (field.argument("id").is_string()) {
    const std::string id = field.argument("id");
    if (!number_from_id(world, Entity::Account, id)) {
      throw FieldError("Invalid account id: " + id, "BadRequest", true);
    }
    found = world.account_by_id(id);
    failure = "No collective found with id " + id;
  } else if (field.argument("slug").is_string()) {
    const std::string slug = field.argument("slug");
    found = world.account_by_slug(slug);
    failure = "No collective found with slug " + slug;
  } else {
    throw FieldError::plain("Please provide a slug or an id");
  }
  if (!found) {
    if (field.argument("throwIfMissing") == false) return 0;
    throw FieldError::plain(failure);
  }
  if (!ex.rights().sees(*found)) {
    throw FieldError::forbidden("This account is private. You must be a member to view it.");
  }
  return *found;
}

void resolve_any(Execution& ex, const Node&, PlannedField& field) {
  ex.account(field, look_up(ex, field));
}

void resolve_typed(Execution& ex, const Node&, PlannedField& field) {
  const AccountId id = look_up(ex, field);
  if (id == 0) return ex.null(field);
  const Account& account = ex.world().accounts[id];
  const Type* wanted = field.field->named_type;
  const bool fits = wanted == ex.types().host
                        ? account.hosting
                        : wanted == ex.types().accounts[static_cast<std::size_t>(account.type)];
  if (!fits) {
    throw FieldError::plain(wanted == ex.types().host
                                ? "This account is not a host"
                                : "Expected an account of type " + wanted->name);
  }
  ex.account(field, id);
}

}  // namespace

void add_account_resolvers(Resolvers& resolvers) {
  add_identity(resolvers);
  add_state(resolvers);
  add_family(resolvers);
  add_location(resolvers);
  resolvers.add("Query", {{"account", resolve_any},
                          {"collective", resolve_typed},
                          {"event", resolve_typed},
                          {"fund", resolve_typed},
                          {"host", resolve_typed},
                          {"individual", resolve_typed},
                          {"organization", resolve_typed},
                          {"project", resolve_typed}});
}

}  // namespace bursar::sandbox
