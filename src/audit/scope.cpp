#include "audit/scope.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "error/error.hpp"
#include "store/books_accounts.hpp"
#include "store/coverage.hpp"

namespace bursar::audit {
namespace {

ledger::BooksScope books_scope(const store::Source& source) {
  ledger::BooksScope scope;
  scope.perspective =
      source.perspective == "host" ? ledger::Perspective::host : ledger::Perspective::account;
  scope.root = source.account;
  return scope;
}

store::AskedRows asked_ever(const store::Source& source,
                            const std::vector<store::Member>& members) {
  if (source.perspective == "host") return {true, {source.account}};
  store::AskedRows asked{false, {}};
  for (const store::Member& member : members) asked.accounts.push_back(member.account);
  return asked;
}

// The API takes this many accounts in one query (F 2.3.3).
constexpr std::size_t most_accounts = 200;

std::string part_name(std::size_t part) {
  return part == 0 ? std::string() : "part " + std::to_string(part + 1);
}

// Views are refreshed daily, so a day that is over for two is in them.
ledger::Instant safe_date(ledger::Instant now) {
  const ledger::Instant today =
      now - (now.ms % ledger::ms_per_day + ledger::ms_per_day) % ledger::ms_per_day;
  return today - 2 * ledger::ms_per_day;
}

}  // namespace

std::vector<ScopePart> scope_parts(const store::Source& source,
                                   const std::vector<store::Member>& members) {
  using opencollective::Perspective;
  if (source.perspective == "host") return {{{}, {Perspective::host, {source.account}}}};
  std::vector<ScopePart> parts;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i % most_accounts == 0) {
      parts.push_back({part_name(i / most_accounts), {Perspective::account, {}}});
    }
    if (!members[i].gone) parts.back().scope.accounts.push_back(members[i].account);
  }
  std::erase_if(parts, [](const ScopePart& part) { return part.scope.accounts.empty(); });
  return parts;
}

store::AskedRows asked_rows(const opencollective::Scope& scope) {
  return {scope.perspective == opencollective::Perspective::host, scope.accounts};
}

Scope open_scope(store::Database& database, opencollective::Client& client,
                 const store::Source& source, ledger::Instant now) {
  const auto read_to = store::watermark_of_all_parts(database, source, "transactions");
  if (!read_to) {
    throw Error(ErrorKind::try_later,
                fmt::format("{}: nothing has been read from its start on yet", source.name),
                "run `bursar sync` to its end first");
  }
  Scope scope{database, client, source, source.perspective == "host", {}, {}, {}, {}, {},
              {},       {},     false};
  scope.safe = std::min(safe_date(now), *read_to);
  scope.read_to = *read_to;
  refresh_accounts(scope);
  return scope;
}

bool has_opening(const Scope& scope) {
  return scope.source.start > platform_begins;
}

void refresh_accounts(Scope& scope) {
  const auto members = store::members(scope.database, scope.source.source);
  scope.asked = asked_ever(scope.source, members);
  scope.parts = scope_parts(scope.source, members);
  scope.accounts = store::books_accounts(scope.database, scope.source, books_scope(scope.source));
  const ledger::Books books = ledger::open_books(books_scope(scope.source), scope.accounts);
  for (const auto& [key, account] : scope.accounts) {
    if (account.public_id == scope.source.account) scope.slug = account.slug;
  }
  scope.held.clear();
  for (const auto& [key, member] : books.members) {
    scope.held.push_back(scope.accounts.at(key).public_id);
  }
  // Members that left for another parent keep what they had; they are asked about as well.
  if (!scope.by_host) {
    scope.held.insert(scope.held.end(), scope.asked.accounts.begin(), scope.asked.accounts.end());
  }
  std::sort(scope.held.begin(), scope.held.end());
  scope.held.erase(std::unique(scope.held.begin(), scope.held.end()), scope.held.end());
}

ledger::Books books_of(const Scope& scope, const std::vector<std::string>& include,
                       const std::vector<std::string>& exclude) {
  ledger::BooksScope wanted = books_scope(scope.source);
  wanted.include = include;
  wanted.exclude = exclude;
  return ledger::open_books(wanted, store::books_accounts(scope.database, scope.source, wanted));
}

}  // namespace bursar::audit
