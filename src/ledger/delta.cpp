#include "ledger/delta.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace bursar::ledger {
namespace {

auto effect(const BookedLine& line) {
  return std::tie(line.line.account, line.line.tax_code, line.line.class_name, line.line.money,
                  line.line.gl_amount, line.line.software_tax, line.currency);
}

// Those of `a` that have no partner of the same effect in `b`.
std::vector<std::size_t> unmatched(const std::vector<BookedLine>& a,
                                   const std::vector<BookedLine>& b) {
  std::vector<bool> taken(b.size());
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t partner = 0;
    while (partner < b.size() && (taken[partner] || !same_effect(a[i], b[partner]))) ++partner;
    if (partner < b.size()) {
      taken[partner] = true;
    } else {
      left.push_back(i);
    }
  }
  return left;
}

std::vector<Delta::Place> differing(std::span<const Unit> units, std::span<const Unit> others) {
  std::vector<Delta::Place> places;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto other = std::find_if(others.begin(), others.end(),
                                    [&](const Unit& unit) { return unit.key == units[i].key; });
    static const std::vector<BookedLine> none;
    for (const std::size_t line :
         unmatched(units[i].lines, other == others.end() ? none : other->lines)) {
      places.push_back({i, line});
    }
  }
  return places;
}

const BookedLine& at(std::span<const Unit> units, const Delta::Place& place) {
  return units[place.unit].lines[place.line];
}

}  // namespace

bool same_effect(const BookedLine& a, const BookedLine& b) {
  return effect(a) == effect(b);
}

bool same_effect(const Unit& a, const Unit& b) {
  return a.lines.size() == b.lines.size() && unmatched(a.lines, b.lines).empty();
}

Delta delta_of(std::span<const Unit> standing, std::span<const Unit> truth) {
  Delta delta;
  std::vector<Delta::Place> issues = differing(truth, standing);
  for (const Delta::Place& place : differing(standing, truth)) {
    const auto same = std::find_if(issues.begin(), issues.end(), [&](const Delta::Place& issue) {
      return same_effect(at(standing, place), at(truth, issue));
    });
    if (same == issues.end()) {
      delta.reversals.push_back(place);
    } else {
      delta.moves.push_back({place, same->unit});
      issues.erase(same);
    }
  }
  delta.issues = std::move(issues);
  return delta;
}

BookedLine reversed(const BookedLine& line) {
  BookedLine opposite = line;
  opposite.line.gl_amount = checked_negate(line.line.gl_amount);
  opposite.line.software_tax = checked_negate(line.line.software_tax);
  return opposite;
}

}  // namespace bursar::ledger
