#include "opencollective/page_decoder.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fixture.hpp"
#include "opencollective/api_error.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;
using testing::HasSubstr;

ledger::TransactionPage decode(std::string body) {
  PageDecoder decoder;
  return decoder.transactions(body);
}
ledger::TransactionPage decode(const json& document) {
  return decode(document.dump());
}
ledger::ExpensePage decode_expenses(const json& document) {
  PageDecoder decoder;
  std::string body = document.dump();
  return decoder.expenses(body);
}

// The fixture with one change, made to its first node.
template <typename Change>
json changed(Change change) {
  json document = fixture_json("transactions.json");
  change(document["data"]["transactions"]["nodes"][0]);
  return document;
}

const ledger::Account& account(const ledger::TransactionPage& page, ledger::Key key) {
  return page.accounts.at(static_cast<std::size_t>(key));
}

TEST(DecodedTransactions, HaveEveryField) {
  const auto page = decode(fixture("transactions.json"));
  EXPECT_EQ(page.total_count, 57);
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_TRUE(page.unreadable.empty());
  EXPECT_EQ(page.body_bytes, fixture("transactions.json").size());
  const ledger::Transaction& row = page.rows[0];
  EXPECT_EQ(row.id, "6a0f5c7e-1111-4222-8333-444455556666");
  EXPECT_EQ(row.public_id, "tx_First00000000000000001");
  EXPECT_EQ(row.legacy_id, 4711);
  EXPECT_EQ(row.group, "0b9d1c2e-7777-4888-9999-000011112222");
  EXPECT_EQ(row.direction, ledger::Direction::credit);
  EXPECT_EQ(row.kind, "CONTRIBUTION");
  EXPECT_EQ(row.refund_kind, "REFUND");
  EXPECT_EQ(row.description, "Spende \"für\" die Bücherei é😀\n2. Zeile \\ Ende");
  EXPECT_EQ(format_rfc3339(row.created_at), "2026-03-01T17:16:45.600Z");
  EXPECT_EQ(format_rfc3339(row.cleared_at.value()), "2026-02-27T21:04:34.295Z");
  EXPECT_EQ(row.currency.code(), "EUR");
  EXPECT_EQ(row.amount, 12538);
  EXPECT_EQ(row.net_amount, 11000);
  EXPECT_EQ(row.tax_amount, -1538);
  EXPECT_EQ(row.host_currency.code(), "USD");
  EXPECT_EQ(row.host_amount, 13500);
  EXPECT_EQ(row.host_net_amount, 11850);
  EXPECT_EQ(row.platform_fee, -10);
  EXPECT_EQ(row.host_fee, -20);
  EXPECT_EQ(row.processor_fee, -30);
  EXPECT_EQ(row.fx_rate, "1.0767266310");
  EXPECT_EQ(row.tax_type, "VAT");
  EXPECT_EQ(row.tax_rate, "0.210");
  EXPECT_EQ(row.tax_id_number, "BE0123");
  EXPECT_TRUE(row.is_refund && row.is_refunded && row.is_disputed && row.is_in_review);
  EXPECT_EQ(row.refund_transaction, "aaaaaaaa-1111-4222-8333-444455556666");
  EXPECT_EQ(row.merchant_id, "ch_123");
  EXPECT_EQ(row.invoice_template, "receipt");
  EXPECT_EQ(row.expense, "ex_One");
  EXPECT_EQ(row.payment_service, "STRIPE");
  EXPECT_EQ(row.payment_type, "CREDITCARD");
  EXPECT_EQ(row.payout_type, "BANK_ACCOUNT");
  EXPECT_FALSE(row.incomplete);
}

TEST(DecodedTransactions, ReadNullAsAbsent) {
  const auto page = decode(fixture("transactions.json"));
  const ledger::Transaction& row = page.rows.at(1);
  EXPECT_EQ(row.direction, ledger::Direction::debit);
  EXPECT_EQ(row.kind, "");
  EXPECT_EQ(row.description, "");
  EXPECT_EQ(row.cleared_at, std::nullopt);
  EXPECT_EQ(row.amount, -120000);
  EXPECT_EQ(row.tax_amount, 0);
  EXPECT_EQ(row.host_fee, 0);
  EXPECT_EQ(row.processor_fee, 0);
  EXPECT_EQ(row.fx_rate, "");
  EXPECT_FALSE(row.is_refunded);
  EXPECT_EQ(row.opposite_account, ledger::no_key);
  EXPECT_EQ(row.host, ledger::no_key);
  EXPECT_EQ(row.order, ledger::no_key);
  EXPECT_EQ(row.expense, "");
}

TEST(DecodedTransactions, ShareAccountsCategoriesAndOrdersOfThePage) {
  const auto page = decode(fixture("transactions.json"));
  ASSERT_EQ(page.accounts.size(), 3U);
  EXPECT_EQ(page.rows[0].account, page.rows[1].account);
  EXPECT_EQ(page.rows[0].host, page.rows[0].gift_card_emitter);
  const ledger::Account& donor = account(page, page.rows[0].opposite_account);
  EXPECT_EQ(donor.public_id, "acc_Donor");
  EXPECT_EQ(donor.platform_id, "z0w8xzmn-3lkqp5z9-gebd4ea9-o6vryg7p");
  EXPECT_EQ(donor.legacy_id, 2);
  EXPECT_EQ(donor.slug, "donor");
  EXPECT_EQ(donor.name, "Donor");
  EXPECT_EQ(donor.type, "INDIVIDUAL");
  EXPECT_EQ(donor.currency.code(), "USD");
  EXPECT_TRUE(donor.is_incognito);
  ASSERT_EQ(page.orders.size(), 1U);
  const ledger::Order& order = page.orders[0];
  EXPECT_EQ(order.public_id, "or_One");
  EXPECT_EQ(order.platform_id, "7o478dar");
  EXPECT_EQ(order.legacy_id, 99);
  EXPECT_EQ(order.frequency, "MONTHLY");
  EXPECT_EQ(order.memo, "thanks");
  EXPECT_EQ(order.custom_data, R"({"a":[1,"x y"]})");
  EXPECT_EQ(order.tags, R"(["one","two"])");
  EXPECT_EQ(order.amount->hundredths, 12538);
  EXPECT_EQ(order.tip, std::nullopt);
  EXPECT_EQ(order.tier_name, "Backer");
  EXPECT_EQ(order.tier_slug, "backer");
  EXPECT_EQ(order.processed_at, std::nullopt);
  ASSERT_EQ(page.categories.size(), 1U);
  EXPECT_EQ(page.categories[0].code, "4000");
  EXPECT_TRUE(page.categories[0].host_only);
  EXPECT_EQ(order.category, 0);
}

TEST(DecodedTransactions, KeepALegalNameThatOnlyALaterMentionGives) {
  const auto page = decode(fixture("transactions.json"));
  EXPECT_EQ(account(page, page.rows[0].account).legal_name, "Library e.V.");
  EXPECT_EQ(account(page, page.rows[0].host).legal_name, "Host, Inc.");
}

TEST(DecodedTransactions, DoNotDependOnOrderOrWhiteSpace) {
  const json document = fixture_json("transactions.json");
  const auto as_written = decode(fixture("transactions.json"));
  for (const std::string& text : {document.dump(), document.dump(8)}) {  // members sorted by name
    const auto page = decode(text);
    ASSERT_EQ(page.rows.size(), 2U);
    EXPECT_EQ(page.accounts.size(), 3U);
    EXPECT_EQ(page.rows[0].amount, as_written.rows[0].amount);
    EXPECT_EQ(page.rows[0].description, as_written.rows[0].description);
    EXPECT_EQ(page.rows[0].payout_type, as_written.rows[0].payout_type);
    EXPECT_EQ(page.orders.at(0).custom_data, as_written.orders.at(0).custom_data);
  }
}

TEST(DecodedTransactions, IgnoreMembersThatTheyDoNotKnow) {
  const auto page = decode(changed([](json& node) {
    node["__typename"] = "Credit";
    node["news"] = {{"deep", {1, {{"deeper", nullptr}}}}};
    node["amount"]["exchangeRate"] = {{"value", 1.5}};
  }));
  EXPECT_EQ(page.rows.size(), 2U);
}

// The reason why the first node of the changed fixture cannot be read; the second must survive.
std::string breach(const json& document) {
  const auto page = decode(document);
  EXPECT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.indexes, std::vector<std::int64_t>{1});
  EXPECT_EQ(page.node_count(), 2);
  if (page.unreadable.size() != 1) return "no breach";
  EXPECT_EQ(page.unreadable[0].index, 0);
  EXPECT_FALSE(page.unreadable[0].recovered);
  return page.unreadable[0].reason;
}

TEST(DecodedTransactions, NeedTheirRequiredMembers) {
  for (const char* name : {"id", "legacyId", "type", "createdAt", "amount", "netAmount",
                           "amountInHostCurrency", "netAmountInHostCurrency"}) {
    EXPECT_THAT(breach(changed([&](json& node) { node.erase(name); })), HasSubstr(name));
    EXPECT_THAT(breach(changed([&](json& node) { node[name] = nullptr; })), HasSubstr(name));
  }
}

TEST(DecodedTransactions, NameTheMemberOfTheWrongType) {
  const json wrong = json::array({7});
  for (const char* name : {"id",
                           "legacyId",
                           "publicId",
                           "group",
                           "type",
                           "kind",
                           "refundKind",
                           "description",
                           "createdAt",
                           "clearedAt",
                           "amount",
                           "taxAmount",
                           "hostFee",
                           "hostCurrencyFxRate",
                           "isRefund",
                           "isDisputed",
                           "refundTransaction",
                           "merchantId",
                           "account",
                           "host",
                           "order",
                           "expense",
                           "taxInfo",
                           "paymentMethod",
                           "payoutMethod",
                           "invoiceTemplate"}) {
    EXPECT_THAT(breach(changed([&](json& node) { node[name] = wrong; })), HasSubstr(name));
  }
  EXPECT_EQ(breach(changed([](json& node) { node["account"]["slug"] = 5; })),
            "account.slug: not a text");
  EXPECT_EQ(breach(changed([](json& node) { node["order"]["tier"]["name"] = false; })),
            "order.tier.name: not a text");
  EXPECT_EQ(breach(changed([](json& node) { node["isRefund"] = "true"; })),
            "isRefund: not true or false");
  EXPECT_EQ(breach(changed([](json& node) { node["createdAt"] = "2026-03-01"; })),
            "createdAt: not a date with time and zone");
  EXPECT_EQ(breach(changed([](json& node) { node["type"] = "OTHER"; })),
            "type: neither DEBIT nor CREDIT");
}

// The first node's amount written as `number`, textually.
std::string with_amount(const std::string& number) {
  std::string text = fixture("transactions.json");
  const std::string usual = "\"amount\": {\"valueInCents\": 12538";
  return text.replace(text.find(usual), usual.size(), "\"amount\": {\"valueInCents\": " + number);
}

TEST(DecodedAmounts, AreWholeHundredths) {
  const std::vector<std::pair<std::string, std::int64_t>> readable{
      {"0", 0},
      {"-0", 0},
      {"1", 1},
      {"-1", -1},
      {"1200.0", 1200},
      {"-7.000", -7},
      {"2147483647", 2147483647},
      {"1000000000000000", 1'000'000'000'000'000},
      {"-1000000000000000", -1'000'000'000'000'000}};
  for (const auto& [written, value] : readable) {
    const auto page = decode(with_amount(written));
    ASSERT_EQ(page.rows.size(), 2U) << written;
    EXPECT_EQ(page.rows[0].amount, value) << written;
  }
}

TEST(DecodedAmounts, AreNeverRoundedOrGuessed) {
  for (const char* written : {"12.5", "0.1", "1e3", "1E3", "\"12\"", "true", "null",
                              "9223372036854775808", "-9223372036854775809", "[1]", "{}"}) {
    const auto page = decode(with_amount(written));
    EXPECT_EQ(page.rows.size(), 1U) << written;
    ASSERT_EQ(page.unreadable.size(), 1U) << written;
    EXPECT_THAT(page.unreadable[0].reason, HasSubstr("amount.valueInCents")) << written;
  }
}

// One absurd amount of 9.2e18 would overflow in every sum of every night: it is no amount.
TEST(DecodedAmounts, BeyondThoseOfThePlatformGoToTheQuarantineWithTheirReason) {
  for (const char* written : {"1000000000000001", "-1000000000000001", "9007199254740993",
                              "9223372036854775807", "-9223372036854775808"}) {
    const auto page = decode(with_amount(written));
    EXPECT_EQ(page.rows.size(), 1U) << written;
    ASSERT_EQ(page.unreadable.size(), 1U) << written;
    EXPECT_EQ(page.unreadable[0].reason, "amount.valueInCents: beyond all amounts of the platform");
  }
}

TEST(DecodedAmounts, MustBeSpelledAsJsonSpellsNumbers) {
  for (const char* written : {"+1", "01", "1.", ".5", "-", "1x", "0x10", "NaN", "Infinity"}) {
    try {
      EXPECT_EQ(decode(with_amount(written)).unreadable.size(), 1U) << written;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data) << written;
    }
  }
}

TEST(DecodedAmounts, MustBeInTheCurrencyOfTheirRow) {
  EXPECT_EQ(breach(changed([](json& node) { node["netAmount"]["currency"] = "USD"; })),
            "netAmount.currency: USD instead of EUR");
  EXPECT_EQ(breach(changed([](json& node) { node["hostFee"]["currency"] = "EUR"; })),
            "hostFee.currency: EUR instead of USD");
  EXPECT_EQ(breach(changed([](json& node) { node["amount"]["currency"] = "euro"; })),
            "amount.currency: not a currency code");
  EXPECT_EQ(breach(changed([](json& node) { node["amount"]["currency"] = nullptr; })),
            "amount.currency: missing");
}

TEST(DecodedRates, AreKeptAsWritten) {
  for (const char* written : {"1", "1.0", "0.8912345678901234", "1e-7", "1.50"}) {
    std::string text = fixture("transactions.json");
    const std::string usual = "\"hostCurrencyFxRate\": 1.0767266310";
    text.replace(text.find(usual), usual.size(),
                 std::string("\"hostCurrencyFxRate\": ") + written + " ");
    EXPECT_EQ(decode(text).rows.at(0).fx_rate, written);
  }
}

json error_at(std::vector<json> path, const std::string& message) {
  return {{"message", message},
          {"path", std::move(path)},
          {"extensions", {{"code", "INTERNAL_SERVER_ERROR"}}}};
}

TEST(UnreadableNodes, CarryTheApisReason) {
  json document = fixture_json("transactions.json");
  document["data"]["transactions"]["nodes"][0] = nullptr;
  document["errors"] =
      json::array({error_at({"transactions", "nodes", 0, "payee"}, "payee is gone")});
  for (const std::string& text :
       {document.dump(), R"({"errors":)" + document["errors"].dump() + R"(,"data":)" +
                             document["data"].dump() + "}"}) {
    const auto page = decode(text);
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.indexes[0], 1);
    ASSERT_EQ(page.unreadable.size(), 1U);
    EXPECT_EQ(page.unreadable[0].index, 0);
    EXPECT_EQ(page.unreadable[0].reason, "payee is gone");
    EXPECT_EQ(page.node_count(), 2);
  }
}

TEST(UnreadableNodes, AreListedEvenWithoutAReason) {
  json document = fixture_json("transactions.json");
  document["data"]["transactions"]["nodes"][1] = nullptr;
  const auto page = decode(document);
  ASSERT_EQ(page.unreadable.size(), 1U);
  EXPECT_FALSE(page.unreadable[0].reason.empty());
}

TEST(UnreadableNodes, IncludeRowsOfWhichAPartCameAsNull) {
  json document = fixture_json("transactions.json");
  document["data"]["transactions"]["nodes"][1]["expense"] = nullptr;
  document["errors"] =
      json::array({error_at({"transactions", "nodes", 1, "expense"}, "database is tired")});
  const auto page = decode(document);
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_FALSE(page.rows[0].incomplete);
  EXPECT_TRUE(page.rows[1].incomplete);
  ASSERT_EQ(page.unreadable.size(), 1U);
  EXPECT_TRUE(page.unreadable[0].recovered);
  EXPECT_EQ(page.node_count(), 2);
}

ErrorKind kind_of(const std::string& text) {
  try {
    (void)decode(text);
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "decoded: " << text.substr(0, 80);
  return ErrorKind::bug;
}

TEST(PageDecoder, RefusesWhatIsNoPage) {
  for (const char* text :
       {"", " ", "null", "[]", "{}", "17", R"({"data":null})", R"({"data":{}})",
        R"({"data":{"transactions":null}})", R"({"data":{"transactions":{"totalCount":1}}})",
        R"({"data":{"transactions":{"nodes":[]}}})",
        R"({"data":{"transactions":{"totalCount":null,"nodes":[]}}})",
        R"({"data":{"transactions":{"totalCount":1,"nodes":null}}})",
        R"({"data":{"transactions":{"totalCount":"1","nodes":[]}}})",
        R"({"data":{"transactions":{"totalCount":1,"nodes":{}}}})",
        R"({"data":{"expenses":{"totalCount":0,"nodes":[]}}})",
        R"({"data":{"transactions":{"totalCount":0,"nodes":[]}}} {"data":1})"}) {
    EXPECT_EQ(kind_of(text), ErrorKind::data) << text;
  }
}

TEST(PageDecoder, TakesAnEmptyPage) {
  const auto page = decode(std::string(R"({"data":{"transactions":{"totalCount":0,"nodes":[]}}})"));
  EXPECT_EQ(page.total_count, 0);
  EXPECT_EQ(page.node_count(), 0);
}

TEST(PageDecoder, TurnsErrorsWithoutDataIntoAnApiError) {
  const char* text =
      R"({"errors":[{"message":"The Personal Token is not allowed for operations in scope \"transactions\".","path":["transactions"],"extensions":{"code":"Forbidden"}}],"data":null})";
  try {
    (void)decode(std::string(text));
    FAIL() << "no error";
  } catch (const ApiError& error) {
    EXPECT_EQ(error.kind(), ErrorKind::refused);
    EXPECT_EQ(error.code(), "Forbidden");
  }
}

TEST(PageDecoder, RefusesEveryCutOfADocument) {
  const std::string whole = fixture_json("transactions.json").dump();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(kind_of(whole.substr(0, size)), ErrorKind::data) << size;
  }
}

TEST(PageDecoder, RefusesTextThatIsNotUtf8) {
  std::string text = fixture("transactions.json");
  text[text.find("Library")] = '\xFF';
  EXPECT_EQ(kind_of(text), ErrorKind::data);
}

TEST(PageDecoder, SurvivesAnyDamagedByte) {
  const std::string whole = fixture_json("transactions.json").dump();
  constexpr std::string_view damages("\"{],7\\\0", 7);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string text = whole;
    text[at] = damages[at % damages.size()];
    try {
      EXPECT_LE(decode(std::move(text)).node_count(), 3);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data) << error.what();
    }
  }
}

TEST(PageDecoder, CanBeUsedAgainAfterAFailure) {
  PageDecoder decoder;
  std::string broken = "{";
  EXPECT_THROW((void)decoder.transactions(broken), Error);
  std::string good = fixture("transactions.json");
  EXPECT_EQ(decoder.transactions(good).rows.size(), 2U);
  EXPECT_EQ(decoder.transactions(good).rows.size(), 2U);
}

TEST(DecodedExpenses, HaveEveryField) {
  PageDecoder decoder;
  std::string body = fixture("expenses.json");
  const auto page = decoder.expenses(body);
  ASSERT_EQ(page.rows.size(), 2U);
  const ledger::Expense& row = page.rows[0];
  EXPECT_EQ(row.public_id, "ex_Printer");
  EXPECT_EQ(row.platform_id, "o0v89qxw-z463rbox-p6bae7ky-lpndgomd");
  EXPECT_EQ(row.legacy_id, 2377);
  EXPECT_EQ(row.type, "INVOICE");
  EXPECT_EQ(row.status, "PAID");
  EXPECT_EQ(row.on_hold, false);
  EXPECT_EQ(row.description, "Printer & ink");
  EXPECT_EQ(row.long_description, "<p>long</p>");
  EXPECT_EQ(row.reference, "INV-1");
  EXPECT_EQ(row.amount.hundredths, 60500);
  EXPECT_EQ(row.amount.currency.code(), "EUR");
  EXPECT_EQ(row.fees_payer, "COLLECTIVE");
  EXPECT_EQ(row.tags, R"(["été","q4"])");
  EXPECT_EQ(row.custom_data, R"({"cost_centre":7})");
  EXPECT_EQ(row.merchant_id, "wise-1");
  EXPECT_EQ(row.transfer_reference, "T1");
  EXPECT_EQ(row.invoice_info, "VAT BE0123");
  EXPECT_EQ(row.private_message, "<p>pay soon</p>");
  EXPECT_EQ(row.payee_address, "1 Street");
  EXPECT_EQ(row.payee_country, "BE");
  EXPECT_EQ(row.payout_method_type, "BANK_ACCOUNT");
  EXPECT_EQ(row.payout_method_data, R"({"type":"iban","details":{"iban":"DE89"}})");
  EXPECT_EQ(row.payment_service, "WISE");
  EXPECT_EQ(row.payment_type, "BANK_TRANSFER");
  EXPECT_EQ(row.virtual_card, "4242");
  EXPECT_EQ(format_rfc3339(row.paid_at.value()), "2026-03-10T00:00:00.000Z");
  ASSERT_EQ(row.taxes.size(), 1U);
  EXPECT_EQ(row.taxes[0].type, "VAT");
  EXPECT_EQ(row.taxes[0].rate, "0.21");
  EXPECT_EQ(row.taxes[0].id_number, "BE0123");
  ASSERT_EQ(row.files.size(), 2U);
  EXPECT_EQ(row.files[0].name, "scan.pdf");
  EXPECT_EQ(row.files[1].id, "uf_3");
  EXPECT_EQ(page.accounts.at(static_cast<std::size_t>(row.payee)).legal_name, "Shop SA");
  EXPECT_EQ(page.categories.at(static_cast<std::size_t>(row.category)).code, "6000");
}

TEST(DecodedExpenses, HaveItemsInTheirOwnCurrency) {
  const auto page = decode_expenses(fixture_json("expenses.json"));
  const auto& items = page.rows.at(0).items;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].description, "Ink & paper <A4> 'fine'");
  EXPECT_EQ(items[0].fx_rate, "");
  EXPECT_EQ(items[1].id, "ei_Two");
  EXPECT_EQ(items[1].amount.hundredths, 21600);
  EXPECT_EQ(items[1].amount.currency.code(), "USD");
  EXPECT_EQ(items[1].fx_rate, "0.925926");
}

TEST(DecodedExpenses, ReadNullAsAbsent) {
  const auto page = decode_expenses(fixture_json("expenses.json"));
  const ledger::Expense& row = page.rows.at(1);
  EXPECT_EQ(row.on_hold, std::nullopt);
  EXPECT_EQ(row.paid_at, std::nullopt);
  EXPECT_EQ(row.custom_data, "");
  EXPECT_EQ(row.payout_method_data, "");
  EXPECT_EQ(row.tags, "[]");
  EXPECT_EQ(row.virtual_card, "Travel card");
  EXPECT_EQ(row.created_by, ledger::no_key);
  EXPECT_EQ(row.category, ledger::no_key);
  EXPECT_TRUE(row.files.empty() && row.items.empty() && row.taxes.empty());
}

TEST(DecodedExpenses, NameTheItemThatCannotBeRead) {
  json document = fixture_json("expenses.json");
  document["data"]["expenses"]["nodes"][0]["items"][1]["amountV2"]["valueInCents"] = 0.5;
  const auto page = decode_expenses(document);
  EXPECT_EQ(page.rows.size(), 1U);
  ASSERT_EQ(page.unreadable.size(), 1U);
  EXPECT_EQ(page.unreadable[0].reason, "items[1].amountV2.valueInCents: not a whole number");
}

TEST(DecodedExpenses, HaveNoItemBeyondAllAmounts) {
  json document = fixture_json("expenses.json");
  document["data"]["expenses"]["nodes"][0]["items"][1]["amountV2"]["valueInCents"] =
      9'200'000'000'000'000'000;
  const auto page = decode_expenses(document);
  ASSERT_EQ(page.unreadable.size(), 1U);
  EXPECT_EQ(page.unreadable[0].reason,
            "items[1].amountV2.valueInCents: beyond all amounts of the platform");
}

TEST(LookedUpExpenses, TellGoneFromUnreadable) {
  const json nodes = fixture_json("expenses.json")["data"]["expenses"]["nodes"];
  const json document{
      {"data", {{"e0", nullptr}, {"e1", nodes[1]}, {"e2", nullptr}, {"e10", nodes[0]}}},
      {"errors", {error_at({"e2", "payee"}, "payee is gone")}}};
  PageDecoder decoder;
  std::string body = document.dump();
  const auto page = decoder.looked_up_expenses(body);
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.total_count, 3);
  ASSERT_EQ(page.unreadable.size(), 1U);
  EXPECT_EQ(page.unreadable[0].index, 2);
  EXPECT_EQ(page.unreadable[0].reason, "payee is gone");
}

TEST(LookedUpExpenses, MayAllBeGone) {
  PageDecoder decoder;
  std::string body = R"({"data":{"e0":null,"e1":null}})";
  const auto page = decoder.looked_up_expenses(body);
  EXPECT_EQ(page.node_count(), 0);
}

}  // namespace
}  // namespace bursar::opencollective
