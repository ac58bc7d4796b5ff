#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/line.hpp"
#include "report/sheet.hpp"
#include "report/source_books.hpp"

namespace bursar::report {

// What taxes are added up by.
struct TaxKey {
  std::string host;  // slug of the host that the rows are recorded under
  ledger::Currency currency;
  // output: collected from contributors and customers. input: paid on expenses.
  ledger::TaxDirection direction = ledger::TaxDirection::output;
  std::string type;       // VAT, GST, …
  std::string rate;       // "0.21"; empty where the platform does not say
  std::string id_number;  // of the contributor or payee; private
  bool computed = false;  // on no row: follows from the expense's rates (accounting.md R5)
  auto operator<=>(const TaxKey&) const = default;
};

// Hundredths; what refunds take back is taken off. gross = net + tax.
struct TaxSums {
  std::int64_t net = 0;
  std::int64_t tax = 0;
  std::int64_t refunded = 0;  // of `tax`: what refunds took back, positive
  std::int64_t lines = 0;     // taxed payments and refunds
};

// The taxes of many events.
class TaxTally {
 public:
  void add(const BookedGroup& group, const SourceBooks& books);
  [[nodiscard]] const std::map<TaxKey, TaxSums>& sums() const { return sums_; }
  // TAX rows whose main row is not in the books: nobody knows what they are the tax of.
  [[nodiscard]] std::int64_t without_base() const { return without_base_; }

 private:
  void add_line(const BookedGroup& group, const ledger::Line& line, const SourceBooks& books);

  std::map<TaxKey, TaxSums> sums_;
  std::int64_t without_base_ = 0;
};

// Tax collected and paid in the period by type, rate and id number.
[[nodiscard]] Sheet tax_report(const SourceBooks& books, const ledger::DayRange& period);

}  // namespace bursar::report
