#include "export/entry_rendering.hpp"

#include <limits>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "export/batch_files.hpp"
#include "export/coded_group.hpp"
#include "export/csv_writer.hpp"
#include "export/listener.hpp"
#include "export/transaction_record.hpp"

namespace bursar::exporting {
namespace {

using mapping::Field;
using mapping::Share;

std::string memo_of(const EntryLine* line, const EntryFacts& entry) {
  std::string memo = "Open Collective";
  if (line != nullptr) {
    memo = line->coding != nullptr ? line->coding->memo : std::string();
    if (line->coding == nullptr && line->row != nullptr) {
      memo = fmt::format("{} {}", line->row->row.kind, line->row->row.legacy_id);
    } else if (line->coding == nullptr) {
      memo = entry.title;
    }
    if (line->origin == store::LineOrigin::reversal ||
        line->origin == store::LineOrigin::replacement) {
      memo += fmt::format(" [{}]", name_of(line->origin));
    }
  }
  return memo + moved_note(entry.moved_from);
}

// "CONTRIBUTION 117193", as people call the row, by the part that the line is about.
std::string subject_of(const EntryLine& line, ledger::LineRole role) {
  if (line.row == nullptr) return {};
  const ledger::Transaction& row = line.row->row;
  std::string kind = line.line != nullptr ? line.line->posting.kind : row.kind;
  if (role == ledger::LineRole::held) kind = "TAX held";
  if (role == ledger::LineRole::vat) kind = "TAX";
  if (role == ledger::LineRole::rounding) kind = "ROUNDING";
  return fmt::format("{} {}", kind, row.legacy_id);
}

// The record holds a view of `currency`.
void set_amounts(const ledger::JournalLine& line, const ledger::Currency& currency,
                 mapping::Record& record) {
  const ledger::Money amount{line.gl_amount, currency};
  const ledger::Money opposite{ledger::checked_negate(line.gl_amount), currency};
  record.set(Field::gl_amount, amount);
  record.set(Field::debit, line.gl_amount > 0 ? mapping::Value(amount) : mapping::Value());
  record.set(Field::credit, line.gl_amount < 0 ? mapping::Value(opposite) : mapping::Value());
  // Money in is a credit of the account it is booked to.
  record.set(Field::amount, opposite);
  record.set(Field::software_tax, ledger::Money{line.software_tax, currency});
  record.set(Field::currency, currency.code());
}

// The most lines an entry can have in one row or file; nothing sets a limit where it is huge.
std::size_t most_lines(const mapping::Layout& layout) {
  std::size_t most = std::numeric_limits<std::size_t>::max();
  if (layout.journal.share == Share::wide) {
    most = layout.journal.postings;
  } else if (layout.file.max_rows > 0) {
    most = layout.file.max_rows;
  }
  return most;
}

}  // namespace

EntryRenderer::EntryRenderer(const Context& context) : context_(context) {
  const mapping::Chart& chart = *context.request.chart->chart;
  untaxed_code_ = chart.tax_booking(context.request.layout.layout.journal.tax).untaxed_code;
  for (const auto& [nickname, account] : chart.accounts()) nicknames_.emplace(account, nickname);
}

std::vector<ledger::JournalLine> EntryRenderer::with_money(
    const std::vector<EntryLine>& lines) const {
  std::vector<ledger::JournalLine> booked;
  booked.reserve(lines.size() + 2);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    booked.push_back(lines[i].booked.line);
    booked.back().line = i;
  }
  const bool pairs = context_.request.layout.layout.journal.share == Share::pairs;
  return ledger::with_money_lines(std::move(booked),
                                  pairs ? ledger::MoneyLines::pairs : ledger::MoneyLines::merged,
                                  untaxed_code_);
}

std::vector<std::vector<EntryLine>> EntryRenderer::in_limits(std::vector<EntryLine> lines) const {
  const mapping::Layout& layout = context_.request.layout.layout;
  const std::size_t most = most_lines(layout);
  const bool pairs = layout.journal.share == Share::pairs;
  const auto size_of = [&](const std::vector<EntryLine>& part) {
    return pairs ? part.size() : with_money(part).size();
  };
  std::vector<std::vector<EntryLine>> parts;
  if (lines.size() * 2 <= most || size_of(lines) <= most) {
    parts.push_back(std::move(lines));
    return parts;
  }
  std::vector<EntryLine> part;
  for (EntryLine& line : lines) {
    part.push_back(line);
    if (part.size() == 1 || size_of(part) <= most) continue;
    part.pop_back();
    parts.push_back(std::exchange(part, {std::move(line)}));
  }
  parts.push_back(std::move(part));
  return parts;
}

void EntryRenderer::fill(const EntryFacts& entry, const std::vector<EntryLine>& lines,
                         const ledger::JournalLine& line, std::size_t number,
                         mapping::Record& record) const {
  const bool is_money = line.role == ledger::LineRole::money;
  const EntryLine* source =
      is_money || line.line == ledger::JournalLine::no_line ? nullptr : &lines[line.line];
  record.clear();
  if (source != nullptr && source->line != nullptr) {
    fill_line_record(*source->line, *source->row, context_, record);
  } else if (source != nullptr && source->row != nullptr) {
    keep_ids_alone(*source->row, record);
  }
  set_amounts(line, entry.currency, record);
  record.set(Field::date, entry.day);
  if (entry.moved_from) record.set(Field::moved_from, *entry.moved_from);
  record.set(Field::entry_id, std::string_view(entry.name));
  record.set(Field::entry_no, entry_no_placeholder);
  record.set(Field::title, std::string_view(entry.title));
  record.set(Field::line_no, static_cast<std::int64_t>(number));
  record.set(Field::ledger_account, std::string_view(line.account));
  const auto nickname = nicknames_.find(line.account);
  if (nickname != nicknames_.end()) {
    record.set(Field::nickname, std::string_view(nickname->second));
  }
  record.set(Field::money_account, std::string_view(line.money));
  record.set(Field::tax_code, std::string_view(line.tax_code));
  record.set(Field::class_name, std::string_view(line.class_name));
  record.set(Field::role, std::string_view(is_money ? "money" : name_of(source->origin)));
  record.keep(Field::memo, memo_of(source, entry));
  if (source == nullptr) return;
  record.set(Field::line_id, std::string_view(source->line_id));
  if (source->coding != nullptr) {
    record.set(Field::name, std::string_view(source->coding->name));
    record.set(Field::location, std::string_view(source->coding->location));
  }
}

void EntryRenderer::tell(const EntryFacts& entry, const std::vector<EntryLine>& lines) const {
  Listener* const listener = context_.request.listener;
  if (listener == nullptr) return;
  ListedEntry listed{entry.name, entry.title, entry.day, entry.moved_from, entry.currency, {}};
  for (ledger::JournalLine& line : with_money(lines)) {
    ListedLine& shown = listed.lines.emplace_back();
    const bool is_money =
        line.role == ledger::LineRole::money || line.line == ledger::JournalLine::no_line;
    const EntryLine* source = is_money ? nullptr : &lines[line.line];
    shown.role = is_money ? "money" : name_of(source->origin);
    shown.what = source == nullptr ? std::string() : subject_of(*source, line.role);
    shown.line = std::move(line);
  }
  listener->entry(listed);
}

RenderedEntry EntryRenderer::render(const EntryFacts& entry, const std::vector<EntryLine>& lines) {
  const std::vector<ledger::JournalLine> all = with_money(lines);
  ledger::check_balance(all, entry.name);
  const mapping::Layout& layout = context_.request.layout.layout;
  RenderedEntry rendered;
  rendered.debits.currency = entry.currency;
  std::size_t number = 0;
  for (const ledger::JournalLine& line : all) {
    if (line.gl_amount > 0) {
      rendered.debits.hundredths = ledger::checked_add(rendered.debits.hundredths, line.gl_amount);
    }
    // A pair is one row: the line with its money account.
    if (layout.journal.share == Share::pairs && line.role == ledger::LineRole::money) continue;
    if (records_.size() <= number) records_.emplace_back();
    fill(entry, lines, line, number + 1, records_[number]);
    ++number;
  }
  if (layout.journal.share == Share::wide) {
    append_wide_line(layout.csv, records_.front(), std::span(records_).first(number),
                     rendered.bytes);
    rendered.rows = 1;
    return rendered;
  }
  for (std::size_t i = 0; i < number; ++i) {
    append_csv_line(layout.csv, records_[i], rendered.bytes, i == 0);
  }
  rendered.rows = static_cast<std::int64_t>(number);
  return rendered;
}

}  // namespace bursar::exporting
