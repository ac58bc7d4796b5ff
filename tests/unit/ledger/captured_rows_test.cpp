// The postings of every complete row that the real API was seen to answer (skipped where the
// captures are not at hand).
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/posting.hpp"

namespace bursar::ledger {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

bool is_complete_row(const json& node) {
  for (const char* field : {"legacyId", "kind", "isRefund", "amount", "netAmount", "taxAmount",
                            "amountInHostCurrency", "netAmountInHostCurrency", "platformFee",
                            "hostFee", "paymentProcessorFee", "hostCurrencyFxRate", "account"}) {
    if (!node.contains(field)) return false;
  }
  return true;
}

// Null amounts of absent fees count as zero (F 12.7).
std::int64_t cents(const json& row, const char* field) {
  const json& amount = row.at(field);
  if (!amount.is_object() || amount.at("valueInCents").is_null()) return 0;
  return amount.at("valueInCents").get<std::int64_t>();
}

Currency currency_in(const json& row, const char* field) {
  return Currency::parse(row.at(field).at("currency").get<std::string>()).value();
}

Transaction decoded(const json& node) {
  Transaction row;
  row.id = node.at("id");
  row.legacy_id = node.at("legacyId");
  row.kind = node.at("kind").is_null() ? "" : node.at("kind").get<std::string>();
  row.direction = node.at("type") == "CREDIT" ? Direction::credit : Direction::debit;
  row.is_refund = node.at("isRefund") == true;
  if (const auto expense = node.find("expense"); expense != node.end() && !expense->is_null()) {
    row.expense = "expense";
  }
  row.order = 1;
  row.currency = currency_in(node, "amount");
  row.amount = cents(node, "amount");
  row.net_amount = cents(node, "netAmount");
  row.tax_amount = cents(node, "taxAmount");
  row.host_currency = currency_in(node, "amountInHostCurrency");
  row.host_amount = cents(node, "amountInHostCurrency");
  row.host_net_amount = cents(node, "netAmountInHostCurrency");
  row.platform_fee = cents(node, "platformFee");
  row.host_fee = cents(node, "hostFee");
  row.processor_fee = cents(node, "paymentProcessorFee");
  row.fx_rate = node.at("hostCurrencyFxRate").dump();
  return row;
}

void collect(const json& node, std::map<std::string, Transaction>& rows) {
  if (node.is_object() && is_complete_row(node)) rows.emplace(node.at("id"), decoded(node));
  if (!node.is_structured()) return;
  for (const json& child : node) collect(child, rows);
}

std::map<std::string, Transaction> captured_rows() {
  std::map<std::string, Transaction> rows;
  for (const auto& entry : fs::directory_iterator(fs::path(BURSAR_CAPTURES_DIR) / "data")) {
    if (!entry.path().string().ends_with(".response.json")) continue;
    std::ifstream in(entry.path());
    const json answer = json::parse(in, nullptr, false);
    if (!answer.is_discarded()) collect(answer, rows);
  }
  return rows;
}

std::int64_t sum(const std::vector<Posting>& postings) {
  std::int64_t total = 0;
  for (const Posting& posting : postings) total += posting.amount.hundredths;
  return total;
}

TEST(CapturedRows, AreTheSumOfTheirPostings) {
  if (!fs::exists(fs::path(BURSAR_CAPTURES_DIR) / "data")) GTEST_SKIP() << "no captures here";
  int split = 0;
  const std::map<std::string, Transaction> rows = captured_rows();
  for (const auto& [id, row] : rows) {
    const auto postings = postings_of(row, 0, BooksCurrency::host);
    EXPECT_EQ(sum(postings), row.host_net_amount) << row.legacy_id;
    split += postings.size() > 1 ? 1 : 0;
    const auto own = postings_of(row, 0, BooksCurrency::transaction);
    EXPECT_EQ(sum(own), net_of(row, BooksCurrency::transaction).hundredths) << row.legacy_id;
    EXPECT_EQ(own.size(), postings.size()) << row.legacy_id;
    // What fees do not explain of a row is its tax and nothing else.
    for (const Posting& posting : postings) {
      if (posting.part != Part::tax) continue;
      EXPECT_NE(row.tax_amount, 0) << row.legacy_id;
      if (row.fx_rate != "1") continue;
      EXPECT_EQ(posting.amount.hundredths, row.tax_amount) << row.legacy_id;
    }
  }
  EXPECT_GT(rows.size(), 200U);
  EXPECT_GT(split, 40);
}

}  // namespace
}  // namespace bursar::ledger
