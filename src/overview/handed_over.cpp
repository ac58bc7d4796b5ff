#include "overview/handed_over.hpp"

#include <map>

#include "store/corrections.hpp"
#include "store/journal_trace.hpp"
#include "store/profiles.hpp"
#include "store/suspense_lines.hpp"
#include "store/trial_balance.hpp"

namespace bursar::overview {
namespace {

// Of a list of lines that grows with what went wrong.
constexpr std::int64_t most_lines = 60;

page::TrialBalance trial_balance(store::Database& database, const store::Profile& profile,
                                 ledger::CivilDate first, ledger::CivilDate last) {
  page::TrialBalance ledger;
  ledger.profile = profile.name;
  std::map<ledger::Currency, std::int64_t> taxes;
  for (const auto& sum : store::trial_balance(database, profile.profile, first, last)) {
    ledger.accounts.push_back(
        {sum.account, sum.currency, sum.before, sum.debit, sum.credit, sum.is_money});
    taxes[sum.currency] = ledger::checked_add(taxes[sum.currency], sum.software_tax);
  }
  for (const auto& [currency, tax] : taxes) {
    if (tax != 0) ledger.software_tax.push_back({tax, currency});
  }
  return ledger;
}

void add_unmapped(store::Database& database, const store::Profile& profile,
                  page::Listed<page::UnmappedLine>& unmapped) {
  constexpr ledger::CivilDate any_day{INT32_MAX};
  unmapped.all += store::lines_on_suspense(database, profile.profile, any_day);
  for (const auto& line : store::suspense_lines(database, profile.profile, most_lines)) {
    unmapped.lines.push_back({profile.name, line.day, line.entry, line.ledger_account, line.account,
                              line.kind, line.description, line.amount});
  }
}

void add_corrections(store::Database& database, const store::Profile& profile,
                     page::Corrections& corrections) {
  const ledger::Instant since = corrections.locked_at.value_or(ledger::Instant{INT64_MIN});
  const auto found = store::corrections(database, profile, since, most_lines);
  corrections.lines.all += found.all;
  for (const store::Correction& line : found.lines) {
    corrections.lines.lines.push_back({profile.name, line.batch, line.made_at, line.name, line.day,
                                       line.moved_from, store::name_of(line.origin),
                                       line.ledger_account, line.description, line.amount});
  }
}

}  // namespace

void add_handed_over(store::Database& database, const store::Source& source,
                     ledger::CivilDate first, ledger::CivilDate last,
                     page::SourceSection& section) {
  const std::vector<store::Lock> locks = store::locks(database, source.source);
  if (!locks.empty()) {
    section.corrections.locked_through = locks.back().day;
    section.corrections.locked_at = locks.back().made_at;
  }
  for (const store::Profile& profile : store::list_profiles(database)) {
    if (profile.source != source.source || !profile.opened || profile.kind == "table") continue;
    add_corrections(database, profile, section.corrections);
    if (profile.kind != "journal") continue;
    section.ledgers.push_back(trial_balance(database, profile, first, last));
    add_unmapped(database, profile, section.unmapped);
  }
}

}  // namespace bursar::overview
