#include "export/coded_group.hpp"

#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/transaction_record.hpp"

namespace bursar::exporting {
namespace {

using mapping::Field;

std::string_view slug_of(const ledger::Account* account) {
  return account == nullptr ? std::string_view{} : std::string_view(account->slug);
}

std::string_view tags_of(const store::StoredTransaction& row) {
  if (!row.expense_tags.empty() || row.order == nullptr) return row.expense_tags;
  return row.order->tags;
}

mapping::LineFacts facts_of(const ledger::Line& line, const store::StoredTransaction& row,
                            const ledger::Account* account, ledger::CivilDate day) {
  mapping::LineFacts facts;
  facts.kind = line.posting.kind;
  facts.side = line.posting.side;
  facts.fund = line.fund;
  facts.internal = line.internal;
  facts.category = line.category;
  facts.expense_type = line.expense_type;
  facts.collective = slug_of(account);
  facts.counterparty = slug_of(line.posting.derived ? row.account : row.opposite_account);
  facts.processor = line.processor;
  facts.host = slug_of(row.host);
  facts.currency = line.posting.amount.currency.code();
  if (line.tax) {
    facts.tax_type = line.tax->type;
    facts.tax_rate = line.tax->rate;
  }
  facts.tags = tags_of(row);
  facts.description = row.row.description;
  facts.date = day;
  return facts;
}

}  // namespace

ledger::UnitKey LedgerGroup::key_of(const ledger::Line& line) const {
  return {rows[line.posting.row]->key, line.posting.part, line.posting.derived};
}

const store::StoredTransaction& LedgerGroup::row_of(const ledger::Line& line) const {
  return *rows[line.posting.row];
}

LedgerGroup ledger_group(const store::StoredGroup& stored, const Context& context) {
  LedgerGroup result;
  result.group.id = stored.id;
  for (const store::GroupRow& row : stored.rows) {
    if (!ledger::in_books(context.books, row.stored.row)) {
      if (is_of_source(context, row.stored.row)) ++result.outside;
      continue;
    }
    result.group.rows.push_back(store::ledger_row(row));
    result.rows.push_back(&row.stored);
  }
  if (!result.rows.empty()) {
    result.lines = ledger::lines_of(result.group, context.books, context.request.currency);
  }
  return result;
}

LineCoder::LineCoder(const Context& context) : context_(context) {
  if (!context.request.chart) return;
  const LoadedChart& chart = *context.request.chart;
  present_ = store::find_mapping_text(context.database, chart.source.text).value_or(not_kept);
  charts_.emplace(present_, chart.chart);
  names_ = store::books_names(context.database, context.profile.profile);
  for (const auto& [account, name] : names_) ++bearers_[name];
  for (const auto& [key, member] : context.books.members) {
    const auto account = context.accounts.find(key);
    if (account != context.accounts.end() && !names_.contains(account->second.public_id)) {
      ++bearers_[account->second.name];
    }
  }
}

const mapping::Chart& LineCoder::chart(std::int64_t key) {
  auto& place = charts_[key];
  if (!place) {
    const store::MappingText text = store::mapping_text(context_.database, key);
    place = std::make_shared<const mapping::Chart>(
        mapping::Chart::parse_kept(text.text, text.document));
  }
  return *place;
}

const ledger::Account* LineCoder::account_of(const ledger::Line& line) const {
  const auto found = context_.accounts.find(line.posting.account);
  return found == context_.accounts.end() ? nullptr : &found->second;
}

std::string LineCoder::books_name(const ledger::Line& line) const {
  const ledger::Account* account = account_of(line);
  if (account == nullptr) return {};
  const auto pinned = names_.find(account->public_id);
  if (pinned != names_.end()) return pinned->second;
  if (account->name.empty()) return account->slug;
  // Under one name the money of two funds would be one in the books.
  const auto bearers = bearers_.find(account->name);
  if (bearers == bearers_.end() || bearers->second < 2) return account->name;
  return fmt::format("{} ({})", account->name, account->slug);
}

void LineCoder::pin_name(const ledger::Line& line) {
  const ledger::Account* account = account_of(line);
  if (account == nullptr || names_.contains(account->public_id)) return;
  // What [names] says now outlives a renamed slug.
  const auto pinned = chart(present_).pinned_name(account->slug);
  const std::string name = pinned ? std::string(*pinned) : books_name(line);
  names_.emplace(account->public_id, name);
  store::put_books_name(context_.database, context_.profile.profile, account->public_id, name);
}

ledger::Coding LineCoder::code(const ledger::Line& line, const store::StoredTransaction& row,
                               ledger::CivilDate day, const mapping::Chart& chart,
                               std::vector<mapping::Decision>* decisions, mapping::RuleHits* hits) {
  fill_line_record(line, row, context_, record_);
  const mapping::LineFacts facts = facts_of(line, row, account_of(line), day);
  return chart.code(line, facts, record_, books_name(line), decisions, hits);
}

ledger::Unit LineCoder::book(const ledger::Line& line, const ledger::UnitKey& key,
                             const ledger::Coding& coding, const mapping::Chart& chart) const {
  const ledger::TaxMode mode = context_.request.layout.layout.journal.tax;
  ledger::Unit unit{key, {}};
  for (ledger::JournalLine& booked : ledger::book(line, 0, coding, chart.tax_booking(mode))) {
    unit.lines.push_back({std::move(booked), line.posting.amount.currency});
  }
  return unit;
}

void fill_line_record(const ledger::Line& line, const store::StoredTransaction& row,
                      const Context& context, mapping::Record& record) {
  fill_record(row, context.request.calendar, record);
  if (context.request.names == Names::ids) hide_persons(row, record);
  const ledger::Posting& posting = line.posting;
  if (posting.derived) {
    const auto account = context.accounts.find(posting.account);
    fill_collective(account == context.accounts.end() ? nullptr : &account->second, record);
    fill_counterparty(row.account, record);
  }
  record.set(Field::kind, std::string_view(posting.kind));
  fill_memo(posting.kind, row.row.description, record);
  record.set(Field::part, ledger::name_of(posting.part));
  record.set(Field::side, ledger::name_of(posting.side));
  record.set(Field::fund, ledger::name_of(line.fund));
  record.set(Field::internal, line.internal);
  record.set(Field::processor, std::string_view(line.processor));
  record.set(Field::expense_type, std::string_view(line.expense_type));
  record.set(Field::category_code, std::string_view(line.category));
  if (line.category.empty()) {
    record.set(Field::category, {});
    record.set(Field::category_id, {});
  }
  record.set(Field::amount, posting.amount);
  record.set(Field::currency, posting.amount.currency.code());
  const bool out = posting.amount.hundredths < 0;
  const ledger::Money magnitude{
      out ? ledger::checked_negate(posting.amount.hundredths) : posting.amount.hundredths,
      posting.amount.currency};
  record.set(Field::debit, out ? mapping::Value(magnitude) : mapping::Value());
  record.set(Field::credit, out ? mapping::Value() : mapping::Value(magnitude));
  if (line.tax && line.tax->rate) {
    record.keep(Field::tax_rate, ledger::format_tax_rate(*line.tax->rate));
    record.set(Field::tax_type, std::string_view(line.tax->type));
  }
}

}  // namespace bursar::exporting
