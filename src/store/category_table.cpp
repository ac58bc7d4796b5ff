#include "store/category_table.hpp"

#include "ledger/field_hash.hpp"

namespace bursar::store {

const char* const CategoryTable::select =
    "SELECT category, public_id, platform_id, host, code, name, friendly_name, kind, applies_to, "
    "host_only FROM accounting_categories WHERE public_id = ?";
const char* const CategoryTable::select_by_key =
    "SELECT category, public_id, platform_id, host, code, name, friendly_name, kind, applies_to, "
    "host_only FROM accounting_categories WHERE category = ?";
const char* const CategoryTable::insert =
    "INSERT INTO accounting_categories (public_id, platform_id, host, code, name, friendly_name, "
    "kind, applies_to, host_only, version, first_run, run) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (public_id) DO NOTHING";
const char* const CategoryTable::update =
    "UPDATE accounting_categories SET public_id = ?, platform_id = ?, host = ?, code = ?, "
    "name = ?, friendly_name = ?, kind = ?, applies_to = ?, host_only = ?, "
    "version = version + ?, run = iif(?, ?, run) WHERE category = ?";
const char* const CategoryTable::keep_version =
    "INSERT INTO record_versions (record_type, record, version, document, replaced_at, "
    "replaced_run) SELECT 'category', category, version, json_object('host', host, 'code', code, "
    "'name', name, 'friendly_name', friendly_name, 'kind', kind, 'applies_to', applies_to, "
    "'host_only', host_only), ?2, ?3 FROM accounting_categories WHERE category = ?1";

void CategoryTable::bind(FieldBinder& binder, const Record& record) {
  binder.text(record.public_id)
      .text(platform_id_column(record.platform_id, record.public_id))
      .text(record.host)
      .text(record.code)
      .text(record.name)
      .text(record.friendly_name)
      .text(record.kind)
      .text(record.applies_to)
      .flag(record.host_only);
}

ledger::AccountingCategory CategoryTable::read(FieldReader& reader) {
  Record record;
  record.public_id = reader.text();
  record.platform_id = platform_id_value(reader.text(), record.public_id);
  record.host = reader.text();
  record.code = reader.text();
  record.name = reader.text();
  record.friendly_name = reader.text();
  record.kind = reader.text();
  record.applies_to = reader.text();
  record.host_only = reader.flag();
  return record;
}

ledger::AccountingCategory CategoryTable::merge(const Record& stored, const Record& incoming,
                                                Detail detail, bool /*private_readable*/) {
  const bool full = detail == Detail::full;
  Record merged = incoming;
  merged.platform_id = merged_text(stored.platform_id, incoming.platform_id, false);
  merged.host = merged_text(stored.host, incoming.host, false);
  merged.code = merged_text(stored.code, incoming.code, full);
  merged.name = merged_text(stored.name, incoming.name, full);
  merged.friendly_name = merged_text(stored.friendly_name, incoming.friendly_name, full);
  merged.kind = merged_text(stored.kind, incoming.kind, full);
  merged.applies_to = merged_text(stored.applies_to, incoming.applies_to, full);
  if (!full) merged.host_only = stored.host_only || incoming.host_only;
  return merged;
}

bool CategoryTable::same(const Record& a, const Record& b) {
  return a.platform_id == b.platform_id && a.host == b.host && a.code == b.code &&
         a.name == b.name && a.friendly_name == b.friendly_name && a.kind == b.kind &&
         a.applies_to == b.applies_to && a.host_only == b.host_only;
}

bool CategoryTable::is_change(const Record& stored, const Record& merged) {
  const auto differs_from_known = [](const std::string& before, const std::string& after) {
    return !before.empty() && before != after;
  };
  return differs_from_known(stored.code, merged.code) ||
         differs_from_known(stored.name, merged.name) ||
         differs_from_known(stored.friendly_name, merged.friendly_name) ||
         differs_from_known(stored.kind, merged.kind);
}

std::uint64_t CategoryTable::fingerprint(const Record& record) {
  ledger::FieldHash hash;
  hash.add(record.platform_id).add(record.host).add(record.code).add(record.name);
  hash.add(record.friendly_name).add(record.kind).add(record.applies_to).add(record.host_only);
  return hash.digest();
}

}  // namespace bursar::store
