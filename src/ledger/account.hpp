#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"

namespace bursar::ledger {

// A profile on the platform: collective, project, event, fund, organisation (host), individual,
// vendor, bot, platform. Types are open strings (F 10.8, F 10.9).
struct Account {
  std::string public_id;    // "acc_…"; the key. Falls back to `platform_id` if the API gave none
  std::string platform_id;  // the raw `id`, in either of its two formats (F 6.1)
  std::optional<std::int64_t> legacy_id;
  std::string slug;  // changes on rename (F 10.2)
  std::string name;
  std::string legal_name;  // private: empty when not allowed to read it
  std::string type;    // COLLECTIVE, EVENT, PROJECT, FUND, ORGANIZATION, INDIVIDUAL, VENDOR, …
  Currency currency;   // empty where the account was only met as a reference without it
  std::string parent;  // public_id of the parent account, empty if none or unknown
  std::string host;    // public_id of the current fiscal host, empty if none or unknown
  bool is_incognito = false;
};

// An accounting category of a host (F 6.14). `code` and `name` may be changed by the host any time.
struct AccountingCategory {
  std::string public_id;  // "acat_…"; falls back to `platform_id`
  std::string platform_id;
  std::string host;  // public_id of the host that owns it; empty where met only as a reference
  std::string code;
  std::string name;
  std::string friendly_name;
  std::string kind;        // ADDED_FUNDS, CONTRIBUTION, EXPENSE or empty
  std::string applies_to;  // HOST, HOSTED_COLLECTIVES or empty
  bool host_only = false;
};

}  // namespace bursar::ledger
