#pragma once

#include <string>

#include "ledger/accounting_date.hpp"
#include "mapping/layout.hpp"
#include "mapping/record.hpp"
#include "store/queries.hpp"

namespace bursar::exporting {

// How days are told.
struct Calendar {
  ledger::TimeZone zone = ledger::TimeZone::utc();
  ledger::DateBasis basis = ledger::DateBasis::created;
};

// The fields of a transaction. The record holds views of `row`. What the line amounts to is the
// row's net amount in the host's currency (accounting.md R3, R9).
void fill_record(const store::StoredTransaction& row, const Calendar& calendar,
                 mapping::Record& record);

// Whether files of this layout show what only the contribution of a row can tell.
[[nodiscard]] bool shows_orders(const mapping::Layout& layout);

// Writes ids in place of the names of private persons (accounting.md R20).
void hide_persons(const store::StoredTransaction& row, mapping::Record& record);

// Leaves of a record what says which row it is, and no name or text: what a reversal is told with.
void keep_ids_alone(const store::StoredTransaction& row, mapping::Record& record);

// Adds the names and words that the original line had: the collective's, the other party's, the
// category's, the description. `kind` is what the line was: that of the row, or of a part of it.
void name_reversed(const store::StoredTransaction& row, const std::string& kind,
                   mapping::Record& record);

// "HOST_FEE Host Fee": what a row, or a part of it, is. Holds a view of `description`.
void fill_memo(const std::string& kind, const std::string& description, mapping::Record& record);

// Fields that transactions and expenses share; a null account leaves them empty.
void fill_collective(const ledger::Account* account, mapping::Record& record);
void fill_counterparty(const ledger::Account* account, mapping::Record& record);
void fill_host(const ledger::Account* account, mapping::Record& record);
void fill_category(const ledger::AccountingCategory* category, mapping::Record& record);

}  // namespace bursar::exporting
