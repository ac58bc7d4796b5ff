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

// Variables: account or host, from, to, limit, offset.
[[nodiscard]] Document transactions_document(Fields fields);
// Variables: accounts or host, status, from, to, limit, offset.
[[nodiscard]] Document expenses_document(Fields fields);

// Answers under w0, w1, …; variables: account or host, f0, t0, f1, t1, …
inline constexpr std::size_t max_counts_per_request = 35;
[[nodiscard]] Document count_transactions_document(std::size_t windows);
// Variables: accounts or host, status, f0, t0, …
[[nodiscard]] Document count_expenses_document(std::size_t windows);

// Answers under e0, e1, …; variables: i0, i1, …
inline constexpr std::size_t max_look_ups_per_request = 20;
[[nodiscard]] Document expense_look_up_document(std::size_t ids);
// Answers under a0, a1, …; variables: i0, i1, …
inline constexpr std::size_t max_account_look_ups_per_request = 60;
[[nodiscard]] Document account_look_up_document(std::size_t ids);

// Variables: accounts, hosted (also what happened in the accounts it hosts), from, to, limit,
// offset.
[[nodiscard]] Document expense_activities_document();

// Viewer, account and what the token may do. Variables: slug.
[[nodiscard]] Document probe_document();
// One activity, which only an admin with the scope `account` may see. Variables: account.
[[nodiscard]] Document admin_probe_document();
// Variables: slug, offset.
[[nodiscard]] Document children_document();

}  // namespace bursar::opencollective
