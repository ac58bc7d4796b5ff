#include "export/statement_rendering.hpp"

#include <fmt/format.h>

#include "export/csv_writer.hpp"
#include "export/ofx_writer.hpp"
#include "export/transaction_record.hpp"

namespace bursar::exporting {
namespace {

using mapping::Field;

void fill_subject(const Context& context, const LineSubject& subject, mapping::Record& record) {
  if (subject.origin == store::LineOrigin::reversal) {
    keep_ids_alone(subject.row, record);
    if (context.request.names == Names::full) {
      name_reversed(subject.row, subject.kind, record);
    }
  } else {
    fill_record(subject.row, context.request.calendar, record);
    if (context.request.names == Names::ids) hide_persons(subject.row, record);
  }
  if (subject.posting != nullptr) {
    record.set(Field::kind, std::string_view(subject.posting->kind));
    if (subject.origin != store::LineOrigin::reversal) {
      fill_memo(subject.posting->kind, subject.row.row.description, record);
    }
    record.set(Field::part, ledger::name_of(subject.posting->part));
    record.set(Field::side, ledger::name_of(subject.posting->side));
  }
  if (subject.coding != nullptr) {
    record.set(Field::ledger_account, std::string_view(subject.coding->account));
    record.set(Field::money_account, std::string_view(subject.coding->money));
    record.set(Field::tax_code, std::string_view(subject.coding->tax_code));
    record.set(Field::class_name, std::string_view(subject.coding->class_name));
    record.set(Field::location, std::string_view(subject.coding->location));
    record.set(Field::name, std::string_view(subject.coding->name));
  }
}

// " [reversal]", " [replacement] [of 2026-11-15]", or nothing.
std::string note_of(const LineSubject& subject) {
  std::string note;
  if (subject.origin != store::LineOrigin::original) {
    note = fmt::format(" [{}]", name_of(subject.origin));
  }
  return note + moved_note(subject.moved_from);
}

std::string rendered(const mapping::Template& text, const mapping::Record& record) {
  std::string out;
  text.render(record, '.', out);
  return out;
}

}  // namespace

void append_statement_line(const Context& context, const StatementLine& line,
                           const LineSubject& subject, mapping::Record& record, std::string& out) {
  fill_subject(context, subject, record);
  const bool negative = line.amount.hundredths < 0;
  const ledger::Money magnitude{
      negative ? ledger::checked_negate(line.amount.hundredths) : line.amount.hundredths,
      line.amount.currency};
  record.set(Field::date, line.date);
  record.set(Field::amount, line.amount);
  record.set(Field::currency, line.amount.currency.code());
  record.set(Field::debit, negative ? mapping::Value(magnitude) : mapping::Value());
  record.set(Field::credit, negative ? mapping::Value() : mapping::Value(magnitude));
  record.set(Field::line_id, std::string_view(line.id));
  record.set(Field::role, std::string_view(name_of(subject.origin)));
  if (subject.moved_from) record.set(Field::moved_from, *subject.moved_from);
  const std::string note = note_of(subject);
  const mapping::Layout& layout = context.request.layout.layout;
  if (layout.format != mapping::FileFormat::csv) {
    // The note stands behind whatever the layout makes of the memo, where no limit cuts it off.
    out +=
        ofx_line(line, rendered(layout.ofx.name, record), rendered(layout.ofx.memo, record), note);
    return;
  }
  if (!note.empty()) {
    std::string memo;
    if (const auto* text = std::get_if<std::string_view>(&record[Field::memo])) memo = *text;
    record.keep(Field::memo, memo + note);
  }
  append_csv_line(layout.csv, record, out);
}

}  // namespace bursar::exporting
