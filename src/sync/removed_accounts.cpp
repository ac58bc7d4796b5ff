#include "sync/removed_accounts.hpp"

#include <cstddef>

#include "store/asked_rows.hpp"

namespace bursar::sync {

RemovedAccount examine_removed_account(store::Database& database, opencollective::Client& client,
                                       const std::string& account) {
  const store::AskedRows rows{false, {account}};
  const store::Interval always{{0}, ledger::Instant::max()};
  RemovedAccount removed;
  removed.expenses = store::stored_ids(database, rows, store::Stream::expenses, always);
  const auto transactions = store::stored_ids(database, rows, store::Stream::transactions, always);
  if (transactions.empty()) return removed;
  const std::vector<std::string> sample{transactions.front()};
  const ledger::TransactionPage page = client.transactions_by_id(sample);
  if (page.rows.empty()) return removed;
  const auto& now = page.accounts[static_cast<std::size_t>(page.rows.front().account)];
  if (now.public_id == account) return removed;
  removed.into = now.slug;
  removed.transactions = transactions;
  removed.groups = store::groups_of_account(database, account);
  return removed;
}

}  // namespace bursar::sync
