#include "expectations.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store_dump.hpp"

namespace bursar::tests {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

void expect_refusal(const Finished& finished, int exit_status,
                    const std::vector<std::string>& said) {
  EXPECT_EQ(finished.ended.signal, 0);
  EXPECT_EQ(finished.ended.exit_status, exit_status) << finished.errors;
  EXPECT_THAT(finished.errors, StartsWith("bursar: "));
  EXPECT_THAT(finished.errors, HasSubstr("\n  -> ")) << "no next step";
  for (const std::string& words : said) EXPECT_THAT(finished.errors, HasSubstr(words));
  for (const char* inside : {"std::", "bursar::", "terminate", "exception", "what()", " 0x"}) {
    EXPECT_THAT(finished.errors, Not(HasSubstr(inside)));
  }
}

void expect_quiet_success(const Finished& finished) {
  EXPECT_EQ(finished.ended.exit_status, 0);
  EXPECT_EQ(finished.errors, "") << "quiet when all is well";
}

std::vector<nlohmann::json> events(const Finished& finished) {
  std::vector<nlohmann::json> events;
  std::istringstream lines(finished.output);
  std::string line;
  while (std::getline(lines, line)) {
    const auto event = nlohmann::json::parse(line, nullptr, false);
    const bool typed = event.is_object() && event.contains("type") && event["type"].is_string();
    EXPECT_TRUE(typed) << line;
    if (typed) events.push_back(event);
  }
  EXPECT_TRUE(finished.output.empty() || finished.output.back() == '\n');
  return events;
}

std::vector<nlohmann::json> events(const Finished& finished, const std::string& type) {
  std::vector<nlohmann::json> found = events(finished);
  std::erase_if(found, [&](const nlohmann::json& event) { return event["type"] != type; });
  return found;
}

Holdings holdings(const Installation& books) {
  EXPECT_EQ(integrity_problems(books.database()), "");
  Holdings holdings{dump_transactions(books.database()), dump_expenses(books.database())};
  EXPECT_NE(holdings.transactions, "");
  EXPECT_NE(holdings.expenses, "");
  return holdings;
}

}  // namespace bursar::tests
