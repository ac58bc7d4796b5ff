#include "world/dump.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>
#include <vector>

#include "world/booking.hpp"
#include "world/merchant.hpp"

namespace bursar::sandbox {
namespace {

/// One line of tab-separated values; tabs, line breaks and backslashes are escaped.
class Line {
 public:
  Line& text(std::string_view value) {
    if (!first_) out_ += '\t';
    first_ = false;
    for (const char c : value) {
      switch (c) {
        case '\t':
          out_ += "\\t";
          break;
        case '\n':
          out_ += "\\n";
          break;
        case '\r':
          out_ += "\\r";
          break;
        case '\\':
          out_ += "\\\\";
          break;
        default:
          out_ += c;
      }
    }
    return *this;
  }

  Line& number(std::int64_t value) { return text(std::to_string(value)); }
  Line& flag(bool value) { return text(value ? "1" : "0"); }
  Line& time(Micros at) { return text(at == kNever ? std::string() : iso(at)); }

  Line& real(double value) {
    std::array<char, 40> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed)
            .ptr;
    return text({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool first_ = true;
};

std::string account_id(const World& world, AccountId id) {
  return id == 0 ? std::string() : world.ids.public_id(Entity::Account, id);
}

std::string public_or_empty(const World& world, Entity entity, std::uint32_t number) {
  return number == 0 ? std::string() : world.ids.public_id(entity, number);
}

/// A deleted expense is none: rows that were paid, taken back and left keep nothing of it.
CategoryId category_of(const World& world, const TransactionRow& row) {
  const bool expense = row.expense != 0 && !world.expenses[row.expense].deleted;
  const CategoryId id = expense          ? world.expenses[row.expense].category
                        : row.order != 0 ? world.orders[row.order].category
                                         : 0;
  return id != 0 && world.categories[id].deleted ? 0 : id;
}

void add_amounts(Line& line, const TransactionRow& row) {
  line.text(code(row.currency)).number(row.amount).number(row.net);
  if (row.tax_null) {
    line.text("");
  } else {
    line.number(row.tax);
  }
  line.text(code(row.host_currency)).number(row.host_amount).number(net_in_host_currency(row));
  line.number(row.platform_fee).number(row.host_fee).number(row.processor_fee).real(row.fx);
}

void add_links(Line& line, const World& world, const TransactionRow& row) {
  line.text(account_id(world, row.account)).text(account_id(world, row.opposite));
  line.text(account_id(world, row.host));
  const bool expense = row.expense != 0 && !world.expenses[row.expense].deleted;
  line.text(public_or_empty(world, Entity::Expense, expense ? row.expense : 0));
  line.text(public_or_empty(world, Entity::Order, row.order));
  const bool linked = row.refund != 0 && !world.ledger[row.refund].deleted;
  line.text(linked ? world.ids.uuid(Entity::Transaction, row.refund) : "");
}

void add_methods(Line& line, const World& world, const TransactionRow& row) {
  line.text(merchant_id(world, row));
  const bool paid = row.payment_method != 0;
  line.text(paid ? name(world.payment_methods[row.payment_method].service) : "");
  line.text(paid ? name(world.payment_methods[row.payment_method].type) : "");
  line.text(row.payout_method != 0 ? name(world.payout_methods[row.payout_method].type) : "");
  line.text(row.tax_info != 0 ? name(world.taxes[row.tax_info].type) : "");
  if (row.tax_info == 0) {
    line.text("");
  } else {
    line.real(world.taxes[row.tax_info].fraction());
  }
}

std::string transaction_line(const World& world, RowNumber number, const std::string& id) {
  const TransactionRow& row = world.ledger[number];
  Line line;
  line.text(id).number(static_cast<std::int64_t>(kFirstTransactionId + number));
  line.text(world.ids.uuid(Entity::Group, row.group)).text(row.credit ? "CREDIT" : "DEBIT");
  line.text(name(row.kind)).text(name(row.refund_kind)).text(world.texts.text(row.description));
  line.time(row.created).time(row.cleared == kNever ? row.created : row.cleared);
  add_amounts(line, row);
  add_links(line, world, row);
  line.flag(row.is_refund).flag(row.is_refunded()).flag(row.disputed).flag(row.in_review);
  add_methods(line, world, row);
  line.text(public_or_empty(world, Entity::Category, category_of(world, row)));
  return line.take();
}

std::string item_list(const World& world, const Expense& expense) {
  std::string list;
  for (std::uint32_t i = 0; i < expense.items; ++i) {
    const Item& item = world.items[expense.first_item + i];
    if (i > 0) list += '|';
    list += world.ids.public_id(Entity::Item, expense.first_item + i) + ';' +
            std::to_string(item.amount) + ';' + std::string(code(item.currency)) + ';' +
            iso(item.incurred) + ';' + world.texts.text(item.description);
  }
  return list;
}

std::string expense_line(const World& world, ExpenseId number, const std::string& id) {
  const Expense& expense = world.expenses[number];
  const auto text = [&](TextId value) { return value == 0 ? "" : world.texts.text(value); };
  Line line;
  line.text(id).text(world.ids.public_id(Entity::Expense, number));
  line.number(static_cast<std::int64_t>(kFirstExpenseId + number));
  line.text(name(expense.type)).text(name(expense.status)).flag(expense.on_hold);
  line.text(text(expense.description)).text(code(expense.currency)).number(expense.amount);
  line.text(expense.tax.rate == 0 ? "" : name(expense.tax.type));
  line.real(expense.tax.fraction());
  const bool categorized = expense.category != 0 && !world.categories[expense.category].deleted;
  line.text(public_or_empty(world, Entity::Category, categorized ? expense.category : 0));
  line.text(text(expense.tags)).text(account_id(world, expense.account));
  line.text(account_id(world, expense.payee)).text(account_id(world, expense.host));
  line.text(text(expense.reference)).text(expense.payee_pays_fees ? "PAYEE" : "COLLECTIVE");
  line.time(expense.created).time(expense.incurred).time(expense.paid);
  line.text(public_or_empty(world, Entity::PayoutMethod, expense.payout_method));
  line.text(expense.payout_method == 0 ? ""
                                       : name(world.payout_methods[expense.payout_method].type));
  line.text(text(expense.custom_data)).number(expense.items).text(item_list(world, expense));
  return line.take();
}

std::string join_sorted(std::vector<std::pair<std::string, std::string>> lines) {
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) out += line.second + '\n';
  return out;
}

std::set<AccountId> wanted_accounts(const World& world, const DumpFilter& filter) {
  std::set<AccountId> accounts;
  if (filter.account == 0) return accounts;
  accounts.insert(filter.account);
  if (!filter.children) return accounts;
  for (const AccountId child : world.children(filter.account, false)) accounts.insert(child);
  return accounts;
}

}  // namespace

std::string dump_transactions(const World& world, const DumpFilter& filter) {
  const auto accounts = wanted_accounts(world, filter);
  std::vector<std::pair<std::string, std::string>> lines;
  for (const RowNumber number : world.ledger.all()) {
    const TransactionRow& row = world.ledger[number];
    if (filter.host != 0 && row.host != filter.host) continue;
    if (!accounts.empty() && accounts.count(row.account) == 0) continue;
    std::string id = world.ids.uuid(Entity::Transaction, number);
    std::string line = transaction_line(world, number, id);
    lines.emplace_back(std::move(id), std::move(line));
  }
  return join_sorted(std::move(lines));
}

std::string dump_expenses(const World& world, const DumpFilter& filter) {
  const auto accounts = wanted_accounts(world, filter);
  std::vector<std::pair<std::string, std::string>> lines;
  for (ExpenseId number = 1; number <= world.expenses.size(); ++number) {
    const Expense& expense = world.expenses[number];
    if (expense.deleted) continue;
    const Account& account = world.accounts[expense.account];
    const AccountId host = expense.host != 0 ? expense.host : (account.active ? account.host : 0);
    if (filter.host != 0 && host != filter.host) continue;
    if (!accounts.empty() && accounts.count(expense.account) == 0) continue;
    std::string id = shown_id(world, Entity::Expense, number, expense.created);
    std::string line = expense_line(world, number, id);
    lines.emplace_back(std::move(id), std::move(line));
  }
  return join_sorted(std::move(lines));
}

}  // namespace bursar::sandbox
