#include "export/group_change.hpp"

#include <algorithm>

namespace bursar::exporting {
namespace {

const ledger::Unit& booked(const store::StandingUnit& unit) {
  return unit.booked;
}
const ledger::Unit& booked(const TrueUnit& unit) {
  return unit.unit.booked;
}

template <typename Units>
std::vector<ledger::Unit> lines_of(const Units& units) {
  std::vector<ledger::Unit> lines;
  lines.reserve(units.size());
  for (const auto& unit : units) lines.push_back(booked(unit));
  return lines;
}

}  // namespace

ledger::Delta delta_of(const GroupChange& change) {
  return ledger::delta_of(lines_of(change.standing.units), lines_of(change.truth));
}

const store::StandingUnit* find_unit(const store::StandingGroup& group,
                                     const ledger::UnitKey& key) {
  const auto found = std::find_if(group.units.begin(), group.units.end(),
                                  [&](const auto& unit) { return unit.key == key; });
  return found == group.units.end() ? nullptr : &*found;
}

}  // namespace bursar::exporting
