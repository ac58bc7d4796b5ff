#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/books.hpp"
#include "ledger/group.hpp"

namespace bursar::ledger::sample {

// Accounts and rows as the golden texts write them, one per line:
//
//   account SLUG TYPE [parent=SLUG] [host=SLUG] [name=Words_With_Underscores]
//   row LEGACY_ID GROUP CREATED CREDIT|DEBIT KIND AMOUNT CURRENCY ACCOUNT OPPOSITE [key=value ...]
//
// The host amounts are the amounts, and nets their sums, unless a row says otherwise. Several tax
// rates are written "rate=0.05+0.09975".
class SampleBooks {
 public:
  void read_account(std::istringstream& words) {
    Account account;
    words >> account.slug >> account.type;
    account.public_id = "acc_" + account.slug;
    account.name = account.slug;
    for (const auto& [key, value] : read_options(words)) {
      if (key == "parent") account.parent = "acc_" + value;
      if (key == "host") account.host = "acc_" + value;
      if (key == "name") account.name = spaced(value);
    }
    accounts[key_of(account.slug)] = account;
  }

  // A row with the legacy id of an earlier one replaces it: its next version.
  void read_row(std::istringstream& words) {
    LedgerRow read;
    Transaction& row = read.row;
    std::string created;
    std::string direction;
    std::string amount;
    std::string currency;
    std::string account;
    std::string opposite;
    words >> row.legacy_id >> row.group >> created >> direction >> row.kind >> amount >> currency;
    words >> account >> opposite;
    if (row.kind == "-") row.kind.clear();
    if (row.group == "-") row.group.clear();
    row.id = "row-" + std::to_string(row.legacy_id);
    row.created_at = parse_rfc3339(created).value();
    row.cleared_at = row.created_at;
    row.direction = direction == "CREDIT" ? Direction::credit : Direction::debit;
    row.currency = row.host_currency = Currency::parse(currency).value();
    row.amount = row.host_amount = hundredths(amount);
    row.account = key_of(account);
    row.opposite_account = key_of(opposite);
    read_row_options(read_options(words), read);
    for (LedgerRow& known : rows) {
      if (known.row.legacy_id != row.legacy_id) continue;
      known = read;
      return;
    }
    rows.push_back(read);
  }

  void drop_row(std::int64_t legacy_id) {
    std::erase_if(rows, [&](const LedgerRow& row) { return row.row.legacy_id == legacy_id; });
  }

  Key key_of(const std::string& slug) {
    const auto next = static_cast<Key>(keys_.size());
    const Key key = keys_.try_emplace(slug, next).first->second;
    if (!accounts.contains(key)) {
      Account account;
      account.slug = account.name = slug;
      account.public_id = "acc_" + slug;
      account.type = "INDIVIDUAL";
      accounts.emplace(key, account);
    }
    return key;
  }

  // The rows that are in the books, by group, in the order of the rows.
  [[nodiscard]] std::vector<Group> groups(const Books& books) const {
    std::vector<Group> found;
    for (const LedgerRow& row : rows) {
      if (!in_books(books, row.row)) continue;
      const std::string& id = group_id(row.row);
      auto group = std::find_if(found.begin(), found.end(),
                                [&](const Group& known) { return known.id == id; });
      if (group == found.end()) group = found.insert(found.end(), Group{id, {}});
      group->rows.push_back(row);
    }
    return found;
  }

  static std::map<std::string, std::string> read_options(std::istringstream& words) {
    std::map<std::string, std::string> options;
    for (std::string word; words >> word;) {
      const std::size_t equals = word.find('=');
      if (equals == std::string::npos) throw std::runtime_error("no key=value: " + word);
      options[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return options;
  }

  AccountTable accounts;
  std::vector<LedgerRow> rows;

 private:
  void read_row_options(const std::map<std::string, std::string>& options, LedgerRow& read) {
    Transaction& row = read.row;
    std::optional<std::int64_t> net;
    std::optional<std::int64_t> own_net;
    for (const auto& [key, value] : options) {
      if (key == "host")
        row.host = key_of(value);
      else if (key == "books")
        row.host_currency = Currency::parse(value.substr(0, 3)).value();
      else if (key == "platform_fee")
        row.platform_fee = hundredths(value);
      else if (key == "host_fee")
        row.host_fee = hundredths(value);
      else if (key == "processor_fee")
        row.processor_fee = hundredths(value);
      else if (key == "tax")
        row.tax_amount = hundredths(value);
      else if (key == "net")
        net = hundredths(value);
      else if (key == "own_net")
        own_net = hundredths(value);
      else if (!read_link(key, value, read))
        throw std::runtime_error("unknown key: " + key);
      if (key == "books") row.host_amount = hundredths(value.substr(4));
    }
    const std::int64_t fees = row.platform_fee + row.host_fee + row.processor_fee;
    row.host_net_amount = net.value_or(row.host_amount + fees + row.tax_amount);
    row.net_amount = own_net.value_or(row.amount + fees + row.tax_amount);
  }

  bool read_link(const std::string& key, const std::string& value, LedgerRow& read) {
    Transaction& row = read.row;
    if (key == "order")
      row.order = std::stoll(value);
    else if (key == "expense")
      row.expense = value;
    else if (key == "cleared")
      row.cleared_at = parse_rfc3339(value);  // "never": nothing
    else if (key == "tax_type")
      row.tax_type = value;
    else if (key == "tax_rate")
      row.tax_rate = value;
    else if (key == "service")
      row.payment_service = value;
    else if (key == "payout")
      row.payout_type = value;
    else if (key == "category")
      read.category = value;
    else if (key == "type")
      read.expense_type = value;
    else if (key == "rate")
      read.expense_tax_rates = split(value, '+');
    else if (key == "fees_payer")
      read.payee_bears_fees = value == "PAYEE";
    else if (key == "refund")
      row.is_refund = true, row.refund_kind = value;
    else if (key == "reverses")
      read.reversed = dates_of(std::stoll(value));
    else
      return false;
    return true;
  }

  [[nodiscard]] ReversedDates dates_of(std::int64_t legacy_id) const {
    for (const LedgerRow& row : rows) {
      if (row.row.legacy_id == legacy_id) return {row.row.created_at, row.row.cleared_at};
    }
    throw std::runtime_error("reverses a row that is not there");
  }

  static std::vector<std::string> split(const std::string& text, char separator) {
    std::istringstream in(text);
    std::vector<std::string> parts;
    for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
    return parts;
  }

  static std::string spaced(std::string text) {
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
  }

  // "-1299.79", "12500": decimals are optional, two where given.
  static std::int64_t hundredths(const std::string& text) {
    const std::size_t point = text.find('.');
    if (point == std::string::npos) return std::stoll(text) * 100;
    if (text.size() != point + 3) throw std::runtime_error("not an amount: " + text);
    return std::stoll(text.substr(0, point) + text.substr(point + 1));
  }

  std::map<std::string, Key> keys_;
};

}  // namespace bursar::ledger::sample
