#pragma once

#include <cstdint>
#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/bounded_cache.hpp"
#include "store/fields.hpp"
#include "store/records.hpp"

namespace bursar::store {

// How much a record that is being written says about what it does not mention.
enum class Detail {
  reference,  // met in passing: what is empty was perhaps not asked for, and overwrites nothing
  full,       // read on its own: what is empty is empty
};

// `incoming`, unless it is empty where that says nothing.
inline std::string merged_text(const std::string& stored, const std::string& incoming,
                               bool empty_counts) {
  return incoming.empty() && !empty_counts ? stored : incoming;
}

// Upserts one of the small tables (accounts, categories, orders) by public id. `Table` says how:
//   Record                     what is stored
//   select, insert, update, keep_version   the statements; `insert` ignores what is stored already
//   bind(binder, record), read(reader)     its columns
//   merge(stored, incoming, detail, private_readable)   what is to be stored
//   same(a, b)                 whether nothing differs
//   is_change(stored, merged)  whether the difference is one to keep the old version for
//   fingerprint(record)        over every field
// Most records of a page were in the page before: those cost a look into the cache.
template <typename Table>
class RecordTable {
 public:
  using Record = typename Table::Record;

  explicit RecordTable(SQLite::Database& database)
      : database_(database),
        select_(database, Table::select),
        insert_(database, Table::insert),
        update_(database, Table::update),
        keep_version_(database, Table::keep_version) {}

  // The key of the record, which is stored afterwards.
  std::int64_t put(const Record& record, const WriteContext& context, Detail detail) {
    const std::uint64_t fingerprint =
        Table::fingerprint(record) ^ (detail == Detail::full ? 1U : 0U);
    const Written* written = written_.find(record.public_id);
    if (written != nullptr && written->fingerprint == fingerprint) return written->key;
    const std::int64_t key = upsert(record, context, detail);
    written_.put(record.public_id, {key, fingerprint});
    return key;
  }

  void forget() { written_.clear(); }

 private:
  struct Written {
    std::int64_t key = 0;
    std::uint64_t fingerprint = 0;
  };
  static constexpr std::size_t remembered = 32'768;  // per generation; about 5 MB in all

  // Inserting is tried first: in a backfill, most records that are not remembered are new.
  std::int64_t upsert(const Record& record, const WriteContext& context, Detail detail) {
    if (add(record, context)) return database_.getLastInsertRowid();
    select_.bindNoCopy(1, record.public_id);
    select_.executeStep();
    FieldReader reader(select_);
    const std::int64_t key = reader.number();
    const Record stored = Table::read(reader);
    select_.reset();
    const Record merged = Table::merge(stored, record, detail, context.private_fields_readable);
    if (!Table::same(stored, merged)) replace(key, stored, merged, context);
    return key;
  }

  // Whether the record is new.
  bool add(const Record& record, const WriteContext& context) {
    FieldBinder binder(insert_);
    Table::bind(binder, record);
    binder.number(context.run).number(context.run);
    return run(insert_) > 0;
  }

  void replace(std::int64_t key, const Record& stored, const Record& merged,
               const WriteContext& context) {
    const bool is_change = Table::is_change(stored, merged);
    if (is_change) {
      FieldBinder(keep_version_).number(key).instant(context.now).number(context.run);
      run(keep_version_);
    }
    FieldBinder binder(update_);
    Table::bind(binder, merged);
    binder.flag(is_change).flag(is_change).number(context.run).number(key);
    run(update_);
  }

  SQLite::Database& database_;
  SQLite::Statement select_;
  SQLite::Statement insert_;
  SQLite::Statement update_;
  SQLite::Statement keep_version_;
  BoundedCache<std::string, Written> written_{remembered};
};

// NULL in the table where the raw id equals the public one, as it does for what is new (F 6.1).
inline const std::string& platform_id_column(const std::string& platform_id,
                                             const std::string& public_id) {
  static const std::string same_as_public_id;
  return platform_id == public_id ? same_as_public_id : platform_id;
}
inline std::string platform_id_value(const std::string& column, const std::string& public_id) {
  return column.empty() ? public_id : column;
}

}  // namespace bursar::store
