#include "store/groups.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "error/error.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_reader.hpp"

namespace bursar::store {
namespace {

// The columns of TransactionReader, then those of GroupRow.
std::string select_text(std::string_view condition) {
  return fmt::format(
      "SELECT {}, e.fees_payer = 'PAYEE', "
      "iif(e.row IS NULL, NULL, (SELECT group_concat(x.rate, ' ') FROM expense_taxes x "
      "WHERE x.expense = e.row)) FROM {} WHERE t.tombstoned_at IS NULL AND {}",
      TransactionReader::columns(), TransactionReader::tables, condition);
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

GroupRow group_row(SQLite::Statement& select, TransactionReader& reader) {
  TransactionReader::Read read;
  TransactionReader::read(select, read);
  reader.complete(read);
  GroupRow row;
  FieldReader fields(select, read.next_column);
  row.payee_bears_fees = fields.flag();
  row.expense_tax_rates = words_of(fields.text());
  row.stored = std::move(read.stored);
  return row;
}

}  // namespace

ledger::LedgerRow ledger_row(const GroupRow& stored) {
  ledger::LedgerRow row;
  row.row = stored.stored.row;
  if (stored.stored.category != nullptr) row.category = stored.stored.category->code;
  row.expense_type = stored.stored.expense_type;
  row.tags = stored.stored.expense_tags;
  if (row.tags.empty() && stored.stored.order != nullptr) row.tags = stored.stored.order->tags;
  row.payee_bears_fees = stored.payee_bears_fees;
  row.expense_tax_rates = stored.expense_tax_rates;
  row.reversed = stored.stored.reversed;
  return row;
}

void for_each_group(Database& database, const std::function<void(StoredGroup&)>& visit) {
  at_border(database.file(), [&] {
    TransactionReader reader(database.connection());
    StoredGroup group;
    const auto hand_out = [&] {
      if (!group.rows.empty()) visit(group);
      group.rows.clear();
    };
    // Two passes: rows without a group, each its own, would spoil the order of the index.
    for (const char* condition : {"t.group_id IS NOT NULL ORDER BY t.group_id, t.legacy_id",
                                  "t.group_id IS NULL ORDER BY t.row"}) {
      SQLite::Statement select(database.connection(), select_text(condition));
      while (select.executeStep()) {
        GroupRow row = group_row(select, reader);
        const std::string& id = ledger::group_id(row.stored.row);
        if (id != group.id) {
          hand_out();
          group.id = id;
        }
        group.rows.push_back(std::move(row));
      }
      hand_out();
    }
  });
}

struct GroupReader::State {
  explicit State(SQLite::Database& database)
      : reader(database),
        by_group(database, select_text("t.group_id = ? ORDER BY t.legacy_id")),
        by_row(database, select_text("t.id = ? AND t.group_id IS NULL")),
        by_key(database, fmt::format("SELECT {} FROM {} WHERE t.row = ?",
                                     TransactionReader::columns(), TransactionReader::tables)) {}
  TransactionReader reader;
  SQLite::Statement by_group;
  SQLite::Statement by_row;
  SQLite::Statement by_key;
};

GroupReader::GroupReader(Database& database)
    : database_(database), state_(at_border(database.file(), [&] {
        return std::make_unique<State>(database.connection());
      })) {}
GroupReader::GroupReader(GroupReader&&) noexcept = default;
GroupReader::~GroupReader() = default;

StoredGroup GroupReader::read(const std::string& id) {
  return at_border(database_.file(), [&] {
    StoredGroup group{id, {}};
    for (SQLite::Statement* select : {&state_->by_group, &state_->by_row}) {
      select->bind(1, id);
      while (select->executeStep()) group.rows.push_back(group_row(*select, state_->reader));
      select->reset();
      if (!group.rows.empty()) break;
    }
    return group;
  });
}

StoredTransaction GroupReader::read_row(ledger::Key key) {
  return at_border(database_.file(), [&] {
    SQLite::Statement& select = state_->by_key;
    select.bind(1, key);
    if (!select.executeStep()) {
      throw Error(ErrorKind::bug, fmt::format("transaction row {} is not stored", key));
    }
    TransactionReader::Read read;
    TransactionReader::read(select, read);
    state_->reader.complete(read);
    select.reset();
    return std::move(read.stored);
  });
}

}  // namespace bursar::store
