#include "mapping/layout.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* small = R"(schema = 1
name   = "small"
kind   = "table"
rows   = "transactions"
format = "csv"

[file]
name = "{profile}-{batch}.csv"

[csv]
columns = [
  ["Date", "{date:%d/%m/%Y}"],
  ["What", "{memo:cut=20}"],
]
)";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

std::string problems(const std::string& text) {
  try {
    (void)parse_layout(text, "own.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
  ADD_FAILURE() << "nothing was found wrong with\n" << text;
  return {};
}

TEST(Layout, HasItsDefaults) {
  const Layout layout = parse_layout(small, "own.toml");
  EXPECT_EQ(layout.name, "small");
  EXPECT_EQ(layout.kind, LayoutKind::table);
  EXPECT_EQ(layout.rows, Rows::transactions);
  EXPECT_EQ(layout.csv.delimiter, ',');
  EXPECT_EQ(layout.csv.line_end, "\r\n");
  EXPECT_TRUE(layout.csv.header);
  EXPECT_EQ(layout.csv.encoding, Encoding::utf8);
  ASSERT_EQ(layout.csv.columns.size(), 2U);
  EXPECT_EQ(layout.csv.columns[0].header, "Date");
  EXPECT_FALSE(layout.csv.columns[0].is_text);
  EXPECT_TRUE(layout.csv.columns[1].is_text);
}

TEST(Layout, TheStyleOfTheFileCanBeChosen) {
  const Layout layout = parse_layout(
      replaced(small, "[csv]\n",
               "[csv]\ndelimiter = \";\"\ndecimal = \",\"\nline_end = \"lf\"\nencoding = "
               "\"utf-8-bom\"\nquoting = \"all\"\nheader = false\n"),
      "own.toml");
  EXPECT_EQ(layout.csv.delimiter, ';');
  EXPECT_EQ(layout.csv.decimal_mark, ',');
  EXPECT_EQ(layout.csv.line_end, "\n");
  EXPECT_EQ(layout.csv.encoding, Encoding::utf8_bom);
  EXPECT_EQ(layout.csv.quoting, Quoting::all);
  EXPECT_FALSE(layout.csv.header);
}

TEST(Layout, AllProblemsAreReportedTogetherWithPlaceAndSuggestion) {
  std::string text = replaced(small, "{memo:cut=20}", "{mmo:cut=20} {amount:cut=3} {on_hold}");
  text = replaced(text, "[csv]\n", "[csv]\ndelimiter = \"x\"\nendcoding = \"utf-8\"\n");
  const std::string what = problems(text);
  EXPECT_THAT(what, HasSubstr("own.toml:11:13: delimiter: \"x\" is not one of"));
  EXPECT_THAT(what, HasSubstr("own.toml:12:1: unknown key \"endcoding\" in [csv]; did you mean "
                              "\"encoding\"?"));
  EXPECT_THAT(what, HasSubstr("own.toml:15:14: unknown field \"mmo\"; did you mean \"memo\"?"));
  EXPECT_THAT(what,
              HasSubstr("own.toml:15:34: {amount:cut=3}: \"cut=3\" is no format of an amount"));
  EXPECT_THAT(what, HasSubstr("own.toml:15:42: transactions have no field \"on_hold\""));
}

TEST(Layout, ANameThatWouldComeAgainIsRefused) {
  EXPECT_THAT(problems(replaced(small, "{profile}-{batch}.csv", "{profile}.csv")),
              HasSubstr("own.toml:8:8: the name needs {batch}: the next export would write a file "
                        "of the same name"));
  EXPECT_THAT(problems(replaced(small, "[csv]", "max_rows = 1000\n[csv]")),
              HasSubstr("files have a limit, so their name needs {part}"));
  EXPECT_THAT(problems(replaced(small, "[csv]", "max_rows = 0\n[csv]")),
              HasSubstr("own.toml:10:12: max_rows must be a whole number of at least 1"));
  EXPECT_THAT(problems(replaced(small, "[csv]", "max_bytes = \"350 KB\"\n[csv]")),
              HasSubstr("max_bytes must be a whole number"));
}

TEST(Layout, FilesThatAreSplitNeedNamesThatTellThemApart) {
  const std::string split =
      replaced(small, "[csv]", "split_by = [\"account\", \"currency\"]\n[csv]");
  EXPECT_THAT(problems(split),
              HasSubstr("files are split by account, so their name needs {account} or {part}"));
  EXPECT_NO_THROW((void)parse_layout(
      replaced(split, "{profile}-{batch}.csv", "{account}_{currency}_{batch}.csv"), "own.toml"));
  EXPECT_NO_THROW((void)parse_layout(
      replaced(split, "{profile}-{batch}.csv", "{profile}-{batch}-{part}.csv"), "own.toml"));
  EXPECT_THAT(problems(replaced(small, "{profile}-{batch}.csv", "{account}-{batch}.csv")),
              HasSubstr("{account} needs split_by = [\"account\"]"));
  EXPECT_THAT(problems(replaced(small, "{profile}-{batch}.csv", "{fiscal_year_start}-{batch}.csv")),
              HasSubstr("{fiscal_year_start} needs split_by = [\"fiscal_year\"]"));
  EXPECT_THAT(
      problems(replaced(split, "\"account\", ", "\"acount\", ")),
      HasSubstr("split_by knows \"account\", \"currency\" and \"fiscal_year\"; did you mean "
                "\"account\"?"));
}

TEST(Layout, OfxIsForStatementsOnly) {
  EXPECT_THAT(problems(replaced(small, "format = \"csv\"", "format = \"ofx\"")),
              HasSubstr("only a statement can be written as OFX"));
}

TEST(Layout, EachKindOfMistakeIsNamed) {
  EXPECT_THAT(problems(replaced(small, "schema = 1", "schema = 7")), HasSubstr("own.toml:1:10"));
  EXPECT_THAT(problems(replaced(small, "schema = 1", "")), HasSubstr("lacks \"schema\""));
  EXPECT_THAT(problems(replaced(small, "\"table\"", "\"tabel\"")),
              HasSubstr("did you mean \"table\"?"));
  EXPECT_THAT(problems(replaced(small, "rows   = \"transactions\"", "")),
              HasSubstr("lacks \"rows\""));
  EXPECT_THAT(problems(replaced(small, "[\"Date\", ", "[")), HasSubstr("a column is written"));
  EXPECT_THAT(problems(replaced(small, "{date:%d/%m/%Y}", "{date:%d/%Q}")),
              HasSubstr("own.toml:12:19: {date:%d/%Q}: \"%Q\" is not known"));
  EXPECT_THAT(problems(replaced(small, "{date:%d/%m/%Y}", "{date")),
              HasSubstr("own.toml:12:13: \"{\" without \"}\""));
  EXPECT_THAT(problems(replaced(small, "{date:%d/%m/%Y}", "date}")),
              HasSubstr("own.toml:12:17: \"}\" without \"{\""));
}

TEST(Layout, TheShippedOnesAreGood) {
  EXPECT_THAT(shipped_layouts(),
              ElementsAre("datev-buchungsstapel", "expense-items", "expenses", "fec", "freeagent",
                          "gnucash-multisplit", "hledger", "odoo-journal", "ofx", "ofx-xml",
                          "postings", "quickbooks-bank", "quickbooks-journal", "transactions",
                          "xero-bank", "xero-bank-precoded", "xero-journal"));
  for (const std::string& name : shipped_layouts()) {
    const Layout layout = load_layout(name);
    EXPECT_EQ(layout.name, name);
    EXPECT_FALSE(layout.about.empty()) << name;
    EXPECT_TRUE(layout.kind == LayoutKind::table || tells_currency(layout)) << name;
    if (layout.csv.columns.empty()) continue;
    EXPECT_EQ(layout.csv.defuse, layout.kind == LayoutKind::table)
        << name << ": an apostrophe is part of a name to an importer";
  }
}

TEST(Layout, TheTableOfTransactionsHasNoColumnTwice) {
  const Layout layout = load_layout("transactions");
  std::set<std::string> headers;
  for (const Column& column : layout.csv.columns) {
    EXPECT_TRUE(headers.insert(column.header).second) << column.header;
  }
}

TEST(Layout, AnUnknownNameIsAnErrorWithASuggestion) {
  try {
    (void)load_layout("transaction");
    FAIL() << "found a layout that is not there";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean \"transactions\"?"));
    EXPECT_THAT(error.next_step(), HasSubstr("ofx"));
  }
}

TEST(Layout, ALayoutOfOnesOwnIsNamedByItsPath) {
  try {
    (void)load_layout("nowhere/own.toml");
    FAIL() << "read a file that is not there";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("nowhere/own.toml"));
  }
}

// The table in mappings/README.md says "ledger" for the four kinds of rows made of the ledger and
// for charts, "all" for these and expenses.
std::string in_short(std::string rows) {
  const std::string ledger = "transactions, postings, statement, journal, charts";
  const std::string all = ledger + ", expenses, expense-items";
  if (rows.starts_with(all)) return "all" + rows.substr(all.size());
  if (rows.starts_with(ledger)) return "ledger" + rows.substr(ledger.size());
  return rows;
}

// mappings/README.md documents the fields; this is what keeps it true.
TEST(Documentation, ListsEveryFieldWithTypeAndMeaning) {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/mappings/README.md");
  const std::string readme{std::istreambuf_iterator<char>(in), {}};
  ASSERT_FALSE(readme.empty());
  std::string expected;
  for (const FieldInfo& field : fields()) {
    std::string rows;
    for (const Rows kind : {Rows::transactions, Rows::postings, Rows::statement, Rows::journal,
                            Rows::chart, Rows::expenses, Rows::expense_items, Rows::file}) {
      if (!has_field(kind, field.field)) continue;
      if (!rows.empty()) rows += ", ";
      rows += rows_name(kind);
    }
    rows = in_short(std::move(rows));
    const std::string line = "| `" + std::string(field.name) + "` | " +
                             std::string(type_name(field.type)) + " | " + rows + " | " +
                             std::string(field.meaning) + " |";
    expected += line + "\n";
    EXPECT_THAT(readme, HasSubstr("\n" + line + "\n"));
  }
  std::istringstream lines(readme);
  std::string line;
  while (std::getline(lines, line)) {
    if (line == "# Charts of accounts") break;  // which has tables of its own
    if (!line.starts_with("| `")) continue;
    EXPECT_THAT(expected, HasSubstr(line + "\n")) << "documents a field that does not exist";
  }
  if (testing::Test::HasFailure()) std::cerr << expected;
}

}  // namespace
}  // namespace bursar::mapping
