#include "truth.hpp"

namespace bursar::property {
namespace {

using ledger::Key;

bool is_in_books(const RandomPlatform& platform, const PlatformRow& row, bool of_host) {
  if ((!row.exists && !row.missed) || row.waits) return false;
  const Key account = row.row.account;
  if (of_host) return row.row.host == RandomPlatform::host && account <= RandomPlatform::outsider;
  const auto& accounts = platform.accounts();
  return account == RandomPlatform::first_collective ||
         accounts[static_cast<std::size_t>(account)].parent == "acc_river";
}

void drop_zeros(Sums& sums) {
  std::erase_if(sums, [](const auto& entry) { return entry.second == 0; });
}

}  // namespace

Sums net_by_row(const RandomPlatform& platform, bool of_host) {
  Sums sums;
  for (const PlatformRow& row : platform.rows()) {
    if (!is_in_books(platform, row, of_host)) continue;
    const auto& account = platform.accounts()[static_cast<std::size_t>(row.row.account)];
    sums[{row.row.id, account.public_id, std::string(row.row.host_currency.code())}] +=
        row.row.host_net_amount;
  }
  drop_zeros(sums);
  return sums;
}

Sums money_by_group(const RandomPlatform& platform, bool of_host) {
  Sums sums;
  for (const PlatformRow& row : platform.rows()) {
    if (!is_in_books(platform, row, of_host)) continue;
    const std::string& group = row.row.group.empty() ? row.row.id : row.row.group;
    const std::string currency(row.row.host_currency.code());
    const auto& account = platform.accounts()[static_cast<std::size_t>(row.row.account)];
    sums[{group, account.public_id, currency}] += row.row.host_net_amount;
    const bool managed =
        row.row.account != RandomPlatform::host && row.row.account != RandomPlatform::host_project;
    if (of_host && managed) sums[{group, "acc_host", currency}] -= row.row.host_fee;
  }
  drop_zeros(sums);
  return sums;
}

}  // namespace bursar::property
