#pragma once

#include <string>
#include <vector>

#include "audit/balance_check.hpp"
#include "audit/difference.hpp"
#include "audit/profile_check.hpp"
#include "ledger/instant.hpp"
#include "store/audit_memory.hpp"
#include "store/interval_set.hpp"

namespace bursar::audit {

// What auditing a source came to (accounting.md R21).
struct SourceReport {
  std::string source;
  ledger::Instant safe;     // the date of the first pair of balances
  ledger::Instant read_to;  // complete up to here
  std::vector<AccountBalance> balances;
  std::vector<ProfileReport> profiles;
  std::vector<Difference> differences;  // repaired and harmless ones, too
  std::vector<store::Interval> read_again;
  std::vector<store::UnansweredQuestion> unanswered;

  [[nodiscard]] bool agrees() const;
  // A question that was not answered in three runs, one after the other.
  [[nodiscard]] bool lacks_evidence() const;
};

inline constexpr std::int64_t runs_until_evidence_lacks = 3;

}  // namespace bursar::audit
