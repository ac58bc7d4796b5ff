#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"
#include "store/journal_ledger.hpp"
#include "store/profiles.hpp"

namespace bursar::store {

// A line that a batch handed over for an event that had been handed over before: it came late, or
// reverses a line, or stands for one.
struct Correction {
  std::int64_t batch = 0;  // its number
  ledger::Instant made_at;
  std::string name;            // of the entry, or the slug of the statement's account
  std::string ledger_account;  // of a statement empty
  ledger::CivilDate day;
  std::optional<ledger::CivilDate> moved_from;
  LineOrigin origin = LineOrigin::late;
  std::string description;
  ledger::Money amount;  // of a journal + is debit, of a statement + is money in
};

struct Corrections {
  std::vector<Correction> lines;  // newest first, at most as many as asked for
  std::int64_t all = 0;
};

// Those in batches of the profile, a statement or a journal, that were made after `since`.
[[nodiscard]] Corrections corrections(Database& database, const Profile& profile,
                                      ledger::Instant since, std::int64_t most);

}  // namespace bursar::store
