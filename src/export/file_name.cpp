#include "export/file_name.hpp"

#include <fmt/format.h>

#include "error/error.hpp"
#include "mapping/record.hpp"

namespace bursar::exporting {

void fill_file_record(const FileLabel& label, const FileFacts& facts, mapping::Record& record) {
  using mapping::Field;
  record.clear();
  record.set(Field::profile, std::string_view(label.profile));
  record.set(Field::account, std::string_view(facts.key.account));
  record.set(Field::currency, facts.key.currency.code());
  record.set(Field::batch, label.batch);
  record.set(Field::file_part, facts.part);
  const ledger::CivilDate year = ledger::start_of_fiscal_year(facts.first, label.fiscal_year);
  record.set(Field::fiscal_year, std::int64_t{ledger::year_month_day(year).year});
  record.set(Field::fiscal_year_start, year);
  record.set(Field::first_day, facts.first);
  record.set(Field::last_day, facts.last);
}

std::string file_name(const mapping::FileStyle& style, const FileLabel& label,
                      const FileFacts& facts) {
  mapping::Record record;
  fill_file_record(label, facts, record);
  std::string rendered;
  style.name.render(record, '.', rendered);
  constexpr std::size_t longest = 200;  // file systems allow 255 bytes; temporaries add some
  std::string name;
  for (const char c : rendered) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '_';
    if (c == '.' && name.empty()) continue;
    name += plain ? c : '-';
  }
  if (name.size() > longest) {
    // The end holds what tells files apart, and the extension.
    name.erase(longest / 2, name.size() - longest);
  }
  if (name.empty()) {
    throw Error(ErrorKind::config,
                fmt::format("the layout gives no file name for \"{}\"", label.profile),
                "give [file] name in the layout some letters");
  }
  return name;
}

}  // namespace bursar::exporting
