#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "opencollective/client.hpp"

namespace bursar::opencollective {

// A GraphQL document with one operation. No value from outside stands in the text: those are
// variables. Instants and currencies of ours may, where variables would pass the limit of tokens.
// Every document stays below the API's limits: 1,500 tokens, depth 20, 100 aliases, cost 150,000
// (F 2.2); a unit test counts.
struct Document {
  std::string operation;
  std::string text;
};

// Variables: account or host, group (only where it is to be restricted), from, to, limit, offset.
[[nodiscard]] Document transactions_document(Fields fields);
// Variables: accounts or host, status, from, to, limit, offset.
[[nodiscard]] Document expenses_document(Fields fields);

// Answers under w0, w1, … (transactions) and x0, x1, … (expenses); variables: accounts or host,
// status. At most max_counts_per_request windows.
inline constexpr std::size_t max_counts_per_request = 29;
[[nodiscard]] Document count_document(std::span<const WindowQuery> windows);

// Answers under e0, e1, …; variables: i0, i1, … At most max_look_ups_per_request (client.hpp).
[[nodiscard]] Document expense_look_up_document(std::size_t ids);
[[nodiscard]] Document transaction_look_up_document(std::size_t ids);
// Answers under a0, a1, …; variables: i0, i1, …
inline constexpr std::size_t max_account_look_ups_per_request = 60;
[[nodiscard]] Document account_look_up_document(std::size_t ids);
// The same with what the accounts belong to at present.
[[nodiscard]] Document account_owner_document(std::size_t ids);

// Variables: accounts, hosted (also what happened in the accounts it hosts), from, to, limit,
// offset.
[[nodiscard]] Document activities_document();

// Monthly sums of everything, by kind. Variables: id, to.
[[nodiscard]] Document monthly_sums_document(Perspective perspective);
// The same with balances of the account and its children. Variables: id, to, currency, at, opening
// (only where it is asked for).
[[nodiscard]] Document figures_document(Perspective perspective, bool with_opening);

// Answers under b0, b1, … within the accounts a0, a1, …; variables: a0, a1, … Questions about one
// account stand together. At most as many as balances_that_fit() says.
[[nodiscard]] Document balance_document(std::span<const BalanceQuestion> balances);
// How many of these, from the first on, one request may ask for.
[[nodiscard]] std::size_t balances_that_fit(std::span<const BalanceQuestion> balances);
// Answers under f0, f1, …; variables: i0, i1, …, and id, the host, where rows are counted.
inline constexpr std::size_t max_facts_per_request = 20;
[[nodiscard]] Document balance_facts_document(std::size_t accounts, bool count_rows);

// Viewer, account and what the token may do. Variables: slug.
[[nodiscard]] Document probe_document();
// One activity, which only an admin with the scope `account` may see. Variables: account.
[[nodiscard]] Document admin_probe_document();
// The private fields of an expense that some account of the host paid. Variables: host.
[[nodiscard]] Document hosted_expense_probe_document();
// Viewer and the accounts that it administers or is the accountant of.
[[nodiscard]] Document viewer_document();
// Variables: slug, offset.
[[nodiscard]] Document children_document();

}  // namespace bursar::opencollective
