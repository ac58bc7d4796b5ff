#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "report/sheet.hpp"
#include "report/source_books.hpp"

namespace bursar::report {

struct SettlementKey {
  std::string host;  // slug of the host that the rows are recorded under
  ledger::Currency currency;
  int month = 0;  // whole months since January of year 0
  auto operator<=>(const SettlementKey&) const = default;
};

// What a month did to what is due to the platform, in hundredths. Refunds are taken off.
struct SettlementSums {
  std::int64_t tips = 0;    // collected for the platform: debts, or tips on the host's tips account
  std::int64_t shares = 0;  // of host fees, kept until they are settled
  std::int64_t settled = 0;  // paid by expenses of type SETTLEMENT
  std::int64_t swept = 0;    // tips that the platform took from the tips account (F 5.5.3)
  // What the platform took out of the payments themselves and is not owed: its fees inside rows of
  // before mid-2021, and shares of host fees without a debt.
  std::int64_t taken = 0;

  // Debts that a settlement has to pay: swept tips need none.
  [[nodiscard]] std::int64_t owed() const;
};

class SettlementTally {
 public:
  void add(const BookedGroup& group, const SourceBooks& books);
  [[nodiscard]] const std::map<SettlementKey, SettlementSums>& months() const { return months_; }

 private:
  std::map<SettlementKey, SettlementSums> months_;
};

// For each month with debts, those of its debts that no settlement has paid up to the last month:
// settlements pay the oldest first.
[[nodiscard]] std::map<SettlementKey, std::int64_t> unsettled_debts(
    const std::map<SettlementKey, SettlementSums>& months);

// Platform tips and host-fee shares owed and settled, by month. What was owed before the period is
// carried forward.
[[nodiscard]] Sheet settlements_report(const SourceBooks& books, const ledger::DayRange& period);

}  // namespace bursar::report
