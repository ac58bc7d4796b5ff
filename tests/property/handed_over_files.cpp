#include "handed_over_files.hpp"

#include <stdexcept>

namespace bursar::property {
namespace {

// What stands behind the first `<tag>` at or after `from`.
std::string element(std::string_view text, const std::string& tag, std::size_t from = 0) {
  const std::string opening = "<" + tag + ">";
  const std::size_t at = text.find(opening, from);
  if (at == std::string_view::npos) throw std::runtime_error("no " + tag);
  const std::size_t begin = at + opening.size();
  return std::string(text.substr(begin, text.find_first_of("<\r\n", begin) - begin));
}

std::vector<std::vector<std::string>> cells_of(std::string_view text, char delimiter) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      row.back() += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == delimiter) {
      row.emplace_back();
    } else if (!quoted && c == '\n') {
      rows.push_back(row);
      row.assign(1, "");
    } else if (quoted || c != '\r') {
      row.back() += c;
    }
  }
  return rows;
}

void add_wide(const CsvRow& row, std::vector<BookLine>& lines) {
  for (int n = 1;; ++n) {
    const std::string number = std::to_string(n);
    const auto account = row.find("account" + number);
    if (account == row.end() || account->second.empty()) return;
    const bool is_money = row.at("role" + number) == "money";
    lines.push_back({row.at("entry"), row.at("date"), account->second, row.at("class" + number),
                     is_money ? "" : row.at("tax" + number), row.at("currency"),
                     hundredths_of(row.at("amount" + number))});
  }
}

}  // namespace

std::int64_t hundredths_of(const std::string& text) {
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return std::stoll(text) * 100;
  std::string digits = text;
  digits.erase(point, 1);
  if (text.size() - point != 3) throw std::runtime_error("no amount: " + text);
  return std::stoll(digits);
}

OfxFile read_ofx(std::string_view text) {
  OfxFile file;
  file.account = element(text, "ACCTID");
  file.currency = element(text, "CURDEF");
  file.first = element(text, "DTSTART").substr(0, 8);
  const std::size_t balance = text.find("<LEDGERBAL>");
  file.as_of = element(text, "DTASOF", balance).substr(0, 8);
  file.balance = hundredths_of(element(text, "BALAMT", balance));
  for (std::size_t at = text.find("<STMTTRN>"); at != std::string_view::npos;
       at = text.find("<STMTTRN>", at + 1)) {
    file.lines.push_back({element(text, "FITID", at), element(text, "DTPOSTED", at).substr(0, 8),
                          hundredths_of(element(text, "TRNAMT", at))});
  }
  return file;
}

std::vector<CsvRow> read_csv(std::string_view text, char delimiter) {
  const auto rows = cells_of(text, delimiter);
  std::vector<CsvRow> read;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    CsvRow& row = read.emplace_back();
    for (std::size_t k = 0; k < rows[i].size(); ++k) row[rows[0].at(k)] = rows[i][k];
  }
  return read;
}

std::vector<BookLine> read_journal(std::string_view text) {
  std::vector<BookLine> lines;
  for (const CsvRow& row : read_csv(text, ',')) {
    if (row.contains("account1")) {
      add_wide(row, lines);
      continue;
    }
    const bool is_money = row.at("role") == "money";
    BookLine line{row.at("entry"),
                  row.at("date"),
                  row.at("account"),
                  row.at("class"),
                  is_money ? "" : row.at("tax"),
                  row.at("currency"),
                  hundredths_of(row.at("amount"))};
    lines.push_back(line);
    if (!row.contains("money")) continue;
    line.account = row.at("money");
    line.tax.clear();
    line.amount = -line.amount;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace bursar::property
