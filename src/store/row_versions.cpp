#include "store/row_versions.hpp"

#include <fmt/format.h>

namespace bursar::store {

RowState read_row_state(FieldReader& reader) {
  RowState state;
  state.row = reader.number();
  state.version = reader.number();
  state.hash = reader.number();
  state.run = reader.number();
  state.tombstone = reader.optional_number().has_value();
  return state;
}

RowVersions::RowVersions(SQLite::Database& database, const std::string& table,
                         const std::string& keep_version)
    : keep_(database, keep_version),
      bury_(database,
            fmt::format("UPDATE {} SET version = version + 1, run = ?1, tombstoned_at = ?2 "
                        "WHERE row = ?3",
                        table)) {}

void RowVersions::keep(const RowState& stored, const WriteContext& context) {
  FieldBinder(keep_).number(stored.row).instant(context.now).number(context.run);
  run(keep_);
}

bool RowVersions::bury(const RowState& stored, const WriteContext& context) {
  if (stored.row == 0 || stored.tombstone) return false;
  keep(stored, context);
  FieldBinder(bury_).number(context.run).instant(context.now).number(stored.row);
  run(bury_);
  return true;
}

PublicIdLookup::PublicIdLookup(SQLite::Database& database, const std::string& select)
    : select_(database, select) {}

std::string PublicIdLookup::operator()(ledger::Key key) {
  if (key == ledger::no_key) return {};
  select_.bind(1, key);
  std::string id;
  if (select_.executeStep()) id = select_.getColumn(0).getString();
  select_.reset();
  return id;
}

}  // namespace bursar::store
