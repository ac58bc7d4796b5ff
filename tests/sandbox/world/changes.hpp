#pragma once

#include <optional>
#include <string>
#include <vector>

#include "world/refunds.hpp"
#include "world/world.hpp"

/// What happens to the world between two runs of a client (F 5.8). Each function does the same
/// thing to the same world for the same parameters.
namespace bursar::sandbox {

/// Adds contributions to an account until at least `rows` rows have been written.
struct NewMoney {
  AccountId account = 0;
  std::uint32_t rows = 1;
  std::uint64_t seed = 1;
  std::optional<Micros> at;  ///< createdAt; default: the world's now. Earlier: back-dated (F 5.7.4)
  bool added_funds = false;
  /// Default: a contributor. A hosted collective that pays by card, as here, pays with money from
  /// outside: its row has no host, before 2018 it has (F 12.22).
  AccountId from = 0;
};
std::vector<RowNumber> insert_transactions(World& world, const NewMoney& money);

/// Edits added funds: an EDIT reversal now and a fresh group with the old effective date.
GroupNumber edit_added_funds(World& world, GroupNumber group, std::int64_t new_amount, Micros at);

/// What an operator's script writes into a row (F 12.24). Columns not named are kept, but for those
/// that follow from others: host amount from amount and rate, net from all.
struct Amendment {
  std::optional<std::int64_t> amount;
  std::optional<std::int64_t> host_amount;
  std::optional<std::int64_t> platform_fee;
  std::optional<std::int64_t> host_fee;
  std::optional<std::int64_t> processor_fee;
  std::optional<std::int64_t> tax;
  std::optional<double> fx;
  std::optional<Currency> host_currency;  ///< a label: without a rate no number changes
  std::optional<Micros> created;
  bool alone = false;  ///< forgets the other side of the pair

  bool changes_figures() const {
    return amount || host_amount || platform_fee || host_fee || processor_fee || tax || fx;
  }
};
void amend(World& world, RowNumber row, const Amendment& what);
/// The amount alone, on both sides unless `alone`.
void amend_amount(World& world, RowNumber row, std::int64_t amount, bool alone = false);

/// A dispute or a review begins or ends: all rows of the group are flagged (F 5.6.8), and an
/// activity of their order tells of it (F 9.5).
void set_flags(World& world, GroupNumber group, bool disputed, bool in_review, Micros at);

/// Writes clearedAt on all rows of an account that have none (platform migrations of 2026).
std::vector<RowNumber> back_fill_cleared(World& world, AccountId account, Micros offset);

/// Takes the in-row processor fee and tax of both sides out into rows of their own, with the
/// original's createdAt (F 5.7.4, accounting B6). Returns the new rows.
std::vector<RowNumber> split_fees(World& world, RowNumber row);

void delete_row(World& world, RowNumber row);
void restore_row(World& world, RowNumber row);

/// A script deletes a row and inserts it again: the same event under ids of its own (F 5.8.1),
/// perhaps as of another time and in a group of its own.
struct Reinsertion {
  std::optional<Micros> at;
  bool own_group = false;
};
RowNumber reinsert_row(World& world, RowNumber row, const Reinsertion& how = {});

/// Moves rows to another account; `host` as given (0: out of every host's sight).
void move_row(World& world, RowNumber row, AccountId account, AccountId host);

/// Rows and expenses of `from` become those of `into`; `from` is soft-deleted, its slug gets
/// "-merged" (F 10.2).
std::vector<RowNumber> merge_accounts(World& world, AccountId from, AccountId into);

void delete_account(World& world, AccountId account);
AccountId add_child(World& world, AccountId parent, AccountType type, const std::string& slug,
                    const std::string& name);

void categorize_expense(World& world, ExpenseId expense, CategoryId category);
void categorize_order(World& world, OrderId order, CategoryId category, Micros at);
void rename_category(World& world, CategoryId category, const std::string& code,
                     const std::string& name, Micros at);
void remove_category(World& world, CategoryId category, Micros at);
CategoryId add_category(World& world, AccountId host, const std::string& code,
                        const std::string& name, Micros at);

ExpenseId add_expense(World& world, AccountId account, std::int64_t amount, std::uint64_t seed,
                      Micros at);
/// approve, unapprove, reject, pay, unpay, delete, hold, release, incomplete, schedule, process,
/// error, spam, cancel. Throws std::invalid_argument on another word.
void change_expense(World& world, ExpenseId expense, const std::string& transition, Micros at);

/// A word of a refund kind, "REFUND" and so on, applied to a whole group.
GroupNumber refund_now(World& world, GroupNumber group, RefundKind kind, Micros at);

}  // namespace bursar::sandbox
