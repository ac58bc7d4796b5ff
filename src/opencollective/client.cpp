#include "opencollective/client.hpp"

#include <algorithm>
#include <array>
#include <typeinfo>
#include <utility>

#include <fmt/format.h>

#include "http/transport_error.hpp"
#include "opencollective/account_reading.hpp"
#include "opencollective/activities.hpp"
#include "opencollective/amount_reading.hpp"
#include "opencollective/balances.hpp"
#include "opencollective/bounds.hpp"
#include "opencollective/exchange.hpp"
#include "opencollective/figures.hpp"
#include "opencollective/probe.hpp"
#include "opencollective/viewer.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

constexpr std::size_t max_accounts_per_scope = 200;  // F 2.3.3
// Below this a page is not to blame for time-outs, and is asked for again as it is.
constexpr std::int64_t smallest_page = 10;

constexpr std::array<std::string_view, 14> expense_statuses{
    "DRAFT",      "UNVERIFIED",     "PENDING", "INCOMPLETE", "APPROVED", "REJECTED",
    "PROCESSING", "ERROR",          "PAID",    "SPAM",       "CANCELED", "SCHEDULED_FOR_PAYMENT",
    "ON_HOLD",    "INVITE_DECLINED"};

json references(std::span<const std::string> ids) {
  json list = json::array();
  for (const std::string& id : ids) list.push_back({{"id", id}});
  return list;
}

void check_size(const Scope& scope) {
  const std::size_t most = scope.perspective == Perspective::host ? 1 : max_accounts_per_scope;
  if (!scope.accounts.empty() && scope.accounts.size() <= most) return;
  throw Error(ErrorKind::bug,
              fmt::format("a scope of {} accounts cannot be asked for", scope.accounts.size()));
}

// `accounts_name` is what the query calls its list of accounts.
void add_scope(const Scope& scope, const char* accounts_name, json& variables) {
  check_size(scope);
  if (scope.perspective == Perspective::host) {
    variables["host"] = {{"id", scope.accounts.front()}};
  } else {
    variables[accounts_name] = references(scope.accounts);
  }
}

void add_statuses(std::span<const std::string> statuses, json& variables) {
  if (!statuses.empty()) {
    variables["status"] = statuses;
  } else {
    variables["status"] = expense_statuses;
  }
}

json page_variables(const WindowQuery& query, const char* accounts_name) {
  json variables{{"from", format_rfc3339(query.from)},
                 {"to", format_rfc3339(query.to)},
                 {"limit", query.limit},
                 {"offset", query.offset}};
  add_scope(query.scope, accounts_name, variables);
  return variables;
}

std::string describe(const Scope& scope) {
  const std::string& first = scope.accounts.front();
  if (scope.perspective == Perspective::host) return "host " + first;
  const std::size_t others = scope.accounts.size() - 1;
  return others == 0 ? first : fmt::format("{} and {} more", first, others);
}

std::string describe(const char* what, const WindowQuery& query) {
  return fmt::format("{} of {} from {} to {}", what, describe(query.scope),
                     format_rfc3339(query.from), format_rfc3339(query.to));
}

// Adds to errors what was asked for: the API's texts rarely say.
template <typename Ask>
auto about(const std::string& subject, Ask ask) {
  try {
    return ask();
  } catch (const ApiError& error) {
    throw ApiError(error.kind(), subject + ": " + error.what(), error.next_step(), error.code());
  } catch (const Error& error) {
    if (typeid(error) != typeid(Error)) throw;
    throw Error(error.kind(), subject + ": " + error.what(), error.next_step());
  }
}

// Far above any row, whose texts have a few KiB; a page of the largest size stays below the
// transport's own limit.
std::int64_t most_bytes_of(std::int64_t rows) {
  constexpr std::int64_t of_a_row = 16 * 1024;
  return most_bytes_of_tree + rows * of_a_row;
}

// Moves the entries of `more` that `all` does not have yet; returns their places in `all`.
template <typename Entry>
std::vector<ledger::Key> merge_table(std::vector<Entry>& all, std::vector<Entry> more) {
  std::vector<ledger::Key> places;
  for (Entry& entry : more) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const Entry& other) {
      return other.public_id == entry.public_id;
    });
    places.push_back(known - all.begin());
    if (known == all.end()) all.push_back(std::move(entry));
  }
  return places;
}

// `first` is the position of `more`'s first look-up among all.
void append_page(ledger::ExpensePage& all, ledger::ExpensePage more, std::int64_t first) {
  const auto accounts = merge_table(all.accounts, std::move(more.accounts));
  const auto categories = merge_table(all.categories, std::move(more.categories));
  const auto move_key = [](ledger::Key& key, const std::vector<ledger::Key>& places) {
    if (key != ledger::no_key) key = places[static_cast<std::size_t>(key)];
  };
  for (ledger::Expense& row : more.rows) {
    for (ledger::Key* key : {&row.account, &row.payee, &row.created_by, &row.host}) {
      move_key(*key, accounts);
    }
    move_key(row.category, categories);
    all.rows.push_back(std::move(row));
  }
  for (const std::int64_t index : more.indexes) all.indexes.push_back(first + index);
  for (ledger::UnreadableNode& node : more.unreadable) {
    node.index += first;
    all.unreadable.push_back(std::move(node));
  }
  all.total_count += more.total_count;
  all.body_bytes += more.body_bytes;
  all.seconds += more.seconds;
}

}  // namespace

struct Client::Impl {
  Impl(http::Transport& transport, const ClientOptions& options, const os::Secret& token)
      : exchange(transport, options, token) {}

  template <typename Row>
  using Decode = ledger::Page<Row> (PageDecoder::*)(std::string&);

  template <typename Row>
  ledger::Page<Row> page(const Document& document, const json& variables, std::int64_t rows,
                         bool can_shrink, Decode<Row> decode);
  Evidence<std::vector<RowCounts>> count(std::span<const WindowQuery> windows, const json& shared);
  // Asks for accounts by id, as many at once as the API allows. `take` is given each id with its
  // alias and the answer.
  template <typename Take>
  void ask_for_accounts(std::span<const std::string> ids, Document (*document)(std::size_t),
                        Take take);

  Exchange exchange;
  PageDecoder decoder;
  const Document transactions[2] = {transactions_document(Fields::full),
                                    transactions_document(Fields::reduced)};
  const Document expenses[2] = {expenses_document(Fields::full),
                                expenses_document(Fields::reduced)};
};

template <typename Row>
ledger::Page<Row> Client::Impl::page(const Document& document, const json& variables,
                                     std::int64_t rows, bool can_shrink, Decode<Row> decode) {
  return persistently([&](int earlier_tries) {
    http::Response response =
        exchange.post(document, variables, {can_shrink, earlier_tries, most_bytes_of(rows)});
    try {
      ledger::Page<Row> page = (decoder.*decode)(response.body);
      page.seconds = response.seconds;
      return page;
    } catch (const ApiError& error) {
      // The database's own time limit, as a GraphQL error.
      const bool heavy = std::string_view(error.what()).find("timeout") != std::string_view::npos;
      if (can_shrink && heavy && is_transient(error)) {
        throw http::PageTooHeavy(error.what());
      }
      throw;
    }
  });
}

Evidence<std::vector<RowCounts>> Client::Impl::count(std::span<const WindowQuery> windows,
                                                     const json& shared) {
  std::vector<RowCounts> counts;
  const auto same = [&](const WindowQuery& query) {
    return query.scope.perspective == windows.front().scope.perspective &&
           query.scope.accounts == windows.front().scope.accounts;
  };
  if (!std::all_of(windows.begin(), windows.end(), same)) {
    throw Error(ErrorKind::bug, "windows of different scopes cannot be counted together");
  }
  while (!windows.empty()) {
    const auto batch = windows.first(std::min(windows.size(), max_counts_per_request));
    windows = windows.subspan(batch.size());
    const Answer answer = exchange.ask(count_document(batch), shared);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto rows =
          count_in(at_path(answer.data, {fmt::format("w{}", i).c_str(), "totalCount"}));
      const auto expense_rows =
          count_in(at_path(answer.data, {fmt::format("x{}", i).c_str(), "totalCount"}));
      // A missing count is not zero.
      if (!rows || !expense_rows) {
        return {{}, answer.errors.empty() ? "a count is missing" : answer.errors.front().message};
      }
      counts.push_back({*rows, *expense_rows});
    }
  }
  return {std::move(counts), {}};
}

Client::Client(http::Transport& transport, const ClientOptions& options, const os::Secret& token)
    : impl_(std::make_unique<Impl>(transport, options, token)) {}

Client::~Client() = default;

std::span<const std::string_view> all_expense_statuses() {
  return expense_statuses;
}

std::int64_t Client::requests() const {
  return impl_->exchange.requests();
}

Probe Client::probe(const std::string& slug, Perspective perspective, ProbeDepth depth) {
  try {
    return probe_source(impl_->exchange, slug, perspective, depth);
  } catch (const ApiError& error) {
    // What is wrong with the token is not about the account; other texts may name it already.
    const bool named = std::string_view(error.what()).find(slug) != std::string_view::npos;
    if (named || error.kind() == ErrorKind::refused) throw;
    throw ApiError(error.kind(), "account \"" + slug + "\": " + error.what(), error.next_step(),
                   error.code());
  }
}

std::optional<Viewer> Client::viewer() {
  return read_viewer(impl_->exchange);
}

ledger::TransactionPage Client::transactions(const WindowQuery& query) {
  json variables = page_variables(query, "account");
  if (!query.groups.empty()) variables["group"] = query.groups;
  const auto& document = impl_->transactions[query.fields == Fields::reduced ? 1 : 0];
  return about(describe("transactions", query), [&] {
    auto page = impl_->page<ledger::Transaction>(
        document, variables, query.limit, query.limit > smallest_page, &PageDecoder::transactions);
    if (query.fields == Fields::reduced) {
      for (ledger::Transaction& row : page.rows) row.incomplete = true;
    }
    return page;
  });
}

ledger::ExpensePage Client::expenses(const WindowQuery& query) {
  json variables = page_variables(query, "accounts");
  add_statuses(query.statuses, variables);
  const auto& document = impl_->expenses[query.fields == Fields::reduced ? 1 : 0];
  return about(describe("expenses", query), [&] {
    auto page = impl_->page<ledger::Expense>(document, variables, query.limit,
                                             query.limit > smallest_page, &PageDecoder::expenses);
    if (query.fields == Fields::reduced) {
      for (ledger::Expense& row : page.rows) row.incomplete = true;
    }
    return page;
  });
}

Evidence<std::vector<RowCounts>> Client::count_rows(std::span<const WindowQuery> windows) {
  if (windows.empty()) return {std::vector<RowCounts>{}, {}};
  json shared = json::object();
  add_scope(windows.front().scope, "accounts", shared);
  add_statuses(windows.front().statuses, shared);
  return about(describe("number of rows", windows.front()),
               [&]() -> Evidence<std::vector<RowCounts>> {
                 try {
                   return impl_->count(windows, shared);
                 } catch (const Error& error) {
                   const auto refusal = refusal_of(error);
                   if (!refusal) throw;
                   return {{}, *refusal};
                 }
               });
}

Figures Client::figures(const FiguresQuestion& question) {
  return about("sums and balances of " + question.account,
               [&] { return read_figures(impl_->exchange, question); });
}

Evidence<std::vector<MonthSums>> Client::monthly_sums(const std::string& account,
                                                      Perspective perspective, ledger::Instant to) {
  return about("monthly sums of " + account,
               [&] { return read_monthly_sums(impl_->exchange, account, perspective, to); });
}

std::vector<std::optional<std::int64_t>> Client::balances(
    std::span<const BalanceQuestion> questions) {
  return about(fmt::format("{} balances", questions.size()),
               [&] { return read_balances(impl_->exchange, questions); });
}

std::vector<std::optional<BalanceFacts>> Client::balance_facts(
    std::span<const std::string> accounts, const std::string& host) {
  return about(fmt::format("balances of {} accounts", accounts.size()),
               [&] { return read_balance_facts(impl_->exchange, accounts, host); });
}

ledger::TransactionPage Client::transactions_by_id(std::span<const std::string> ids) {
  if (ids.empty()) return {};
  if (ids.size() > max_look_ups_per_request) {
    throw Error(ErrorKind::bug, fmt::format("{} look-ups do not fit a request", ids.size()));
  }
  json variables = json::object();
  for (std::size_t i = 0; i < ids.size(); ++i) variables[fmt::format("i{}", i)] = ids[i];
  return about(fmt::format("{} transactions from {} on", ids.size(), ids.front()), [&] {
    return impl_->page<ledger::Transaction>(transaction_look_up_document(ids.size()), variables,
                                            static_cast<std::int64_t>(ids.size()), false,
                                            &PageDecoder::looked_up_transactions);
  });
}

ledger::ExpensePage Client::expenses_by_id(std::span<const std::string> ids) {
  ledger::ExpensePage all;
  for (std::size_t first = 0; first < ids.size(); first += max_look_ups_per_request) {
    const auto batch = ids.subspan(first, std::min(max_look_ups_per_request, ids.size() - first));
    json variables = json::object();
    for (std::size_t i = 0; i < batch.size(); ++i) variables[fmt::format("i{}", i)] = batch[i];
    const Document document = expense_look_up_document(batch.size());
    auto page = about(fmt::format("{} expenses from {} on", batch.size(), batch.front()), [&] {
      return impl_->page<ledger::Expense>(document, variables,
                                          static_cast<std::int64_t>(batch.size()), false,
                                          &PageDecoder::looked_up_expenses);
    });
    append_page(all, std::move(page), static_cast<std::int64_t>(first));
  }
  return all;
}

std::optional<Touched> Client::touched(const Scope& scope, ledger::Instant from,
                                       ledger::Instant to) {
  check_size(scope);
  json variables{{"accounts", references(scope.accounts)},
                 {"hosted", scope.perspective == Perspective::host},
                 {"from", format_rfc3339(from)},
                 {"to", format_rfc3339(to)}};
  return about("activities of " + describe(scope),
               [&] { return read_activities(impl_->exchange, std::move(variables)); });
}

template <typename Take>
void Client::Impl::ask_for_accounts(std::span<const std::string> ids,
                                    Document (*document)(std::size_t), Take take) {
  for (std::size_t first = 0; first < ids.size(); first += max_account_look_ups_per_request) {
    const auto batch =
        ids.subspan(first, std::min(max_account_look_ups_per_request, ids.size() - first));
    json variables = json::object();
    for (std::size_t i = 0; i < batch.size(); ++i) variables[fmt::format("i{}", i)] = batch[i];
    const Answer answer =
        about("accounts by id", [&] { return exchange.ask(document(batch.size()), variables); });
    for (std::size_t i = 0; i < batch.size(); ++i) take(batch[i], fmt::format("a{}", i), answer);
  }
}

std::vector<std::string> Client::existing_accounts(std::span<const std::string> ids) {
  std::vector<std::string> existing;
  const auto take = [&](const std::string& id, const std::string& alias, const Answer& answer) {
    // Private is not gone: asking for its rows must fail aloud, not leave them out.
    const bool withheld =
        std::any_of(answer.errors.begin(), answer.errors.end(), [&](const GraphqlError& error) {
          const bool gone = error.code == "NotFound" || error.code == "BadRequest";
          return !gone && !error.path.empty() && error.path[0] == alias;
        });
    const auto found = answer.data.find(alias);
    if (withheld || (found != answer.data.end() && found->is_object())) existing.push_back(id);
  };
  impl_->ask_for_accounts(ids, account_look_up_document, take);
  return existing;
}

std::vector<ledger::Account> Client::accounts_by_id(std::span<const std::string> ids) {
  std::vector<ledger::Account> accounts;
  const auto take = [&](const std::string&, const std::string& alias, const Answer& answer) {
    const json& found = member(answer.data, alias.c_str());
    if (found.is_object()) accounts.push_back(read_account(found));
  };
  impl_->ask_for_accounts(ids, account_owner_document, take);
  return accounts;
}

}  // namespace bursar::opencollective
