#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "document/node.hpp"
#include "document/problems.hpp"
#include "document/table_reader.hpp"
#include "export/export.hpp"
#include "ledger/page.hpp"
#include "mapping/layout.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/records.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::exporting {

// A directory of its own, removed when it goes.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "bursar-export-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

// A small ledger written down as TOML (see golden/*/rows.toml), stored the way a sync stores it.
// Accounts are named by their slugs; their public ids are "acc_" and the slug.
class Ledger {
 public:
  explicit Ledger(const std::string& toml, const std::string& name = "rows.toml")
      : problems_(name),
        root_(document::parse(toml, name)),
        database_(scratch_.path() / "bursar.db", store::OpenMode::read_write) {
    store::WriteTransaction transaction(database_);
    context_.run = store::begin_run(database_, "test", "test", {0});
    document::TableReader top(root_, "the ledger", problems_);
    read_accounts(top.list("account"));
    read_rows(top.list("row"));
    read_expenses(top.list("expense"));
    store::RecordWriter writer(database_);
    writer.write(page_, context_);
    writer.write(expenses_, context_);
    for (const ledger::Account& account : page_.accounts) writer.write_account(account, context_);
    read_source(top);
    request_.profile = text(top, "profile", "books");
    request_.layout = mapping::load_layout(text(top, "layout", "transactions"));
    request_.calendar.zone = ledger::TimeZone::find(text(top, "time_zone", "UTC")).value();
    if (text(top, "date", "created") == "effective") {
      request_.calendar.basis = ledger::DateBasis::effective;
    }
    top.refuse_others();
    problems_.throw_if_any("correct the fixture");
    std::filesystem::create_directory(scratch_.path() / "out");
    request_.directory = scratch_.path() / "out";
    transaction.commit();
  }

  [[nodiscard]] store::Database& database() { return database_; }
  [[nodiscard]] Request& request() { return request_; }
  [[nodiscard]] Result run() { return run_export(database_, request_); }
  [[nodiscard]] std::string file(const std::string& name) const {
    return content_of(request_.directory / name);
  }

 private:
  static std::string text(document::TableReader& reader, std::string_view key,
                          const std::string& usual = {}) {
    const document::Node* node = reader.text(key);
    return node != nullptr ? node->text : usual;
  }
  static ledger::Instant instant(document::TableReader& reader, std::string_view key) {
    return ledger::parse_rfc3339(text(reader, key)).value();
  }
  static std::optional<ledger::Instant> maybe_instant(document::TableReader& reader,
                                                      std::string_view key) {
    return ledger::parse_rfc3339(text(reader, key));
  }
  // "-18.50" in hundredths.
  static std::int64_t hundredths(document::TableReader& reader, std::string_view key,
                                 const std::string& usual = "0.00") {
    std::string digits = text(reader, key, usual);
    std::erase(digits, '.');
    return std::stoll(digits);
  }
  static ledger::Currency currency(const std::string& code) {
    return ledger::Currency::parse(code).value();
  }
  [[nodiscard]] ledger::Key key_of(const std::string& slug) const {
    return slug.empty() ? ledger::no_key : keys_.at(slug);
  }

  void read_accounts(const document::Node* list) {
    for (const document::Node& node : list->items) {
      document::TableReader reader(node, "[[account]]", problems_);
      ledger::Account account;
      account.slug = text(reader, "slug");
      account.public_id = "acc_" + account.slug;
      account.platform_id = account.public_id;
      account.name = text(reader, "name", account.slug);
      account.type = text(reader, "type", "COLLECTIVE");
      account.currency = currency(text(reader, "currency", "EUR"));
      if (const std::string parent = text(reader, "parent"); !parent.empty()) {
        account.parent = "acc_" + parent;
      }
      if (const std::string host = text(reader, "host"); !host.empty()) {
        account.host = "acc_" + host;
      }
      reader.refuse_others();
      keys_[account.slug] = static_cast<ledger::Key>(page_.accounts.size());
      page_.accounts.push_back(account);
    }
    expenses_.accounts = page_.accounts;
  }

  void read_rows(const document::Node* list) {
    if (list == nullptr) return;
    for (const document::Node& node : list->items) {
      document::TableReader reader(node, "[[row]]", problems_);
      ledger::Transaction row;
      row.id = text(reader, "id");
      row.legacy_id = static_cast<std::int64_t>(page_.rows.size()) + 1;
      row.public_id = "tx_" + std::to_string(row.legacy_id);
      row.group = text(reader, "group");
      row.kind = text(reader, "kind");
      row.refund_kind = text(reader, "refund_kind");
      row.is_refund = reader.boolean("is_refund").value_or(false);
      row.description = text(reader, "description");
      row.created_at = instant(reader, "created");
      row.cleared_at = maybe_instant(reader, "cleared");
      row.account = key_of(text(reader, "account"));
      row.opposite_account = key_of(text(reader, "opposite"));
      row.host = key_of(text(reader, "host"));
      read_amounts(reader, row);
      row.payment_service = text(reader, "payment_service");
      row.merchant_id = text(reader, "merchant_id");
      reader.refuse_others();
      page_.indexes.push_back(static_cast<std::int64_t>(page_.rows.size()));
      page_.rows.push_back(row);
    }
    page_.total_count = page_.node_count();
  }

  static void read_amounts(document::TableReader& reader, ledger::Transaction& row) {
    const std::string own = text(reader, "currency", "EUR");
    row.currency = currency(own);
    row.amount = hundredths(reader, "amount");
    row.host_currency = currency(text(reader, "host_currency", own));
    row.host_amount = hundredths(reader, "host_amount", text(reader, "amount"));
    row.platform_fee = hundredths(reader, "platform_fee");
    row.host_fee = hundredths(reader, "host_fee");
    row.processor_fee = hundredths(reader, "processor_fee");
    row.tax_amount = hundredths(reader, "tax");
    row.fx_rate = text(reader, "fx_rate", "1");
    row.host_net_amount =
        row.host_amount + row.platform_fee + row.host_fee + row.processor_fee + row.tax_amount;
    row.net_amount = row.host_net_amount;
    row.direction = row.amount > 0 ? ledger::Direction::credit : ledger::Direction::debit;
  }

  void read_expenses(const document::Node* list) {
    if (list == nullptr) return;
    for (const document::Node& node : list->items) {
      document::TableReader reader(node, "[[expense]]", problems_);
      ledger::Expense expense;
      expense.public_id = text(reader, "id");
      expense.platform_id = expense.public_id;
      expense.legacy_id = static_cast<std::int64_t>(expenses_.rows.size()) + 1;
      expense.type = text(reader, "type", "INVOICE");
      expense.status = text(reader, "status", "PAID");
      expense.description = text(reader, "description");
      expense.amount = {hundredths(reader, "amount"), currency(text(reader, "currency", "EUR"))};
      expense.created_at = instant(reader, "created");
      expense.incurred_at = maybe_instant(reader, "incurred");
      expense.paid_at = maybe_instant(reader, "paid");
      expense.account = key_of(text(reader, "account"));
      expense.payee = key_of(text(reader, "payee"));
      if (const std::string rate = text(reader, "vat"); !rate.empty()) {
        expense.taxes.push_back({"VAT", rate, ""});
      }
      if (const document::Node* items = reader.list("items")) read_items(*items, expense);
      reader.refuse_others();
      expenses_.indexes.push_back(static_cast<std::int64_t>(expenses_.rows.size()));
      expenses_.rows.push_back(expense);
    }
    expenses_.total_count = expenses_.node_count();
  }

  void read_items(const document::Node& items, ledger::Expense& expense) {
    for (const document::Node& node : items.items) {
      document::TableReader reader(node, "an item", problems_);
      ledger::ExpenseItem item;
      item.id = expense.public_id + "-" + std::to_string(expense.items.size() + 1);
      item.description = text(reader, "description");
      item.amount = {hundredths(reader, "amount"), currency(text(reader, "currency", "EUR"))};
      item.fx_rate = text(reader, "fx_rate");
      item.incurred_at = maybe_instant(reader, "incurred");
      reader.refuse_others();
      expense.items.push_back(item);
    }
  }

  void read_source(document::TableReader& top) {
    const document::Node* node = top.table("source");
    document::TableReader reader(*node, "[source]", problems_);
    const std::string host = text(reader, "host");
    const std::string slug = host.empty() ? text(reader, "account") : host;
    const ledger::Instant start = ledger::parse_rfc3339("2015-01-01T00:00:00Z").value();
    request_.source = store::open_source(database_, "source", host.empty() ? "account" : "host",
                                         "acc_" + slug, start);
    if (host.empty()) {
      store::put_member(database_, request_.source.source, {"acc_" + slug, false, true});
      for (const ledger::Account& account : page_.accounts) {
        if (account.parent != "acc_" + slug) continue;
        store::put_member(database_, request_.source.source, {account.public_id, false, true});
      }
    }
    if (const std::string proven = text(reader, "proven_to"); !proven.empty()) {
      const store::Interval interval{start, ledger::parse_rfc3339(proven).value()};
      store::record_window(database_, {request_.source.source, "transactions", ""},
                           {interval, page_.node_count(), context_.run, {0}});
    }
    reader.refuse_others();
  }

  Scratch scratch_;
  document::Problems problems_;
  document::Node root_;
  store::Database database_;
  store::WriteContext context_;
  ledger::TransactionPage page_;
  ledger::ExpensePage expenses_;
  std::map<std::string, ledger::Key> keys_;
  Request request_;
};

}  // namespace bursar::exporting
