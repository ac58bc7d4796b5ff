// How fast lines become bytes: CSV in the layout `transactions` (all columns) and OFX, from records
// in memory, without reading or recording anything. Usage: writer_bench [ROWS] [FILE]; with FILE
// the CSV is written there, so that the same rows can be dumped by another program.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "export/csv_writer.hpp"
#include "export/ofx_writer.hpp"
#include "mapping/layout.hpp"

namespace {

using namespace bursar;
using mapping::Field;
using mapping::FieldType;

constexpr int distinct_rows = 1000;

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Every field filled, one text in ten with letters beyond ASCII.
mapping::Record record_of(int number) {
  mapping::Record record;
  const ledger::Currency currency = *ledger::Currency::parse("EUR");
  for (const mapping::FieldInfo& field : mapping::fields()) {
    switch (field.type) {
      case FieldType::text:
        record.keep(field.field, number % 10 == 0 ? fmt::format("Zoë’s number {}", number)
                                                  : fmt::format("text number {}", number));
        break;
      case FieldType::decimal:
        record.keep(field.field, fmt::format("1.{:04}", number));
        break;
      case FieldType::date:
        record.set(field.field, ledger::CivilDate{20'000 + number});
        break;
      case FieldType::time:
        record.set(field.field, ledger::Instant{1'760'000'000'000 + number * 1'234'567LL});
        break;
      case FieldType::money:
        record.set(field.field, ledger::Money{number * 137LL - 50'000, currency});
        break;
      case FieldType::number:
        record.set(field.field, std::int64_t{1'000'000} + number);
        break;
      case FieldType::flag:
        record.set(field.field, number % 2 == 0);
        break;
    }
  }
  return record;
}

template <typename Append>
void measure(const char* what, std::int64_t rows, std::size_t cells, const Append& append) {
  std::string out;
  std::size_t bytes = 0;
  const double start = cpu_seconds();
  for (std::int64_t i = 0; i < rows; ++i) {
    append(static_cast<std::size_t>(i % distinct_rows), out);
    if (out.size() > 1 << 16) {
      bytes += out.size();
      out.clear();
    }
  }
  const double seconds = cpu_seconds() - start;
  fmt::print("{}: {} rows in {:.2f} s, {:.0f} rows/s, {:.0f} ns a cell, {} MB\n", what, rows,
             seconds, static_cast<double>(rows) / seconds,
             seconds * 1e9 / static_cast<double>(rows) / static_cast<double>(cells),
             (bytes + out.size()) / 1'000'000);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  const mapping::CsvStyle csv = mapping::load_layout("transactions").csv;
  std::vector<mapping::Record> records;
  for (int i = 0; i < distinct_rows; ++i) records.push_back(record_of(i));
  measure("csv", rows, csv.columns.size(), [&](std::size_t i, std::string& out) {
    exporting::append_csv_line(csv, records[i], out);
  });
  const exporting::StatementLine line{"6039312e-2962-4f5c-873a-50981d191fc0",
                                      "2d10c9a8-0b1d-4190-8000-000000000001",
                                      {20'000},
                                      {-1850, *ledger::Currency::parse("EUR")},
                                      {}};
  measure("ofx", rows, 1, [&](std::size_t, std::string& out) {
    out += exporting::ofx_line(line, "Ledger Host", "HOST_FEE Host Fee 2d10c9a8-0b1d-4190-8000");
  });
  if (argc > 2) {
    std::ofstream file(argv[2], std::ios::binary);
    std::string out = exporting::csv_opening(csv, {});
    for (std::int64_t i = 0; i < rows; ++i) {
      exporting::append_csv_line(csv, records[static_cast<std::size_t>(i % distinct_rows)], out);
      if (out.size() > 1 << 16) {
        file << out;
        out.clear();
      }
    }
    file << out;
  }
  return 0;
}
