#include "overview/books.hpp"

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "audit/books_check.hpp"
#include "ledger/books.hpp"
#include "overview/wording.hpp"
#include "store/books_accounts.hpp"
#include "store/handed_over.hpp"
#include "store/profiles.hpp"

namespace bursar::overview {
namespace {

ledger::Books books_of_profile(store::Database& database, const store::Source& source,
                               const store::Profile& profile) {
  const nlohmann::json by_hand = nlohmann::json::parse(profile.scope);
  ledger::BooksScope scope;
  scope.perspective =
      source.perspective == "host" ? ledger::Perspective::host : ledger::Perspective::account;
  scope.root = source.account;
  scope.include = by_hand.value("include", std::vector<std::string>{});
  scope.exclude = by_hand.value("exclude", std::vector<std::string>{});
  return ledger::open_books(scope, store::books_accounts(database, source, scope));
}

// Tables hand over what there is; books in another currency than the host's tie to no balance (R9).
bool is_compared(const store::Profile& profile) {
  if (!profile.opened || profile.kind == "table") return false;
  return nlohmann::json::parse(profile.frozen).value("currency", "host") == "host";
}

void add_profile(store::Database& database, const store::Source& source,
                 const store::Profile& profile, page::SourceSection& section) {
  const ledger::Books books = books_of_profile(database, source, profile);
  audit::BooksCheck check(profile.name, books);
  store::for_each_handed_over(database, profile, source, std::nullopt,
                              [&](const store::HandedOver& record) { check.add(record); });
  if (profile.kind == "statement") {
    for (const auto& total : store::stream_totals(database, profile.profile)) check.add(total);
  }
  for (const audit::BooksLine& line : check.lines()) {
    section.books.push_back({profile.name, profile.kind, line.currency, line.stored, line.issued,
                             line.caught_up, line.held, line.waiting, line.outside,
                             line.difference});
  }
  for (const audit::Difference& difference : check.differences()) {
    page::DifferenceLine& known = section.books_differences.emplace_back();
    known.code = std::string(audit::name_of(difference.code));
    known.profile = difference.profile;
    known.account = difference.slug.empty() ? difference.account : difference.slug;
    known.amount = {difference.amount, difference.currency};
    known.month = month_text(difference.month);
    known.kind = difference.kind;
    known.detail = difference.detail;
    known.repaired = difference.repaired;
    known.remains = audit::remains(difference);
  }
}

}  // namespace

void add_books(store::Database& database, const store::Source& source,
               page::SourceSection& section) {
  for (const store::Profile& profile : store::list_profiles(database)) {
    if (profile.source != source.source || !is_compared(profile)) continue;
    add_profile(database, source, profile, section);
  }
}

}  // namespace bursar::overview
