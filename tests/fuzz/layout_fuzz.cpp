// Layouts and the templates in them: compiled, or refused with every problem at its place. A
// compiled one renders an empty record and a full one.
#include "export/csv_writer.hpp"
#include "fuzz_target.hpp"
#include "mapping/layout.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  fuzz::refuses_or_reads([&] {
    const mapping::Layout layout = mapping::parse_layout(fuzz::text_of(data, size), "fuzz.toml");
    mapping::Record record;
    std::string out = exporting::csv_opening(layout.csv, record);
    if (!layout.csv.columns.empty()) exporting::append_csv_line(layout.csv, record, out);
    layout.file.name.render(record, '.', out);
    record.set(mapping::Field::description, std::string_view("Ünïcødé \"quoted\", and so on"));
    record.set(mapping::Field::kind, std::string_view("CONTRIBUTION"));
    record.set(mapping::Field::amount,
               ledger::Money{-1234567, ledger::Currency::parse("JPY").value()});
    if (!layout.csv.columns.empty()) exporting::append_csv_line(layout.csv, record, out);
    layout.ofx.name.render(record, '.', out);
    layout.ofx.memo.render(record, '.', out);
  });
  return 0;
}
