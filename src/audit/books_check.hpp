#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "audit/difference.hpp"
#include "ledger/books.hpp"
#include "store/handed_over.hpp"

namespace bursar::audit {

// What became of the stored rows of a source in one profile and currency (accounting.md R10):
// stored = issued + caught up + held + waiting + outside + difference.
struct BooksLine {
  ledger::Currency currency;
  std::int64_t stored = 0;
  std::int64_t issued = 0;
  std::int64_t caught_up = 0;
  std::int64_t held = 0;
  std::int64_t waiting = 0;
  std::int64_t outside = 0;
  std::int64_t legacy_fee = 0;  // besides: on no row (R4)
  std::int64_t vat_held = 0;    // besides: within what was issued (R5)
  std::int64_t difference = 0;  // not handed over though nothing keeps it
};

// Goes through everything that is stored or handed over, and says where the two part.
class BooksCheck {
 public:
  // `books` must outlive it.
  BooksCheck(std::string profile, const ledger::Books& books);

  void add(const store::HandedOver& record);
  // A statement's balance that is not what its lines come to: something was taken out of the lines
  // or put in. Call after all records: what they show already is not told twice.
  void add(const store::StreamTotal& total);

  [[nodiscard]] std::vector<BooksLine> lines() const;
  // What is to be named: differences by account, month and kind, and sums that stand apart.
  [[nodiscard]] std::vector<Difference> differences() const;

 private:
  using Place = std::tuple<std::string, ledger::Currency, ledger::Instant, std::string, Code>;

  void note(const store::HandedOver& record, std::int64_t missing);

  std::string profile_;
  const ledger::Books& books_;
  std::map<ledger::Currency, BooksLine> lines_;
  std::map<Place, Difference> differences_;
};

}  // namespace bursar::audit
