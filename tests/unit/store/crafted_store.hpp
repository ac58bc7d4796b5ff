#pragma once

#include <string>

#include <SQLiteCpp/Database.h>

#include "store_fixture.hpp"

namespace bursar::store {

// A database with a recorded batch, into which somebody else writes.
class CraftedStore : public StoreTest {
 protected:
  CraftedStore() {
    exec(
        "INSERT INTO sources (name, perspective, account, starts_at) VALUES ('s', 'host', 'a', 0);"
        "INSERT INTO profiles VALUES (1, 'books', 1, 'journal', '{}', '{}', 1, 0, 0, 0, 0);"
        "INSERT INTO mapping_texts VALUES (1, 'h', 'd', 't');"
        "INSERT INTO batches (batch, profile, number, made_at, program_version, layout, directory, "
        "published, seen_row, seen_transaction_version) VALUES (1, 1, 1, 0, '1', 1, '/out', 0, 0, "
        "0);");
  }
  void exec(const std::string& sql) { database_.connection().exec(sql); }
};

}  // namespace bursar::store
