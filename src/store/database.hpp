#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "ledger/instant.hpp"

namespace SQLite {
class Database;
class Transaction;
}  // namespace SQLite

namespace bursar::store {

enum class OpenMode {
  read_only,   // must exist and be of this program's schema version
  read_write,  // created and migrated as needed, mode 0600
};

// A connection to one Bursar database: WAL, synchronous=FULL, foreign keys on (design.md section
// 5). Opening for writing applies the numbered migrations, each in a transaction, after a backup
// copy of an existing database. Throws Error(config) for a database of a newer version, Error(io)
// for a corrupt one or a failing disk, Error(cannot_create) where it cannot be made,
// Error(try_later) while another process writes.
class Database {
 public:
  Database(const std::filesystem::path& file, OpenMode mode);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  [[nodiscard]] const std::filesystem::path& file() const;
  // The connection, for the files of this room only.
  [[nodiscard]] SQLite::Database& connection();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// BEGIN IMMEDIATE … COMMIT, or ROLLBACK when it goes without commit(). What the writers of this
// room do between the two reaches the disk whole or not at all.
class WriteTransaction {
 public:
  explicit WriteTransaction(Database& database);
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  ~WriteTransaction();
  void commit();

 private:
  Database* database_;
  std::unique_ptr<SQLite::Transaction> transaction_;
};

}  // namespace bursar::store
