#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "report/sheet.hpp"
#include "report/source_books.hpp"

namespace bursar::report {

// Whom payments are added up by.
struct PayeeKey {
  std::string host;           // slug of the host that the rows are recorded under
  std::string slug;           // of the payee
  std::string payee;          // public id; empty where the platform does not say
  ledger::Currency currency;  // of the account that paid
  ledger::Currency host_currency;
  auto operator<=>(const PayeeKey&) const = default;
};

// What annual statements and tax forms ask for. Private texts are empty where the token could not
// read them; the newest expense that has one counts.
struct PayeeFacts {
  std::string name;
  std::string legal_name;  // private
  std::string type;
  std::string country;
  std::string address;        // private
  std::string tax_id_number;  // private
  ledger::Instant told_at;    // by the newest expense so far
};

// Hundredths paid, tax included, fees not; what was taken back is taken off. In host currency but
// for `own`.
struct PayeeSums {
  std::int64_t own = 0;  // in the currency of the account that paid
  std::int64_t invoices = 0;
  std::int64_t receipts = 0;  // reimbursements
  std::int64_t grants = 0;
  std::int64_t charges = 0;  // of cards
  std::int64_t other = 0;
  std::int64_t by_processor = 0;  // of all these, through PayPal, cards or Stripe
  std::int64_t taken_back = 0;    // refunds and payments marked unpaid, positive
  std::int64_t lines = 0;         // payments and what took them back

  [[nodiscard]] std::int64_t total() const;
};

class PayeeTally {
 public:
  void add(const BookedGroup& group, const SourceBooks& books);
  [[nodiscard]] const std::map<PayeeKey, PayeeSums>& sums() const { return sums_; }
  // What is known of a payee, by public id.
  [[nodiscard]] const PayeeFacts& facts_of(const std::string& payee) const {
    return facts_.at(payee);
  }

 private:
  void add_line(const BookedGroup& group, const ledger::Line& line, const SourceBooks& books);

  std::map<PayeeKey, PayeeSums> sums_;
  std::map<std::string, PayeeFacts> facts_;
};

// What was paid on expenses in the period, by payee.
[[nodiscard]] Sheet payees_report(const SourceBooks& books, const ledger::DayRange& period);

}  // namespace bursar::report
