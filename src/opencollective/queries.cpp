#include "opencollective/queries.hpp"

#include <string_view>

#include <fmt/format.h>

namespace bursar::opencollective {
namespace {

// Public ids come first in each reference: the decoder skips the rest of an account, category or
// order that it has met before in the page. legalName is second, because the API may give it in one
// place of a page and withhold it in another (F 1.4).
constexpr std::string_view amount = R"(
fragment Money on Amount { valueInCents currency })";
constexpr std::string_view account_reference = R"(
fragment Profile on Account { publicId legalName id legacyId slug name type isIncognito currency })";
constexpr std::string_view reduced_account_reference = R"(
fragment Profile on Account { publicId id slug type name })";
constexpr std::string_view category_reference = R"(
fragment Category on AccountingCategory {
  publicId id code name friendlyName kind appliesTo hostOnly
})";

// What F 5.11 names. Left out on purpose: whatever takes the API long (F 3.5.2, F 12.11), is
// derived from other rows (fetch* arguments, F 5.3.3), is volatile, or fails (F 5.10.5).
constexpr std::string_view transaction_row = R"(
fragment Row on Transaction {
  id publicId legacyId group type kind refundKind description createdAt clearedAt
  amount { ...Money }
  netAmount { ...Money }
  taxAmount { ...Money }
  amountInHostCurrency { ...Money }
  netAmountInHostCurrency { ...Money }
  platformFee { ...Money }
  hostFee { ...Money }
  paymentProcessorFee { ...Money }
  hostCurrencyFxRate
  isRefund isRefunded isDisputed isInReview
  refundTransaction { id }
  merchantId invoiceTemplate
  account { ...Profile }
  oppositeAccount { ...Profile }
  host { ...Profile })";
constexpr std::string_view transaction_row_rest = R"(
  giftCardEmitterAccount { ...Profile }
  taxInfo { type rate idNumber }
  order {
    publicId id legacyId description status frequency createdAt processedAt memo customData tags
    amount { ...Money }
    platformTipAmount { ...Money }
    tier { slug name }
    accountingCategory { ...Category }
  }
  expense { publicId }
  paymentMethod { service type }
  payoutMethod { type })";

constexpr std::string_view expense_node = R"(
fragment Node on Expense {
  publicId id legacyId type status onHold description longDescription reference
  createdAt incurredAt paidAt
  amountV2 { ...Money }
  feesPayer tags customData merchantId transferReference invoiceInfo privateMessage)";
// Account and payee are non-null: where one of them is deleted or private, asking for it is what
// makes the node fail (F 10.4).
constexpr std::string_view expense_node_rest = R"(
  taxes { type rate idNumber }
  items {
    publicId id description incurredAt url
    amountV2 { valueInCents currency exchangeRate { value } }
  }
  attachedFiles { id url name }
  invoiceFile { id url name }
  account { ...Profile }
  payee { ...Profile }
  createdByAccount { ...Profile }
  host { ...Profile }
  payeeLocation { address country }
  accountingCategory { ...Category }
  payoutMethod { type data }
  paymentMethod { service type }
  virtualCard { name last4 })";

constexpr std::string_view source_account = R"(
fragment Source on Account {
  ...Profile
  ... on AccountWithParent { parent { publicId id } }
  ... on AccountWithHost { host { ...HostProfile } }
  ... on Organization { hasMoneyManagement host { ...HostProfile } }
}
fragment HostProfile on Host {
  ...Profile
  accountingCategories { nodes { ...Category } }
  hostedAccounts(limit: 0) { totalCount }
})";

constexpr std::string_view child_account = R"(
fragment Child on Account {
  ...Profile
  ... on AccountWithParent { parent { publicId id } }
  ... on AccountWithHost { host { publicId id } }
})";

// Whether all rows of an account are the host's. A date keeps the counts from a cache of a day
// (F 2.4.2).
constexpr std::string_view rows_under_host = R"(
  everything: transactions(limit: 0, includeDebts: true, dateFrom: "2010-01-01T00:00:00.000Z") {
    totalCount
  }
  underHost: transactions(limit: 0, includeDebts: true, dateFrom: "2010-01-01T00:00:00.000Z", host: {id: $id}) {
    totalCount
  })";

constexpr std::string_view sums_report = R"(
fragment Report on TransactionReport {
  groups {
    kind type isRefund isHost expenseType
    amount { ...Money }
    platformFee { ...Money }
    hostFee { ...Money }
    paymentProcessorFee { ...Money }
    taxAmount { ...Money }
    netAmount { ...Money }
  }
  totalChange { ...Money }
})";
constexpr std::string_view host_reports = R"(
    reports: hostTransactionsReports(timeUnit: MONTH, dateTo: $to) {
      nodes { date managedFunds { ...Report } operationalFunds { ...Report } }
    })";
constexpr std::string_view account_reports = R"(
    reports: transactionReports(timeUnit: MONTH, dateTo: $to) {
      nodes { date ...Report }
    })";

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

std::string expense_fragments(Fields fields) {
  if (fields == Fields::reduced) return joined({expense_node, "\n}", amount});
  return joined(
      {expense_node, expense_node_rest, "\n}", amount, account_reference, category_reference});
}

// `piece` for 0, 1, …, each with its number in place of #.
std::string numbered(std::size_t count, std::string_view piece) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    for (const char c : piece) {
      if (c == '#') {
        text += std::to_string(i);
      } else {
        text += c;
      }
    }
  }
  return text;
}

}  // namespace

Document transactions_document(Fields fields) {
  constexpr std::string_view head =
      R"(query Transactions($account: [AccountReferenceInput!], $host: AccountReferenceInput, $group: [String], $from: DateTime, $to: DateTime, $limit: Int!, $offset: Int!) {
  transactions(account: $account, host: $host, group: $group, dateFrom: $from, dateTo: $to, limit: $limit, offset: $offset, orderBy: {field: CREATED_AT, direction: ASC}, includeDebts: true, includeChildrenTransactions: false, includeGiftCardTransactions: false) {
    totalCount
    nodes { ...Row }
  }
})";
  if (fields == Fields::reduced) {
    return {"Transactions",
            joined({head, transaction_row, "\n}", amount, reduced_account_reference})};
  }
  return {"Transactions", joined({head, transaction_row, transaction_row_rest, "\n}", amount,
                                  account_reference, category_reference})};
}

Document expenses_document(Fields fields) {
  constexpr std::string_view head =
      R"(query Expenses($accounts: [AccountReferenceInput], $host: AccountReferenceInput, $status: [ExpenseStatusFilter], $from: DateTime, $to: DateTime, $limit: Int!, $offset: Int!) {
  expenses(accounts: $accounts, host: $host, status: $status, dateFrom: $from, dateTo: $to, limit: $limit, offset: $offset, orderBy: {field: CREATED_AT, direction: ASC}) {
    totalCount
    nodes { ...Node }
  }
})";
  return {"Expenses", joined({head, expense_fragments(fields)})};
}

Document count_document(std::span<const WindowQuery> windows) {
  const bool by_host = windows.front().scope.perspective == Perspective::host;
  std::string text = by_host ? "query CountRows($host: AccountReferenceInput"
                             : "query CountRows($accounts: [AccountReferenceInput!]";
  text += ", $status: [ExpenseStatusFilter]) {";
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const std::string window =
        fmt::format(R"(dateFrom: "{}", dateTo: "{}", limit: 0)", format_rfc3339(windows[i].from),
                    format_rfc3339(windows[i].to));
    text += fmt::format(
        "\n  w{0}: transactions({1}, {3}, includeDebts: true) {{ totalCount }}"
        "\n  x{0}: expenses({2}, status: $status, {3}) {{ totalCount }}",
        i, by_host ? "host: $host" : "account: $accounts",
        by_host ? "host: $host" : "accounts: $accounts", window);
  }
  return {"CountRows", text + "\n}"};
}

Document expense_look_up_document(std::size_t ids) {
  std::string variables = numbered(ids, ", $i#: String");
  return {"LookUpExpenses", "query LookUpExpenses(" + variables.substr(2) + ") {" +
                                numbered(ids, "\n  e#: expense(expense: {id: $i#}) { ...Node }") +
                                "\n}" + expense_fragments(Fields::full)};
}

Document transaction_look_up_document(std::size_t ids) {
  std::string variables = numbered(ids, ", $i#: String");
  return {"LookUpTransactions",
          "query LookUpTransactions(" + variables.substr(2) + ") {" +
              numbered(ids, "\n  e#: transaction(transaction: {id: $i#}) { ...Row }") + "\n}" +
              joined({transaction_row, transaction_row_rest, "\n}", amount, account_reference,
                      category_reference})};
}

Document account_look_up_document(std::size_t ids) {
  std::string variables = numbered(ids, ", $i#: String");
  return {"LookUpAccounts",
          "query LookUpAccounts(" + variables.substr(2) + ") {" +
              numbered(ids, "\n  a#: account(id: $i#, throwIfMissing: false) { publicId }") +
              "\n}"};
}

Document account_owner_document(std::size_t ids) {
  std::string variables = numbered(ids, ", $i#: String");
  return {"AccountOwners",
          "query AccountOwners(" + variables.substr(2) + ") {" +
              numbered(ids, "\n  a#: account(id: $i#, throwIfMissing: false) { ...Child }") +
              "\n}" + joined({child_account, account_reference})};
}

Document activities_document() {
  // The class EXPENSES leaves some of these out, so they are named one by one (F 4.6.2). Those of
  // orders tell of disputes, reviews and new categories (F 9.5, F 6.21).
  return {
      "Activities",
      R"(query Activities($accounts: [AccountReferenceInput!], $hosted: Boolean!, $from: DateTime, $to: DateTime, $limit: Int!, $offset: Int!) {
  activities(account: $accounts, includeHostedAccounts: $hosted, dateFrom: $from, dateTo: $to, limit: $limit, offset: $offset, orderBy: {field: CREATED_AT, direction: ASC}, type: [
    COLLECTIVE_EXPENSE_CREATED, COLLECTIVE_EXPENSE_UPDATED, COLLECTIVE_EXPENSE_APPROVED
    COLLECTIVE_EXPENSE_UNAPPROVED, COLLECTIVE_EXPENSE_RE_APPROVAL_REQUESTED
    COLLECTIVE_EXPENSE_REJECTED, COLLECTIVE_EXPENSE_MARKED_AS_INCOMPLETE
    COLLECTIVE_EXPENSE_MARKED_AS_SPAM, COLLECTIVE_EXPENSE_PUT_ON_HOLD
    COLLECTIVE_EXPENSE_RELEASED_FROM_HOLD, COLLECTIVE_EXPENSE_SCHEDULED_FOR_PAYMENT
    COLLECTIVE_EXPENSE_UNSCHEDULED_FOR_PAYMENT, COLLECTIVE_EXPENSE_PROCESSING
    COLLECTIVE_EXPENSE_ERROR, COLLECTIVE_EXPENSE_PAYMENT_ERROR, COLLECTIVE_EXPENSE_PAID
    COLLECTIVE_EXPENSE_MARKED_AS_UNPAID, COLLECTIVE_EXPENSE_MOVED
    COLLECTIVE_EXPENSE_INVITE_DRAFTED, COLLECTIVE_EXPENSE_INVITE_DECLINED
    COLLECTIVE_EXPENSE_RECURRING_DRAFTED
    ORDER_DISPUTE_CREATED, ORDER_DISPUTE_CLOSED, ORDER_REVIEW_OPENED, ORDER_REVIEW_CLOSED
    ORDER_UPDATED
  ]) {
    totalCount
    nodes { id expense { publicId } order { publicId } }
  }
})"};
}

Document monthly_sums_document(Perspective perspective) {
  if (perspective == Perspective::host) {
    return {"HostSums", joined({"query HostSums($id: String, $to: DateTime) {\n  host(id: $id) {",
                                host_reports, "\n  }\n}", sums_report, amount})};
  }
  return {"AccountSums",
          joined({"query AccountSums($id: String, $to: DateTime) {\n  account(id: $id) {",
                  account_reports, "\n  }\n}", sums_report, amount})};
}

Document figures_document(Perspective perspective, bool with_opening) {
  const bool by_host = perspective == Perspective::host;
  const std::string_view opening = R"(
    opening: stats {
      balance(dateTo: $opening, currency: $currency, includeChildren: true) { ...Money }
    })";
  const std::string_view before = R"(
  before: stats { balance(dateTo: $opening, currency: $currency) { ...Money } })";
  return {
      by_host ? "HostFigures" : "AccountFigures",
      joined({by_host ? "query HostFigures(" : "query AccountFigures(",
              "$id: String, $to: DateTime, $at: DateTime, $currency: Currency",
              with_opening ? ", $opening: DateTime" : "", ") {",
              by_host ? "\n  host(id: $id) {" : "", by_host ? host_reports : "",
              by_host ? "\n  }" : "", "\n  account(id: $id) {", by_host ? "" : account_reports, R"(
    ...Figures
    family: stats {
      balance(dateTo: $at, currency: $currency, includeChildren: true) { ...Money }
    })",
              with_opening ? opening : "", R"(
    c0: childrenAccounts(limit: 100) { nodes { ...Figures } }
    c1: childrenAccounts(limit: 100, offset: 100) { nodes { ...Figures } }
  }
}
fragment Figures on Account {
  publicId type settings
  ... on AccountWithHost { host { publicId } }
  ... on AccountWithParent { parent { publicId } }
  stats { balance(currency: $currency) { ...Money } })",
              with_opening ? before : "", by_host ? rows_under_host : "", "\n}", sums_report,
              amount})};
}

std::size_t balances_that_fit(std::span<const BalanceQuestion> balances) {
  constexpr std::size_t most_tokens = 1'400;
  constexpr std::size_t most_aliases = 100;
  constexpr std::size_t of_an_account = 26;
  constexpr std::size_t of_a_balance = 20;
  std::size_t tokens = 0;
  std::size_t aliases = 0;
  for (std::size_t i = 0; i < balances.size(); ++i) {
    const bool is_new = i == 0 || balances[i].account != balances[i - 1].account;
    tokens += of_a_balance + (is_new ? of_an_account : 0);
    aliases += is_new ? 2 : 1;
    if (tokens > most_tokens || aliases > most_aliases) return i;
  }
  return balances.size();
}

Document balance_document(std::span<const BalanceQuestion> balances) {
  std::string variables;
  std::string text;
  std::size_t accounts = 0;
  for (std::size_t i = 0; i < balances.size(); ++i) {
    const BalanceQuestion& question = balances[i];
    if (i == 0 || question.account != balances[i - 1].account) {
      variables += fmt::format("{}$a{}: String", i == 0 ? "" : ", ", accounts);
      text += fmt::format("{}\n  a{}: account(id: $a{}, throwIfMissing: false) {{ stats {{",
                          i == 0 ? "" : " } }", accounts, accounts);
      ++accounts;
    }
    const std::string before =
        question.before ? fmt::format(R"(dateTo: "{}", )", format_rfc3339(*question.before)) : "";
    text += fmt::format("\n    b{}: balance({}currency: {}{}) {{ ...Money }}", i, before,
                        question.currency.code(),
                        question.with_children ? ", includeChildren: true" : "");
  }
  return {"Balances", fmt::format("query Balances({}) {{{} }} }}\n}}{}", variables, text, amount)};
}

Document balance_facts_document(std::size_t accounts, bool count_rows) {
  std::string variables = numbered(accounts, ", $i#: String");
  std::string fragment = R"(
fragment Facts on Account {
  settings
  ... on AccountWithHost { host { publicId } }
  ... on AccountWithParent { parent { publicId } })";
  if (count_rows) {
    variables += ", $id: String";
    fragment += rows_under_host;
  }
  return {"BalanceFacts",
          "query BalanceFacts(" + variables.substr(2) + ") {" +
              numbered(accounts, "\n  f#: account(id: $i#, throwIfMissing: false) { ...Facts }") +
              "\n}" + fragment + "\n}"};
}

Document probe_document() {
  // `scopes` is a second look at the account on purpose: a missing scope fails a non-null field and
  // so nulls the nearest nullable parent, which must not be the account itself (F 1.3.1).
  constexpr std::string_view head = R"(query Probe($slug: String!) {
  me {
    ...Profile email
    memberOf(role: [ADMIN, ACCOUNTANT], limit: 1000) {
      nodes { role account { publicId id } }
    }
  }
  account(slug: $slug) {
    ...Source
    isAdmin settings
    childrenAccounts(limit: 100) { totalCount nodes { ...Child } }
    more: childrenAccounts(limit: 100, offset: 100) { nodes { ...Child } }
  }
  scopes: account(slug: $slug) {
    transactions(limit: 0) { limit }
    expenses(direction: RECEIVED, limit: 1) { nodes { attachedFiles { id } } }
  }
})";
  return {"Probe",
          joined({head, source_account, child_account, account_reference, category_reference})};
}

Document viewer_document() {
  return {"Viewer", R"(query Viewer {
  me {
    publicId id slug name type
    memberOf(role: [ADMIN, ACCOUNTANT], limit: 1000) {
      nodes {
        role
        account {
          publicId id slug name type currency isIncognito
          ... on AccountWithParent { parent { publicId id } }
          ... on AccountWithHost { host { publicId id } }
          ... on Organization { hasMoneyManagement host { publicId id } }
        }
      }
    }
  }
})"};
}

Document admin_probe_document() {
  return {"ProbeActivities",
          R"(query ProbeActivities($account: [AccountReferenceInput!]) {
  activities(account: $account, limit: 1) { nodes { id } }
})"};
}

Document hosted_expense_probe_document() {
  return {"ProbeHostedExpense",
          R"(query ProbeHostedExpense($host: AccountReferenceInput) {
  expenses(host: $host, limit: 1) { nodes { attachedFiles { id } } }
})"};
}

Document children_document() {
  constexpr std::string_view head = R"(query Children($slug: String!, $offset: Int!) {
  account(slug: $slug) {
    childrenAccounts(limit: 100, offset: $offset) { totalCount nodes { ...Child } }
  }
})";
  return {"Children", joined({head, child_account, account_reference})};
}

}  // namespace bursar::opencollective
