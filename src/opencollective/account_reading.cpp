#include "opencollective/account_reading.hpp"

namespace bursar::opencollective {

using ledger::Account;
using nlohmann::json;

const json& member(const json& object, const char* name) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

std::string text(const json& object, const char* name) {
  const json& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

bool flag(const json& object, const char* name) {
  const json& value = member(object, name);
  return value.is_boolean() && value.get<bool>();
}

const json& nodes_of(const json& object, const char* name) {
  return member(member(object, name), "nodes");
}

std::string id_of(const json& object) {
  const std::string public_id = text(object, "publicId");
  return public_id.empty() ? text(object, "id") : public_id;
}

Account read_account(const json& object) {
  Account account;
  account.public_id = id_of(object);
  account.platform_id = text(object, "id");
  if (const json& id = member(object, "legacyId"); id.is_number_integer()) {
    account.legacy_id = id.get<std::int64_t>();
  }
  account.slug = text(object, "slug");
  account.name = text(object, "name");
  account.legal_name = text(object, "legalName");
  account.type = text(object, "type");
  account.currency = ledger::Currency::parse(text(object, "currency")).value_or(ledger::Currency());
  account.parent = id_of(member(object, "parent"));
  account.host = id_of(member(object, "host"));
  account.is_incognito = flag(object, "isIncognito");
  return account;
}

}  // namespace bursar::opencollective
