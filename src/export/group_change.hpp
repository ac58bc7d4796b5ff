#pragma once

#include <vector>

#include "export/coded_group.hpp"
#include "export/context.hpp"
#include "ledger/coding.hpp"
#include "ledger/delta.hpp"
#include "store/journal_ledger.hpp"

namespace bursar::exporting {

// A part of a row as it is now: what the books should have of it.
struct TrueUnit {
  store::StandingUnit unit;  // by what it is coded; its lines
  const ledger::Line* line = nullptr;
  ledger::Coding coding;
  bool is_new = false;  // not as it stands
};

// One group on its way to the books.
struct GroupChange {
  LedgerGroup ledger;
  store::StandingGroup standing;
  std::vector<TrueUnit> truth;
  ledger::Delta delta;    // from what stands to what is true
  ledger::CivilDate day;  // that it belongs to
  Dating dating;          // of its entries
};

[[nodiscard]] ledger::Delta delta_of(const GroupChange& change);
// The unit of this key, or nullptr.
[[nodiscard]] const store::StandingUnit* find_unit(const store::StandingGroup& group,
                                                   const ledger::UnitKey& key);

}  // namespace bursar::exporting
