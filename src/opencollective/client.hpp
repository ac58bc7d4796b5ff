#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/transport.hpp"
#include "ledger/account.hpp"
#include "ledger/instant.hpp"
#include "ledger/page.hpp"
#include "opencollective/page_decoder.hpp"
#include "os/secret.hpp"

namespace bursar::opencollective {

enum class Perspective { account, host };

// Which rows are asked for. `account`: rows whose account is one of `accounts` (1..200 public ids,
// F 2.3.3), whatever the host. `host`: rows with this recorded host (exactly one).
struct Scope {
  Perspective perspective = Perspective::account;
  std::vector<std::string> accounts;
};

// How much of each node is selected. `reduced` leaves out the sub-objects that make nodes fail
// (F 10.4): expense, order, payment methods, tax info; of expenses also account, payee, items and
// taxes, because an expense whose payee is deleted cannot even be asked for it. Rows read so are
// marked incomplete.
enum class Fields { full, reduced };

// A closed window of createdAt, both ends inclusive (F 3.1), ascending. Expenses are listed with
// the full explicit list of statuses (F 4.2.3) unless `statuses` names some.
struct WindowQuery {
  Scope scope;
  ledger::Instant from;
  ledger::Instant to;
  std::int64_t limit = 0;
  std::int64_t offset = 0;
  Fields fields = Fields::full;
  std::vector<std::string> statuses;  // expenses only
  std::vector<std::string> groups{};  // transactions only: of these groups alone, unless empty
};

// Every status an expense can have, ON_HOLD, DRAFT and SPAM included (F 4.2).
[[nodiscard]] std::span<const std::string_view> all_expense_statuses();

inline constexpr std::int64_t max_transactions_per_page = 10'000;  // F 2.3.1
inline constexpr std::int64_t max_expenses_per_page = 1'000;       // F 2.3.2
inline constexpr std::size_t max_look_ups_per_request = 20;

// How many rows the API counts in a window.
struct RowCounts {
  std::int64_t transactions = 0;
  std::int64_t expenses = 0;
};

// What activities tell of, by public ids.
struct Touched {
  std::vector<std::string> expenses;
  std::vector<std::string> orders;  // disputed, reviewed, or changed otherwise
};

// What the API was asked for as evidence of its ledger: the answer, or why there is none.
template <typename T>
struct Evidence {
  std::optional<T> answer;
  std::string refusal;  // the API's words, redacted, or ours; empty where there is an answer
};

// What the platform adds up of a month's rows of one kind, direction and refund state, in
// hundredths of the report's currency (F 7.12).
struct SumGroup {
  std::string kind;  // empty: none
  bool is_credit = false;
  bool is_refund = false;
  std::int64_t amount = 0;
  std::int64_t platform_fee = 0;
  std::int64_t host_fee = 0;
  std::int64_t processor_fee = 0;
  std::int64_t tax = 0;
  std::int64_t net = 0;
  std::int64_t parts =
      0;  // each of the figures is a sum of so many that were rounded by themselves
};

// The platform's own sums over the rows that were created in a month (UTC).
struct MonthSums {
  ledger::Instant month;      // its first instant
  ledger::Currency currency;  // everything is converted to it (F 7.12)
  // Over all that is added up, by whose money it is and by type of expense as well: another one
  // means that a row of the month changed.
  std::int64_t fingerprint = 0;
  std::vector<SumGroup> groups{};
};

// What an account has, or had, by the platform's own account of it (F 7).
struct BalanceQuestion {
  std::string account;        // public id
  ledger::Currency currency;  // exact only where all its rows have this host currency (F 7.4)
  std::optional<ledger::Instant> before{};  // excluded (F 7.3)
  // Children are added, and all is summed anew instead of read from a daily view (F 7.10).
  bool with_children = false;
};

// How the platform makes the balance of an account.
struct BalanceFacts {
  std::int64_t version = 2;  // F 7.5
  std::string host;          // public id of the present one
  std::string parent;        // public id
  // Rows of the account, and those of them that are recorded under the host asked about.
  std::int64_t rows = 0;
  std::int64_t rows_under_host = 0;
};

// One request for what a quick check compares.
struct FiguresQuestion {
  std::string account;  // public id of the source's account
  Perspective perspective = Perspective::account;
  ledger::Instant sums_to;    // monthly sums of rows created before
  ledger::Currency currency;  // of the balances
  ledger::Instant at;         // the family's balance is asked for as it was before this instant
  std::optional<ledger::Instant> opening{};  // and before this one
};

// An account as a quick check sees it.
struct AccountFigures {
  std::string account;                  // public id
  BalanceFacts facts;                   // rows are counted where the perspective is that of a host
  std::optional<std::int64_t> balance;  // the present one, from a daily view (F 7.6)
  std::int64_t opening = 0;             // before FiguresQuestion::opening, likewise
};

struct Figures {
  Evidence<std::vector<MonthSums>> sums;
  // Of the account and its children together, summed from the ledger and from no view (F 7.10).
  Evidence<std::int64_t> family;
  std::int64_t family_opening = 0;
  std::vector<AccountFigures> accounts;  // the account, then its children, vendors left out
};

enum class Authentication { none, personal_token_header, personal_token_query, bearer };

// What the account behind a slug is, as a source of a ledger.
struct AccountDetails {
  ledger::Account account;
  bool is_admin = false;                  // of the viewer, F 1.4.4
  bool is_host = false;                   // can be pulled in the host perspective
  std::int64_t budget_version = 2;        // settings.budget.version, F 7.5; 2 when not set
  std::vector<ledger::Account> children;  // all that exist today, vendors left out (F 3.1)
  std::vector<ledger::AccountingCategory> categories;  // of its host, or its own if it is one
  std::optional<ledger::Account> host;
  std::optional<std::int64_t> hosted_accounts;  // how many its host has; nothing where not told
};

// One line of what `bursar doctor` shows and what each run begins with (F 1.5).
enum class Ability { yes, no, unknown };
struct TokenProbe {
  bool anonymous = true;
  ledger::Account viewer;  // empty when anonymous
  Ability transactions_scope = Ability::unknown;
  Ability expenses_scope = Ability::unknown;  // absence is silent, F 1.5.3: often unknown
  Ability account_scope = Ability::unknown;
  Ability email_scope = Ability::unknown;
  // Of the source's account, its parent or its host: each opens the account's private fields.
  bool is_admin = false;
  bool is_accountant = false;
  bool is_host_admin = false;  // of the host of the source's account
  // Some of them at least.
  [[nodiscard]] bool reads_private_fields() const { return is_admin || is_accountant; }
  // All but an account's legal name and virtual cards, which have scopes of their own: a null in
  // one means that nothing is there. To a collective's admin and to an accountant it may as well
  // mean that they may not read it (F 1.4).
  [[nodiscard]] bool reads_every_private_field() const {
    return is_host_admin && expenses_scope == Ability::yes;
  }
};

// `needed`: what a sync must know, in one request. `all`: also what only `bursar doctor` shows.
enum class ProbeDepth { needed, all };

struct Probe {
  TokenProbe token;
  AccountDetails source;
};

// An account whose private fields the viewer may read (F 1.4).
struct Membership {
  ledger::Account account;
  bool is_admin = false;
  bool is_accountant = false;
  bool is_host = false;  // can be pulled in the host perspective
};

// Who a token belongs to.
struct Viewer {
  ledger::Account account;
  std::vector<Membership> memberships;  // hosts first, then by slug; each account once
};

struct ClientOptions {
  std::string url = "https://api.opencollective.com/graphql/v2";
  Authentication authentication = Authentication::none;
};

// Speaks GraphQL v2 over a transport. Uses the transport from the calling thread only; one client
// per thread. Throws ApiError and http::TransportError; http::PageTooHeavy where a smaller page
// may help. No message of any of them holds the token.
class Client {
 public:
  // All three must outlive the client.
  Client(http::Transport& transport, const ClientOptions& options, const os::Secret& token);
  ~Client();

  // Who is it, which scopes work, what is the source (F 1.5): one request, one more for admins and
  // one for each further hundred children. Throws ApiError(refused) with what to do for tokens that
  // are unknown, expired, suspended, limited or answered as anonymous; ApiError(config) for an
  // unknown or private account, or one that is no host when asked for as one. A missing scope is
  // told, not thrown: transactions() throws ApiError(refused) for it.
  [[nodiscard]] Probe probe(const std::string& slug, Perspective perspective,
                            ProbeDepth depth = ProbeDepth::all);

  // Whose token it is and what accounts it administers: one request. Nothing without a token.
  // Throws as probe() does.
  [[nodiscard]] std::optional<Viewer> viewer();

  [[nodiscard]] ledger::TransactionPage transactions(const WindowQuery& query);
  [[nodiscard]] ledger::ExpensePage expenses(const WindowQuery& query);

  // totalCount of each window (limit 0), as many in one request as the API's limits allow
  // (F 2.2.2, F 2.2.4). Same order. All windows are of the scope and statuses of the first.
  [[nodiscard]] Evidence<std::vector<RowCounts>> count_rows(std::span<const WindowQuery> windows);

  // All that a quick check compares, in one request: monthly sums (F 12.14) and balances.
  [[nodiscard]] Figures figures(const FiguresQuestion& question);
  // The monthly sums of the rows created before `to`: of an account, its children included. Of a
  // host `to` is the first instant of a month, because its last month is there as a whole
  // (F 12.21).
  [[nodiscard]] Evidence<std::vector<MonthSums>> monthly_sums(const std::string& account,
                                                              Perspective perspective,
                                                              ledger::Instant to);

  // The balances asked for, in the same order; nothing for accounts that are gone or withheld.
  // About 70 in a request where they are of few accounts.
  [[nodiscard]] std::vector<std::optional<std::int64_t>> balances(
      std::span<const BalanceQuestion> questions);
  // The same for what their balances are made of. `host`: also count rows, all of them and those
  // recorded under it; empty: do not.
  [[nodiscard]] std::vector<std::optional<BalanceFacts>> balance_facts(
      std::span<const std::string> accounts, const std::string& host);
  // Looks transactions up by id, at most max_look_ups_per_request. Those that are gone are in
  // neither list of the page; `unreadable` holds those that exist but cannot be read. `indexes` and
  // the indexes of `unreadable` are positions in `ids`.
  [[nodiscard]] ledger::TransactionPage transactions_by_id(std::span<const std::string> ids);

  // Looks expenses up by id, any number. Those that are gone are missing from the
  // page (F 4.6.8); `unreadable` holds those that exist but cannot be read. `indexes` and the
  // indexes of `unreadable` are positions in `ids`.
  [[nodiscard]] ledger::ExpensePage expenses_by_id(std::span<const std::string> ids);

  // What activities in the closed window touched (F 4.6.1, F 4.6.2). Nothing when the token may not
  // read activities: that is not "no news".
  [[nodiscard]] std::optional<Touched> touched(const Scope& scope, ledger::Instant from,
                                               ledger::Instant to);

  // Which of these account ids still exist; the others are soft-deleted (F 10.13). Accounts that
  // the token may not see count as existing.
  [[nodiscard]] std::vector<std::string> existing_accounts(std::span<const std::string> ids);

  // These accounts with their present host and parent; without those that are gone or withheld.
  [[nodiscard]] std::vector<ledger::Account> accounts_by_id(std::span<const std::string> ids);

  // Requests sent so far, retries included.
  [[nodiscard]] std::int64_t requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bursar::opencollective
