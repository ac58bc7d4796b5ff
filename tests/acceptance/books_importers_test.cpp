// A ledger of 20,000 transactions in four currencies, handed over in four nights, as real importers
// read it: between the nights there are late rows, refunds, corrected amounts and a lock. Skipped
// test by test where a tool is missing, unless BURSAR_REQUIRE_IMPORTERS is set. The world is read
// once for all tests of this file: they belong into one process.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dated_program.hpp"
#include "demo_world.hpp"
#include "importers/importer_driver.hpp"
#include "installation.hpp"
#include "ledger/instant.hpp"
#include "os/clock.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Lines cells_of(const std::string& line) {
  Lines cells{""};
  for (const char c : line) {
    if (c == '\t') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

// "-18.50", "-18.5" or "-18" in hundredths.
std::int64_t hundredths(const std::string& decimal) {
  const auto point = decimal.find('.');
  std::string digits = decimal.substr(0, point);
  std::string decimals = point == std::string::npos ? "" : decimal.substr(point + 1);
  decimals.resize(2, '0');
  return std::stoll(digits + decimals);
}

// What two sorted lists differ in, not more than a few lines of it.
std::string difference(const Lines& expected, const Lines& found) {
  Lines missing;
  Lines surplus;
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                      std::back_inserter(missing));
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                      std::back_inserter(surplus));
  std::string text;
  constexpr std::size_t few = 5;
  for (std::size_t i = 0; i < std::min(few, missing.size()); ++i)
    text += "missing " + missing[i] + "\n";
  for (std::size_t i = 0; i < std::min(few, surplus.size()); ++i)
    text += "surplus " + surplus[i] + "\n";
  return text;
}

const std::vector<std::string> profiles{"hub-journal", "asbl-journal", "old-journal", "hub-bank",
                                        "own-bank",    "asbl-bank",    "xml-bank"};

std::string configuration() {
  std::string text =
      "[source.asbl]\nhost = \"demo-association\"\n[source.old]\nhost = \"demo-old-host\"\n"
      "[source.wanderer]\naccount = \"demo-wandering-collective\"\n";
  const auto profile = [&](const std::string& name, const char* source, const char* layout,
                           const char* more) {
    text += "[profile." + name + "]\nsource = \"" + source + "\"\nlayout = \"" + layout +
            "\"\ndirectory = \"inbox\"\nstart = \"beginning\"\n" + more;
  };
  profile("hub-journal", "books", "hledger", "chart = \"us-host\"\ncurrency = \"transaction\"\n");
  profile("asbl-journal", "asbl", "hledger", "chart = \"vat-association\"\n");
  profile("old-journal", "old", "hledger", "chart = \"us-host\"\n");
  profile("hub-bank", "books", "ofx", "books = \"none\"\n");
  profile("own-bank", "books", "ofx", "books = \"none\"\ncurrency = \"transaction\"\n");
  profile("asbl-bank", "asbl", "ofx", "books = \"none\"\n");
  profile("xml-bank", "wanderer", "ofx-xml", "");
  return text;
}

// The accounts that something happens to every night.
const std::vector<std::string> lively{"demo-collective", "demo-euro-collective",
                                      "demo-yen-collective", "demo-repair-cafe",
                                      "demo-wandering-collective"};

// The sandbox, the books and the four nights.
class Year {
 public:
  Year()
      : sandbox_({"--transactions", "36000", "--expenses", "2000", "--rate-limit", "off", "--now",
                  "2026-11-20T12:00:00Z"}),
        books_(sandbox_, "host = \"demo-host\"", configuration()),
        program_(books_) {
    fs::create_directory(books_.directory() / "inbox");
    insert("2026-11-19T08:00:00Z", 1);
    night("2026-11-20T12:15:00Z");
    happen("2026-11-19T06:00:00Z", 2);
    night("2026-11-21T12:15:00Z");
    lock("2026-11-30");
    happen("2026-11-20T06:00:00Z", 3);
    night("2026-12-02T12:15:00Z");
    happen("2026-12-01T06:00:00Z", 4);
    night("2026-12-04T12:15:00Z");
  }

  Finished run(const std::vector<std::string>& arguments) { return program_.run(arguments); }
  [[nodiscard]] std::string query(const std::string& sql) const {
    return tests::query(books_.database(), sql);
  }
  // The files of a profile in the order in which they were handed over.
  [[nodiscard]] std::vector<std::string> files(const std::string& profile) const {
    return lines_of(query("SELECT directory || '/' || file FROM v_batches WHERE profile = '" +
                          profile + "' ORDER BY batch, part"));
  }
  [[nodiscard]] fs::path put(const std::string& name, const std::string& text) const {
    books_.put(name, text);
    return books_.directory() / name;
  }

 private:
  void night(const std::string& now) {
    program_.set_time(now);
    // The platform agrees that it is then.
    const std::int64_t ahead =
        (ledger::parse_rfc3339(now).value() - os::SystemClock().now()) / ledger::ms_per_second;
    plan(sandbox_, json::array({{{"action", "date"}, {"seconds_ahead", ahead}}}).dump());
    for (const char* command : {"sync", "export"}) {
      const Finished finished = program_.run({command});
      EXPECT_EQ(finished.ended.exit_status, 0) << now << " " << command << finished.errors;
    }
  }

  json change(const json& what) { return json::parse(tests::change(sandbox_, what.dump())); }

  void insert(const std::string& at, int seed) {
    for (const std::string& account : lively) {
      change({{"op", "insert"}, {"account", account}, {"rows", 8}, {"seed", seed}, {"at", at}});
    }
  }

  // Rows that come late, refunds, and amounts corrected in place.
  void happen(const std::string& at, int seed) {
    change({{"op", "advance"}, {"seconds", 86'400}});
    for (const std::string& account : lively) {
      const json gift = {{"account", account}, {"kind", "CONTRIBUTION"}, {"type", "CREDIT"}};
      json refund = gift;
      refund.update({{"op", "refund"}, {"index", 1}, {"at", at}});
      change(refund);
      json amend = gift;
      amend.update({{"op", "amend"}, {"index", 0}, {"amount", 4'200 + 100 * seed}});
      change(amend);
    }
    insert(at, seed);
  }

  void lock(const std::string& day) {
    SQLite::Database database(books_.database(), SQLite::OPEN_READWRITE);
    database.exec(
        "INSERT INTO locks (source, day, made_at, reopens, forced, totals) SELECT source, "
        "unixepoch('" +
        day + "') / 86400, 0, 0, 0, '[]' FROM sources");
  }

  SandboxProcess sandbox_;
  Installation books_;
  DatedProgram program_;
};

class BooksImporters : public testing::Test {
 protected:
  static void SetUpTestSuite() { year_ = std::make_unique<Year>(); }
  static void TearDownTestSuite() { year_.reset(); }

  static std::string query(const std::string& sql) { return year_->query(sql); }
  static std::int64_t number(const std::string& sql) { return std::stoll(query(sql)); }

  // The lines of a profile's statements as a reader prints them.
  static Lines expected_lines(const std::string& profile) {
    Lines lines = lines_of(query(
        "SELECT account_id, currency, date, hundredths, transaction_id || CASE origin WHEN "
        "'reversal' THEN '.' || turn || 'r' WHEN 'replacement' THEN '.' || turn ELSE '' END FROM "
        "v_statement_lines WHERE profile = '" +
        profile + "' AND batch IS NOT NULL"));
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  static std::unique_ptr<Year> year_;
};
std::unique_ptr<Year> BooksImporters::year_;

// What a reader of statements understood, taken apart.
struct Statements {
  Lines lines;                                   // as expected_lines() gives them
  std::map<std::string, std::string> names;      // by line id
  std::map<std::string, std::int64_t> balances;  // the last one, by account and currency
};

Statements statements_in(const std::string& understood) {
  Statements found;
  std::string stream;
  for (const std::string& line : lines_of(understood)) {
    const Lines cells = cells_of(line);
    if (cells[0] == "account") stream = cells.at(1) + "\t" + cells.at(2);
    if (cells[0] == "balance") found.balances[stream] = hundredths(cells.at(2));
    if (cells[0] != "line") continue;
    found.lines.push_back(stream + "\t" + cells.at(1) + "\t" +
                          std::to_string(hundredths(cells.at(2))) + "\t" + cells.at(3));
    found.names[cells.at(3)] = cells.at(4);
  }
  std::sort(found.lines.begin(), found.lines.end());
  return found;
}

TEST_F(BooksImporters, TheLedgerHasWhatTheNightsAreAbout) {
  EXPECT_GE(number("SELECT count(*) FROM transactions"), 20'000);
  // All that the sandbox's world has: USD, EUR and JPY.
  EXPECT_EQ(number("SELECT count(DISTINCT currency) FROM v_export_lines"), 3);
  for (const std::string& profile : profiles) {
    EXPECT_EQ(
        number("SELECT count(DISTINCT batch) FROM v_batches WHERE profile = '" + profile + "'"),
        profile == "old-journal" ? 1 : 4)
        << profile;
  }
  for (const char* table : {"v_statement_lines", "v_export_lines"}) {
    const std::string lines = std::string("SELECT count(*) FROM ") + table + " WHERE ";
    EXPECT_GT(number(lines + "origin = 'reversal'"), 0) << table;
    EXPECT_GT(number(lines + "origin = 'replacement'"), 0) << table;
    EXPECT_GT(number(lines + "moved_from <= '2026-11-30' AND date = '2026-12-01'"), 0) << table;
    EXPECT_EQ(number(lines + "batch >= 3 AND profile <> 'old-journal' AND date <= '2026-11-30'"), 0)
        << table << ": a line in a locked period";
  }
  EXPECT_GT(number("SELECT count(*) FROM v_transactions WHERE is_refund = 1 AND created_at > "
                   "'2026-11-18'"),
            0);
}

TEST_F(BooksImporters, HledgerHasTheBalancesOfTheStore) {
  if (missing("command -v hledger", "hledger")) GTEST_SKIP();
  const fs::path rules =
      year_->put("hledger.rules", year_->run({"mapping", "show", "hledger", "--rules"}).output);
  for (const char* profile : {"hub-journal", "asbl-journal", "old-journal"}) {
    std::vector<std::string> arguments = year_->files(profile);
    arguments.insert(arguments.begin(), rules.string());
    const Understood understood = drive("read_with_hledger", arguments);
    ASSERT_EQ(understood.exit_status, 0) << profile << ": " << understood.errors;
    const std::string of_profile = std::string(" WHERE profile = '") + profile + "'";
    Lines expected =
        lines_of(query("SELECT account, currency, sum(hundredths) AS total FROM v_export_lines" +
                       of_profile + " AND batch IS NOT NULL GROUP BY 1, 2 HAVING total <> 0"));
    Lines found;
    for (const std::string& line : lines_of(understood.output)) {
      const Lines cells = cells_of(line);
      if (cells.size() < 3) {
        EXPECT_EQ(cells.at(1),
                  std::to_string(
                      number("SELECT count(DISTINCT entry) FROM v_export_lines" + of_profile)));
      } else if (hundredths(cells[2]) != 0) {
        found.push_back(cells[0] + "\t" + cells[1] + "\t" + std::to_string(hundredths(cells[2])));
      }
    }
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(difference(expected, found), "") << profile;
    EXPECT_GT(found.size(), 3U) << profile;
  }
}

class StatementReader : public BooksImporters, public testing::WithParamInterface<const char*> {};

TEST_P(StatementReader, FindsEveryIdAmountDateNameAndBalance) {
  const std::string reader = GetParam();
  const bool absent = reader == "read_with_libofx" ? missing("command -v ofxdump", "ofx")
                                                   : missing_module("ofxparse", "python3-ofxparse");
  if (absent) GTEST_SKIP();
  for (const std::string profile : {"hub-bank", "own-bank", "asbl-bank", "xml-bank"}) {
    // ofxparse knows version 1 alone.
    if (profile == "xml-bank" && reader != "read_with_libofx") continue;
    const Understood understood = drive(reader, year_->files(profile));
    ASSERT_EQ(understood.exit_status, 0) << profile << ": " << understood.errors;
    const Statements found = statements_in(understood.output);
    EXPECT_EQ(difference(expected_lines(profile), found.lines), "") << profile;
    // Names that no bank format has to cut or to clean.
    const Lines names = lines_of(
        query("SELECT l.transaction_id, t.opposite_name FROM v_statement_lines l JOIN "
              "v_transactions t ON "
              "t.id = l.transaction_id WHERE l.profile = '" +
              profile +
              "' AND l.origin = 'original' AND "
              "length(t.opposite_name) <= 32 AND t.opposite_name = trim(t.opposite_name) AND "
              "t.opposite_name NOT GLOB '*  *'"));
    std::set<std::string> scripts;
    for (const std::string& line : names) {
      const Lines cells = cells_of(line);
      EXPECT_EQ(found.names.at(cells[0]), cells.at(1)) << profile << " " << cells[0];
      const bool ascii = std::all_of(cells[1].begin(), cells[1].end(),
                                     [](char c) { return static_cast<unsigned char>(c) < 128; });
      if (!ascii) scripts.insert(cells[1]);
    }
    EXPECT_GT(scripts.size(), 3U) << profile << ": names beyond ASCII";
    const Lines balances = lines_of(
        query("SELECT account_id, currency, sum(hundredths) FROM v_statement_lines WHERE profile = "
              "'" +
              profile + "' AND batch IS NOT NULL GROUP BY 1, 2"));
    EXPECT_EQ(balances.size(), found.balances.size());
    for (const std::string& line : balances) {
      const auto last = line.rfind('\t');
      EXPECT_EQ(found.balances.at(line.substr(0, last)), std::stoll(line.substr(last + 1))) << line;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, StatementReader,
                         testing::Values("read_with_libofx", "read_with_ofxparse"),
                         [](const auto& parameter) { return std::string(parameter.param + 10); });

TEST_F(BooksImporters, TheStructureIsThatOfTheStandard) {
  if (missing("command -v onsgmls", "opensp")) GTEST_SKIP();
  if (missing("command -v xmllint", "libxml2-utils")) GTEST_SKIP();
  if (missing("ls /usr/share/libofx*/libofx/dtd/ofx201.dtd", "ofx")) GTEST_SKIP();
  for (const char* profile : {"hub-bank", "own-bank", "asbl-bank", "xml-bank"}) {
    const std::vector<std::string> files = year_->files(profile);
    const Understood valid = drive("validate_with_dtd", files);
    EXPECT_EQ(valid.exit_status, 0) << profile << ": " << valid.errors;
    EXPECT_EQ(lines_of(valid.output).size(), files.size()) << profile;
  }
}

// The statements of accounts that had at least three, all with their earlier balances.
class BalanceProof : public BooksImporters, public testing::WithParamInterface<const char*> {
 protected:
  static std::vector<std::string> lively_files(const std::string& profile) {
    std::vector<std::string> chosen;
    for (const std::string& file : year_->files(profile)) {
      const std::string name = fs::path(file).filename().string();
      // The largest account has thousands of lines, which text ledgers take long to assert.
      if (name.find("-demo-collective-") != std::string::npos) continue;
      for (const std::string& account : lively) {
        if (name.find("-" + account + "-") != std::string::npos) chosen.push_back(file);
      }
    }
    return chosen;
  }
};

TEST_P(BalanceProof, HoldsAfterEveryNight) {
  const std::string proof = GetParam();
  if (proof == "assert_with_ledger") {
    if (missing("command -v ledger", "ledger")) GTEST_SKIP();
    if (missing("command -v ledger-autosync", "ledger-autosync")) GTEST_SKIP();
  } else if (missing("command -v bean-check", "beancount")) {
    GTEST_SKIP();
  }
  for (const char* profile : {"hub-bank", "asbl-bank"}) {
    const std::vector<std::string> files = lively_files(profile);
    EXPECT_GE(files.size(), 4U);
    const Understood understood = drive(proof, files);
    EXPECT_EQ(understood.exit_status, 0) << profile << ": " << understood.errors;
  }
}

INSTANTIATE_TEST_SUITE_P(By, BalanceProof,
                         testing::Values("assert_with_ledger", "assert_with_beancount"),
                         [](const auto& parameter) { return std::string(parameter.param + 12); });

}  // namespace
}  // namespace bursar::tests
