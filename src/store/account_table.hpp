#pragma once

#include "ledger/account.hpp"
#include "store/record_table.hpp"

namespace bursar::store {

// accounts: see RecordTable. Names change (F 10.2): the replaced ones are kept as versions.
struct AccountTable {
  using Record = ledger::Account;
  static const char* const select;
  static const char* const select_by_key;  // the same columns, by `account`
  static const char* const insert;
  static const char* const update;
  static const char* const keep_version;
  static void bind(FieldBinder& binder, const Record& record);
  static Record read(FieldReader& reader);
  static Record merge(const Record& stored, const Record& incoming, Detail detail,
                      bool private_readable);
  static bool same(const Record& a, const Record& b);
  static bool is_change(const Record& stored, const Record& merged);
  static std::uint64_t fingerprint(const Record& record);
};

}  // namespace bursar::store
