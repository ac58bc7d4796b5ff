#include "books_so_far.hpp"

#include <gtest/gtest.h>

namespace bursar::property {
namespace {

std::string iso(const std::string& day) {
  return day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6, 2);
}

// What software adds to a line by its tax code, which names the rate: "21% Sales", "P21".
std::int64_t added_by_software(const BookLine& line) {
  const std::size_t digits = line.tax.find_first_of("0123456789");
  if (digits == std::string::npos) return 0;
  const std::int64_t rate = std::stoll(line.tax.substr(digits));
  const std::int64_t unit = line.currency == "JPY" ? 100 : 1;
  const std::int64_t units = std::abs(line.amount) / unit;
  const std::int64_t tax = (2 * units * rate + 100) / 200 * unit;
  return line.amount < 0 ? -tax : tax;
}

}  // namespace

void BooksSoFar::take(std::int64_t batch, const BatchBytes& files,
                      std::optional<ledger::CivilDate> locked,
                      std::optional<ledger::CivilDate> through) {
  first_open_.clear();
  if (locked) first_open_ = ledger::format_civil_date({locked->days + 1});
  if (profile.request.start) {
    first_open_ = std::max(first_open_, ledger::format_civil_date(*profile.request.start));
  }
  through_ = ledger::format_civil_date(through.value());
  if (!files.empty()) {
    EXPECT_TRUE(batches.emplace(batch, files).second) << "batch " << batch << " once more";
  }
  for (const auto& [name, bytes] : files) {
    if (name.ends_with(".ofx")) {
      take_ofx(bytes);
    } else if (profile.is_statement()) {
      take_statement(bytes);
    } else {
      take_journal(bytes);
    }
  }
}

void BooksSoFar::expect_open(const std::string& day) {
  EXPECT_GE(day, first_open_) << "dated in a locked period, or before the start";
  EXPECT_LE(day, through_) << "dated after the last proven day";
}

void BooksSoFar::take_ofx(const std::string& text) {
  const OfxFile file = read_ofx(text);
  Stream& stream = streams[{file.account, file.currency}];
  EXPECT_GT(file.first, stream.as_of);
  EXPECT_EQ(iso(file.as_of), through_);
  for (const OfxLine& line : file.lines) {
    EXPECT_TRUE(ids.insert(line.id).second) << "FITID " << line.id << " once more";
    expect_open(iso(line.day));
    EXPECT_GT(line.day, stream.as_of) << "a statement once issued must stay true";
    EXPECT_LE(line.day, file.as_of);
    EXPECT_GE(line.day, file.first);
    stream.sum += line.amount;
  }
  stream.balance = file.balance;
  stream.as_of = file.as_of;
}

void BooksSoFar::take_statement(const std::string& text) {
  for (const CsvRow& row : read_csv(text, ',')) {
    EXPECT_TRUE(ids.insert(row.at("id")).second) << "line " << row.at("id") << " once more";
    expect_open(row.at("date"));
    sums[{row.at("currency")}] += hundredths_of(row.at("amount"));
  }
}

void BooksSoFar::take_journal(const std::string& text) {
  std::map<std::string, std::vector<BookLine>> entries;
  for (BookLine& line : read_journal(text)) {
    expect_open(line.day);
    sums[{line.account, line.class_name, line.tax, line.currency}] += line.amount;
    entries[line.entry].push_back(std::move(line));
  }
  for (const auto& [entry, lines] : entries) {
    EXPECT_TRUE(ids.insert(entry).second) << "entry " << entry << " once more";
    EXPECT_LE(entry.size(), 21U);
    SCOPED_TRACE("entry " + entry);
    expect_balance(lines);
  }
}

void BooksSoFar::expect_balance(const std::vector<BookLine>& lines) {
  const bool adds_tax =
      profile.request.layout.layout.journal.tax == ledger::TaxMode::codes_exclusive;
  std::map<std::string, std::int64_t> classes;
  for (const BookLine& line : lines) {
    EXPECT_EQ(line.day, lines.front().day);
    EXPECT_EQ(line.currency, lines.front().currency);
    classes[line.class_name] += line.amount;
    if (adds_tax) classes[line.class_name] += added_by_software(line);
  }
  for (const auto& [name, sum] : classes) EXPECT_EQ(sum, 0) << "class " << name;
}

}  // namespace bursar::property
