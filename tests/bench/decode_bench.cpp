// How many transactions a second one core decodes: `decode_bench [rows] [rounds]`.
#include <chrono>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "opencollective/page_decoder.hpp"

namespace {

// An account's reference as the full query asks for it.
std::string account(int number) {
  return fmt::format(
      R"({{"publicId":"acc_{0:021}","legalName":null,"id":"acc_{0:021}","legacyId":{0},"slug":"collective-{0}","name":"Collective № {0}","type":"COLLECTIVE","isIncognito":false,"currency":"USD"}})",
      number);
}

std::string money(int cents) {
  return fmt::format(R"({{"valueInCents":{},"currency":"USD"}})", cents);
}

std::string order(int number) {
  return fmt::format(
      R"({{"publicId":"or_{0:021}","id":"or_{0:021}","legacyId":{0},"description":"Monthly contribution","status":"ACTIVE","frequency":"MONTHLY","createdAt":"2023-05-06T07:08:09.010Z","processedAt":null,"memo":null,"customData":null,"tags":[],"amount":{1},"platformTipAmount":{1},"tier":{{"slug":"backer","name":"Backer"}},"accountingCategory":null}})",
      number, money(500));
}

// About 1.7 kB, as an accountant's row of the real API.
std::string row(int number) {
  return fmt::format(
      R"({{"id":"bc24a715-465f-45ad-ac23-{0:012}","publicId":"tx_{0:021}","legacyId":{0},"group":"d3e1e6c0-c230-4edc-b192-{0:012}","type":"CREDIT","kind":"CONTRIBUTION","refundKind":null,"description":"Monthly financial contribution to Collective {0}","createdAt":"2024-03-01T17:16:45.600Z","clearedAt":"2024-02-27T21:04:34.295Z","amount":{1},"netAmount":{1},"taxAmount":{{"valueInCents":null,"currency":"USD"}},"amountInHostCurrency":{1},"netAmountInHostCurrency":{1},"platformFee":{2},"hostFee":{2},"paymentProcessorFee":{2},"hostCurrencyFxRate":1,"isRefund":false,"isRefunded":false,"isDisputed":false,"isInReview":false,"refundTransaction":null,"merchantId":"ch_{0:021}","invoiceTemplate":null,"account":{3},"oppositeAccount":{4},"host":{5},"giftCardEmitterAccount":null,"taxInfo":null,"order":{6},"expense":null,"paymentMethod":{{"service":"STRIPE","type":"CREDITCARD"}},"payoutMethod":null}})",
      number, money(number), money(0), account(number % 20), account(1000 + number % 500),
      account(1), order(number % 700));
}

std::string page_of(int rows) {
  std::string text = fmt::format(R"({{"data":{{"transactions":{{"totalCount":{},"nodes":[)", rows);
  for (int i = 0; i < rows; ++i) text += (i > 0 ? "," : "") + row(i + 1);
  return text + "]}}}\n";
}

}  // namespace

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 50;
  std::string body = page_of(rows);
  bursar::opencollective::PageDecoder decoder;
  std::size_t decoded = decoder.transactions(body).rows.size();
  const auto start = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) decoded += decoder.transactions(body).rows.size();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const double count = static_cast<double>(rows) * rounds;
  fmt::print("{} rows of {} bytes: {:.0f} rows/s, {:.0f} MB/s ({} decoded)\n", rows,
             body.size() / static_cast<std::size_t>(rows), count / seconds.count(),
             static_cast<double>(body.size()) * rounds / seconds.count() / 1e6, decoded);
  return 0;
}
