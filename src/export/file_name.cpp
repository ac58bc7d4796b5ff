#include "export/file_name.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "error/error.hpp"
#include "mapping/record.hpp"

namespace bursar::exporting {

std::string file_name(const mapping::FileStyle& style, const std::string& profile,
                      const std::string& account, std::string_view currency) {
  using mapping::Field;
  mapping::Record record;
  record.set(Field::profile, std::string_view(profile));
  record.set(Field::account, std::string_view(account));
  record.set(Field::currency, currency);
  record.set(Field::batch, std::int64_t{1});
  record.set(Field::file_part, std::int64_t{1});
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
    throw Error(ErrorKind::config, fmt::format("the layout gives no file name for \"{}\"", account),
                "give [file] name in the layout some letters");
  }
  return name;
}

}  // namespace bursar::exporting
