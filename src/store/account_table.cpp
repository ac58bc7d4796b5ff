#include "store/account_table.hpp"

#include "ledger/field_hash.hpp"

namespace bursar::store {
namespace {

bool differs_from_known(const std::string& stored, const std::string& merged) {
  return !stored.empty() && stored != merged;
}

}  // namespace

const char* const AccountTable::select =
    "SELECT account, public_id, platform_id, legacy_id, slug, name, legal_name, type, currency, "
    "parent, host, is_incognito FROM accounts WHERE public_id = ?";
const char* const AccountTable::select_by_key =
    "SELECT account, public_id, platform_id, legacy_id, slug, name, legal_name, type, currency, "
    "parent, host, is_incognito FROM accounts WHERE account = ?";
const char* const AccountTable::insert =
    "INSERT INTO accounts (public_id, platform_id, legacy_id, slug, name, legal_name, type, "
    "currency, parent, host, is_incognito, version, first_run, run) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (public_id) DO NOTHING";
const char* const AccountTable::update =
    "UPDATE accounts SET public_id = ?, platform_id = ?, legacy_id = ?, slug = ?, name = ?, "
    "legal_name = ?, type = ?, currency = ?, parent = ?, host = ?, is_incognito = ?, "
    "version = version + ?, run = iif(?, ?, run) WHERE account = ?";
const char* const AccountTable::keep_version =
    "INSERT INTO record_versions (record_type, record, version, document, replaced_at, "
    "replaced_run) SELECT 'account', account, version, json_object('slug', slug, 'name', name, "
    "'legal_name', legal_name, 'type', type, 'currency', currency, 'parent', parent, "
    "'host', host, 'is_incognito', is_incognito), ?2, ?3 FROM accounts WHERE account = ?1";

void AccountTable::bind(FieldBinder& binder, const Record& record) {
  binder.text(record.public_id)
      .text(platform_id_column(record.platform_id, record.public_id))
      .number(record.legacy_id)
      .text(record.slug)
      .text(record.name)
      .text(record.legal_name)
      .text(record.type)
      .currency(record.currency)
      .text(record.parent)
      .text(record.host)
      .flag(record.is_incognito);
}

ledger::Account AccountTable::read(FieldReader& reader) {
  Record record;
  record.public_id = reader.text();
  record.platform_id = platform_id_value(reader.text(), record.public_id);
  record.legacy_id = reader.optional_number();
  record.slug = reader.text();
  record.name = reader.text();
  record.legal_name = reader.text();
  record.type = reader.text();
  record.currency = reader.currency();
  record.parent = reader.text();
  record.host = reader.text();
  record.is_incognito = reader.flag();
  return record;
}

ledger::Account AccountTable::merge(const Record& stored, const Record& incoming, Detail detail,
                                    bool private_readable) {
  const bool full = detail == Detail::full;
  Record merged = incoming;
  merged.platform_id = merged_text(stored.platform_id, incoming.platform_id, false);
  if (!incoming.legacy_id) merged.legacy_id = stored.legacy_id;  // announced to go away (F 10.3)
  merged.slug = merged_text(stored.slug, incoming.slug, full);
  merged.name = merged_text(stored.name, incoming.name, full);
  // Readable in one context and not in the next (F 1.4): only a full reading may clear it.
  merged.legal_name = merged_text(stored.legal_name, incoming.legal_name, full && private_readable);
  merged.type = merged_text(stored.type, incoming.type, full);
  if (incoming.currency.empty() && !full) merged.currency = stored.currency;
  merged.parent = merged_text(stored.parent, incoming.parent, full);
  merged.host = merged_text(stored.host, incoming.host, full);
  if (!full) merged.is_incognito = stored.is_incognito || incoming.is_incognito;
  return merged;
}

bool AccountTable::same(const Record& a, const Record& b) {
  return a.platform_id == b.platform_id && a.legacy_id == b.legacy_id && a.slug == b.slug &&
         a.name == b.name && a.legal_name == b.legal_name && a.type == b.type &&
         a.currency == b.currency && a.parent == b.parent && a.host == b.host &&
         a.is_incognito == b.is_incognito;
}

bool AccountTable::is_change(const Record& stored, const Record& merged) {
  // Whose books its rows are in hangs on parent and type: there, to learn is to change.
  return stored.parent != merged.parent || stored.type != merged.type ||
         differs_from_known(stored.slug, merged.slug) ||
         differs_from_known(stored.name, merged.name) ||
         (!stored.currency.empty() && stored.currency != merged.currency) ||
         differs_from_known(stored.host, merged.host);
}

std::uint64_t AccountTable::fingerprint(const Record& record) {
  ledger::FieldHash hash;
  hash.add(record.platform_id).add(record.legacy_id).add(record.slug).add(record.name);
  hash.add(record.legal_name).add(record.type).add(record.currency);
  hash.add(record.parent).add(record.host).add(record.is_incognito);
  return hash.digest();
}

}  // namespace bursar::store
