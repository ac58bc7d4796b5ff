#include "store/order_table.hpp"

#include "ledger/field_hash.hpp"

namespace bursar::store {
namespace {

FieldBinder& bind_money(FieldBinder& binder, const std::optional<ledger::Money>& money) {
  if (!money) return binder.null().null();
  return binder.number(money->hundredths).currency(money->currency);
}

std::optional<ledger::Money> read_money(FieldReader& reader) {
  const auto hundredths = reader.optional_number();
  const ledger::Currency currency = reader.currency();
  if (!hundredths) return std::nullopt;
  return ledger::Money{*hundredths, currency};
}

void add_money(ledger::FieldHash& hash, const std::optional<ledger::Money>& money) {
  hash.add(money.has_value());
  if (money) hash.add(*money);
}

}  // namespace

const char* const OrderTable::select =
    "SELECT contribution, public_id, platform_id, legacy_id, description, status, frequency, "
    "created_at, processed_at, memo, custom_data, tags, tier_name, tier_slug, amount, "
    "amount_currency, tip, tip_currency, category FROM orders WHERE public_id = ?";
const char* const OrderTable::select_by_key =
    "SELECT contribution, public_id, platform_id, legacy_id, description, status, frequency, "
    "created_at, processed_at, memo, custom_data, tags, tier_name, tier_slug, amount, "
    "amount_currency, tip, tip_currency, category FROM orders WHERE contribution = ?";
const char* const OrderTable::insert =
    "INSERT INTO orders (public_id, platform_id, legacy_id, description, status, frequency, "
    "created_at, processed_at, memo, custom_data, tags, tier_name, tier_slug, amount, "
    "amount_currency, tip, tip_currency, category, version, first_run, run) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT "
    "(public_id) DO NOTHING";
const char* const OrderTable::update =
    "UPDATE orders SET public_id = ?, platform_id = ?, legacy_id = ?, description = ?, "
    "status = ?, frequency = ?, created_at = ?, processed_at = ?, memo = ?, custom_data = ?, "
    "tags = ?, tier_name = ?, tier_slug = ?, amount = ?, amount_currency = ?, tip = ?, "
    "tip_currency = ?, category = ?, version = version + ?, run = iif(?, ?, run) "
    "WHERE contribution = ?";
const char* const OrderTable::keep_version =
    "INSERT INTO record_versions (record_type, record, version, document, replaced_at, "
    "replaced_run) SELECT 'order', contribution, o.version, json_object('description', "
    "description, 'status', status, 'frequency', frequency, 'processed_at', processed_at, "
    "'memo', memo, 'custom_data', custom_data, 'tags', tags, 'tier_name', tier_name, 'tier_slug', "
    "tier_slug, 'amount', amount, 'amount_currency', amount_currency, 'tip', tip, 'tip_currency', "
    "tip_currency, 'category', c.public_id), ?2, ?3 "
    "FROM orders o LEFT JOIN accounting_categories c USING (category) WHERE contribution = ?1";

void OrderTable::bind(FieldBinder& binder, const Record& record) {
  binder.text(record.public_id)
      .text(platform_id_column(record.platform_id, record.public_id))
      .number(record.legacy_id)
      .text(record.description)
      .text(record.status)
      .text(record.frequency)
      .instant(record.created_at)
      .instant(record.processed_at)
      .text(record.memo)
      .text(record.custom_data)
      .text(record.tags)
      .text(record.tier_name)
      .text(record.tier_slug);
  bind_money(bind_money(binder, record.amount), record.tip).key(record.category);
}

ledger::Order OrderTable::read(FieldReader& reader) {
  Record record;
  record.public_id = reader.text();
  record.platform_id = platform_id_value(reader.text(), record.public_id);
  record.legacy_id = reader.optional_number();
  record.description = reader.text();
  record.status = reader.text();
  record.frequency = reader.text();
  record.created_at = reader.optional_instant();
  record.processed_at = reader.optional_instant();
  record.memo = reader.text();
  record.custom_data = reader.text();
  record.tags = reader.text();
  record.tier_name = reader.text();
  record.tier_slug = reader.text();
  record.amount = read_money(reader);
  record.tip = read_money(reader);
  record.category = reader.key();
  return record;
}

ledger::Order OrderTable::merge(const Record& stored, const Record& incoming, Detail /*detail*/,
                                bool private_readable) {
  Record merged = incoming;
  merged.platform_id = merged_text(stored.platform_id, incoming.platform_id, false);
  if (!incoming.legacy_id) merged.legacy_id = stored.legacy_id;
  merged.memo = merged_text(stored.memo, incoming.memo, private_readable);
  merged.custom_data = merged_text(stored.custom_data, incoming.custom_data, private_readable);
  return merged;
}

bool OrderTable::same(const Record& a, const Record& b) {
  return a.platform_id == b.platform_id && a.legacy_id == b.legacy_id &&
         a.created_at == b.created_at && a.processed_at == b.processed_at && a.memo == b.memo &&
         a.custom_data == b.custom_data && !is_change(a, b);
}

bool OrderTable::is_change(const Record& stored, const Record& merged) {
  return stored.description != merged.description || stored.status != merged.status ||
         stored.frequency != merged.frequency || stored.tags != merged.tags ||
         stored.tier_name != merged.tier_name || stored.tier_slug != merged.tier_slug ||
         stored.amount != merged.amount || stored.tip != merged.tip ||
         stored.category != merged.category;
}

std::uint64_t OrderTable::fingerprint(const Record& record) {
  ledger::FieldHash hash;
  hash.add(record.platform_id).add(record.legacy_id).add(record.description);
  hash.add(record.status).add(record.frequency).add(record.created_at).add(record.processed_at);
  hash.add(record.memo).add(record.custom_data).add(record.tags);
  hash.add(record.tier_name).add(record.tier_slug);
  add_money(hash, record.amount);
  add_money(hash, record.tip);
  hash.add(record.category);
  return hash.digest();
}

}  // namespace bursar::store
