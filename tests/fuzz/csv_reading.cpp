#include "csv_reading.hpp"

#include "fuzz_target.hpp"

namespace bursar::fuzz {
namespace {

struct Reader {
  std::string_view rest;
  char delimiter;
  bool quotes;

  std::string quoted_cell() {
    std::string cell;
    rest.remove_prefix(1);
    while (true) {
      const std::size_t mark = rest.find('"');
      require(mark != std::string_view::npos, "a quoted cell ends");
      cell += rest.substr(0, mark);
      rest.remove_prefix(mark + 1);
      if (!rest.starts_with('"')) return cell;
      cell += '"';
      rest.remove_prefix(1);
    }
  }

  std::string bare_cell() {
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != delimiter && rest[end] != '\r' && rest[end] != '\n') {
      require(!quotes || rest[end] != '"', "a bare cell has no quotation mark");
      ++end;
    }
    const std::string cell(rest.substr(0, end));
    rest.remove_prefix(end);
    return cell;
  }

  std::vector<std::string> row() {
    std::vector<std::string> cells;
    while (true) {
      cells.push_back(quotes && rest.starts_with('"') ? quoted_cell() : bare_cell());
      if (rest.starts_with("\r\n")) {
        rest.remove_prefix(2);
        return cells;
      }
      require(rest.starts_with(delimiter), "a cell is followed by a delimiter or a line end");
      rest.remove_prefix(1);
    }
  }
};

}  // namespace

std::vector<std::vector<std::string>> read_csv(std::string_view text, char delimiter, bool quotes) {
  Reader reader{text, delimiter, quotes};
  std::vector<std::vector<std::string>> rows;
  while (!reader.rest.empty()) rows.push_back(reader.row());
  return rows;
}

}  // namespace bursar::fuzz
