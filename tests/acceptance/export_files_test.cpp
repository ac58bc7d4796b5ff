// The files that are handed to accounting software, from a backfill to the last cent.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using Cells = std::vector<std::string>;
using Sums = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;  // rows and hundredths

// A file in the form of RFC 4180, records separated by CR LF.
std::vector<Cells> read_csv(const std::string& text) {
  std::vector<Cells> records;
  Cells cells{""};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      cells.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      cells.emplace_back();
    } else if (!quoted && c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      records.push_back(std::move(cells));
      cells = {""};
      ++i;
    } else {
      cells.back() += c;
    }
  }
  EXPECT_EQ(cells, Cells{""}) << "the last line is not ended";
  return records;
}

std::size_t column(const Cells& header, const std::string& name) {
  const auto found = std::find(header.begin(), header.end(), name);
  EXPECT_NE(found, header.end()) << name;
  return static_cast<std::size_t>(found - header.begin());
}

// Rows and hundredths by currency.
Sums sums_of_csv(const fs::path& file, const std::string& amount_column) {
  const std::vector<Cells> records = read_csv(read_file(file));
  const std::size_t currency = column(records.at(0), "currency");
  const std::size_t amount = column(records.at(0), amount_column);
  Sums sums;
  for (std::size_t i = 1; i < records.size(); ++i) {
    EXPECT_EQ(records[i].size(), records[0].size()) << "line " << i;
    auto& [rows, hundredths] = sums[records[i].at(currency)];
    ++rows;
    hundredths += std::stoll(records[i].at(amount));
  }
  return sums;
}

// A query of currency, rows and hundredths.
Sums sums_of_query(const Installation& books, const std::string& sql) {
  Sums sums;
  std::istringstream lines(query(books.database(), sql));
  std::string currency;
  std::int64_t rows = 0;
  std::int64_t hundredths = 0;
  while (lines >> currency >> rows >> hundredths) sums[currency] = {rows, hundredths};
  return sums;
}

std::vector<std::string> elements(const std::string& text, const std::string& tag) {
  std::vector<std::string> found;
  const std::string open = "<" + tag + ">";
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const auto begin = at + open.size();
    found.push_back(text.substr(begin, text.find('<', begin) - begin));
  }
  return found;
}

// "-18.50" in hundredths; yen have no point.
std::int64_t hundredths(std::string decimal) {
  const auto point = decimal.find('.');
  if (point == std::string::npos) return std::stoll(decimal) * 100;
  decimal.erase(point, 1);
  return std::stoll(decimal);
}

class ExportFiles : public testing::Test {
 protected:
  ExportFiles()
      : sandbox_(demo_world()),
        books_(sandbox_, "account = \"demo-collective\"", profiles()),
        inbox_(books_.directory() / "inbox") {
    fs::create_directory(inbox_);
    EXPECT_EQ(books_.run({"sync"}).ended.exit_status, 0);
  }

  static std::string profiles() {
    std::string text =
        "[source.hub]\nhost = \"demo-host\"\n[source.club]\n"
        "account = \"demo-association\"\n";
    for (const char* source : {"books", "hub", "club"}) {
      for (const char* layout : {"transactions", "expenses", "expense-items", "ofx"}) {
        text += std::string("[profile.") + source + "-" + layout + "]\nsource = \"" + source +
                "\"\nlayout = \"" + layout + "\"\ndirectory = \"inbox\"\nstart = \"beginning\"\n";
      }
    }
    return text;
  }

  [[nodiscard]] std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(inbox_)) {
      files[entry.path().filename()] = read_file(entry.path());
    }
    return files;
  }

  SandboxProcess sandbox_;
  Installation books_;
  fs::path inbox_;
};

TEST_F(ExportFiles, TablesOfTransactionsHoldEveryRowAndCent) {
  expect_quiet_success(books_.run({"export", "books-transactions", "club-transactions"}));
  const std::string of_account =
      "SELECT t.host_currency, count(*), sum(t.host_net_amount) FROM transactions t "
      "JOIN source_members m ON m.account = (SELECT public_id FROM accounts a WHERE a.account = "
      "t.account) JOIN sources s ON s.source = m.source WHERE s.name = '";
  for (const std::string source : {"books", "club"}) {
    const Sums stored = sums_of_query(books_, of_account + source + "' GROUP BY 1");
    EXPECT_FALSE(stored.empty());
    EXPECT_EQ(sums_of_csv(inbox_ / (source + "-transactions-1.csv"), "amount_hundredths"), stored);
  }
}

// What the platform says, not what the database says: column 15 is netAmountInHostCurrency.
TEST_F(ExportFiles, TablesOfTransactionsAddUpToWhatThePlatformShows) {
  expect_quiet_success(books_.run({"export", "books-transactions"}));
  Sums shown;
  std::istringstream dump(
      sandbox_.get("/sandbox/dump/transactions?account=demo-collective&children=1"));
  std::string line;
  while (std::getline(dump, line)) {
    Cells cells{""};
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    auto& [rows, total] = shown[cells.at(13)];
    ++rows;
    total += std::stoll(cells.at(15));
  }
  EXPECT_EQ(sums_of_csv(inbox_ / "books-transactions-1.csv", "amount_hundredths"), shown);
}

TEST_F(ExportFiles, TablesOfExpensesAndItemsHoldEveryRowAndCent) {
  expect_quiet_success(
      books_.run({"export", "books-expenses", "books-expense-items", "club-expenses"}));
  const std::string mine =
      " JOIN source_members m ON m.account = (SELECT public_id FROM accounts a WHERE a.account = "
      "e.account) JOIN sources s ON s.source = m.source AND s.name = ";
  for (const std::string source : {"books", "club"}) {
    // A table without rows is no file.
    const fs::path file = inbox_ / (source + "-expenses-1.csv");
    EXPECT_EQ(fs::exists(file) ? sums_of_csv(file, "amount_hundredths") : Sums{},
              sums_of_query(books_, "SELECT e.currency, count(*), sum(e.amount) FROM expenses e" +
                                        mine + "'" + source + "' GROUP BY 1"));
  }
  EXPECT_EQ(sums_of_csv(inbox_ / "books-expense-items-1.csv", "amount_hundredths"),
            sums_of_query(books_,
                          "SELECT i.currency, count(*), sum(i.amount) FROM expense_items i JOIN "
                          "expenses e ON e.row = i.expense" +
                              mine + "'books' GROUP BY 1"));
}

TEST_F(ExportFiles, NoRowOfAHostIsLostWithoutBeingCounted) {
  const Finished finished = books_.run({"--json", "export", "hub-transactions"});
  ASSERT_EQ(finished.ended.exit_status, 0) << finished.errors;
  const auto done = events(finished, "export_done").at(0);
  const std::int64_t told =
      done.at("rows").get<std::int64_t>() + done.at("outside").get<std::int64_t>();
  EXPECT_EQ(std::to_string(told) + "\n",
            query(books_.database(),
                  "SELECT count(*) FROM v_transactions WHERE host_slug = 'demo-host'"));
  EXPECT_GT(done.at("rows"), 0);
}

TEST_F(ExportFiles, StatementsBalanceToTheCent) {
  const Finished finished = books_.run({"--json", "export", "books-ofx", "hub-ofx", "club-ofx"});
  ASSERT_EQ(finished.ended.exit_status, 0) << finished.errors;
  int statements = 0;
  std::map<std::string, Sums> sums;  // by profile
  for (const auto& event : events(finished, "file")) {
    ++statements;
    const std::string text = read_file(event.at("path").get<std::string>());
    EXPECT_EQ(text.rfind("OFXHEADER:100\r\n", 0), 0U);
    EXPECT_TRUE(text.ends_with("</OFX>\r\n")) << event;
    const std::vector<std::string> amounts = elements(text, "TRNAMT");
    std::int64_t total = 0;
    for (const std::string& amount : amounts) total += hundredths(amount);
    EXPECT_EQ(elements(text, "BALAMT"), std::vector<std::string>{elements(text, "BALAMT").at(0)});
    EXPECT_EQ(hundredths(elements(text, "BALAMT").at(0)), total) << event;
    EXPECT_EQ(std::int64_t(amounts.size()), event.at("rows").get<std::int64_t>());
    EXPECT_EQ(elements(text, "FITID").size(), amounts.size());
    auto& [rows, all] = sums[event.at("profile")][elements(text, "CURDEF").at(0)];
    rows += static_cast<std::int64_t>(amounts.size());
    all += total;
  }
  EXPECT_GE(statements, 6);
  // Everything up to the last proven day that moves money.
  const auto through = events(finished, "export_done").at(0).at("through").get<std::string>();
  EXPECT_EQ(sums["books-ofx"],
            sums_of_query(books_,
                          "SELECT t.host_currency, count(*), sum(t.host_net_amount) FROM "
                          "transactions t JOIN source_members m ON m.account = (SELECT public_id "
                          "FROM accounts a WHERE a.account = t.account) JOIN sources s ON s.source "
                          "= m.source AND s.name = 'books' WHERE t.host_net_amount <> 0 AND "
                          "date(t.created_at / 1000, 'unixepoch') <= '" +
                              through + "' GROUP BY 1"));
}

TEST_F(ExportFiles, ASecondRunHandsOverNothing) {
  expect_quiet_success(books_.run({"export"}));
  const auto first = files();
  EXPECT_GE(first.size(), 12U);
  expect_quiet_success(books_.run({"export"}));
  EXPECT_TRUE(files() == first);
  // Also after a night that brought nothing.
  expect_quiet_success(books_.run({"sync"}));
  expect_quiet_success(books_.run({"export"}));
  EXPECT_TRUE(files() == first);
  for (const auto& [name, bytes] : first) {
    struct stat status {};
    ASSERT_EQ(::stat((inbox_ / name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U) << name;
  }
}

TEST_F(ExportFiles, ABatchIsReissuedByteByByte) {
  expect_quiet_success(books_.run({"export", "books-ofx"}));
  const auto first = files();
  for (const auto& [name, bytes] : first) fs::remove(inbox_ / name);
  const fs::path again = books_.directory() / "again";
  fs::create_directory(again);
  expect_refusal(books_.run({"export", "books-ofx", "--reissue", "1", "--to", inbox_.string()}), 64,
                 {"where profile books-transactions hands its files over"});
  expect_quiet_success(
      books_.run({"export", "books-ofx", "--reissue", "1", "--to", again.string()}));
  for (const auto& [name, bytes] : first) EXPECT_EQ(read_file(again / name), bytes) << name;
}

TEST_F(ExportFiles, ANightHandsOverWhatIsNew) {
  expect_quiet_success(books_.run({"export", "books-transactions"}));
  change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 3, "at": ")" +
                       ago(std::chrono::minutes(14)) + R"("})");
  change(sandbox_, R"({"op": "advance", "seconds": 600})");
  ASSERT_EQ(books_.run({"sync"}).ended.exit_status, 0);
  expect_quiet_success(books_.run({"export", "books-transactions"}));
  const std::vector<Cells> table = read_csv(read_file(inbox_ / "books-transactions-2.csv"));
  EXPECT_GE(table.size(), 4U);
  EXPECT_LE(table.size(), 10U);
}

TEST_F(ExportFiles, OneProfileThatFailsDoesNotStopTheOthers) {
  books_.put("bursar.toml",
             read_file(books_.directory() / "bursar.toml") +
                 "[profile.astray]\nsource = \"books\"\nlayout = \"ofx\"\ndirectory = \"nowhere\"\n"
                 "start = \"beginning\"\n");
  expect_refusal(books_.run({"export"}), 3, {"astray: there is no directory"});
  EXPECT_GE(files().size(), 12U);
}

}  // namespace
}  // namespace bursar::tests
