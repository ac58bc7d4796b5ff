#include "world/ledger.hpp"

#include <algorithm>

namespace bursar::sandbox {

void GroupLinks::link(std::uint32_t owner, GroupNumber group) {
  if (owner == 0) return;
  if (first_.size() <= owner) first_.resize(std::max<std::size_t>(owner + 1, first_.size() * 2));
  if (first_[owner] == 0) first_[owner] = group;
  if (first_[owner] == group) return;
  const auto [begin, end] = more_.equal_range(owner);
  const bool known = std::any_of(begin, end, [&](const auto& e) { return e.second == group; });
  if (!known) more_.emplace(owner, group);
}

std::vector<GroupNumber> GroupLinks::groups(std::uint32_t owner) const {
  std::vector<GroupNumber> result;
  if (owner >= first_.size() || first_[owner] == 0) return result;
  result.push_back(first_[owner]);
  const auto [begin, end] = more_.equal_range(owner);
  for (auto entry = begin; entry != end; ++entry) result.push_back(entry->second);
  std::sort(result.begin(), result.end());
  return result;
}

GroupNumber Ledger::new_group() {
  group_first_.push_back(0);
  return groups();
}

RowNumber Ledger::append(const TransactionRow& row) {
  const RowNumber number = rows_.add(row);
  RowNumber& first = group_first_[row.group - 1];
  if (first == 0) {
    first = number;
  } else if (rows_[number - 1].group != row.group) {
    group_more_.emplace(row.group, number);
  }
  expenses_.link(row.expense, row.group);
  orders_.link(row.order, row.group);
  if (indexed_ && !row.deleted) insert(number);
  return number;
}

std::vector<RowNumber> Ledger::of_group(GroupNumber group) const {
  std::vector<RowNumber> result;
  if (group == 0 || group > groups() || group_first_[group - 1] == 0) return result;
  const auto run = [&](RowNumber number) {
    for (; number <= rows_.size() && rows_[number].group == group; ++number) {
      result.push_back(number);
    }
  };
  run(group_first_[group - 1]);
  const auto [begin, end] = group_more_.equal_range(group);
  for (auto entry = begin; entry != end; ++entry) run(entry->second);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

Ledger::Index& Ledger::slot(std::vector<Index>& indexes, AccountId account) {
  if (indexes.size() <= account) indexes.resize(account + 1);
  return indexes[account];
}

void Ledger::build_indexes() {
  all_.clear();
  by_account_.clear();
  by_host_.clear();
  all_.reserve(rows_.size());
  for (RowNumber number = 1; number <= rows_.size(); ++number) {
    const TransactionRow& row = rows_[number];
    if (row.deleted) continue;
    all_.push_back(number);
    slot(by_account_, row.account).push_back(number);
    if (row.host != 0) slot(by_host_, row.host).push_back(number);
  }
  sort(all_);
  for (Index& index : by_account_) sort(index);
  for (Index& index : by_host_) sort(index);
  indexed_ = true;
}

/// Rows arrive almost in order, so: take the stragglers out, sort them, merge them back.
void Ledger::sort(Index& index) const {
  const auto less = [this](RowNumber a, RowNumber b) { return before(a, b); };
  Index ordered;
  Index stragglers;
  for (const RowNumber number : index) {
    const bool late = !ordered.empty() && before(number, ordered.back());
    (late ? stragglers : ordered).push_back(number);
  }
  if (stragglers.empty()) return;
  std::sort(stragglers.begin(), stragglers.end(), less);
  index.clear();
  std::merge(ordered.begin(), ordered.end(), stragglers.begin(), stragglers.end(),
             std::back_inserter(index), less);
}

void Ledger::insert_into(Index& index, RowNumber number) {
  const auto less = [this](RowNumber a, RowNumber b) { return before(a, b); };
  index.insert(std::upper_bound(index.begin(), index.end(), number, less), number);
}

void Ledger::take_out_of(Index& index, RowNumber number) {
  const auto less = [this](RowNumber a, RowNumber b) { return before(a, b); };
  const auto found = std::lower_bound(index.begin(), index.end(), number, less);
  if (found != index.end() && *found == number) index.erase(found);
}

void Ledger::insert(RowNumber number) {
  const TransactionRow& row = rows_[number];
  insert_into(all_, number);
  insert_into(slot(by_account_, row.account), number);
  if (row.host != 0) insert_into(slot(by_host_, row.host), number);
}

void Ledger::take_out(RowNumber number) {
  const TransactionRow& row = rows_[number];
  take_out_of(all_, number);
  take_out_of(slot(by_account_, row.account), number);
  if (row.host != 0) take_out_of(slot(by_host_, row.host), number);
}

void Ledger::keep(RowNumber number) {
  daily_.keep(number, rows_[number]);
  hourly_.keep(number, rows_[number]);
}

void Ledger::remove(RowNumber number) {
  if (rows_[number].deleted) return;
  keep(number);
  take_out(number);
  rows_[number].deleted = true;
}

void Ledger::restore(RowNumber number) {
  if (!rows_[number].deleted) return;
  keep(number);
  rows_[number].deleted = false;
  insert(number);
}

void Ledger::reassign(RowNumber number, AccountId account, AccountId opposite, AccountId host) {
  keep(number);
  TransactionRow& row = rows_[number];
  if (!row.deleted) take_out(number);
  row.account = account;
  row.opposite = opposite;
  row.host = host;
  if (!row.deleted) insert(number);
}

void Ledger::redate(RowNumber number, Micros created) {
  keep(number);
  TransactionRow& row = rows_[number];
  if (!row.deleted) take_out(number);
  row.created = created;
  if (!row.deleted) insert(number);
}

std::span<const RowNumber> Ledger::of_account(AccountId account) const {
  return account < by_account_.size() ? std::span<const RowNumber>(by_account_[account])
                                      : std::span<const RowNumber>();
}

std::span<const RowNumber> Ledger::of_host(AccountId host) const {
  return host < by_host_.size() ? std::span<const RowNumber>(by_host_[host])
                                : std::span<const RowNumber>();
}

}  // namespace bursar::sandbox
