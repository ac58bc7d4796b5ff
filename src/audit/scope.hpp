#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/books.hpp"
#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "store/asked_rows.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::audit {

// A part of a source that one query can ask for: its host, or its account with the children it ever
// had that still exist, at most 200 a part (F 2.3.3). Members never change parts, so that each part
// has a coverage of its own under `part` (empty for the first).
struct ScopePart {
  std::string part;
  opencollective::Scope scope;
};
[[nodiscard]] std::vector<ScopePart> scope_parts(const store::Source& source,
                                                 const std::vector<store::Member>& members);
// The stored rows that one question for this part of a source covers.
[[nodiscard]] store::AskedRows asked_rows(const opencollective::Scope& scope);

// One source as it is audited. What it refers to must outlive it.
struct Scope {
  store::Database& database;
  opencollective::Client& client;
  store::Source source;
  bool by_host = false;
  std::string slug;               // of the source's account; empty where unknown
  store::AskedRows asked;         // all that the source ever asked for
  ledger::AccountTable accounts;  // those that can be in its books
  std::vector<std::string> held;  // of these, the public ids of those whose money it keeps books of
  ledger::Instant safe;           // midnight two days ago: the views know what is older (F 7.7)
  ledger::Instant read_to;        // proven up to here
  std::vector<ScopePart> parts;   // what one question each can cover
  bool by_memory = false;         // sums of accounts are those that were remembered
};

inline constexpr ledger::Instant platform_begins{1'420'070'400'000};  // 2015-01-01T00:00:00Z
// Whether there may be rows from before the source's start: they are in balances, and not stored.
[[nodiscard]] bool has_opening(const Scope& scope);

// Throws Error(try_later) where nothing of the source has been read.
[[nodiscard]] Scope open_scope(store::Database& database, opencollective::Client& client,
                               const store::Source& source, ledger::Instant now);

// After something was read: it may have brought accounts.
void refresh_accounts(Scope& scope);

// The books of the source, with what was included and excluded by hand.
[[nodiscard]] ledger::Books books_of(const Scope& scope, const std::vector<std::string>& include,
                                     const std::vector<std::string>& exclude);

}  // namespace bursar::audit
