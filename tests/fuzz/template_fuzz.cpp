// A template by itself: compiled for whatever rows, or refused with every problem at its place. A
// compiled one comes to the same text each time, whichever of its fields are there.
#include "document/problems.hpp"
#include "fuzz_target.hpp"
#include "mapping/field.hpp"
#include "mapping/template.hpp"

namespace bursar::fuzz {
namespace {

constexpr std::string_view written = "w\"r;i,t\tt\xc3\xa9\nn";

mapping::Value value_of(mapping::FieldType type) {
  switch (type) {
    case mapping::FieldType::text:
      return written;
    case mapping::FieldType::date:
      return ledger::parse_civil_date("2026-03-14").value();
    case mapping::FieldType::time:
      return ledger::Instant{1'773'489'600'123};
    case mapping::FieldType::money:
      return ledger::Money{-1'234'567, ledger::Currency::parse("JPY").value()};
    case mapping::FieldType::number:
      return std::int64_t{-42};
    case mapping::FieldType::decimal:
      return std::string_view("0.2100");
    case mapping::FieldType::flag:
      return true;
  }
  return {};
}

std::string rendered(const mapping::Template& compiled, const mapping::Record& record) {
  std::string out;
  compiled.render(record, ',', out);
  return out;
}

void render(const mapping::Template& compiled, mapping::Record& record) {
  static_cast<void>(rendered(compiled, record));
  for (const mapping::FieldInfo& field : mapping::fields()) {
    record.set(field.field, value_of(field.type));
  }
  const std::string full = rendered(compiled, record);
  require(full == rendered(compiled, record), "a template comes to the same text each time");
  // Every field by itself, so that each choice of a template has its turn.
  for (const mapping::FieldInfo& field : mapping::fields()) {
    if (!compiled.uses(field.field)) continue;
    record.clear();
    record.set(field.field, value_of(field.type));
    static_cast<void>(rendered(compiled, record));
  }
}

}  // namespace
}  // namespace bursar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  const std::string_view text = fuzz::text_of(data, size);
  for (const mapping::Rows rows :
       {mapping::Rows::transactions, mapping::Rows::statement, mapping::Rows::expenses,
        mapping::Rows::expense_items, mapping::Rows::file, mapping::Rows::journal,
        mapping::Rows::postings, mapping::Rows::chart}) {
    document::Problems problems("fuzz.toml");
    const mapping::Template compiled = mapping::compile_template(text, rows, {1, 1}, problems);
    fuzz::refuses_or_reads([&] { problems.throw_if_any("correct it"); });
    if (problems.count() > 0) continue;
    mapping::Record record;
    fuzz::render(compiled, record);
  }
  return 0;
}
