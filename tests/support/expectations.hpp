#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "installation.hpp"
#include "process.hpp"

namespace bursar::tests {

// Fails the running test unless the program ended with this exit status and said why as it always
// does: on standard error, each of `said` in it, with a next step, and without anything that looks
// like the inside of a program.
void expect_refusal(const Finished& finished, int exit_status,
                    const std::vector<std::string>& said);

// Fails the running test unless the program ended well without a word on standard error.
void expect_quiet_success(const Finished& finished);

// What --json wrote. Fails the running test unless each line is a JSON object with a "type".
[[nodiscard]] std::vector<nlohmann::json> events(const Finished& finished);
// Those of one type.
[[nodiscard]] std::vector<nlohmann::json> events(const Finished& finished, const std::string& type);

// A fixed part of what is stored: to be the same before and after what must lose nothing.
struct Holdings {
  std::string transactions;
  std::string expenses;
  bool operator==(const Holdings&) const = default;
};
// Fails the running test when the database is damaged or empty.
[[nodiscard]] Holdings holdings(const Installation& books);

}  // namespace bursar::tests
