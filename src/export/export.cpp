#include "export/export.hpp"

#include <limits>
#include <system_error>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/csv_writer.hpp"
#include "export/expense_record.hpp"
#include "export/ofx_writer.hpp"
#include "export/output_files.hpp"
#include "export/selection.hpp"
#include "export/statement_line.hpp"
#include "store/coverage.hpp"
#include "store/queries.hpp"

namespace bursar::exporting {
namespace {

// Records without a date come last.
constexpr ledger::CivilDate undated{std::numeric_limits<std::int32_t>::max()};

// Says which record could not be written: whoever reads the message looks for it.
template <typename Write>
void naming_record(const char* what, const std::string& id, const Write& write) {
  try {
    write();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::data) throw;
    throw Error(
        ErrorKind::data, fmt::format("{} {}: {}", what, id, error.what()),
        "nothing was written; the amount is as Open Collective gives it, so report it there");
  }
}

// Lines in the order of the store among those of one day.
std::string sequence_key(std::int64_t number) {
  return fmt::format("{:020}", number);
}

void write_tables_of_transactions(store::Database& database, const Request& request,
                                  OutputFiles& files, Result& result) {
  mapping::Record record;
  std::string bytes;
  store::for_each_transaction(database, request.source, [&](const store::StoredTransaction& row) {
    if (!is_in_books(row, request.source)) {
      ++result.outside;
      return;
    }
    naming_record("transaction", row.row.id, [&] {
      fill_record(row, request.calendar, record);
      bytes.clear();
      append_csv_line(request.layout.csv, record, bytes);
    });
    const auto date = std::get<ledger::CivilDate>(record[mapping::Field::date]);
    files.add(*row.account,
              {date, sequence_key(++result.rows), {row.row.host_net_amount, row.row.host_currency}},
              bytes);
  });
}

std::string rendered(const mapping::Template& text, const mapping::Record& record) {
  std::string out;
  text.render(record, '.', out);
  return out;
}

void write_statements(store::Database& database, const Request& request, OutputFiles& files,
                      Result& result) {
  mapping::Record record;
  std::string bytes;
  const mapping::Layout& layout = request.layout;
  store::for_each_transaction(database, request.source, [&](const store::StoredTransaction& row) {
    if (!is_in_books(row, request.source)) {
      ++result.outside;
      return;
    }
    const StatementLine line = statement_line(row, request.source, request.calendar);
    if (line.date > *result.through) {
      ++result.waiting;
      return;
    }
    if (line.amount.hundredths == 0) {
      ++result.zero;
      return;
    }
    naming_record("transaction", row.row.id, [&] {
      fill_record(row, request.calendar, record);
      bytes.clear();
      if (layout.format != mapping::FileFormat::csv) {
        bytes =
            ofx_line(line, rendered(layout.ofx.name, record), rendered(layout.ofx.memo, record));
      } else {
        append_csv_line(layout.csv, record, bytes);
      }
    });
    ++result.rows;
    files.add(*row.account, {line.date, line.id, line.amount}, bytes);
  });
}

void write_tables_of_expenses(store::Database& database, const Request& request, OutputFiles& files,
                              Result& result) {
  mapping::Record record;
  std::string bytes;
  const auto add = [&](const store::StoredExpense& row, ledger::Money amount) {
    bytes.clear();
    append_csv_line(request.layout.csv, record, bytes);
    const auto date = expense_date(row.expense, request.calendar).value_or(undated);
    files.add(*row.account, {date, sequence_key(++result.rows), amount}, bytes);
  };
  store::for_each_expense(database, request.source, [&](const store::StoredExpense& row) {
    naming_record("expense", row.expense.public_id, [&] {
      fill_record(row, request.calendar, record);
      if (request.layout.rows == mapping::Rows::expenses) {
        add(row, row.expense.amount);
        return;
      }
      for (std::size_t i = 0; i < row.expense.items.size(); ++i) {
        fill_item(row.expense, i, request.calendar, record);
        add(row, row.expense.items[i].amount);
      }
    });
  });
}

// The last whole local day before the end of what is proven (R15).
ledger::CivilDate proven_through(store::Database& database, const Request& request) {
  const store::Source& source = request.source;
  const auto proven = store::watermark(database, {source.source, "transactions", ""}, source.start);
  if (!proven) {
    throw Error(ErrorKind::try_later,
                fmt::format("the ledger of {} has not been read up to any day yet", source.name),
                "run `bursar sync`; a statement ends where the proven rows end");
  }
  return {request.calendar.zone.date_of(*proven).days - 1};
}

void require_directory(const std::filesystem::path& directory) {
  std::error_code error;
  if (std::filesystem::is_directory(directory, error)) return;
  throw Error(ErrorKind::cannot_create, fmt::format("there is no directory {}", directory.string()),
              "create it, or mount what should be there: it is not created, lest files go where "
              "nobody looks");
}

// Being paid is a matter of expenses; money is dated by `created` or `effective` (R8).
void require_sensible_dates(const Request& request) {
  const mapping::Rows rows = request.layout.rows;
  const bool about_expenses =
      rows == mapping::Rows::expenses || rows == mapping::Rows::expense_items;
  if (request.calendar.basis != ledger::DateBasis::paid || about_expenses) return;
  throw Error(ErrorKind::config,
              fmt::format("profile {}: date = \"paid\" is for tables of expenses", request.profile),
              "choose \"created\" or \"effective\"");
}

}  // namespace

Result run_export(store::Database& database, const Request& request) {
  require_directory(request.directory);
  require_sensible_dates(request);
  Result result;
  OutputFiles files(request);
  switch (request.layout.rows) {
    case mapping::Rows::statement:
      result.through = proven_through(database, request);
      write_statements(database, request, files, result);
      break;
    case mapping::Rows::expenses:
    case mapping::Rows::expense_items:
      write_tables_of_expenses(database, request, files, result);
      break;
    default:
      write_tables_of_transactions(database, request, files, result);
  }
  result.files = files.write(result.through);
  for (const WrittenFile& file : result.files) {
    for (const auto& [currency, total] : file.totals) {
      std::int64_t& sum = result.totals[currency];
      sum = ledger::checked_add(sum, total);
    }
  }
  return result;
}

}  // namespace bursar::exporting
