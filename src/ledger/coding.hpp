#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ledger/line.hpp"
#include "ledger/tax_rate.hpp"

namespace bursar::ledger {

// Where a chart of accounts puts one line: the seam between the ledger, which knows what happened,
// and the mapping, which knows how the user books it. Texts are what the accounting software
// expects, nicknames and templates resolved.
struct Coding {
  std::string account;
  std::string money;       // the account of the money line, which is the other side of this line
  std::string tax_code;    // of the line itself; what the software computes VAT by
  std::string class_name;  // the fund, in the software's terms; empty where it has none
  std::string location;
  std::string name;
  std::string memo;
  // Book the platform's input tax as reclaimed instead of as cost. Output tax needs no asking.
  bool claim_vat = false;
  // The line includes VAT of this rate that is on no row of the platform, as host fees of European
  // hosts do. Output when the line is received, input when it is given.
  std::optional<TaxRate> included_vat;
  // No rule said where the line goes: it stands on the chart's suspense account (R13, R17).
  bool unmapped = false;
};

using Coder = std::function<Coding(const Line&)>;

// Who writes the VAT line (accounting.md R5): a property of the layout.
enum class TaxMode : std::uint8_t {
  none,             // nobody: tax is no line of its own
  lines,            // Bursar
  codes_exclusive,  // the software, on top of the amounts it is given
  codes_inclusive,  // the software, out of the amounts it is given
};

// The chart's [vat] accounts. Without them, or with TaxMode::none, somebody else declares the VAT:
// contributions are income net of it, expenses cost what was paid.
struct VatAccounts {
  std::string held;         // VAT that the platform took off the balance
  std::string payable;      // TaxMode::lines, output
  std::string recoverable;  // TaxMode::lines, input
  std::string rounding;     // TaxMode::codes_exclusive: the cent between two ways to round
};

struct TaxBooking {
  TaxMode mode = TaxMode::none;
  std::optional<VatAccounts> vat;
  // Tax code of money lines and others without tax, e.g. "No VAT". A taxed line that is coded so is
  // booked without its tax where the software computes VAT by code.
  std::string untaxed_code;
};

}  // namespace bursar::ledger
