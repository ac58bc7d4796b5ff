#include "opencollective/transaction_node.hpp"

#include <array>
#include <utility>

namespace bursar::opencollective::node {
namespace {

using ledger::Transaction;

// The row, and the currencies that came with its amounts: each amount must be in the currency that
// F 5.3 says, or the hundredths would be booked as something they are not.
struct Draft {
  Transaction row;
  std::array<ledger::Currency, 2> in_transaction_currency;  // netAmount, taxAmount
  std::array<ledger::Currency, 4> in_host_currency;         // net, platform, host, processor fee
};

std::int64_t amount_or_zero(Value& value, ledger::Currency& currency) {
  const auto read = amount(value);
  if (!read) return 0;
  currency = read->currency;
  return read->hundredths.value_or(0);
}

std::int64_t required_amount(Value& value, ledger::Currency& currency) {
  const auto read = amount(value);
  if (!read || !read->hundredths) throw Breach{"valueInCents", "missing"};
  currency = read->currency;
  return *read->hundredths;
}

ledger::Direction direction(std::string_view type) {
  if (type == "DEBIT") return ledger::Direction::debit;
  if (type == "CREDIT") return ledger::Direction::credit;
  throw Breach{"", "neither DEBIT nor CREDIT"};
}

// An object of which some texts are wanted: {"service", "type"} and the like.
template <std::size_t Count>
void read_texts(Value& value, const std::array<Member<Transaction, PageTables>, Count>& members,
                Transaction& row, PageTables& tables) {
  if (is_null(value)) return;
  read_object(expect(value.get_object(), "an object"), members, row, tables);
}

constexpr std::array<Member<Transaction, PageTables>, 3> tax_members{{
    {"type", [](Value& v, Transaction& to, PageTables&) { to.tax_type = text(v); }},
    {"rate", [](Value& v, Transaction& to, PageTables&) { to.tax_rate = decimal(v); }},
    {"idNumber", [](Value& v, Transaction& to, PageTables&) { to.tax_id_number = text(v); }},
}};
constexpr std::array<Member<Transaction, PageTables>, 2> payment_members{{
    {"service", [](Value& v, Transaction& to, PageTables&) { to.payment_service = text(v); }},
    {"type", [](Value& v, Transaction& to, PageTables&) { to.payment_type = text(v); }},
}};
constexpr std::array<Member<Transaction, PageTables>, 1> payout_members{{
    {"type", [](Value& v, Transaction& to, PageTables&) { to.payout_type = text(v); }},
}};
constexpr std::array<Member<Transaction, PageTables>, 1> expense_members{{
    {"publicId", [](Value& v, Transaction& to, PageTables&) { to.expense = required_text(v); },
     true},
}};
constexpr std::array<Member<Transaction, PageTables>, 1> refund_members{{
    {"id", [](Value& v, Transaction& to, PageTables&) { to.refund_transaction = required_text(v); },
     true},
}};

// In the order of the query, which makes looking members up cheap.
constexpr std::array<Member<Draft, PageTables>, 35> members{{
    {"id", [](Value& v, Draft& to, PageTables&) { to.row.id = required_text(v); }, true},
    {"publicId", [](Value& v, Draft& to, PageTables&) { to.row.public_id = text(v); }},
    {"legacyId",
     [](Value& v, Draft& to, PageTables&) {
       const auto id = integer(v);
       if (!id) throw Breach{"", "missing"};
       to.row.legacy_id = *id;
     },
     true},
    {"group", [](Value& v, Draft& to, PageTables&) { to.row.group = text(v); }},
    {"type",
     [](Value& v, Draft& to, PageTables&) { to.row.direction = direction(required_text(v)); },
     true},
    {"kind", [](Value& v, Draft& to, PageTables&) { to.row.kind = text(v); }},
    {"refundKind", [](Value& v, Draft& to, PageTables&) { to.row.refund_kind = text(v); }},
    {"description", [](Value& v, Draft& to, PageTables&) { to.row.description = text(v); }},
    {"createdAt", [](Value& v, Draft& to, PageTables&) { to.row.created_at = required_instant(v); },
     true},
    {"clearedAt", [](Value& v, Draft& to, PageTables&) { to.row.cleared_at = instant(v); }},
    {"amount",
     [](Value& v, Draft& to, PageTables&) {
       const ledger::Money money = required_money(v);
       to.row.amount = money.hundredths;
       to.row.currency = money.currency;
     },
     true},
    {"netAmount",
     [](Value& v, Draft& to, PageTables&) {
       to.row.net_amount = required_amount(v, to.in_transaction_currency[0]);
     },
     true},
    {"taxAmount",
     [](Value& v, Draft& to, PageTables&) {
       to.row.tax_amount = amount_or_zero(v, to.in_transaction_currency[1]);
     }},
    {"amountInHostCurrency",
     [](Value& v, Draft& to, PageTables&) {
       const ledger::Money money = required_money(v);
       to.row.host_amount = money.hundredths;
       to.row.host_currency = money.currency;
     },
     true},
    {"netAmountInHostCurrency",
     [](Value& v, Draft& to, PageTables&) {
       to.row.host_net_amount = required_amount(v, to.in_host_currency[0]);
     },
     true},
    {"platformFee",
     [](Value& v, Draft& to, PageTables&) {
       to.row.platform_fee = amount_or_zero(v, to.in_host_currency[1]);
     }},
    {"hostFee", [](Value& v, Draft& to,
                   PageTables&) { to.row.host_fee = amount_or_zero(v, to.in_host_currency[2]); }},
    {"paymentProcessorFee",
     [](Value& v, Draft& to, PageTables&) {
       to.row.processor_fee = amount_or_zero(v, to.in_host_currency[3]);
     }},
    {"hostCurrencyFxRate", [](Value& v, Draft& to, PageTables&) { to.row.fx_rate = decimal(v); }},
    {"isRefund", [](Value& v, Draft& to, PageTables&) { to.row.is_refund = flag(v); }},
    {"isRefunded", [](Value& v, Draft& to, PageTables&) { to.row.is_refunded = flag(v); }},
    {"isDisputed", [](Value& v, Draft& to, PageTables&) { to.row.is_disputed = flag(v); }},
    {"isInReview", [](Value& v, Draft& to, PageTables&) { to.row.is_in_review = flag(v); }},
    {"refundTransaction",
     [](Value& v, Draft& to, PageTables& tables) {
       read_texts(v, refund_members, to.row, tables);
     }},
    {"merchantId", [](Value& v, Draft& to, PageTables&) { to.row.merchant_id = text(v); }},
    {"invoiceTemplate",
     [](Value& v, Draft& to, PageTables&) { to.row.invoice_template = text(v); }},
    {"account",
     [](Value& v, Draft& to, PageTables& tables) { to.row.account = tables.account(v); }},
    {"oppositeAccount",
     [](Value& v, Draft& to, PageTables& tables) { to.row.opposite_account = tables.account(v); }},
    {"host", [](Value& v, Draft& to, PageTables& tables) { to.row.host = tables.account(v); }},
    {"giftCardEmitterAccount",
     [](Value& v, Draft& to, PageTables& tables) { to.row.gift_card_emitter = tables.account(v); }},
    {"taxInfo",
     [](Value& v, Draft& to, PageTables& tables) { read_texts(v, tax_members, to.row, tables); }},
    {"order", [](Value& v, Draft& to, PageTables& tables) { to.row.order = tables.order(v); }},
    {"expense", [](Value& v, Draft& to,
                   PageTables& tables) { read_texts(v, expense_members, to.row, tables); }},
    {"paymentMethod", [](Value& v, Draft& to,
                         PageTables& tables) { read_texts(v, payment_members, to.row, tables); }},
    {"payoutMethod", [](Value& v, Draft& to,
                        PageTables& tables) { read_texts(v, payout_members, to.row, tables); }},
}};

template <std::size_t Count>
void check_currencies(const std::array<ledger::Currency, Count>& met, ledger::Currency expected,
                      const std::array<const char*, Count>& names) {
  for (std::size_t i = 0; i < Count; ++i) {
    if (met[i].empty() || met[i] == expected) continue;
    throw Breach{std::string(names[i]) + ".currency",
                 std::string(met[i].code()) + " instead of " + std::string(expected.code())};
  }
}

}  // namespace

ledger::Transaction read_transaction(Object object, PageTables& tables) {
  Draft draft;
  read_object(object, members, draft, tables);
  check_currencies<2>(draft.in_transaction_currency, draft.row.currency,
                      {"netAmount", "taxAmount"});
  check_currencies<4>(draft.in_host_currency, draft.row.host_currency,
                      {"netAmountInHostCurrency", "platformFee", "hostFee", "paymentProcessorFee"});
  return std::move(draft.row);
}

}  // namespace bursar::opencollective::node
