#pragma once

#include <cstddef>
#include <string>

#include "opencollective/client.hpp"

namespace bursar::opencollective {

// A GraphQL document with one operation. Values never stand in the text: they are variables.
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
// status, f0, t0, f1, t1, …
inline constexpr std::size_t max_counts_per_request = 17;
[[nodiscard]] Document count_document(std::size_t windows);

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
[[nodiscard]] Document control_totals_document(Perspective perspective);

// Answers under b0, b1, …; variables: a0, t0, c0, k0, a1, … (t only where a day is asked for).
inline constexpr std::size_t max_balances_per_request = 24;
[[nodiscard]] Document balance_document(std::size_t balances);
// Answers under f0, f1, …; variables: i0, i1, …, and host where rows are counted.
inline constexpr std::size_t max_facts_per_request = 20;
[[nodiscard]] Document balance_facts_document(std::size_t accounts, bool count_rows);
// The sums of one month by kind, children included. Variables: id, from, to.
[[nodiscard]] Document kind_sums_document();

// Viewer, account and what the token may do. Variables: slug.
[[nodiscard]] Document probe_document();
// One activity, which only an admin with the scope `account` may see. Variables: account.
[[nodiscard]] Document admin_probe_document();
// Viewer and the accounts that it administers or is the accountant of.
[[nodiscard]] Document viewer_document();
// Variables: slug, offset.
[[nodiscard]] Document children_document();

}  // namespace bursar::opencollective
