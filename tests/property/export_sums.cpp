#include "export_sums.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace bursar::property {
namespace {

namespace fs = std::filesystem;

// Columns: group, account, class (the account's id), tax, currency, is_money, hundredths.
constexpr const char* lines_of_groups = R"(
SELECT g.group_id, iif(m.is_money, c.money, c.account),
  coalesce((SELECT n.account FROM books_names n WHERE n.profile = p.profile AND n.name = c.class),
           c.class), iif(m.is_money, '', c.tax_code), c.currency, m.is_money,
  sum(iif(m.is_money, -l.amount - l.software_tax, l.amount))
FROM export_lines l JOIN export_units u ON u.unit = l.unit
JOIN export_groups g ON g.export_group = u.export_group JOIN profiles p ON p.profile = g.profile
JOIN codings c ON c.coding = l.coding CROSS JOIN (SELECT 0 AS is_money UNION ALL SELECT 1) m
WHERE p.name = ? GROUP BY 1, 2, 3, 4, 5, 6)";

template <typename Take>
void select(const fs::path& file, const char* text, const std::string& profile, const Take& take) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  SQLite::Statement statement(database, text);
  statement.bind(1, profile);
  while (statement.executeStep()) take(statement);
}

std::string text(SQLite::Statement& statement, int column) {
  return statement.getColumn(column).getString();
}

template <typename Map>
Map without_zeros(Map map) {
  std::erase_if(map, [](const auto& entry) { return entry.second == 0; });
  return map;
}

}  // namespace

Sums statement_sums(const fs::path& database, const std::string& profile) {
  Sums sums;
  select(database,
         "SELECT t.id, s.account, s.currency, sum(l.amount) FROM statement_lines l "
         "JOIN streams s ON s.stream = l.stream JOIN profiles p ON p.profile = s.profile "
         "JOIN transactions t ON t.row = l.row WHERE p.name = ? GROUP BY 1, 2, 3",
         profile, [&](SQLite::Statement& row) {
           sums[{text(row, 0), text(row, 1), text(row, 2)}] += row.getColumn(3).getInt64();
         });
  return without_zeros(sums);
}

Sums money_sums(const fs::path& database, const std::string& profile) {
  Sums sums;
  select(database, lines_of_groups, profile, [&](SQLite::Statement& row) {
    if (row.getColumn(5).getInt() == 0) return;
    sums[{text(row, 0), text(row, 2), text(row, 4)}] += row.getColumn(6).getInt64();
  });
  return without_zeros(sums);
}

LineSums line_sums(const fs::path& database, const std::string& profile) {
  LineSums sums;
  select(database, lines_of_groups, profile, [&](SQLite::Statement& row) {
    sums[{text(row, 0), text(row, 1), text(row, 2), text(row, 3), text(row, 4)}] +=
        row.getColumn(6).getInt64();
  });
  return without_zeros(sums);
}

LineSums handed_over_sums(const fs::path& database, const std::string& profile) {
  LineSums sums;
  select(database,
         "SELECT account, class, iif(is_money, '', tax_code), currency, sum(hundredths) "
         "FROM v_export_lines WHERE profile = ? AND batch IS NOT NULL GROUP BY 1, 2, 3, 4",
         profile, [&](SQLite::Statement& row) {
           sums[{text(row, 0), text(row, 1), text(row, 2), text(row, 3)}] +=
               row.getColumn(4).getInt64();
         });
  return without_zeros(sums);
}

std::set<std::string> pending_records(const fs::path& database, const std::string& profile,
                                      const std::string& reason) {
  std::set<std::string> records;
  select(database,
         "SELECT coalesce(t.id, e.record), e.reason FROM export_pending e "
         "JOIN profiles p ON p.profile = e.profile LEFT JOIN transactions t "
         "ON p.kind = 'statement' AND t.row = CAST(e.record AS INTEGER) WHERE p.name = ?",
         profile, [&](SQLite::Statement& row) {
           if (reason.empty() || text(row, 1) == reason) records.insert(text(row, 0));
         });
  return records;
}

std::int64_t opening_of(const fs::path& database, const std::string& profile,
                        const std::string& account_id, const std::string& currency) {
  std::int64_t sum = 0;
  select(database,
         "SELECT account_id, currency, hundredths FROM v_statement_lines "
         "WHERE profile = ? AND batch IS NULL",
         profile, [&](SQLite::Statement& row) {
           if (text(row, 0) == account_id && text(row, 1) == currency) {
             sum += row.getColumn(2).getInt64();
           }
         });
  return sum;
}

void copy_unlocked(const fs::path& database, const fs::path& copy) {
  fs::remove(copy);
  {
    SQLite::Database from(database.string(), SQLite::OPEN_READONLY);
    SQLite::Statement vacuum(from, "VACUUM INTO ?");
    vacuum.bind(1, copy.string());
    vacuum.exec();
  }
  SQLite::Database made(copy.string(), SQLite::OPEN_READWRITE);
  made.exec("DELETE FROM locks");
  fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace bursar::property
