#pragma once

#include <filesystem>
#include <string>

namespace bursar::tests {

// The content of a Bursar database as text, one record a line, ordered by the platform's ids and
// free of whatever depends on when or in which run it was stored. Columns are separated by tabs;
// tab, line feed, carriage return and backslash are written \t \n \r \\; NULL is empty.

// All transactions (expenses), in the columns of the sandbox's
// own dump (tests/sandbox/README.md).
[[nodiscard]] std::string dump_transactions(const std::filesystem::path& database);
[[nodiscard]] std::string dump_expenses(const std::filesystem::path& database);

// Everything that was pulled: transactions, expenses with items, taxes and files, accounts,
// categories, orders, versions of transactions, quarantine.
[[nodiscard]] std::string dump_everything(const std::filesystem::path& database);

// Empty when the database is sound: integrity_check and foreign_key_check.
[[nodiscard]] std::string integrity_problems(const std::filesystem::path& database);

// The rows of a query in the same form.
[[nodiscard]] std::string query(const std::filesystem::path& database, const std::string& sql);

}  // namespace bursar::tests
