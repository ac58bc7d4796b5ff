#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "export/export.hpp"
#include "store/database.hpp"
#include "store/journal_ledger.hpp"
#include "store/receipts.hpp"
#include "store/row_search.hpp"

namespace bursar::exporting {

// Transactions by whatever a person has in hand: id, public id, number, the number or public id of
// an expense, the id of an entry ("OC…") or of a line of a statement ("….1r"). By their numbers.
[[nodiscard]] std::vector<ledger::Key> find_rows(store::Database& database,
                                                 const std::string& reference);

// A line of a row as a journal would book it now, and why.
struct ExplainedLine {
  std::string part;  // "main", "tax", …
  std::string kind;
  ledger::Money amount;
  std::vector<mapping::Decision> decisions;  // of the profile's present chart
  std::vector<ledger::JournalLine> booked;   // by that; without money lines
  bool unmapped = false;
  std::string problem;  // why it cannot be booked; else empty
};

// A line that a profile handed over for a row.
struct HandedOver {
  std::int64_t batch = 0;          // number; 0: caught up, never handed over
  std::vector<std::string> files;  // the one it is in; all of the batch where that cannot be told
  std::string id;                  // of the entry, or of the line of a statement
  std::optional<std::int64_t> entry_no;
  std::optional<ledger::CivilDate> day;
  std::optional<ledger::CivilDate> moved_from;
  std::string origin;  // "original", "late", "reversal", "replacement", "opening"
  bool standing = true;
  ledger::Money amount;       // of a journal + is debit, of a statement + is money in
  ledger::JournalLine coded;  // of a journal
};

// What one profile made of a row.
struct ProfileView {
  std::string profile;
  std::string kind;  // "statement", "journal", "table"
  // "outside", "caught up", "handed over", "held", "waiting", "not looked at", "nothing to hand
  // over" (R10); "gone" where the configuration has the profile no more.
  std::string state;
  std::string why;  // of what is outside, held or waiting
  std::vector<ExplainedLine> lines;
  std::vector<HandedOver> handed_over;
};

// A transaction with all that happened to it.
struct Explanation {
  std::string id;
  std::int64_t number = 0;
  std::string public_id;
  std::string kind;
  std::string description;
  std::string account;   // slugs
  std::string opposite;  // may be empty
  std::string host;      // likewise
  std::string created_at;
  std::string effective_at;
  ledger::Money amount;      // as given
  ledger::Money net_amount;  // what it moves, in the host's currency
  std::string category;      // code
  std::string expense;       // its number, or its id
  std::string order;         // public id
  bool vanished = false;
  std::vector<store::RowVersion> versions;
  std::string group;
  std::vector<std::string> group_rows;   // "HOST_FEE 117161 -18.50 USD", the row itself included
  std::vector<store::Receipt> receipts;  // of its expense
  std::vector<ProfileView> profiles;
};

// `configured` are the profiles of the configuration; others that the store knows of are told from
// what they handed over.
[[nodiscard]] Explanation explain_row(store::Database& database, ledger::Key row,
                                      const std::vector<Request>& configured);

}  // namespace bursar::exporting
