#include "ledger/journal_line.hpp"

#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "ledger/proportion.hpp"

namespace bursar::ledger {
namespace {

std::int64_t minus(std::int64_t a, std::int64_t b) {
  return checked_add(a, checked_negate(b));
}

// The tax that this chart and layout want to see of a line.
struct BookedTax {
  LineTax tax;
  bool held = false;  // the platform keeps it
};

LineTax included_tax(const Line& line, TaxRate rate) {
  const Money gross = line.posting.amount;
  const TaxDirection direction =
      line.posting.side == Side::received ? TaxDirection::output : TaxDirection::input;
  return {direction, "VAT", rate, tax_within(gross, rate).hundredths, gross.hundredths, true};
}

// Where the software computes VAT by code, it computes none for the code of lines without: there
// the amount must not count on any, or the entry would not balance in the software.
bool is_coded_untaxed(const Coding& coding, const TaxBooking& booking) {
  const bool by_code =
      booking.mode == TaxMode::codes_exclusive || booking.mode == TaxMode::codes_inclusive;
  return by_code && coding.tax_code == booking.untaxed_code;
}

std::optional<BookedTax> tax_to_book(const Line& line, const Coding& coding,
                                     const TaxBooking& booking) {
  if (!booking.vat || booking.mode == TaxMode::none) return std::nullopt;
  if (is_coded_untaxed(coding, booking)) return std::nullopt;
  if (line.tax && line.tax->direction == TaxDirection::output) return BookedTax{*line.tax, true};
  if (line.tax && coding.claim_vat) return BookedTax{*line.tax, false};
  if (coding.included_vat) return BookedTax{included_tax(line, *coding.included_vat), false};
  return std::nullopt;
}

// What the software adds to a net amount. It rounds for itself, on another base than the platform,
// and in another currency than the tax was charged in: a cent of difference is usual, more is a
// wrong rate.
std::int64_t software_tax(const LineTax& tax, const Line& line) {
  const Money net{minus(tax.charged_on, tax.amount), line.posting.amount.currency};
  const Money computed = tax.rate ? tax_on(net, *tax.rate) : Money{0, net.currency};
  const std::int64_t difference = minus(tax.amount, computed.hundredths);
  if (std::abs(difference) <= 2 * smallest_unit(net.currency)) return computed.hundredths;
  const Money shown{tax.amount, net.currency};
  throw Error(
      ErrorKind::data,
      fmt::format("transaction {}, {} of {} {}: its tax is {}, but {} of {} would be {}",
                  line.posting.legacy_id, line.posting.kind, format_amount(line.posting.amount),
                  net.currency.code(), format_amount(shown),
                  tax.rate ? format_tax_rate(*tax.rate) : "an unknown rate", format_amount(net),
                  format_amount(computed)),
      "book it by hand, or use a layout that writes VAT lines itself (tax = \"lines\")");
}

// Collects the lines that come of one Line.
class Booking {
 public:
  Booking(std::size_t index, const Coding& coding) : index_(index), coding_(coding) {}

  JournalLine& add(LineRole role, const std::string& account, const std::string& tax_code,
                   std::int64_t amount) {
    lines_.push_back({role, index_, account, tax_code, coding_.class_name, checked_negate(amount),
                      0, coding_.money});
    return lines_.back();
  }

  std::vector<JournalLine> without_zeros() && {
    std::erase_if(lines_, [](const JournalLine& line) {
      return line.gl_amount == 0 && line.software_tax == 0;
    });
    return std::move(lines_);
  }

 private:
  std::size_t index_;
  const Coding& coding_;
  std::vector<JournalLine> lines_;
};

void book_taxed(const Line& line, const Coding& coding, const TaxBooking& booking,
                const BookedTax& booked, Booking& lines) {
  const LineTax& tax = booked.tax;
  const std::int64_t net = minus(tax.charged_on, tax.amount);
  const bool inclusive = booking.mode == TaxMode::codes_inclusive;
  JournalLine& main = lines.add(LineRole::booked, coding.account, coding.tax_code,
                                inclusive ? tax.charged_on : net);
  std::int64_t rounding = 0;
  if (booking.mode == TaxMode::codes_exclusive) {
    const std::int64_t computed = software_tax(tax, line);
    main.software_tax = checked_negate(computed);
    rounding = minus(tax.amount, computed);
  }
  lines.add(LineRole::untaxed, coding.account, booking.untaxed_code,
            minus(line.posting.amount.hundredths, tax.charged_on));
  if (booking.mode == TaxMode::lines) {
    const bool output = tax.direction == TaxDirection::output;
    lines.add(LineRole::vat, output ? booking.vat->payable : booking.vat->recoverable,
              booking.untaxed_code, tax.amount);
  }
  if (booked.held) {
    lines.add(LineRole::held, booking.vat->held, booking.untaxed_code, checked_negate(tax.amount));
  }
  lines.add(LineRole::rounding, booking.vat->rounding, booking.untaxed_code, rounding);
}

}  // namespace

std::int64_t booked_total(const JournalLine& line) {
  return checked_add(line.gl_amount, line.software_tax);
}

std::vector<JournalLine> book(const Line& line, std::size_t index, const Coding& coding,
                              const TaxBooking& booking) {
  Booking lines(index, coding);
  if (const std::optional<BookedTax> tax = tax_to_book(line, coding, booking)) {
    book_taxed(line, coding, booking, *tax, lines);
  } else {
    lines.add(LineRole::booked, coding.account, coding.tax_code, cash_of(line).hundredths);
  }
  return std::move(lines).without_zeros();
}

}  // namespace bursar::ledger
