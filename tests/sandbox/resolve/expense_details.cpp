#include <string>
#include <vector>

#include "resolve/exchange_rate.hpp"
#include "resolve/execution.hpp"
#include "resolve/expense_access.hpp"
#include "resolve/resolvers.hpp"
#include "world/file_numbers.hpp"

/// Items, taxes, files, methods and categories of an expense.
namespace bursar::sandbox {
namespace {

const Expense& expense_of(const Execution& ex, const Node& node) {
  return ex.world().expenses[node.number];
}

const Item& item_of(const Execution& ex, const Node& node) {
  return ex.world().items[node.number];
}

const ExchangeRate& rate_of(const Node& node) {
  return *static_cast<const ExchangeRate*>(node.extra);
}

void write_items(Execution& ex, const Node& node, PlannedField& field) {
  const Expense& expense = expense_of(ex, node);
  ex.list(field, expense.items, [&](std::size_t i) {
    Node item;
    item.number = expense.first_item + static_cast<std::uint32_t>(i);
    item.extra = &expense;
    item.visible = access_to(ex, expense).attachments;
    ex.object(field, item);
  });
}

void write_taxes(Execution& ex, const Node& node, PlannedField& field) {
  const Expense& expense = expense_of(ex, node);
  ex.list(field, expense.tax.rate == 0 ? 0 : 1, [&](std::size_t) {
    Node tax;
    tax.extra = &expense.tax;
    tax.visible = access_to(ex, expense).invoice_info;
    ex.object(field, tax);
  });
}

std::uint32_t file_number(const Node& expense, std::uint64_t place) {
  return static_cast<std::uint32_t>(expense.number * kFilesPerExpense + place);
}

void write_attached_files(Execution& ex, const Node& node, PlannedField& field) {
  const Expense& expense = expense_of(ex, node);
  if (!access_to(ex, expense).attachments) return ex.null(field);
  std::vector<std::string> names;
  std::string rest = expense.attachments == 0 ? "" : ex.world().texts.text(expense.attachments);
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    names.push_back(rest.substr(0, comma));
    rest = comma == rest.npos ? "" : rest.substr(comma + 1);
  }
  ex.list(field, names.size(), [&](std::size_t i) {
    Node file;
    file.number = file_number(node, i);
    file.extra = &names[i];
    ex.object(field, file);
  });
}

void write_invoice_file(Execution& ex, const Node& node, PlannedField& field) {
  const Expense& expense = expense_of(ex, node);
  if (!expense.invoice_file || !access_to(ex, expense).attachments) return ex.null(field);
  static const std::string kName = "invoice.pdf";
  Node file;
  file.number = file_number(node, kInvoicePlace);
  file.extra = &kName;
  ex.object(field, ex.input().schema.find("GenericFileInfo"), file);
}

void write_payout_method(Execution& ex, const Node& node, PlannedField& field) {
  const Expense& expense = expense_of(ex, node);
  if (expense.payout_method == 0) return ex.null(field);
  Node method;
  method.number = expense.payout_method;
  method.visible = access_to(ex, expense).payout_details;
  ex.object(field, method);
}

void write_record(Execution& ex, std::uint32_t number, PlannedField& field) {
  if (number == 0) return ex.null(field);
  Node node;
  node.number = number;
  ex.object(field, node);
}

void write_category(Execution& ex, const Node& node, PlannedField& field) {
  const CategoryId id = expense_of(ex, node).category;
  write_record(ex, id != 0 && ex.world().categories[id].deleted ? 0 : id, field);
}

void write_virtual_card(Execution& ex, const Node& node, PlannedField& field) {
  const bool allowed = ex.viewer().may(Scope::VirtualCards) && ex.rights().keeps_some_host();
  write_record(ex, allowed ? expense_of(ex, node).virtual_card : 0, field);
}

/// On the website, not on the API: no client may ask there (F 6.17).
std::string file_url(const World& world, std::uint64_t number) {
  return "https://example.test/api/files/" + world.ids.public_id(Entity::File, number);
}

void write_file_url(Execution& ex, const Node& node, PlannedField&) {
  ex.quoted(file_url(ex.world(), node.number));
}

constexpr Resolver kFileId = [](Execution& ex, const Node& n, PlannedField&) {
  ex.quoted(ex.world().ids.public_id(Entity::File, n.number));
};
constexpr Resolver kFileName = [](Execution& ex, const Node& n, PlannedField&) {
  ex.text(*static_cast<const std::string*>(n.extra));
};

void write_item_rate(Execution& ex, const Node& node, PlannedField& field) {
  const Item& item = item_of(ex, node);
  const auto& expense = *static_cast<const Expense*>(node.extra);
  if (item.currency == expense.currency) return ex.null(field);
  const ExchangeRate rate{item.fx, item.currency, expense.currency, item.incurred, false, false};
  Node target;
  target.extra = &rate;
  ex.object(field, target);
}

void write_item_amount(Execution& ex, const Node& node, PlannedField& field) {
  const Item& item = item_of(ex, node);
  const auto& expense = *static_cast<const Expense*>(node.extra);
  const ExchangeRate rate{item.fx, item.currency, expense.currency, item.incurred, true, false};
  Node amount;
  amount.cents = item.amount;
  amount.currency = item.currency;
  if (item.currency != expense.currency) amount.extra = &rate;
  ex.object(field, amount);
}

void add_items(Resolvers& resolvers) {
  constexpr Resolver kId = [](Execution& ex, const Node& n, PlannedField&) {
    ex.quoted(shown_id(ex.world(), Entity::Item, n.number, item_of(ex, n).created));
  };
  constexpr Resolver kCreated = [](Execution& ex, const Node& n, PlannedField& field) {
    ex.time(item_of(ex, n).created, field);
  };
  resolvers.add(
      "ExpenseItem",
      {{"id", kId},
       {"publicId",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.quoted(ex.world().ids.public_id(Entity::Item, n.number));
        }},
       {"amount",
        [](Execution& ex, const Node& n, PlannedField&) { ex.integer(item_of(ex, n).amount); }},
       {"amountV2", write_item_amount},
       {"referenceExchangeRate", write_item_rate},
       {"createdAt", kCreated},
       {"updatedAt", kCreated},
       {"incurredAt", [](Execution& ex, const Node& n,
                         PlannedField& field) { ex.time(item_of(ex, n).incurred, field); }},
       {"description",
        [](Execution& ex, const Node& n, PlannedField&) {
          ex.raw(ex.world().texts.json(item_of(ex, n).description));
        }},
       {"url", [](Execution& ex, const Node& n, PlannedField& field) {
          if (!n.visible || !item_of(ex, n).has_file) return ex.null(field);
          ex.quoted(file_url(ex.world(), kFirstItemFile + n.number));
        }}});
}

void add_files_and_rates(Resolvers& resolvers) {
  constexpr Resolver kType = [](Execution& ex, const Node&, PlannedField&) {
    ex.quoted("application/pdf");
  };
  resolvers.add(
      "ExpenseAttachedFile",
      {{"id", kFileId}, {"publicId", kFileId}, {"url", write_file_url}, {"name", kFileName}});
  resolvers.add("FileInfo", {{"id", kFileId},
                             {"publicId", kFileId},
                             {"url", write_file_url},
                             {"name", kFileName},
                             {"type", kType}});
  resolvers.add(
      "CurrencyExchangeRate",
      {{"value", [](Execution& ex, const Node& n, PlannedField&) { ex.real(rate_of(n).value); }},
       {"source", [](Execution& ex, const Node& n,
                     PlannedField&) { ex.quoted(rate_of(n).by_user ? "USER" : "OPENCOLLECTIVE"); }},
       {"fromCurrency",
        [](Execution& ex, const Node& n, PlannedField&) { ex.quoted(code(rate_of(n).from)); }},
       {"toCurrency",
        [](Execution& ex, const Node& n, PlannedField&) { ex.quoted(code(rate_of(n).to)); }},
       {"date",
        [](Execution& ex, const Node& n, PlannedField& field) { ex.time(rate_of(n).date, field); }},
       {"isApproximate",
        [](Execution& ex, const Node& n, PlannedField&) { ex.boolean(rate_of(n).approximate); }}});
}

void add_roles_and_cards(Resolvers& resolvers) {
  constexpr Resolver kSame = [](Execution& ex, const Node& n, PlannedField& field) {
    ex.object(field, n);
  };
  resolvers.add("ExpenseValuesByRole",
                {{"id", [](Execution& ex, const Node& n,
                           PlannedField&) { ex.quoted(std::to_string(n.number)); }},
                 {"hostAdmin", kSame}});
  resolvers.add("ExpenseValuesRoleDetails", {{"accountingCategory", write_category}});
  resolvers.add("Expense", {{"valuesByRole", kSame}});
  constexpr Resolver kCardId = [](Execution& ex, const Node& n, PlannedField&) {
    ex.quoted(ex.world().ids.public_id(Entity::VirtualCard, n.number));
  };
  resolvers.add(
      "VirtualCard",
      {{"id", kCardId},
       {"publicId", kCardId},
       {"name", [](Execution& ex, const Node& n,
                   PlannedField&) { ex.quoted("Card " + std::to_string(n.number)); }},
       {"last4", [](Execution& ex, const Node& n,
                    PlannedField&) { ex.quoted("000" + std::to_string(n.number)); }},
       {"currency", [](Execution& ex, const Node&, PlannedField&) { ex.quoted("USD"); }}});
}

}  // namespace

void add_expense_detail_resolvers(Resolvers& resolvers) {
  add_items(resolvers);
  add_files_and_rates(resolvers);
  add_roles_and_cards(resolvers);
  resolvers.add("Expense", {{"items", write_items},
                            {"taxes", write_taxes},
                            {"attachedFiles", write_attached_files},
                            {"invoiceFile", write_invoice_file},
                            {"payoutMethod", write_payout_method},
                            {"paymentMethod",
                             [](Execution& ex, const Node& n, PlannedField& field) {
                               write_record(ex, expense_of(ex, n).payment_method, field);
                             }},
                            {"accountingCategory", write_category},
                            {"virtualCard", write_virtual_card}});
}

}  // namespace bursar::sandbox
