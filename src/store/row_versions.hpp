#pragma once

#include <cstdint>
#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "ledger/transaction.hpp"
#include "store/fields.hpp"
#include "store/records.hpp"

namespace bursar::store {

// What every stored transaction and expense has beside its fields.
struct RowState {
  std::int64_t row = 0;  // 0: not stored
  std::int64_t version = 0;
  std::int64_t hash = 0;
  std::int64_t run = 0;  // that made this version
  bool tombstone = false;
};

inline constexpr const char* row_state_columns = "row, version, hash, run, tombstoned_at";
[[nodiscard]] RowState read_row_state(FieldReader& reader);

// Keeps what a write replaces, in one of the two tables.
class RowVersions {
 public:
  // `keep_version` copies the row ?1 to where versions are kept, as replaced at ?2 by the run ?3.
  RowVersions(SQLite::Database& database, const std::string& table,
              const std::string& keep_version);

  void keep(const RowState& stored, const WriteContext& context);
  // Makes a tombstone of it, as a new version; false when there is none to be made one.
  bool bury(const RowState& stored, const WriteContext& context);

 private:
  SQLite::Statement keep_;
  SQLite::Statement bury_;
};

// Public ids by key, of the table that `select` names; empty for no_key and for unknown keys.
class PublicIdLookup {
 public:
  PublicIdLookup(SQLite::Database& database, const std::string& select);
  [[nodiscard]] std::string operator()(ledger::Key key);

 private:
  SQLite::Statement select_;
};

}  // namespace bursar::store
