#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "ledger/books.hpp"
#include "ledger/group.hpp"
#include "ledger/proportion.hpp"
#include "ledger/side.hpp"
#include "ledger/tax_rate.hpp"

namespace bursar::ledger::sample {

// Groups as the platform might write them in any of its years, and some that it would not: any
// kind on any account, fees and taxes inside rows or beside them, several currencies at once.
class RandomGroups {
 public:
  static constexpr Key host = 0;
  static constexpr Key first_stranger = 5;

  explicit RandomGroups(std::uint32_t seed, bool with_refunds = true)
      : random_(seed), with_refunds_(with_refunds) {}

  static AccountTable accounts() {
    AccountTable table;
    add(table, host, "host", "ORGANIZATION", "");
    add(table, 1, "project", "PROJECT", "acc_host");
    add(table, 2, "collective", "COLLECTIVE", "");
    add(table, 3, "event", "EVENT", "acc_collective");
    add(table, 4, "tips", "PLATFORM", "acc_host");
    add(table, first_stranger, "donor", "INDIVIDUAL", "");
    add(table, 6, "vendor", "VENDOR", "acc_host");
    return table;
  }

  Group next() {
    Group group{"group-" + std::to_string(legacy_id_), {}};
    const auto rows = between(1, 6);
    for (std::int64_t i = 0; i < rows; ++i) group.rows.push_back(next_row());
    for (Key account = host; account < first_stranger; ++account) {
      const auto main = main_row_of_account(group, account);
      if (main && chance(2)) add_tax_row(group, *main);
    }
    return group;
  }

  // What the platform writes when a group is refunded: every row undone, in a new group.
  static Group refund_of(const Group& group) {
    Group refund = group;
    refund.id += "-refund";
    for (LedgerRow& row : refund.rows) {
      Transaction& it = row.row;
      it.is_refund = true;
      it.refund_kind = "REFUND";
      it.direction = it.direction == Direction::credit ? Direction::debit : Direction::credit;
      for (std::int64_t* amount :
           {&it.amount, &it.net_amount, &it.tax_amount, &it.host_amount, &it.host_net_amount,
            &it.platform_fee, &it.host_fee, &it.processor_fee}) {
        *amount = -*amount;
      }
    }
    return refund;
  }

  std::int64_t between(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  bool chance(std::int64_t one_in) { return between(1, one_in) == 1; }

 private:
  static void add(AccountTable& table, Key key, const char* slug, const char* type,
                  const char* parent) {
    Account account;
    account.slug = account.name = slug;
    account.public_id = std::string("acc_") + slug;
    account.type = type;
    account.parent = parent;
    if (key < first_stranger) account.host = "acc_host";
    table.emplace(key, account);
  }

  LedgerRow next_row() {
    static constexpr std::array<const char*, 11> kinds{
        "CONTRIBUTION",          "CONTRIBUTION",      "EXPENSE",  "EXPENSE",
        "ADDED_FUNDS",           "BALANCE_TRANSFER",  "HOST_FEE", "HOST_FEE_SHARE",
        "PAYMENT_PROCESSOR_FEE", "PLATFORM_TIP_DEBT", ""};
    LedgerRow made;
    Transaction& row = made.row;
    row.legacy_id = legacy_id_++;
    row.id = "row-" + std::to_string(row.legacy_id);
    row.kind = kinds.at(static_cast<std::size_t>(between(0, kinds.size() - 1)));
    row.direction = chance(2) ? Direction::credit : Direction::debit;
    row.account = between(0, first_stranger - 1);
    row.opposite_account = between(0, 6);
    row.host = host;
    row.order = chance(2) ? 1 : no_key;
    row.is_refund = with_refunds_ && chance(6);
    row.created_at = Instant{between(1'500'000'000'000, 1'800'000'000'000)};
    set_amounts(row);
    set_tax_rate(made);
    return made;
  }

  void set_amounts(Transaction& row) {
    static constexpr std::array<const char*, 3> currencies{"EUR", "USD", "JPY"};
    row.currency = Currency::parse(currencies.at(index(3))).value();
    row.host_currency = chance(4) ? Currency::parse(currencies.at(index(3))).value() : row.currency;
    const std::int64_t sign = row.direction == Direction::credit ? 1 : -1;
    const std::int64_t size = between(0, chance(10) ? 2'000'000'000 : 50'000);
    row.amount = row.net_amount = sign * whole(size, row.currency);
    row.host_amount = row.host_net_amount =
        row.currency == row.host_currency
            ? row.amount
            : sign * whole(size / 100 * between(80, 125), row.host_currency);
    if (chance(3)) set_fees(row);
  }

  void set_fees(Transaction& row) {
    for (std::int64_t* fee : {&row.platform_fee, &row.host_fee, &row.processor_fee}) {
      *fee = chance(3) ? 0 : -whole(between(0, 3000), row.host_currency);
      row.host_net_amount += *fee;
    }
    row.net_amount += whole(row.host_net_amount - row.host_amount, row.currency);
  }

  void set_tax_rate(LedgerRow& made) {
    static constexpr std::array<const char*, 4> rates{"0.21", "0.06", "0.055", "0.2"};
    if (!chance(2)) return;
    Transaction& row = made.row;
    row.tax_type = "VAT";
    row.tax_rate = rates.at(index(4));
    if (booked_kind(row) == "EXPENSE" && chance(2)) made.expense_tax_rates = {row.tax_rate};
    made.payee_bears_fees = chance(4);
    const bool in_row = chance(2) && bears_fees(row) && row.currency == row.host_currency;
    if (!in_row) return;
    const Money gross{row.host_amount, row.host_currency};
    const TaxRate rate = parse_tax_rate(row.tax_rate).value();
    // Received, the tax is inside the amount and taken off; given, it comes on top.
    const std::int64_t tax = side_of(row) == Side::received ? -tax_within(gross, rate).hundredths
                                                            : tax_on(gross, rate).hundredths;
    row.tax_amount = tax;
    row.host_net_amount += tax;
    row.net_amount += tax;
  }

  // A TAX row beside a row that was received and has no tax yet.
  void add_tax_row(Group& group, std::size_t index) {
    const LedgerRow main = group.rows[index];
    if (!bears_fees(main.row) || side_of(main.row) != Side::received || main.row.tax_rate.empty() ||
        main.row.tax_amount != 0 || main.row.currency != main.row.host_currency) {
      return;
    }
    LedgerRow tax;
    tax.row = main.row;
    tax.row.legacy_id = legacy_id_++;
    tax.row.id = "row-" + std::to_string(tax.row.legacy_id);
    tax.row.kind = "TAX";
    tax.row.opposite_account = 6;
    tax.row.platform_fee = tax.row.host_fee = tax.row.processor_fee = 0;
    tax.row.direction =
        main.row.direction == Direction::credit ? Direction::debit : Direction::credit;
    const TaxRate rate = parse_tax_rate(main.row.tax_rate).value();
    const Money gross{main.row.host_amount, main.row.host_currency};
    tax.row.amount = tax.row.net_amount = tax.row.host_amount = tax.row.host_net_amount =
        -tax_within(gross, rate).hundredths;
    group.rows.push_back(tax);
  }

  std::size_t index(std::int64_t size) { return static_cast<std::size_t>(between(0, size - 1)); }

  static std::int64_t whole(std::int64_t amount, Currency currency) {
    return amount / smallest_unit(currency) * smallest_unit(currency);
  }

  std::mt19937 random_;
  bool with_refunds_;
  std::int64_t legacy_id_ = 1;
};

}  // namespace bursar::ledger::sample
