#pragma once

#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ledger/coding.hpp"

namespace bursar::ledger::sample {

// Two charts of accounts as code, standing in for the mapping room: a US fiscal host with
// QuickBooks, and a Belgian association that is its own host, declares VAT and uses Xero.
class SampleChart {
 public:
  SampleChart(std::string name, const AccountTable& accounts)
      : name_(std::move(name)), accounts_(accounts) {}

  Coding operator()(const Line& line) const {
    Coding coding = name_ == "us-host" ? us_host(line) : be_vat(line);
    coding.unmapped = coding.account.empty();
    coding.class_name = class_of(accounts_.at(line.posting.account));
    return coding;
  }

  [[nodiscard]] TaxBooking tax_booking(TaxMode mode) const {
    if (name_ == "us-host") return {mode, std::nullopt, ""};
    return {mode, VatAccounts{"581", "451", "411", "658"}, "No VAT"};
  }

 private:
  static Coding coded(std::string account, std::string money, std::string tax_code = {}) {
    Coding coding;
    coding.account = std::move(account);
    coding.money = std::move(money);
    coding.tax_code = std::move(tax_code);
    return coding;
  }

  static std::string us_account(const Line& line) {
    const std::string& kind = line.posting.kind;
    const bool received = line.posting.side == Side::received;
    if (kind == "PLATFORM_TIP_DEBT" || kind == "HOST_FEE_SHARE_DEBT" || kind == "PLATFORM_TIP" ||
        kind == "APPLICATION_FEE" || (kind == "EXPENSE" && line.expense_type == "SETTLEMENT")) {
      return "Due to Open Collective";
    }
    if (kind == "HOST_FEE") return "Interfund:Fiscal Sponsorship Fees";
    if (kind == "HOST_FEE_SHARE" || kind == "PLATFORM_FEE") return "Platform Share of Host Fees";
    if (line.internal && main_kind_rank(kind) >= 0) return "Interfund:Transfers";
    if (kind == "PAYMENT_PROCESSOR_FEE" || kind == "PAYMENT_PROCESSOR_COVER") {
      return "Payment Processor Fees";
    }
    if (kind == "CONTRIBUTION") return received ? "Contributions" : "Program:Grants Made";
    if (kind == "ADDED_FUNDS") return "Grants and Added Funds";
    if (kind != "EXPENSE") return "Ask My Accountant";
    if (line.category.starts_with("60")) return "Program:Office Supplies";
    if (line.category.starts_with("61")) return "Program:Travel";
    if (line.category.starts_with("62")) return "Program:Software";
    return received ? "Ask My Accountant" : "Program:Uncategorised";
  }

  static Coding us_host(const Line& line) {
    return coded(us_account(line), "Open Collective Clearing");
  }

  static std::string be_account(const Line& line) {
    const std::string& kind = line.posting.kind;
    const bool taxed = line.tax && line.tax->type == "VAT";
    if (kind == "HOST_FEE" || kind == "BALANCE_TRANSFER") return "585";
    if (line.internal && main_kind_rank(kind) >= 0) return "585";
    if (kind == "PLATFORM_TIP_DEBT" || kind == "HOST_FEE_SHARE_DEBT") return "489";
    if (kind == "HOST_FEE_SHARE" || kind == "PLATFORM_FEE") return "613";
    if (kind.starts_with("PAYMENT_PROCESSOR_")) return "657";
    if (kind == "CONTRIBUTION") return taxed ? "700" : "730";
    if (kind == "ADDED_FUNDS") return "740";
    if (kind != "EXPENSE") return "499";
    if (line.category.starts_with("60")) return "612";
    if (line.category.starts_with("61")) return "615";
    if (line.category.starts_with("62")) return "616";
    return "499";
  }

  static Coding be_vat(const Line& line) {
    Coding coding = coded(be_account(line), "580", "No VAT");
    if (!line.tax || !line.tax->rate || line.tax->type != "VAT") return coding;
    const bool output = line.tax->direction == TaxDirection::output;
    coding.claim_vat = !output && line.expense_type != "CHARGE";
    if (output || coding.claim_vat) {
      const std::string percent = std::to_string(line.tax->rate->millionths / 10'000);
      coding.tax_code = percent + (output ? "% Sales" : "% Purchases");
    }
    return coding;
  }

  [[nodiscard]] std::string class_of(const Account& account) const {
    static const std::map<std::string, std::string> us{{"ledger-host", "Operations"}};
    static const std::map<std::string, std::string> be{{"ledger-host-eur", "General"},
                                                       {"vat-collective", "Repair Cafe"}};
    const auto& names = name_ == "us-host" ? us : be;
    const auto pinned = names.find(account.slug);
    return pinned == names.end() ? account.name : pinned->second;
  }

  std::string name_;
  const AccountTable& accounts_;
};

}  // namespace bursar::ledger::sample
