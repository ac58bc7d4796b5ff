#include "store/schema_check.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <tuple>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "error/error.hpp"
#include "text/shown.hpp"

namespace bursar::store {
namespace {

// By type and name; holds the table that it is about, and its text.
using Objects = std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>>;

Objects objects_of(SQLite::Database& database) {
  Objects objects;
  SQLite::Statement select(database,
                           "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema");
  while (select.executeStep()) {
    const auto text = [&](int column) { return select.getColumn(column).getString(); };
    objects[{text(0), text(1)}] = {text(2), normalized_sql(text(3))};
  }
  return objects;
}

Objects expected_objects(std::span<const Migration> applied) {
  SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  for (const Migration& migration : applied) fresh.exec(std::string(migration.sql));
  return objects_of(fresh);
}

// What ANALYZE and AUTOINCREMENT make.
bool is_of_sqlite(const std::string& type, const std::string& name, const std::string& sql) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> own{
      {{"sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"},
       {"sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"},
       {"sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"}}};
  return type == "table" && std::any_of(own.begin(), own.end(), [&](const auto& table) {
           return table.first == name && table.second == sql;
         });
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& type,
                         const std::string& name, const char* what, const std::string& next) {
  throw Error(
      ErrorKind::data,
      fmt::format("{} {} the {} \"{}\"", file.string(), what, text::shown(type), text::shown(name)),
      next);
}

constexpr const char* restore_a_backup =
    "the file was changed by something else than bursar and was left as it is: `bursar restore` a "
    "backup that nobody else can have changed";

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Where the literal or the quoted name that begins at `at` ends.
std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
  const std::size_t end = sql.find(sql[at], at + 1);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

}  // namespace

std::string normalized_sql(std::string_view sql) {
  std::string normal;
  bool gap = false;
  for (std::size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    if (sql.substr(at, 2) == "--") {
      at = std::min(sql.find('\n', at), sql.size());
      gap = true;
      continue;
    }
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      gap = true;
      ++at;
      continue;
    }
    const std::size_t end = c == '\'' || c == '"' ? end_of_quoted(sql, at) : at + 1;
    std::string_view part = sql.substr(at, end - at);
    const bool is_name = c == '"' && part.size() > 2 && part.back() == '"' &&
                         std::all_of(part.begin() + 1, part.end() - 1, is_word);
    if (is_name) part = part.substr(1, part.size() - 2);
    // Between words alone a blank means something; a name that was quoted is a word.
    if (gap && !normal.empty() && is_word(normal.back()) && is_word(part.front())) normal += ' ';
    normal += part;
    gap = is_name;
    at = end;
  }
  return normal;
}

void require_known_schema(SQLite::Database& database, const std::filesystem::path& file,
                          std::span<const Migration> applied) {
  const Objects found = objects_of(database);
  const Objects expected = expected_objects(applied);
  for (const auto& [key, object] : found) {
    const auto& [type, name] = key;
    const auto known = expected.find(key);
    if (known == expected.end()) {
      if (is_of_sqlite(type, name, object.second)) continue;
      refuse(file, type, name, "has something that bursar did not make:",
             fmt::format("if you have made it yourself, remove it (in sqlite3: DROP {} \"{}\"); if "
                         "not, `bursar restore` a backup that nobody else can have changed",
                         text::shown(type), text::shown(name)));
    }
    if (known->second != object) {
      refuse(file, type, name, "has in another form than bursar makes it", restore_a_backup);
    }
  }
  for (const auto& [key, object] : expected) {
    if (found.contains(key) || is_of_sqlite(key.first, key.second, object.second)) continue;
    refuse(file, key.first, key.second, "lacks", restore_a_backup);
  }
}

}  // namespace bursar::store
