#pragma once

#include "ledger/transaction.hpp"
#include "store/record_table.hpp"

namespace bursar::store {

// orders: see RecordTable. `category` is a key of accounting_categories. A recurring order is
// processed anew every month; that alone makes no version.
struct OrderTable {
  using Record = ledger::Order;
  static const char* const select;
  static const char* const select_by_key;  // the same columns, by `contribution`
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
