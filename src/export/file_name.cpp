#include "export/file_name.hpp"

#include <fmt/format.h>

#include "error/error.hpp"
#include "mapping/record.hpp"

namespace bursar::exporting {

void fill_file_record(const std::string& profile, std::int64_t batch, const FileFacts& facts,
                      mapping::Record& record) {
  using mapping::Field;
  record.clear();
  record.set(Field::profile, std::string_view(profile));
  record.set(Field::account, std::string_view(facts.key.account));
  record.set(Field::currency, facts.key.currency.code());
  record.set(Field::batch, batch);
  record.set(Field::file_part, facts.part);
  record.set(Field::fiscal_year, static_cast<std::int64_t>(facts.key.fiscal_year));
  record.set(Field::first_day, facts.first);
  record.set(Field::last_day, facts.last);
}

std::string file_name(const mapping::FileStyle& style, const std::string& profile,
                      std::int64_t batch, const FileFacts& facts) {
  mapping::Record record;
  fill_file_record(profile, batch, facts, record);
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
    throw Error(ErrorKind::config, fmt::format("the layout gives no file name for \"{}\"", profile),
                "give [file] name in the layout some letters");
  }
  return name;
}

}  // namespace bursar::exporting
