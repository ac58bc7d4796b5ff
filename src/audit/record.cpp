#include "audit/record.hpp"

#include <algorithm>
#include <string>

#include "store/reconciliations.hpp"

namespace bursar::audit {
namespace {

store::ReconciledBalance recorded(const AccountBalance& line) {
  store::ReconciledBalance balance;
  balance.account = line.account;
  balance.slug = line.slug;
  balance.currency = line.currency;
  balance.rows = line.rows;
  balance.stored_then = line.stored_then.rounded(line.currency);
  balance.platform_then = line.platform_then;
  balance.stored_now = line.stored_now.rounded(line.currency);
  balance.platform_now = line.platform_now;
  balance.state = std::string(name_of(line.state));
  return balance;
}

store::ReconciledDifference recorded(const Difference& difference) {
  store::ReconciledDifference known;
  known.code = std::string(name_of(difference.code));
  known.account = difference.account;
  known.slug = difference.slug;
  known.currency = difference.currency;
  known.amount = difference.amount;
  known.month = difference.month;
  known.kind = difference.kind;
  known.detail = difference.detail;
  known.repaired = difference.repaired;
  known.theirs = difference.theirs;
  known.remains = remains(difference);
  return known;
}

}  // namespace

void record(store::Database& database, const store::Source& source, const SourceReport& report,
            Depth depth, ledger::Instant now) {
  store::Reconciliation reconciliation;
  reconciliation.source = source.source;
  reconciliation.made_at = now;
  reconciliation.safe = report.safe;
  reconciliation.read_to = report.read_to;
  reconciliation.short_form = depth == Depth::quick;
  reconciliation.remaining =
      std::count_if(report.differences.begin(), report.differences.end(), remains);
  for (const AccountBalance& line : report.balances) {
    reconciliation.balances.push_back(recorded(line));
  }
  for (const Difference& difference : report.differences) {
    if (difference.profile.empty()) reconciliation.differences.push_back(recorded(difference));
  }
  store::WriteTransaction transaction(database);
  store::put_reconciliation(database, reconciliation);
  transaction.commit();
}

}  // namespace bursar::audit
