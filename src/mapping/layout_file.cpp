#include <array>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "error/suggestion.hpp"
#include "mapping/layout_reading.hpp"

namespace bursar::mapping {
namespace {

using document::Node;
using document::Place;
using document::Problems;
using document::TableReader;

constexpr std::array<std::string_view, 3> split_words{"account", "currency", "fiscal_year"};

struct Split {
  Field field;
  bool FileStyle::*chosen;
};
constexpr std::array<Split, 3> splits{{{Field::account, &FileStyle::split_by_account},
                                       {Field::currency, &FileStyle::split_by_currency},
                                       {Field::fiscal_year, &FileStyle::split_by_fiscal_year}}};

void check_split(const Node& list, const Layout& layout, Problems& problems) {
  const FileStyle& file = layout.file;
  if (is_ofx(layout) &&
      (!file.split_by_account || !file.split_by_currency || file.split_by_fiscal_year)) {
    problems.add(list.place,
                 "an OFX file holds one account in one currency: split_by = [\"account\", "
                 "\"currency\"], or leave it out");
  }
  if (layout.rows == Rows::expenses || layout.rows == Rows::expense_items) {
    problems.add(list.place, "tables of expenses cannot be split");
  }
  if (layout.kind == LayoutKind::journal && file.split_by_account) {
    problems.add(list.place,
                 "a journal cannot be split by account: an entry may move money of several");
  }
}

void read_split(TableReader& reader, Layout& layout, Problems& problems) {
  const Node* list = reader.list("split_by");
  // One account and currency per file is what every importer of OFX reads.
  layout.file.split_by_account = layout.file.split_by_currency = is_ofx(layout) && list == nullptr;
  if (list == nullptr) return;
  for (const Node& item : list->items) {
    const std::string_view word = item.kind == Node::Kind::text ? item.text : std::string_view();
    bool known = false;
    for (std::size_t i = 0; i < splits.size(); ++i) {
      if (word != split_words[i]) continue;
      layout.file.*splits[i].chosen = true;
      known = true;
    }
    if (!known) {
      problems.add(item.place,
                   fmt::format("split_by knows \"account\", \"currency\" and \"fiscal_year\"{}",
                               did_you_mean(word, split_words)));
    }
  }
  check_split(*list, layout, problems);
}

std::size_t limit(TableReader& reader, std::string_view key, std::int64_t least,
                  const Layout& layout, Problems& problems) {
  const Node* node = reader.node(key);
  if (node == nullptr) return 0;
  if (node->kind != Node::Kind::integer || node->integer < least) {
    problems.add(node->place, fmt::format("{} must be a whole number of at least {}", key, least));
    return 0;
  }
  if (is_ofx(layout)) {
    problems.add(node->place,
                 fmt::format("{} is for CSV: an OFX file holds its whole statement", key));
  }
  return static_cast<std::size_t>(node->integer);
}

void check_name(const Node& name, const Layout& layout, Problems& problems) {
  const FileStyle& file = layout.file;
  if (!file.name.uses(Field::batch)) {
    problems.add(name.place,
                 "the name needs {batch}: the next export would write a file of the same name");
  }
  // {part} counts the files of a batch, so it alone tells all of them apart.
  const bool numbered = file.name.uses(Field::file_part);
  if ((file.max_rows > 0 || file.max_bytes > 0) && !numbered) {
    problems.add(name.place,
                 "files have a limit, so their name needs {part}: what does not fit one goes "
                 "into the next");
  }
  for (std::size_t i = 0; i < splits.size(); ++i) {
    if (file.*splits[i].chosen && !numbered && !file.name.uses(splits[i].field)) {
      problems.add(name.place,
                   fmt::format("files are split by {0}, so their name needs {{{0}}} or {{part}}: "
                               "they would all have the same",
                               split_words[i]));
    }
  }
  check_split_fields(file.name, name.place, layout, problems);
}

}  // namespace

void check_split_fields(const Template& value, Place place, const Layout& layout,
                        Problems& problems) {
  for (std::size_t i = 0; i < splits.size(); ++i) {
    if (layout.file.*splits[i].chosen || !value.uses(splits[i].field)) continue;
    problems.add(place,
                 fmt::format("{{{0}}} needs split_by = [\"{0}\"]: the file holds more than one",
                             split_words[i]));
  }
  if (!layout.file.split_by_fiscal_year && value.uses(Field::fiscal_year_start)) {
    problems.add(place,
                 "{fiscal_year_start} needs split_by = [\"fiscal_year\"]: the file holds "
                 "more than one");
  }
}

void read_file_style(TableReader& top, Layout& layout, Problems& problems) {
  top.require("file");
  const Node* file = top.table("file");
  if (file == nullptr) return;
  TableReader reader(*file, "[file]", problems);
  read_split(reader, layout, problems);
  const bool entries = layout.kind == LayoutKind::journal;
  layout.file.max_rows = limit(reader, "max_rows", entries ? 2 : 1, layout, problems);
  layout.file.max_bytes = limit(reader, "max_bytes", 1000, layout, problems);
  reader.require("name");
  if (const Node* name = reader.text("name")) {
    const std::size_t before = problems.count();
    layout.file.name = compile_template(name->text, Rows::file, name->place, problems);
    if (problems.count() == before) check_name(*name, layout, problems);
  }
  reader.refuse_others();
}

}  // namespace bursar::mapping
