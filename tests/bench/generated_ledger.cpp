#include "generated_ledger.hpp"

#include <array>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "ledger/instant.hpp"

namespace bursar::bench {
namespace {

constexpr std::uint64_t collectives = 2'000;

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

// A public id that always stands for the same thing.
std::string public_id(std::string_view prefix, std::uint64_t number) {
  static constexpr std::string_view letters =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string id(prefix);
  std::uint64_t bits = mixed(number + 0x9E3779B97F4A7C15ULL * prefix.size());
  for (int i = 0; i < 21; ++i) {
    id += letters[bits % letters.size()];
    bits = mixed(bits + 1);
  }
  return id;
}

std::string profile(std::string_view kind, std::uint64_t number, std::string_view type) {
  const std::string id = public_id("acc_", number * 4 + kind.size());
  return fmt::format(
      R"({{"publicId":"{0}","legalName":null,"id":"{0}","legacyId":{1},"slug":"{2}-{1}",)"
      R"("name":"{2} number {1}","type":"{3}","isIncognito":false,"currency":"USD"}})",
      id, number + 10'000, kind, type);
}

std::string money(std::string_view name, std::int64_t cents) {
  return fmt::format(R"("{}":{{"valueInCents":{},"currency":"USD"}},)", name, cents);
}

// A recurring order: processed anew with each contribution, otherwise the same each time.
std::string order_object(std::uint64_t number, const std::string& processed) {
  const std::string created =
      ledger::format_rfc3339({1'400'000'000'000 + static_cast<std::int64_t>(number) * 1000});
  const auto cents = static_cast<std::int64_t>(500 + mixed(number) % 100'000);
  const std::string id = public_id("ord_", number);
  const std::string category = public_id("acat_", number % 12);
  return fmt::format(
      R"({{"publicId":"{0}","id":"{0}","legacyId":{1},"description":"Monthly financial )"
      R"(contribution","status":"ACTIVE","frequency":"MONTHLY","createdAt":"{2}",)"
      R"("processedAt":"{6}","memo":null,"customData":null,"tags":null,)"
      R"("amount":{{"valueInCents":{3},"currency":"USD"}},)"
      R"("platformTipAmount":{{"valueInCents":0,"currency":"USD"}},)"
      R"("tier":{{"slug":"backer","name":"Backer"}},"accountingCategory":{{"publicId":"{4}",)"
      R"("id":"{4}","code":"{5}","name":"Contributions {5}","friendlyName":null,)"
      R"("kind":"CONTRIBUTION","appliesTo":"HOSTED_COLLECTIVES","hostOnly":false}}}})",
      id, number + 50'000, created, cents, category, 4000 + number % 12, processed);
}

}  // namespace

std::uint64_t GeneratedLedger::random() {
  return mixed(state_ += 0x9E3779B97F4A7C15ULL);
}

std::string GeneratedLedger::uuid() {
  const std::uint64_t high = random();
  const std::uint64_t low = random();
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", high >> 32, high & 0xFFFF,
                     (high >> 16) & 0xFFF, low & 0xFFF, low >> 16);
}

void GeneratedLedger::begin_event() {
  is_expense_ = random_below(5) == 0;
  rows_left_ = is_expense_ ? 2 : 4;
  group_ = uuid();
  collective_ = random_below(collectives);
  // Two of three events come from someone who has been here before.
  contributor_ = random_below(3) == 0 ? contributors_++ : random_below(contributors_);
  order_ = random_below(5) == 0 ? random_below(orders_) : orders_++;
  cents_ = static_cast<std::int64_t>(500 + random_below(100'000));
  created_at_ += static_cast<std::int64_t>(1 + random_below(60'000));
}

void GeneratedLedger::append_row(std::string& out) {
  static constexpr std::array<std::string_view, 5> kinds{"", "CONTRIBUTION", "HOST_FEE", "HOST_FEE",
                                                         "PAYMENT_PROCESSOR_FEE"};
  if (rows_left_ == 0) begin_event();
  const bool on_host = !is_expense_ && rows_left_ == 3;
  const bool credit = is_expense_ ? rows_left_ == 1 : rows_left_ == 1 || on_host;
  const std::string_view kind =
      is_expense_ ? "EXPENSE" : kinds[static_cast<std::size_t>(rows_left_)];
  const std::int64_t whole = kind == "CONTRIBUTION" || is_expense_ ? cents_ : cents_ / 20 + 30;
  const std::int64_t cents = credit ? whole : -whole;
  const std::string created = ledger::format_rfc3339({created_at_++});
  auto to = std::back_inserter(out);
  fmt::format_to(to,
                 R"({{"id":"{}","publicId":"{}","legacyId":{},"group":"{}","type":"{}",)"
                 R"("kind":"{}","refundKind":null,"description":"{} of event {}",)"
                 R"("createdAt":"{}","clearedAt":"{}",)",
                 uuid(), public_id("tx_", static_cast<std::uint64_t>(serial_)), serial_ + 100'000,
                 group_, credit ? "CREDIT" : "DEBIT", kind, "Monthly financial contribution",
                 order_, created, created);
  ++serial_;
  out += money("amount", cents) + money("netAmount", cents) + money("taxAmount", 0) +
         money("amountInHostCurrency", cents) + money("netAmountInHostCurrency", cents) +
         money("platformFee", 0) + money("hostFee", 0) + money("paymentProcessorFee", 0);
  out += R"("hostCurrencyFxRate":1,"isRefund":false,"isRefunded":false,"isDisputed":false,)"
         R"("isInReview":false,"refundTransaction":null,)";
  fmt::format_to(to, R"("merchantId":{},"invoiceTemplate":null,)",
                 is_expense_ ? std::string("null") : fmt::format("\"ch_{:024x}\"", cents_ * 7919));
  const std::string host = profile("host", 1, "ORGANIZATION");
  const std::string collective = profile("collective", collective_, "COLLECTIVE");
  const std::string person = profile("contributor", contributor_, "INDIVIDUAL");
  const bool persons_row = is_expense_ && credit;
  fmt::format_to(to, R"("account":{},"oppositeAccount":{},"host":{},)",
                 on_host ? host : (persons_row ? person : collective),
                 on_host || persons_row ? collective : person, persons_row ? "null" : host);
  fmt::format_to(to, R"("giftCardEmitterAccount":null,"taxInfo":null,"order":{},"expense":{},)",
                 is_expense_ ? std::string("null") : order_object(order_, created),
                 is_expense_ ? fmt::format(R"({{"publicId":"{}"}})", public_id("ex_", order_))
                             : std::string("null"));
  out += is_expense_ ? R"("paymentMethod":null,"payoutMethod":{"type":"BANK_ACCOUNT"}})"
                     : R"("paymentMethod":{"service":"STRIPE","type":"CREDITCARD"},)"
                       R"("payoutMethod":null})";
  --rows_left_;
}

std::string GeneratedLedger::next_page(std::int64_t rows) {
  std::string body = fmt::format(R"({{"data":{{"transactions":{{"totalCount":{},"nodes":[)", rows);
  for (std::int64_t i = 0; i < rows; ++i) {
    if (i > 0) body += ',';
    append_row(body);
  }
  body += "]}}}";
  return body;
}

}  // namespace bursar::bench
