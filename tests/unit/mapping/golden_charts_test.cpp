// The ten cases of the accounting rules (tests/unit/ledger/golden) with charts of accounts that
// come with the program: the journals must be the same to the cent.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "../ledger/golden_text.hpp"
#include "mapping/chart.hpp"

namespace bursar::mapping {
namespace {

using ledger::sample::SampleBooks;

// A chart as the ledger's listings ask it.
class ListedChart {
 public:
  ListedChart(Chart chart, const SampleBooks& samples)
      : chart_(std::make_shared<const Chart>(std::move(chart))), samples_(&samples) {}

  ledger::Coding operator()(const ledger::Line& line) const {
    const ledger::Account& account = samples_->accounts.at(line.posting.account);
    LineFacts facts;
    facts.kind = line.posting.kind;
    facts.side = line.posting.side;
    facts.fund = line.fund;
    facts.internal = line.internal;
    facts.category = line.category;
    facts.expense_type = line.expense_type;
    facts.collective = account.slug;
    facts.processor = line.processor;
    if (line.tax) {
      facts.tax_type = line.tax->type;
      facts.tax_rate = line.tax->rate;
    }
    return chart_->code(line, facts, Record(), account.name);
  }

  [[nodiscard]] ledger::TaxBooking tax_booking(ledger::TaxMode mode) const {
    return chart_->tax_booking(mode);
  }

 private:
  std::shared_ptr<const Chart> chart_;
  const SampleBooks* samples_;
};

// The shipped chart, with the names that the organisation of the cases gives its funds.
ListedChart open_chart(const std::string& name, const SampleBooks& samples) {
  const bool is_us = name == "us-host";
  const ChartText shipped = chart_text(is_us ? "us-host" : "vat-association");
  const std::string names =
      is_us
          ? "\n[names]\n\"ledger-host\" = \"Operations\"\n"
          : "\n[names]\n\"ledger-host-eur\" = \"General\"\n\"vat-collective\" = \"Repair Cafe\"\n";
  return {Chart::parse(shipped.text + names, shipped.document), samples};
}

class GoldenChart : public testing::TestWithParam<std::string> {};

TEST_P(GoldenChart, GivesTheJournalThatTheTextSays) {
  const auto file = ledger::sample::golden_directory() / (GetParam() + ".txt");
  std::string expected;
  for (const std::string& line : ledger::sample::read_lines(file)) expected += line + "\n";
  EXPECT_EQ(ledger::sample::made_anew(file, open_chart), expected);
}

INSTANTIATE_TEST_SUITE_P(Accounting, GoldenChart, testing::ValuesIn(ledger::sample::case_names()),
                         ledger::sample::case_name);

}  // namespace
}  // namespace bursar::mapping
