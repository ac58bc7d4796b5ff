// Recorded answers of the real API must decode without loss: compared, member by member, with what
// a plain JSON parser reads from the same bytes.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "opencollective/page_decoder.hpp"

namespace bursar::opencollective {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The captures whose answer holds whole nodes of the collection.
std::vector<fs::path> captures_of(const std::string& collection, const std::string& member) {
  std::vector<fs::path> files;
  for (const char* folder : {"data", "order", "limits", "errors"}) {
    const fs::path place = fs::path(BURSAR_CAPTURES_DIR) / folder;
    if (!fs::is_directory(place)) continue;
    for (const auto& entry : fs::directory_iterator(place)) {
      const std::string name = entry.path().filename().string();
      if (name.find(".response.json") == std::string::npos) continue;
      const json body = json::parse(read_file(entry.path()), nullptr, false);
      const json::json_pointer nodes("/data/" + collection + "/nodes");
      if (!body.is_object() || !body.contains(nodes) || !body[nodes].is_array()) continue;
      const bool whole = !body[nodes].empty() &&
                         std::all_of(body[nodes].begin(), body[nodes].end(), [&](const json& node) {
                           return node.is_null() || node.contains(member);
                         });
      if (whole) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string text(const json& value) {
  return value.is_string() ? value.get<std::string>() : "";
}
std::string text(const json& node, const std::string& pointer) {
  const json::json_pointer at(pointer);
  return node.contains(at) ? text(node[at]) : "";
}
std::int64_t cents(const json& node, const std::string& name) {
  const json& amount = node.at(name);
  if (amount.is_null() || amount.at("valueInCents").is_null()) return 0;
  return amount.at("valueInCents").get<std::int64_t>();
}
std::string public_id(const json& reference) {
  return reference.is_null() ? "" : text(reference, "/publicId");
}
template <typename Entry>
std::string public_id(const std::vector<Entry>& table, ledger::Key key) {
  return key == ledger::no_key ? "" : table.at(static_cast<std::size_t>(key)).public_id;
}
std::string written(const std::optional<ledger::Instant>& instant) {
  return instant ? format_rfc3339(*instant) : "";
}

void expect_same(const json& node, const ledger::Transaction& row,
                 const ledger::TransactionPage& page) {
  EXPECT_EQ(row.id, text(node, "/id"));
  EXPECT_EQ(row.public_id, text(node, "/publicId"));
  EXPECT_EQ(row.legacy_id, node.at("legacyId").get<std::int64_t>());
  EXPECT_EQ(row.group, text(node, "/group"));
  EXPECT_EQ(row.direction == ledger::Direction::debit ? "DEBIT" : "CREDIT", text(node, "/type"));
  EXPECT_EQ(row.kind, text(node, "/kind"));
  EXPECT_EQ(row.refund_kind, text(node, "/refundKind"));
  EXPECT_EQ(row.description, text(node, "/description"));
  EXPECT_EQ(format_rfc3339(row.created_at), text(node, "/createdAt"));
  EXPECT_EQ(written(row.cleared_at), text(node, "/clearedAt"));
  EXPECT_EQ(row.currency.code(), text(node, "/amount/currency"));
  EXPECT_EQ(row.amount, cents(node, "amount"));
  EXPECT_EQ(row.net_amount, cents(node, "netAmount"));
  EXPECT_EQ(row.tax_amount, cents(node, "taxAmount"));
  EXPECT_EQ(row.host_currency.code(), text(node, "/amountInHostCurrency/currency"));
  EXPECT_EQ(row.host_amount, cents(node, "amountInHostCurrency"));
  EXPECT_EQ(row.host_net_amount, cents(node, "netAmountInHostCurrency"));
  EXPECT_EQ(row.platform_fee, cents(node, "platformFee"));
  EXPECT_EQ(row.host_fee, cents(node, "hostFee"));
  EXPECT_EQ(row.processor_fee, cents(node, "paymentProcessorFee"));
  EXPECT_EQ(row.fx_rate, node.at("hostCurrencyFxRate").dump());
  const json& tax = node.at("taxInfo");
  EXPECT_EQ(row.tax_type, tax.is_null() ? "" : text(tax, "/type"));
  EXPECT_EQ(row.tax_rate, tax.is_null() ? "" : tax.at("rate").dump());
  EXPECT_EQ(public_id(page.accounts, row.account), public_id(node.at("account")));
  EXPECT_EQ(public_id(page.accounts, row.opposite_account), public_id(node.at("oppositeAccount")));
  EXPECT_EQ(public_id(page.accounts, row.host), public_id(node.at("host")));
  EXPECT_EQ(public_id(page.orders, row.order), public_id(node.at("order")));
  EXPECT_EQ(row.expense, public_id(node.at("expense")));
  const json& refund = node.at("refundTransaction");
  EXPECT_EQ(row.refund_transaction, refund.is_null() ? "" : text(refund, "/id"));
  EXPECT_EQ(row.is_refund, node.at("isRefund") == json(true));
  EXPECT_EQ(row.is_refunded, node.at("isRefunded") == json(true));
  EXPECT_EQ(row.is_disputed, node.at("isDisputed") == json(true));
  EXPECT_EQ(row.is_in_review, node.at("isInReview") == json(true));
  EXPECT_EQ(row.merchant_id, text(node, "/merchantId"));
  EXPECT_EQ(row.invoice_template, text(node, "/invoiceTemplate"));
  EXPECT_EQ(row.payment_service, text(node, "/paymentMethod/service"));
  EXPECT_EQ(row.payment_type, text(node, "/paymentMethod/type"));
  EXPECT_EQ(row.payout_type, text(node, "/payoutMethod/type"));
}

void expect_same_order(const json& node, const ledger::Order& order,
                       const ledger::TransactionPage& page) {
  EXPECT_EQ(order.platform_id, text(node, "/id"));
  EXPECT_EQ(order.description, text(node, "/description"));
  EXPECT_EQ(order.status, text(node, "/status"));
  EXPECT_EQ(order.frequency, text(node, "/frequency"));
  EXPECT_EQ(order.memo, text(node, "/memo"));
  EXPECT_EQ(written(order.processed_at), text(node, "/processedAt"));
  EXPECT_EQ(order.tier_name, text(node, "/tier/name"));
  EXPECT_EQ(order.tags, node.at("tags").dump());
  EXPECT_EQ(order.custom_data, node.at("customData").is_null() ? "" : node.at("customData").dump());
  ASSERT_TRUE(order.amount.has_value());
  EXPECT_EQ(order.amount->hundredths, cents(node, "amount"));
  EXPECT_EQ(public_id(page.categories, order.category), public_id(node.at("accountingCategory")));
}

void expect_same(const json& node, const ledger::Expense& row, const ledger::ExpensePage& page) {
  EXPECT_EQ(row.public_id, text(node, "/publicId"));
  EXPECT_EQ(row.platform_id, text(node, "/id"));
  EXPECT_EQ(row.legacy_id, node.at("legacyId").get<std::int64_t>());
  EXPECT_EQ(row.type, text(node, "/type"));
  EXPECT_EQ(row.status, text(node, "/status"));
  EXPECT_EQ(row.on_hold.has_value(), !node.at("onHold").is_null());
  EXPECT_EQ(row.on_hold.value_or(false), node.at("onHold") == json(true));
  EXPECT_EQ(row.description, text(node, "/description"));
  EXPECT_EQ(row.long_description, text(node, "/longDescription"));
  EXPECT_EQ(row.reference, text(node, "/reference"));
  EXPECT_EQ(row.amount.hundredths, cents(node, "amountV2"));
  EXPECT_EQ(row.amount.currency.code(), text(node, "/currency"));
  EXPECT_EQ(format_rfc3339(row.created_at), text(node, "/createdAt"));
  EXPECT_EQ(written(row.incurred_at), text(node, "/incurredAt"));
  EXPECT_EQ(written(row.paid_at), text(node, "/paidAt"));
  EXPECT_EQ(row.fees_payer, text(node, "/feesPayer"));
  EXPECT_EQ(row.tags, node.at("tags").dump());
  const json& data = node.at("customData");
  EXPECT_EQ(row.custom_data.empty() ? json() : json::parse(row.custom_data), data);
  EXPECT_EQ(public_id(page.accounts, row.account), public_id(node.at("account")));
  EXPECT_EQ(public_id(page.accounts, row.payee), public_id(node.at("payee")));
  EXPECT_EQ(public_id(page.accounts, row.created_by), public_id(node.at("createdByAccount")));
  EXPECT_EQ(public_id(page.categories, row.category), public_id(node.at("accountingCategory")));
  EXPECT_EQ(row.payout_method_type, text(node, "/payoutMethod/type"));
  const json::json_pointer payout("/payoutMethod/data");
  const json payout_data = node.contains(payout) ? node[payout] : json();
  EXPECT_EQ(row.payout_method_data.empty() ? json() : json::parse(row.payout_method_data),
            payout_data);
  EXPECT_EQ(row.invoice_info, text(node, "/invoiceInfo"));
  EXPECT_EQ(row.payee_country, text(node, "/payeeLocation/country"));
  EXPECT_EQ(row.taxes.size(), node.at("taxes").size());
  for (std::size_t i = 0; i < row.taxes.size(); ++i) {
    EXPECT_EQ(row.taxes[i].rate, node.at("taxes").at(i).at("rate").dump());
  }
  ASSERT_EQ(row.items.size(), node.at("items").size());
  for (std::size_t i = 0; i < row.items.size(); ++i) {
    const json& item = node.at("items").at(i);
    EXPECT_EQ(row.items[i].id, text(item, "/publicId"));
    EXPECT_EQ(row.items[i].amount.hundredths, cents(item, "amountV2"));
    EXPECT_EQ(row.items[i].amount.currency.code(), text(item, "/amountV2/currency"));
    EXPECT_EQ(row.items[i].url, text(item, "/url"));
  }
}

template <typename Row>
void expect_whole_page(const fs::path& file, const std::string& collection,
                       ledger::Page<Row> (PageDecoder::*decode)(std::string&)) {
  SCOPED_TRACE(file.filename().string());
  std::string body = read_file(file);
  const std::string before = body;
  PageDecoder decoder;
  const ledger::Page<Row> page = (decoder.*decode)(body);
  EXPECT_EQ(body, before);
  const json expected = json::parse(body).at("data").at(collection);
  const json& nodes = expected.at("nodes");
  EXPECT_EQ(page.total_count, expected.at("totalCount").get<std::int64_t>());
  EXPECT_EQ(page.node_count(), static_cast<std::int64_t>(nodes.size()));
  ASSERT_EQ(page.rows.size(), page.indexes.size());
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    expect_same(nodes.at(static_cast<std::size_t>(page.indexes[i])), page.rows[i], page);
  }
  const auto nulls = std::count(nodes.begin(), nodes.end(), json());
  const auto lost = std::count_if(page.unreadable.begin(), page.unreadable.end(),
                                  [](const auto& node) { return !node.recovered; });
  EXPECT_EQ(lost, nulls);
  for (const auto& node : page.unreadable) EXPECT_FALSE(node.reason.empty());
}

TEST(CapturedPages, TransactionsDecodeWithoutLoss) {
  const auto files = captures_of("transactions", "netAmountInHostCurrency");
  if (files.empty()) GTEST_SKIP() << "no captures beside this checkout";
  for (const fs::path& file : files) {
    expect_whole_page<ledger::Transaction>(file, "transactions", &PageDecoder::transactions);
  }
  EXPECT_GT(files.size(), 20U);
}

TEST(CapturedPages, OrdersOfTransactionsDecodeWithoutLoss) {
  const auto files = captures_of("transactions", "netAmountInHostCurrency");
  if (files.empty()) GTEST_SKIP() << "no captures beside this checkout";
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.filename().string());
    std::string body = read_file(file);
    PageDecoder decoder;
    const auto page = decoder.transactions(body);
    const json nodes = json::parse(body).at("data").at("transactions").at("nodes");
    for (std::size_t i = 0; i < page.rows.size(); ++i) {
      const json& order = nodes.at(static_cast<std::size_t>(page.indexes[i])).at("order");
      if (order.is_null()) continue;
      expect_same_order(order, page.orders.at(static_cast<std::size_t>(page.rows[i].order)), page);
    }
  }
}

TEST(CapturedPages, ExpensesDecodeWithoutLoss) {
  const auto files = captures_of("expenses", "payeeLocation");
  if (files.empty()) GTEST_SKIP() << "no captures beside this checkout";
  for (const fs::path& file : files) {
    expect_whole_page<ledger::Expense>(file, "expenses", &PageDecoder::expenses);
  }
  EXPECT_GT(files.size(), 10U);
}

}  // namespace
}  // namespace bursar::opencollective
