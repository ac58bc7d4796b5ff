#include "export/explanation.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/profile_view.hpp"
#include "store/groups.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {
namespace {

using ledger::Key;

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The rows with this number, and those of the expense with this number.
std::vector<Key> rows_of_number(store::Database& database, std::int64_t number) {
  std::vector<Key> rows = store::rows_by_number(database, number);
  if (const auto expense = store::expense_by_number(database, number)) {
    for (const Key row : store::rows_of_expense(database, *expense)) {
      if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
    }
  }
  return rows;
}

// "OC2d10c9a80b1d419-2": recorded, or made of the first digits of a group's id.
std::vector<Key> rows_named_as_entry(store::Database& database, const std::string& name) {
  std::vector<Key> rows = store::rows_of_entry(database, name);
  const std::string digits = name.substr(2, name.find('-', 2) - 2);
  constexpr std::size_t length = 15;
  if (!rows.empty() || digits.size() != length) return rows;
  constexpr std::size_t first = 8;
  constexpr std::size_t second = 4;
  return store::rows_of_group(
      database, fmt::format("{}-{}-{}", digits.substr(0, first), digits.substr(first, second),
                            digits.substr(first + second)));
}

// The row's id within the id of a line of a statement: "ID:tax.1r".
std::string row_id_in(const std::string& line_id) {
  return line_id.substr(0, line_id.find_first_of(":."));
}

std::string slug_of(const ledger::Account* account) {
  return account == nullptr ? std::string() : account->slug;
}

std::string money_text(ledger::Money money) {
  std::string text;
  constexpr int two = 2;
  ledger::append_amount(money, '.', two, text);
  return fmt::format("{} {}", text, money.currency.code());
}

void tell_row(const store::StoredTransaction& stored, Explanation& told) {
  const ledger::Transaction& row = stored.row;
  told.id = row.id;
  told.number = row.legacy_id;
  told.public_id = row.public_id;
  told.kind = row.kind;
  told.description = row.description;
  told.account = slug_of(stored.account);
  told.opposite = slug_of(stored.opposite_account);
  told.host = slug_of(stored.host);
  told.created_at = ledger::format_rfc3339(row.created_at);
  told.effective_at = ledger::format_rfc3339(row.cleared_at.value_or(row.created_at));
  told.amount = {row.amount, row.currency};
  told.net_amount = {row.host_net_amount, row.host_currency};
  if (stored.category != nullptr) told.category = stored.category->code;
  told.expense = stored.expense_legacy_id ? std::to_string(*stored.expense_legacy_id) : row.expense;
  if (stored.order != nullptr) told.order = stored.order->public_id;
  told.group = ledger::group_id(row);
}

void tell_group(const store::StoredGroup& group, Explanation& told) {
  for (const store::GroupRow& one : group.rows) {
    const ledger::Transaction& row = one.stored.row;
    told.group_rows.push_back(fmt::format("{} {} {} {}", row.kind, row.legacy_id,
                                          slug_of(one.stored.account),
                                          money_text({row.host_net_amount, row.host_currency})));
  }
}

}  // namespace

std::vector<Key> find_rows(store::Database& database, const std::string& reference) {
  if (reference.empty()) return {};
  if (const auto number = number_in(reference)) return rows_of_number(database, *number);
  if (reference.starts_with("OC")) return rows_named_as_entry(database, reference);
  std::vector<Key> rows = store::rows_by_id(database, reference);
  if (rows.empty()) rows = store::rows_by_id(database, row_id_in(reference));
  if (rows.empty()) rows = store::rows_of_expense(database, reference);
  if (rows.empty()) rows = store::rows_of_group(database, reference);
  return rows;
}

Explanation explain_row(store::Database& database, Key row,
                        const std::vector<Request>& configured) {
  store::GroupReader reader(database);
  Explanation told;
  const store::StoredTransaction stored = reader.read_row(row);
  tell_row(stored, told);
  told.versions = store::row_versions(database, row);
  store::GroupReader groups(database);  // its own: the references of `stored` stay valid
  const store::StoredGroup group = groups.read(told.group);
  told.vanished = std::none_of(group.rows.begin(), group.rows.end(),
                               [&](const store::GroupRow& one) { return one.stored.key == row; });
  tell_group(group, told);
  if (!stored.row.expense.empty()) {
    told.receipts = store::receipts_of_expense(database, stored.row.expense);
  }
  for (const Request& request : configured) {
    told.profiles.push_back(view_of(database, request, group, stored, told.vanished));
  }
  for (const store::Profile& profile : store::list_profiles(database)) {
    const bool is_configured =
        std::any_of(configured.begin(), configured.end(),
                    [&](const Request& request) { return request.profile == profile.name; });
    if (!is_configured) told.profiles.push_back(view_of(database, profile, stored));
  }
  return told;
}

}  // namespace bursar::exporting
