#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "truth.hpp"

namespace bursar::property {

// What the export ledger in a database says was handed over or caught up, straight from its tables.
// Everything is of one profile, by name; classes are told by the public id of their account.
using LineSums = std::map<std::vector<std::string>, std::int64_t>;

// Rows of a statement: by row id, account and currency.
[[nodiscard]] Sums statement_sums(const std::filesystem::path& database,
                                  const std::string& profile);
// Money lines of a journal: by group, account of the class, currency.
[[nodiscard]] Sums money_sums(const std::filesystem::path& database, const std::string& profile);
// All lines of a journal: by group, ledger account, account of the class, tax code, currency.
[[nodiscard]] LineSums line_sums(const std::filesystem::path& database, const std::string& profile);
// By ledger account, class as it is called, tax code and currency: of what was handed over alone.
[[nodiscard]] LineSums handed_over_sums(const std::filesystem::path& database,
                                        const std::string& profile);
// Rows (by id) or groups that wait or are held.
[[nodiscard]] std::set<std::string> pending_records(const std::filesystem::path& database,
                                                    const std::string& profile,
                                                    const std::string& reason = {});
// Opening balance of a stream by ACCTID and currency.
[[nodiscard]] std::int64_t opening_of(const std::filesystem::path& database,
                                      const std::string& profile, const std::string& account_id,
                                      const std::string& currency);
// A copy in which nothing is locked.
void copy_unlocked(const std::filesystem::path& database, const std::filesystem::path& copy);

}  // namespace bursar::property
