#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/database.hpp"

namespace bursar::store {

// A configured source as the store remembers it.
struct Source {
  std::int64_t source = 0;  // row of `sources`
  std::string name;         // as in bursar.toml
  std::string perspective;  // "account" or "host"
  std::string account;      // public id
  ledger::Instant start;    // rows created before this are not asked for
};

// Finds or creates the source of this name. Throws Error(config) when the name is known with
// another account or perspective: its history would be mixed with another's.
[[nodiscard]] Source open_source(Database& database, const std::string& name,
                                 const std::string& perspective,
                                 const std::string& account_public_id, ledger::Instant start);
[[nodiscard]] std::vector<Source> list_sources(Database& database);
[[nodiscard]] std::optional<Source> find_source(Database& database, const std::string& name);

// The accounts whose rows an `account` source asks for: the account itself and its children, kept
// for ever once seen, because a removed project's history stays ours (F 10.13).
struct Member {
  std::string account;     // public id
  bool gone = false;       // soft-deleted on the platform: must not be named in queries
  bool caught_up = false;  // its history up to the source's watermark has been read
};
[[nodiscard]] std::vector<Member> members(Database& database, std::int64_t source);
void put_member(Database& database, std::int64_t source, const Member& member);

}  // namespace bursar::store
