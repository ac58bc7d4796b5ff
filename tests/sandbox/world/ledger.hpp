#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "world/ledger_view.hpp"
#include "world/records.hpp"
#include "world/table.hpp"

namespace bursar::sandbox {

/// The groups that belong to an expense or an order; nearly always one.
class GroupLinks {
 public:
  void link(std::uint32_t owner, GroupNumber group);
  std::vector<GroupNumber> groups(std::uint32_t owner) const;

 private:
  std::vector<GroupNumber> first_;
  std::unordered_multimap<std::uint32_t, GroupNumber> more_;
};

/// The transactions and their indexes: visible rows by account and by host, in order of
/// (createdAt, id), so that windows are found by binary search.
class Ledger {
 public:
  GroupNumber new_group();
  RowNumber append(const TransactionRow& row);

  /// To be called once after bulk loading; later appends keep the indexes in order.
  void build_indexes();

  std::uint32_t size() const { return rows_.size(); }
  bool has(std::uint64_t number) const { return rows_.has(number); }
  const TransactionRow& operator[](RowNumber number) const { return rows_[number]; }

  /// For columns no index depends on.
  TransactionRow& edit(RowNumber number) {
    keep(number);
    return rows_[number];
  }

  void remove(RowNumber number);
  void restore(RowNumber number);
  void reassign(RowNumber number, AccountId account, AccountId opposite, AccountId host);
  void redate(RowNumber number, Micros created);

  /// What balances are read from (daily) and the reports of hosts (hourly).
  const LedgerView& daily_view() const { return daily_; }
  const LedgerView& hourly_view() const { return hourly_; }
  void refresh_daily_view(Micros at) { daily_.refresh(size(), at); }
  void refresh_hourly_view(Micros at) { hourly_.refresh(size(), at); }

  /// Calls `see` with the rows of an account, or those under a host, as `view` knew them.
  template <typename See>
  void each_of_account(const LedgerView& view, AccountId account, See see) const {
    view.each(
        *this, of_account(account),
        [&](const TransactionRow& row) { return row.account == account; }, see);
  }
  template <typename See>
  void each_of_host(const LedgerView& view, AccountId host, See see) const {
    view.each(
        *this, of_host(host), [&](const TransactionRow& row) { return row.host == host; }, see);
  }

  std::span<const RowNumber> all() const { return all_; }
  std::span<const RowNumber> of_account(AccountId account) const;
  std::span<const RowNumber> of_host(AccountId host) const;

  /// All rows of the group, deleted ones included, in order of their numbers.
  std::vector<RowNumber> of_group(GroupNumber group) const;
  GroupNumber groups() const { return static_cast<GroupNumber>(group_first_.size()); }

  const GroupLinks& expenses() const { return expenses_; }
  const GroupLinks& orders() const { return orders_; }

  bool before(RowNumber left, RowNumber right) const {
    const Micros a = rows_[left].created;
    const Micros b = rows_[right].created;
    return a != b ? a < b : left < right;
  }

 private:
  using Index = std::vector<RowNumber>;

  void keep(RowNumber number);
  void insert(RowNumber number);
  void take_out(RowNumber number);
  void insert_into(Index& index, RowNumber number);
  void take_out_of(Index& index, RowNumber number);
  void sort(Index& index) const;
  static Index& slot(std::vector<Index>& indexes, AccountId account);

  Table<TransactionRow> rows_;
  std::vector<RowNumber> group_first_;
  std::unordered_multimap<GroupNumber, RowNumber> group_more_;
  GroupLinks expenses_;
  GroupLinks orders_;
  Index all_;
  std::vector<Index> by_account_;
  std::vector<Index> by_host_;
  bool indexed_ = false;
  LedgerView daily_;
  LedgerView hourly_;
};

}  // namespace bursar::sandbox
