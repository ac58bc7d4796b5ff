#include <string>

#include "resolve/exchange_rate.hpp"
#include "resolve/execution.hpp"
#include "resolve/expense_access.hpp"
#include "resolve/resolvers.hpp"
#include "world/merchant.hpp"

namespace bursar::sandbox {
namespace {

const Expense& expense_of(const Execution& ex, const Node& node) {
  return ex.world().expenses[node.number];
}

void write_text(Execution& ex, TextId text, PlannedField& field) {
  if (text == 0) return ex.null(field);
  ex.raw(ex.world().texts.json(text));
}

/// The booked amount of a paid expense, else today's rate, marked approximate (F 6.7).
void write_amount(Execution& ex, const Node& node, PlannedField& field) {
  const Expense& expense = expense_of(ex, node);
  const World& world = ex.world();
  const std::string source = field.argument("currencySource").is_string()
                                 ? field.argument("currencySource").get<std::string>()
                                 : "EXPENSE";
  Currency target = expense.currency;
  if (source == "ACCOUNT") target = world.accounts[expense.account].currency;
  if (source == "CREATED_BY_ACCOUNT") target = world.accounts[expense.created_by].currency;
  const AccountId host = world.accounts[expense.account].host;
  if (source == "HOST" && host != 0) target = world.accounts[host].currency;
  if (target == expense.currency) return ex.amount(field, expense.amount, expense.currency);
  const bool paid = expense.status == ExpenseStatus::Paid && expense.paid != kNever;
  ExchangeRate rate;
  rate.date = paid ? expense.paid : world.now;
  rate.from = expense.currency;
  rate.to = target;
  rate.value = fx_rate(rate.from, rate.to, rate.date);
  rate.approximate = !paid;
  Node amount;
  amount.cents = platform_round(expense.amount * rate.value, target);
  amount.currency = target;
  amount.extra = &rate;
  ex.object(field, amount);
}

void write_account(Execution& ex, AccountId id, PlannedField& field) {
  ex.account(field, id);
}

/// A deleted or private payee fails the whole node, for the field is non-null (F 10.4).
void write_payee(Execution& ex, const Node& node, PlannedField& field) {
  const AccountId payee = expense_of(ex, node).payee;
  const bool gone = ex.world().accounts[payee].deleted || !ex.rights().sees(payee);
  ex.account(field, gone ? 0 : payee);
}

void write_host(Execution& ex, const Node& node, PlannedField& field) {
  const Expense& expense = expense_of(ex, node);
  const Account& account = ex.world().accounts[expense.account];
  write_account(ex, expense.host != 0 ? expense.host : (account.active ? account.host : 0), field);
}

void write_tags(Execution& ex, const Node& node, PlannedField& field) {
  const TextId tags = expense_of(ex, node).tags;
  if (tags == 0) return ex.raw("[]");
  std::vector<std::string> list;
  std::string rest = ex.world().texts.text(tags);
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    list.push_back(rest.substr(0, comma));
    rest = comma == rest.npos ? "" : rest.substr(comma + 1);
  }
  ex.list(field, list.size(), [&](std::size_t i) { ex.text(list[i]); });
}

void add_identity(Resolvers& resolvers) {
  resolvers.add(
      "Expense",
      {{"id",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.quoted(shown_id(ex.world(), Entity::Expense, n.number, expense_of(ex, n).created));
        }},
       {"publicId",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.quoted(ex.world().ids.public_id(Entity::Expense, n.number));
        }},
       {"legacyId",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.integer(static_cast<std::int64_t>(kFirstExpenseId + n.number));
        }},
       {"description",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_text(ex, expense_of(ex, n).description, field);
        }},
       {"longDescription",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_text(ex, expense_of(ex, n).long_description, field);
        }},
       {"type", [](Execution& ex, const Node& n,
                   PlannedField&) { ex.quoted(name(expense_of(ex, n).type)); }},
       {"status", [](Execution& ex, const Node& n,
                     PlannedField&) { ex.quoted(name(expense_of(ex, n).status)); }},
       {"currency", [](Execution& ex, const Node& n,
                       PlannedField&) { ex.quoted(code(expense_of(ex, n).currency)); }},
       {"tags", write_tags},
       {"feesPayer", [](Execution& ex, const Node& n, PlannedField&) {
          ex.quoted(expense_of(ex, n).payee_pays_fees ? "PAYEE" : "COLLECTIVE");
        }}});
}

void add_amounts_and_times(Resolvers& resolvers) {
  resolvers.add(
      "Expense",
      {{"amount",
        [](Execution& ex, const Node& n, PlannedField&) { ex.integer(expense_of(ex, n).amount); }},
       {"amountV2", write_amount},
       {"accountCurrencyFxRate",
        [](Execution& ex, const Node& n, PlannedField&) {
          const Expense& expense = expense_of(ex, n);
          ex.real(fx_rate(expense.currency, ex.world().accounts[expense.account].currency,
                          expense.created));
        }},
       {"createdAt", [](Execution& ex, const Node& n,
                        PlannedField& field) { ex.time(expense_of(ex, n).created, field); }},
       {"incurredAt", [](Execution& ex, const Node& n,
                         PlannedField& field) { ex.time(expense_of(ex, n).incurred, field); }},
       {"paidAt", [](Execution& ex, const Node& n, PlannedField& field) {
          ex.time(expense_of(ex, n).paid, field);
        }}});
}

void add_people(Resolvers& resolvers) {
  resolvers.add("Expense", {{"account",
                             [](Execution& ex, const Node& n, PlannedField& field) {
                               write_account(ex, expense_of(ex, n).account, field);
                             }},
                            {"payee", write_payee},
                            {"host", write_host},
                            {"createdByAccount",
                             [](Execution& ex, const Node& n, PlannedField& field) {
                               write_account(ex, expense_of(ex, n).created_by, field);
                             }},
                            {"requestedByAccount",
                             [](Execution& ex, const Node& n, PlannedField& field) {
                               write_account(ex, expense_of(ex, n).requested_by, field);
                             }},
                            {"paidBy",
                             [](Execution& ex, const Node& n, PlannedField& field) {
                               const Expense& expense = expense_of(ex, n);
                               const bool paid = expense.status == ExpenseStatus::Paid;
                               write_account(ex, paid ? expense.paid_by : 0, field);
                             }},
                            {"approvedBy", [](Execution& ex, const Node& n, PlannedField& field) {
                               const AccountId approver = expense_of(ex, n).approved_by;
                               ex.list(field, approver == 0 ? 0 : 1,
                                       [&](std::size_t) { ex.account(field, approver); });
                             }}});
}

void add_private(Resolvers& resolvers) {
  resolvers.add(
      "Expense",
      {{"onHold",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          if (!access_to(ex, expense).hold_flag) return ex.null(field);
          ex.boolean(expense.on_hold);
        }},
       {"reference",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          write_text(ex, access_to(ex, expense).invoice_info ? expense.reference : 0, field);
        }},
       {"invoiceInfo",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          write_text(ex, access_to(ex, expense).invoice_info ? expense.invoice_info : 0, field);
        }},
       {"privateMessage",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          write_text(ex, access_to(ex, expense).attachments ? expense.private_message : 0, field);
        }},
       {"transferReference",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          write_text(ex, access_to(ex, expense).custom_data ? expense.transfer_reference : 0,
                     field);
        }},
       {"customData",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          if (expense.custom_data == 0 || !access_to(ex, expense).custom_data) {
            return ex.null(field);
          }
          ex.raw(ex.world().texts.text(expense.custom_data));
        }},
       {"merchantId",
        [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          const bool allowed = access_to(ex, expense).custom_data;
          ex.text_or_null(allowed ? merchant_id(ex.world(), expense) : "", field);
        }},
       {"payeeLocation", [](Execution& ex, const Node& n, PlannedField& field) {
          const Expense& expense = expense_of(ex, n);
          if (!access_to(ex, expense).attachments) return ex.null(field);
          Node payee;
          payee.number = expense.payee;
          ex.object(field, payee);
        }}});
}

}  // namespace

void add_expense_resolvers(Resolvers& resolvers) {
  add_identity(resolvers);
  add_amounts_and_times(resolvers);
  add_people(resolvers);
  add_private(resolvers);
}

}  // namespace bursar::sandbox
