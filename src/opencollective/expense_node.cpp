#include "opencollective/expense_node.hpp"

#include <array>
#include <utility>

#include "opencollective/html_text.hpp"

namespace bursar::opencollective::node {
namespace {

using ledger::Expense;
using ledger::ExpenseFile;
using ledger::ExpenseItem;
using ledger::ExpenseTax;

template <typename Target, std::size_t Count>
void read_unless_null(Value& value, const std::array<Member<Target, PageTables>, Count>& members,
                      Target& target, PageTables& tables) {
  if (is_null(value)) return;
  read_object(expect(value.get_object(), "an object"), members, target, tables);
}

template <typename Entry, std::size_t Count>
void read_list(Value& value, const std::array<Member<Entry, PageTables>, Count>& members,
               std::vector<Entry>& entries, PageTables& tables) {
  for_each_element(value, [&](Value& element) {
    Entry entry;
    read_object(expect(element.get_object(), "an object"), members, entry, tables);
    entries.push_back(std::move(entry));
  });
}

constexpr std::array<Member<ExpenseTax, PageTables>, 3> tax_members{{
    {"type", [](Value& v, ExpenseTax& to, PageTables&) { to.type = text(v); }},
    {"rate", [](Value& v, ExpenseTax& to, PageTables&) { to.rate = decimal(v); }},
    {"idNumber", [](Value& v, ExpenseTax& to, PageTables&) { to.id_number = text(v); }},
}};

constexpr std::array<Member<ExpenseFile, PageTables>, 3> file_members{{
    {"id", [](Value& v, ExpenseFile& to, PageTables&) { to.id = text(v); }},
    {"url", [](Value& v, ExpenseFile& to, PageTables&) { to.url = text(v); }},
    {"name", [](Value& v, ExpenseFile& to, PageTables&) { to.name = text(v); }},
}};

constexpr std::array<Member<ExpenseItem, PageTables>, 1> rate_members{{
    {"value", [](Value& v, ExpenseItem& to, PageTables&) { to.fx_rate = decimal(v); }},
}};

constexpr std::array<Member<ExpenseItem, PageTables>, 3> item_amount_members{{
    {"valueInCents",
     [](Value& v, ExpenseItem& to, PageTables&) {
       const auto read = cents(v);
       if (!read) throw Breach{"", "missing"};
       to.amount.hundredths = *read;
     },
     true},
    {"currency",
     [](Value& v, ExpenseItem& to, PageTables&) {
       const auto currency = ledger::Currency::parse(text(v));
       if (!currency) throw Breach{"", "not a currency code"};
       to.amount.currency = *currency;
     },
     true},
    {"exchangeRate", [](Value& v, ExpenseItem& to,
                        PageTables& tables) { read_unless_null(v, rate_members, to, tables); }},
}};

constexpr std::array<Member<ExpenseItem, PageTables>, 6> item_members{{
    {"publicId",
     [](Value& v, ExpenseItem& to, PageTables&) {
       if (const auto id = text(v); !id.empty()) to.id = id;
     }},
    {"id",
     [](Value& v, ExpenseItem& to, PageTables&) {
       if (const auto id = text(v); to.id.empty()) to.id = id;
     }},
    {"description",
     [](Value& v, ExpenseItem& to, PageTables&) { to.description = unescape_html(text(v)); }},
    {"incurredAt", [](Value& v, ExpenseItem& to, PageTables&) { to.incurred_at = instant(v); }},
    {"url", [](Value& v, ExpenseItem& to, PageTables&) { to.url = text(v); }},
    {"amountV2",
     [](Value& v, ExpenseItem& to, PageTables& tables) {
       read_object(expect(v.get_object(), "an amount"), item_amount_members, to, tables);
     },
     true},
}};

constexpr std::array<Member<Expense, PageTables>, 2> location_members{{
    {"address", [](Value& v, Expense& to, PageTables&) { to.payee_address = text(v); }},
    {"country", [](Value& v, Expense& to, PageTables&) { to.payee_country = text(v); }},
}};
constexpr std::array<Member<Expense, PageTables>, 2> payout_members{{
    {"type", [](Value& v, Expense& to, PageTables&) { to.payout_method_type = text(v); }},
    {"data", [](Value& v, Expense& to, PageTables&) { to.payout_method_data = json_text(v); }},
}};
constexpr std::array<Member<Expense, PageTables>, 2> payment_members{{
    {"service", [](Value& v, Expense& to, PageTables&) { to.payment_service = text(v); }},
    {"type", [](Value& v, Expense& to, PageTables&) { to.payment_type = text(v); }},
}};
// A card goes by its name; the digits stand in where it has none.
constexpr std::array<Member<Expense, PageTables>, 2> card_members{{
    {"name",
     [](Value& v, Expense& to, PageTables&) {
       if (const auto name = text(v); !name.empty()) to.virtual_card = name;
     }},
    {"last4",
     [](Value& v, Expense& to, PageTables&) {
       if (const auto digits = text(v); to.virtual_card.empty()) to.virtual_card = digits;
     }},
}};

// In the order of the query, which makes looking members up cheap.
constexpr std::array<Member<Expense, PageTables>, 33> members{{
    {"publicId", [](Value& v, Expense& to, PageTables&) { to.public_id = text(v); }},
    {"id", [](Value& v, Expense& to, PageTables&) { to.platform_id = required_text(v); }, true},
    {"legacyId", [](Value& v, Expense& to, PageTables&) { to.legacy_id = integer(v); }},
    {"type", [](Value& v, Expense& to, PageTables&) { to.type = required_text(v); }, true},
    {"status", [](Value& v, Expense& to, PageTables&) { to.status = required_text(v); }, true},
    {"onHold",
     [](Value& v, Expense& to, PageTables&) {
       if (!is_null(v)) to.on_hold = flag(v);
     }},
    {"description", [](Value& v, Expense& to, PageTables&) { to.description = text(v); }},
    {"longDescription", [](Value& v, Expense& to, PageTables&) { to.long_description = text(v); }},
    {"reference", [](Value& v, Expense& to, PageTables&) { to.reference = text(v); }},
    {"createdAt", [](Value& v, Expense& to, PageTables&) { to.created_at = required_instant(v); },
     true},
    {"incurredAt", [](Value& v, Expense& to, PageTables&) { to.incurred_at = instant(v); }},
    {"paidAt", [](Value& v, Expense& to, PageTables&) { to.paid_at = instant(v); }},
    {"amountV2", [](Value& v, Expense& to, PageTables&) { to.amount = required_money(v); }, true},
    {"feesPayer", [](Value& v, Expense& to, PageTables&) { to.fees_payer = text(v); }},
    {"tags", [](Value& v, Expense& to, PageTables&) { to.tags = json_text(v); }},
    {"customData", [](Value& v, Expense& to, PageTables&) { to.custom_data = json_text(v); }},
    {"merchantId", [](Value& v, Expense& to, PageTables&) { to.merchant_id = text(v); }},
    {"transferReference",
     [](Value& v, Expense& to, PageTables&) { to.transfer_reference = text(v); }},
    {"invoiceInfo", [](Value& v, Expense& to, PageTables&) { to.invoice_info = text(v); }},
    {"privateMessage", [](Value& v, Expense& to, PageTables&) { to.private_message = text(v); }},
    {"taxes", [](Value& v, Expense& to,
                 PageTables& tables) { read_list(v, tax_members, to.taxes, tables); }},
    {"items", [](Value& v, Expense& to,
                 PageTables& tables) { read_list(v, item_members, to.items, tables); }},
    {"attachedFiles",
     [](Value& v, Expense& to, PageTables& tables) {
       to.files_known = !is_null(v);  // a list, if only an empty one, to those who may see it
       read_list(v, file_members, to.files, tables);
     }},
    {"invoiceFile",
     [](Value& v, Expense& to, PageTables& tables) {
       if (is_null(v)) return;
       ExpenseFile file;
       read_object(expect(v.get_object(), "a file"), file_members, file, tables);
       to.files.push_back(std::move(file));
     }},
    {"account", [](Value& v, Expense& to, PageTables& tables) { to.account = tables.account(v); }},
    {"payee", [](Value& v, Expense& to, PageTables& tables) { to.payee = tables.account(v); }},
    {"createdByAccount",
     [](Value& v, Expense& to, PageTables& tables) { to.created_by = tables.account(v); }},
    {"host", [](Value& v, Expense& to, PageTables& tables) { to.host = tables.account(v); }},
    {"payeeLocation",
     [](Value& v, Expense& to, PageTables& tables) {
       read_unless_null(v, location_members, to, tables);
     }},
    {"accountingCategory",
     [](Value& v, Expense& to, PageTables& tables) { to.category = tables.category(v); }},
    {"payoutMethod", [](Value& v, Expense& to,
                        PageTables& tables) { read_unless_null(v, payout_members, to, tables); }},
    {"paymentMethod", [](Value& v, Expense& to,
                         PageTables& tables) { read_unless_null(v, payment_members, to, tables); }},
    {"virtualCard", [](Value& v, Expense& to,
                       PageTables& tables) { read_unless_null(v, card_members, to, tables); }},
}};

}  // namespace

ledger::Expense read_expense(Object object, PageTables& tables) {
  Expense expense;
  read_object(object, members, expense, tables);
  if (expense.public_id.empty()) expense.public_id = expense.platform_id;
  return expense;
}

}  // namespace bursar::opencollective::node
