#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"

namespace bursar::store {

// A file that is or was attached to an expense: in the archive, missing for a reason, or not asked
// for yet.
struct Receipt {
  std::int64_t receipt = 0;
  std::int64_t expense = 0;  // its place in `expenses`
  std::string address;       // the part of it that stays
  std::string attachment;    // id of the item or file that first named it
  bool attached = true;      // false: the expense has it no more
  std::int64_t number = 1;   // among those of the expense
  std::int64_t total = 1;    // how many there were when this one was met
  std::string file;          // relative to the archive; empty: not in it
  std::string type;
  std::int64_t size = 0;  // of one that was too large, the limit
  std::string sha256;
  std::optional<ledger::Instant> fetched_at;
  std::string reason;  // why it is not in the archive
  std::string detail;
  std::optional<ledger::Instant> tried_at;
  std::optional<ledger::Instant> retry_at;
};

// What an expense has attached now.
struct Attachment {
  std::string address;
  std::string id;
};

// The table of receipts.
class Receipts {
 public:
  explicit Receipts(Database& database);
  Receipts(Receipts&&) noexcept;
  ~Receipts();

  // Of one expense, by number.
  [[nodiscard]] std::vector<Receipt> of_expense(std::int64_t expense);
  // Takes note of what is attached now: what is new gets the next numbers. Writes only where
  // something changed; belongs in a WriteTransaction.
  void note_attachments(std::int64_t expense, const std::vector<Attachment>& attachments);
  // Writes everything but what note_attachments has written. Belongs in a WriteTransaction.
  void put_outcome(const Receipt& receipt);
  // Whether rows of the ledger, tombstones apart, link to the expense.
  [[nodiscard]] bool is_in_ledger(const std::string& expense_public_id);
  // Whether any file at all was put into the archive.
  [[nodiscard]] bool any_archived();

 private:
  struct State;
  Database& database_;
  std::unique_ptr<State> state_;
};

// Those of an expense, by its public id; for explanations.
[[nodiscard]] std::vector<Receipt> receipts_of_expense(Database& database,
                                                       const std::string& public_id);

// A receipt with what an index of the archive says of its expense.
struct IndexedReceipt {
  Receipt receipt;
  std::string expense_id;  // public id
  std::optional<std::int64_t> expense_number;
  std::string status;
  std::string account;  // slug
  std::string payee;    // name
  ledger::Money amount;
  std::optional<ledger::Instant> paid_at;
  ledger::Instant created_at;
};
// All of them, by creation of the expense and number.
void for_each_receipt(Database& database, const std::function<void(const IndexedReceipt&)>& visit);

// Where the lines of an expense went: "entries 12 OC2d10c9a80b1d419", "bank 3", by profile and
// batch. And the groups its rows are in. What was caught up was handed over by nobody.
struct ExpenseTrace {
  std::vector<std::string> groups;
  std::vector<std::string> handed_over;
};
[[nodiscard]] ExpenseTrace trace_of_expense(Database& database, const std::string& public_id);

}  // namespace bursar::store
