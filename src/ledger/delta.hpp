#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/journal_line.hpp"
#include "ledger/line.hpp"

namespace bursar::ledger {

// The part of a row that a chart codes on its own: what stands in the books is kept by it.
struct UnitKey {
  Key row = no_key;  // of the store
  Part part = Part::main;
  bool derived = false;  // the other half of an old host fee (accounting.md R4)
  auto operator<=>(const UnitKey&) const = default;
};

// A journal line without its money line, in a currency.
struct BookedLine {
  JournalLine line;
  Currency currency;
};
// Whether two lines do the same to the books, so that one may stand for the other (R12): account,
// tax code, class, money account, currency and amounts; not the role.
[[nodiscard]] bool same_effect(const BookedLine& a, const BookedLine& b);

struct Unit {
  UnitKey key;
  std::vector<BookedLine> lines;
};
// Whether two units have the same effect, as multisets of lines.
[[nodiscard]] bool same_effect(const Unit& a, const Unit& b);

// How to get from what stands in the books to what is true (R12). Indexes into the two lists of
// units and their lines.
struct Delta {
  struct Place {
    std::size_t unit = 0;
    std::size_t line = 0;
  };
  std::vector<Place> reversals;  // standing lines that are true no longer
  std::vector<Place> issues;     // true lines that do not stand yet
  // Standing lines that now stand for another unit: the books need not hear of it.
  struct Move {
    Place standing;
    std::size_t unit = 0;  // of the true ones
  };
  std::vector<Move> moves;
};

// Both lists belong to one group. Lines of a unit that stand and are true stay; of the rest, equal
// ones across units cancel; what is left is reversed and issued.
[[nodiscard]] Delta delta_of(std::span<const Unit> standing, std::span<const Unit> truth);

// The line that undoes `line`.
[[nodiscard]] BookedLine reversed(const BookedLine& line);

}  // namespace bursar::ledger
