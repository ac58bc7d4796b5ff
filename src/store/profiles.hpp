#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "store/database.hpp"
#include "store/news.hpp"

namespace bursar::store {

// A profile as the store remembers it (accounting.md R10).
struct Profile {
  std::int64_t profile = 0;
  std::string name;
  std::int64_t source = 0;
  std::string kind;    // "statement", "journal" or "table"
  std::string frozen;  // JSON
  std::string scope;   // JSON
  bool opened = false;
  Seen seen;
};
[[nodiscard]] std::optional<Profile> find_profile(Database& database, const std::string& name);
[[nodiscard]] std::vector<Profile> list_profiles(Database& database);
// Inserts it, or writes its `scope`, `opened` and `seen`. Returns its key.
std::int64_t put_profile(Database& database, const Profile& profile);

// Keeps a text and returns its key; the same text gets the same key.
[[nodiscard]] std::int64_t keep_mapping_text(Database& database, const std::string& document,
                                             const std::string& text);
// The key of a text that is kept.
[[nodiscard]] std::optional<std::int64_t> find_mapping_text(Database& database,
                                                            const std::string& text);
struct MappingText {
  std::string document;
  std::string text;
};
[[nodiscard]] MappingText mapping_text(Database& database, std::int64_t mapping);

// What the books call accounts (R14), by public id.
[[nodiscard]] std::map<std::string, std::string> books_names(Database& database,
                                                             std::int64_t profile);
void put_books_name(Database& database, std::int64_t profile, const std::string& account,
                    const std::string& name);

// What was looked at and not handed over. `reason` is "waiting" or "held".
struct Pending {
  std::string record;
  std::string reason;
  std::string detail;
};
void put_pending(Database& database, std::int64_t profile, const Pending& pending);
void drop_pending(Database& database, std::int64_t profile, const std::string& record);
[[nodiscard]] std::vector<Pending> pending(Database& database, std::int64_t profile);

// A lock of a source's periods, or a reopening (R16). Append-only.
struct Lock {
  std::int64_t source = 0;
  std::optional<ledger::CivilDate> day;  // the last locked one; nothing: everything is open
  ledger::Instant made_at;
  bool reopens = false;
  bool forced = false;
  std::string reason;
  // Why it was made without a reconciliation, and what that lacked; empty: it had one.
  std::string without_reconciliation;
  std::string totals;  // JSON
};
void put_lock(Database& database, const Lock& lock);
// Newest last.
[[nodiscard]] std::vector<Lock> locks(Database& database, std::int64_t source);
// The last locked day, if any is locked now.
[[nodiscard]] std::optional<ledger::CivilDate> locked_through(Database& database,
                                                              std::int64_t source);

}  // namespace bursar::store
