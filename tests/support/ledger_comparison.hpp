#pragma once

#include <filesystem>
#include <string>

#include "sandbox_process.hpp"

namespace bursar::tests {

// Which of the sandbox's records are looked at: the query of its dump (tests/sandbox/README.md).
inline constexpr const char* ledger_of_host = "host=demo-host";
inline constexpr const char* ledger_of_collective = "account=demo-collective&children=1";

// Fails the running test unless the database holds exactly the sandbox's transactions and expenses,
// field by field; a few of the records that differ are shown.
void expect_equal_ledger(const SandboxProcess& sandbox, const std::filesystem::path& database,
                         const std::string& filter);

// The same, but the database may hold more: what the sandbox shows no more.
void expect_ledger_within(const SandboxProcess& sandbox, const std::filesystem::path& database,
                          const std::string& filter);

// Two of the sandbox's dumps.
struct SandboxDumps {
  std::string transactions;
  std::string expenses;
};
// The database holds every record of `asked`, and besides only records that are somewhere else by
// now: each equals its line in `all`, which covers everything there is.
void expect_equal_ledger(const SandboxDumps& asked, const SandboxDumps& all,
                         const std::filesystem::path& database);

}  // namespace bursar::tests
