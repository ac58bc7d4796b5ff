// The ten cases of the accounting rules, as texts that a bookkeeper can read: rows of the
// platform's ledger, and below them the journal that must come of them. Where a text differs from
// what the code makes of it, the test shows the whole new text; with BURSAR_WRITE_GOLDEN=1 in the
// environment it is written instead, to be read and judged as a change of the books that it is.
#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "golden_text.hpp"
#include "sample_charts.hpp"

namespace bursar::ledger {
namespace {

sample::SampleChart open_chart(const std::string& name, const sample::SampleBooks& samples) {
  return {name, samples.accounts};
}

class GoldenCase : public testing::TestWithParam<std::string> {};

TEST_P(GoldenCase, GivesTheJournalThatTheTextSays) {
  const auto file = sample::golden_directory() / (GetParam() + ".txt");
  const std::string actual = sample::made_anew(file, open_chart);
  if (std::getenv("BURSAR_WRITE_GOLDEN") != nullptr) std::ofstream(file) << actual;
  std::string expected;
  for (const std::string& line : sample::read_lines(file)) expected += line + "\n";
  EXPECT_EQ(actual, expected) << "the whole text would be:\n" << actual;
}

INSTANTIATE_TEST_SUITE_P(Accounting, GoldenCase, testing::ValuesIn(sample::case_names()),
                         sample::case_name);

}  // namespace
}  // namespace bursar::ledger
