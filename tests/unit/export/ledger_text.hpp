#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/node.hpp"
#include "document/problems.hpp"
#include "document/table_reader.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/page.hpp"

namespace bursar::exporting {

inline std::string text_of(document::TableReader& reader, std::string_view key,
                           const std::string& usual = {}) {
  const document::Node* node = reader.text(key);
  return node != nullptr ? node->text : usual;
}

// What became known in one night.
struct Night {
  ledger::TransactionPage rows;
  ledger::ExpensePage expenses;
  std::vector<std::string> gone;  // ids of rows that vanished
  std::optional<ledger::Instant> proven_to;
  std::optional<ledger::CivilDate> lock;
  std::string chart;  // by which journals are booked from this night on; a file beside the ledger
  std::optional<ledger::CivilDate> remap_from;
  bool accept_corrections = false;
};

// A small ledger written down as TOML (golden/README.md). Accounts are named by their slugs, their
// public ids are "acc_" and the first slug; categories by their codes; a row whose id is a number
// has that as its number, too. What was there before changes in the keys that a night gives, and in
// no other.
class LedgerText {
 public:
  LedgerText(const document::Node& root, document::Problems& problems)
      : problems_(problems), top_(root, "the ledger", problems) {
    if (const document::Node* usual = top_.table("usual")) {
      document::TableReader reader(*usual, "[usual]", problems_);
      set(reader, "currency", usual_currency_);
      usual_host_ = text_of(reader, "host");
      reader.refuse_others();
    }
    nights_.push_back(read_night(top_));
    if (const document::Node* list = top_.list("night")) {
      for (const document::Node& node : list->items) {
        document::TableReader reader(node, "[[night]]", problems_);
        nights_.push_back(read_night(reader));
        reader.refuse_others();
      }
    }
  }

  // The first is what stands at the top of the text.
  [[nodiscard]] const std::vector<Night>& nights() const { return nights_; }
  // What else stands at the top is for somebody else to read.
  [[nodiscard]] document::TableReader& top() { return top_; }
  [[nodiscard]] const std::vector<ledger::Account>& accounts() const { return accounts_; }

 private:
  static ledger::Currency currency(const std::string& code) {
    return ledger::Currency::parse(code).value();
  }
  static void set(document::TableReader& reader, std::string_view key, std::string& target) {
    if (const document::Node* node = reader.text(key)) target = node->text;
  }
  static void set(document::TableReader& reader, std::string_view key,
                  std::optional<ledger::Instant>& target) {
    if (const document::Node* node = reader.text(key)) target = ledger::parse_rfc3339(node->text);
  }
  static void set(document::TableReader& reader, std::string_view key, ledger::Currency& target) {
    if (const document::Node* node = reader.text(key)) target = currency(node->text);
  }
  // "-18.50" in hundredths. Whether it was there.
  static bool set(document::TableReader& reader, std::string_view key, std::int64_t& target) {
    std::string digits = text_of(reader, key);
    if (digits.empty()) return false;
    std::erase(digits, '.');
    target = std::stoll(digits);
    return true;
  }
  void set_account(document::TableReader& reader, std::string_view key, ledger::Key& target) {
    if (const document::Node* node = reader.text(key)) target = account_keys_.at(node->text);
  }
  void set_category(document::TableReader& reader, std::string_view key, ledger::Key& target) {
    const document::Node* node = reader.text(key);
    if (node == nullptr) return;
    const auto [place, is_new] =
        category_keys_.try_emplace(node->text, static_cast<ledger::Key>(categories_.size()));
    target = place->second;
    if (!is_new) return;
    ledger::AccountingCategory category;
    category.public_id = category.platform_id = "acat_" + node->text;
    category.code = node->text;
    category.name = "Category " + node->text;
    categories_.push_back(category);
  }

  Night read_night(document::TableReader& reader) {
    Night night;
    for_each(reader, "account", [&](document::TableReader& one) { read_account(one); });
    for_each(reader, "expense",
             [&](document::TableReader& one) { night.expenses.rows.push_back(read_expense(one)); });
    for_each(reader, "row",
             [&](document::TableReader& one) { night.rows.rows.push_back(read_row(one)); });
    if (const document::Node* gone = reader.list("gone")) {
      for (const document::Node& id : gone->items) night.gone.push_back(id.text);
    }
    set(reader, "proven_to", night.proven_to);
    night.lock = ledger::parse_civil_date(text_of(reader, "lock"));
    night.remap_from = ledger::parse_civil_date(text_of(reader, "remap_from"));
    night.chart = text_of(reader, "chart_now");
    night.accept_corrections = reader.boolean("accept_corrections").value_or(false);
    night.rows.accounts = night.expenses.accounts = accounts_;
    night.expenses.categories = categories_;
    finish(night.rows);
    finish(night.expenses);
    return night;
  }

  template <typename Row>
  static void finish(ledger::Page<Row>& page) {
    for (std::size_t i = 0; i < page.rows.size(); ++i) {
      page.indexes.push_back(static_cast<std::int64_t>(i));
    }
    page.total_count = page.node_count();
  }

  template <typename Read>
  void for_each(document::TableReader& reader, const std::string& key, const Read& read) {
    const document::Node* list = reader.list(key);
    if (list == nullptr) return;
    for (const document::Node& node : list->items) {
      document::TableReader one(node, "[[" + key + "]]", problems_);
      read(one);
      one.refuse_others();
    }
  }

  void read_account(document::TableReader& reader) {
    const std::string slug = text_of(reader, "slug");
    const auto [place, is_new] =
        account_keys_.try_emplace(slug, static_cast<ledger::Key>(accounts_.size()));
    if (is_new) {
      ledger::Account& added = accounts_.emplace_back();
      added.slug = added.name = slug;
      added.public_id = added.platform_id = "acc_" + slug;
      added.type = "COLLECTIVE";
      added.currency = usual_currency_;
    }
    ledger::Account& account = accounts_[static_cast<std::size_t>(place->second)];
    set(reader, "slug_now", account.slug);
    set(reader, "name", account.name);
    set(reader, "legal_name", account.legal_name);
    set(reader, "type", account.type);
    set(reader, "currency", account.currency);
    if (const document::Node* node = reader.text("parent")) account.parent = "acc_" + node->text;
    if (const document::Node* node = reader.text("host")) account.host = "acc_" + node->text;
  }

  ledger::Transaction read_row(document::TableReader& reader) {
    ledger::Transaction& row = rows_[text_of(reader, "id")];
    if (row.id.empty()) {
      row.id = text_of(reader, "id");
      const bool is_number = row.id.find_first_not_of("0123456789") == std::string::npos;
      row.legacy_id = is_number ? std::stoll(row.id) : static_cast<std::int64_t>(rows_.size());
      row.public_id = "tx_" + std::to_string(row.legacy_id);
      row.currency = row.host_currency = usual_currency_;
      if (!usual_host_.empty()) row.host = account_keys_.at(usual_host_);
      row.fx_rate = "1";
    }
    set(reader, "group", row.group);
    set(reader, "kind", row.kind);
    set(reader, "description", row.description);
    if (const document::Node* node = reader.text("created")) {
      row.created_at = ledger::parse_rfc3339(node->text).value();
    }
    set(reader, "cleared", row.cleared_at);
    set_account(reader, "account", row.account);
    set_account(reader, "opposite", row.opposite_account);
    set_account(reader, "host", row.host);
    read_amounts(reader, row);
    read_links(reader, row);
    return row;
  }

  static void read_amounts(document::TableReader& reader, ledger::Transaction& row) {
    if (const std::string own = text_of(reader, "currency"); !own.empty()) {
      row.currency = row.host_currency = currency(own);
    }
    set(reader, "host_currency", row.host_currency);
    if (set(reader, "amount", row.amount)) row.host_amount = row.amount;
    set(reader, "host_amount", row.host_amount);
    set(reader, "platform_fee", row.platform_fee);
    set(reader, "host_fee", row.host_fee);
    set(reader, "processor_fee", row.processor_fee);
    set(reader, "tax", row.tax_amount);
    set(reader, "fx_rate", row.fx_rate);
    row.host_net_amount =
        row.host_amount + row.platform_fee + row.host_fee + row.processor_fee + row.tax_amount;
    row.net_amount = row.host_net_amount;
    set(reader, "net_amount", row.net_amount);
    row.direction = row.amount > 0 ? ledger::Direction::credit : ledger::Direction::debit;
  }

  static void read_links(document::TableReader& reader, ledger::Transaction& row) {
    set(reader, "expense", row.expense);
    set(reader, "tax_type", row.tax_type);
    set(reader, "tax_rate", row.tax_rate);
    set(reader, "tax_id", row.tax_id_number);
    set(reader, "payout", row.payout_type);
    set(reader, "payment_service", row.payment_service);
    set(reader, "merchant_id", row.merchant_id);
    set(reader, "refund_kind", row.refund_kind);
    set(reader, "refunds", row.refund_transaction);
    if (!row.refund_transaction.empty()) {
      row.is_refund = true;
      if (row.refund_kind.empty()) row.refund_kind = "REFUND";
    }
    if (const auto is_refund = reader.boolean("is_refund")) row.is_refund = *is_refund;
  }

  ledger::Expense read_expense(document::TableReader& reader) {
    ledger::Expense& expense = expenses_[text_of(reader, "id")];
    if (expense.public_id.empty()) {
      expense.public_id = expense.platform_id = text_of(reader, "id");
      expense.legacy_id = static_cast<std::int64_t>(expenses_.size());
      expense.type = "INVOICE";
      expense.status = "PAID";
      expense.amount.currency = usual_currency_;
    }
    set(reader, "type", expense.type);
    set(reader, "status", expense.status);
    set(reader, "description", expense.description);
    set(reader, "amount", expense.amount.hundredths);
    set(reader, "currency", expense.amount.currency);
    if (const document::Node* node = reader.text("created")) {
      expense.created_at = ledger::parse_rfc3339(node->text).value();
    }
    set(reader, "incurred", expense.incurred_at);
    set(reader, "paid", expense.paid_at);
    set_account(reader, "account", expense.account);
    set_account(reader, "payee", expense.payee);
    set_category(reader, "category", expense.category);
    if (const std::string rate = text_of(reader, "vat"); !rate.empty()) {
      expense.taxes = {{"VAT", rate, text_of(reader, "tax_id")}};
    }
    set(reader, "country", expense.payee_country);
    set(reader, "address", expense.payee_address);
    if (const auto on_hold = reader.boolean("on_hold")) expense.on_hold = *on_hold;
    if (const document::Node* items = reader.list("items")) read_items(*items, expense);
    return expense;
  }

  void read_items(const document::Node& items, ledger::Expense& expense) {
    expense.items.clear();
    for (const document::Node& node : items.items) {
      document::TableReader reader(node, "an item", problems_);
      ledger::ExpenseItem item;
      item.id = expense.public_id + "-" + std::to_string(expense.items.size() + 1);
      item.amount.currency = expense.amount.currency;
      set(reader, "description", item.description);
      set(reader, "amount", item.amount.hundredths);
      set(reader, "currency", item.amount.currency);
      set(reader, "fx_rate", item.fx_rate);
      set(reader, "incurred", item.incurred_at);
      reader.refuse_others();
      expense.items.push_back(item);
    }
  }

  document::Problems& problems_;
  document::TableReader top_;
  ledger::Currency usual_currency_ = currency("EUR");
  std::string usual_host_;
  std::vector<ledger::Account> accounts_;
  std::vector<ledger::AccountingCategory> categories_;
  std::map<std::string, ledger::Key> account_keys_;
  std::map<std::string, ledger::Key> category_keys_;
  std::map<std::string, ledger::Transaction> rows_;
  std::map<std::string, ledger::Expense> expenses_;
  std::vector<Night> nights_;
};

}  // namespace bursar::exporting
