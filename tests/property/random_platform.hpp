#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "ledger/page.hpp"
#include "store/database.hpp"
#include "store/records.hpp"

namespace bursar::property {

// A row of the imagined platform, whatever has become of it.
struct PlatformRow {
  ledger::Transaction row;  // keys are indexes into RandomPlatform::accounts
  bool exists = true;
  bool missed = false;  // once: what of it is in the books stays until a second night confirms it
  bool waits = false;   // until another, which it came in place of, is confirmed to be gone
  std::optional<std::size_t> replaced_by{};  // another, inserted when this was deleted
  int replaced_in = 0;                       // in this night
};

// A ledger that changes every night as the platform's does: events of every kind and era, and all
// that happens to them later. The same seed makes the same years. Shares no code with what is
// tested but the structs that records travel in.
class RandomPlatform {
 public:
  static constexpr ledger::Key host = 0;
  static constexpr ledger::Key first_collective = 1;
  static constexpr ledger::Key collectives = 6;  // the last two: a project and an event
  static constexpr ledger::Key project = 5;
  static constexpr ledger::Key host_project = 7;
  static constexpr ledger::Key outsider = 8;  // a collective of another host
  static constexpr ledger::Key processor = 9;
  static constexpr ledger::Key tax_office = 10;
  static constexpr ledger::Key first_person = 11;
  static constexpr ledger::Key persons = 6;

  // Where accounts are moved, lines stay as they were booked when they were still internal (R13),
  // so that a fresh profile books them otherwise: not for runs that compare with one.
  RandomPlatform(std::uint64_t seed, bool moves_accounts);

  // What happens between two readings of the ledger.
  void live_through(ledger::Instant from, ledger::Instant to);
  // Stores what has changed since the last call, as a sync of this source does.
  void write(store::Database& database, std::int64_t source, store::RecordWriter& writer,
             const store::WriteContext& context);

  [[nodiscard]] const std::vector<PlatformRow>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<ledger::Account>& accounts() const { return accounts_; }
  [[nodiscard]] std::int64_t changes() const { return changes_; }

 private:
  struct Event;
  bool moves_accounts_;

  // Chance.
  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);
  [[nodiscard]] bool one_in(int n) { return between(1, n) == 1; }
  [[nodiscard]] std::string uuid();
  [[nodiscard]] ledger::Key any_collective();
  [[nodiscard]] ledger::Key any_person();
  [[nodiscard]] std::size_t any_row();

  // Events, in random_events.cpp.
  [[nodiscard]] Event event(ledger::Instant at);
  std::size_t add(const Event& event, const std::string& kind, ledger::Key account,
                  ledger::Key opposite, std::int64_t amount);
  [[nodiscard]] std::int64_t share_of(const Event& event, std::int64_t amount, int per_cent) const;
  void happens(ledger::Instant at);
  void contribution(ledger::Instant at);
  void old_contribution(ledger::Instant at);
  void added_funds(ledger::Instant at);
  void expense(ledger::Instant at);
  void transfer(ledger::Instant at);
  void oddity(ledger::Instant at);
  void host_fee(const Event& event, ledger::Key account, std::int64_t gross);
  void taxed(const Event& event, std::size_t main, bool in_row);
  ledger::Key new_order(ledger::Key category);

  // What becomes of them, in random_changes.cpp.
  void changes(ledger::Instant from, ledger::Instant to);
  void refund(ledger::Instant at, const std::string& kind);
  void late_row(ledger::Instant at);
  void split_fee();
  void edit_amount();
  void clear_again();
  void vanish();
  void come_back();
  void insert_again(ledger::Instant at);
  void undo_insertion();
  void change_account();
  void leave_or_return();
  void recategorise();
  void edit_expense();
  void rename();
  void reparent();
  [[nodiscard]] std::vector<std::size_t> group_of(std::size_t row) const;
  void touch(std::size_t row) { dirty_rows_.insert(row); }

  void write_expenses(store::RecordWriter& writer, const store::WriteContext& context);
  void settle_missing(store::Database& database, std::int64_t source,
                      const store::WriteContext& context);

  std::mt19937_64 random_;
  std::vector<ledger::Account> accounts_;
  std::vector<ledger::AccountingCategory> categories_;
  std::vector<ledger::Order> orders_;
  std::vector<ledger::Expense> expenses_;
  std::vector<PlatformRow> rows_;
  std::set<std::size_t> dirty_rows_;
  std::set<std::size_t> missing_rows_;  // replaced by others; not yet confirmed to be gone
  std::set<std::size_t> dirty_expenses_;
  bool accounts_changed_ = true;
  int names_ = 0;
  int night_ = 0;
  std::int64_t changes_ = 0;
};

}  // namespace bursar::property
