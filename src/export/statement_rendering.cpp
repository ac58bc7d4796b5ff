#include "export/statement_rendering.hpp"

#include "export/csv_writer.hpp"
#include "export/ofx_writer.hpp"
#include "export/transaction_record.hpp"

namespace bursar::exporting {
namespace {

using mapping::Field;

void fill_subject(const Context& context, const LineSubject& subject, mapping::Record& record) {
  if (subject.is_reversal) {
    keep_ids_alone(subject.row, record);
  } else {
    fill_record(subject.row, context.request.calendar, record);
    if (context.request.names == Names::ids) hide_persons(subject.row, record);
  }
  if (subject.posting != nullptr) {
    record.set(Field::kind, std::string_view(subject.posting->kind));
    record.set(Field::part, ledger::name_of(subject.posting->part));
    record.set(Field::side, ledger::name_of(subject.posting->side));
  }
  if (subject.coding != nullptr) {
    record.set(Field::ledger_account, std::string_view(subject.coding->account));
    record.set(Field::tax_code, std::string_view(subject.coding->tax_code));
    record.set(Field::class_name, std::string_view(subject.coding->class_name));
    record.set(Field::location, std::string_view(subject.coding->location));
    record.set(Field::name, std::string_view(subject.coding->name));
  }
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
  if (subject.moved_from) record.set(Field::moved_from, *subject.moved_from);
  std::string memo;
  if (const auto* text = std::get_if<std::string_view>(&record[Field::memo])) memo = *text;
  const std::string note = subject.note + moved_note(subject.moved_from);
  if (!note.empty()) record.keep(Field::memo, memo + note);
  const mapping::Layout& layout = context.request.layout.layout;
  if (layout.format == mapping::FileFormat::csv) {
    append_csv_line(layout.csv, record, out);
    return;
  }
  out +=
      ofx_line(line, rendered(layout.ofx.name, record), rendered(layout.ofx.memo, record) + note);
}

}  // namespace bursar::exporting
