#include "store/damage.hpp"

#include <string>

#include <SQLiteCpp/Database.h>

#include "store/sqlite_error.hpp"
#include "store/transaction_writer.hpp"

namespace bursar::store {

std::int64_t admit_damage(Database& database, const AskedRows& asked, const Interval& window) {
  const auto ids = stored_ids(database, asked, Stream::transactions, window);
  return at_border(database.file(), [&] {
    TransactionWriter writer(database.connection());
    std::int64_t damaged = 0;
    for (const std::string& id : ids) {
      if (writer.rehash(id)) ++damaged;
    }
    return damaged;
  });
}

}  // namespace bursar::store
