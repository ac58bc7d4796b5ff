// `bursar report` on small ledgers that a bookkeeper can read: each folder of reports/ is a case.
// rows.toml is what the platform holds and what the nights after the first bring, in the language
// of
// ../export/golden/README.md, and `report` names what is asked for; the files beside it are what
// the program must say, standard error behind "! ". After an intended change, run with
// BURSAR_WRITE_GOLDEN=1 and look at the difference.
#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "../export/ledger_text.hpp"
#include "program_fixture.hpp"
#include "recorded_reconciliation.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/records.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

fs::path cases_directory() {
  return fs::path(BURSAR_SOURCE_DIR) / "tests/unit/cli/reports";
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// A report that a case asks for, and in which file it lies.
struct Asked {
  std::string file;
  std::string command;
};

// A program with the books of one case.
class ReportTest : public ProgramTest {
 protected:
  // Stores the ledger as its nights would: the first at the moment `proven_to` of the source, the
  // others at theirs. What is asked for is in `asked_`.
  void store_case(const std::string& toml, const std::string& name) {
    document::Problems problems(name);
    const document::Node root = document::parse(toml, name);
    exporting::LedgerText text(root, problems);
    document::TableReader& top = text.top();
    const document::Node* source = top.table("source");
    document::TableReader reader(*source, "[source]", problems);
    const std::string host = exporting::text_of(reader, "host");
    slug_ = host.empty() ? exporting::text_of(reader, "account") : host;
    by_host_ = !host.empty();
    const std::string first = exporting::text_of(reader, "proven_to");
    reader.refuse_others();
    const std::string configuration = exporting::text_of(top, "configuration");
    configure(exporting::text_of(top, "time_zone", "UTC"), configuration);
    clock_.set(ledger::parse_rfc3339(exporting::text_of(top, "today") + "T12:00:00Z").value());
    for (const document::Node& node : top.list("report")->items) {
      document::TableReader one(node, "[[report]]", problems);
      asked_.push_back({exporting::text_of(one, "file"), exporting::text_of(one, "run")});
      one.refuse_others();
    }
    top.refuse_others();
    problems.throw_if_any("correct the fixture");
    for (const exporting::Night& night : text.nights()) {
      if (night.lock) {
        record_reconciliation(home_ / "bursar.db", "books", clock_.now());
        run_quietly({"lock", "books", ledger::format_civil_date(*night.lock)});
      }
      store_night(night, night.proven_to.value_or(ledger::parse_rfc3339(first).value()));
      if (!configuration.empty()) run_quietly({"export"});
    }
  }

  Said report(const std::string& command) {
    std::vector<std::string> arguments{"--config", (home_ / "bursar.toml").string(), "report"};
    const std::vector<std::string> words = words_of(command);
    arguments.insert(arguments.end(), words.begin(), words.end());
    return bursar(arguments);
  }

  // Both streams as one text.
  std::string said(const std::string& command) {
    const Said said = report(command);
    std::string text = said.out;
    std::istringstream errors(said.err);
    for (std::string line; std::getline(errors, line);) text += "! " + line + "\n";
    if (said.status != 0) text += "exit status " + std::to_string(said.status) + "\n";
    std::erase(text, '\r');
    return text;
  }

  std::vector<Asked> asked_;

 private:
  void run_quietly(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--config", (home_ / "bursar.toml").string()});
    const Said said = bursar(arguments);
    ASSERT_EQ(said.status, 0) << said.err;
  }

  // `more` has profiles, which are exported after each night.
  void configure(const std::string& zone, const std::string& more) {
    fs::create_directory(home_ / "inbox");
    file("bursar.toml", "schema = 1\ntime_zone = \"" + zone +
                            "\"\n[store]\ndatabase = \"bursar.db\"\n[source.books]\n" +
                            (by_host_ ? "host" : "account") + " = \"" + slug_ + "\"\n" + more);
  }

  void store_night(const exporting::Night& night, ledger::Instant moment) {
    store::Database database(home_ / "bursar.db", store::OpenMode::read_write);
    store::WriteTransaction transaction(database);
    store::WriteContext context;
    context.run = store::begin_run(database, "sync", "test", moment);
    context.now = moment;
    context.private_fields_readable = true;
    store::RecordWriter writer(database);
    writer.write(night.expenses, context);
    writer.write(night.rows, context);
    for (const ledger::Account& account : night.rows.accounts) {
      writer.write_account(account, context);
    }
    const store::Source source =
        store::open_source(database, "books", by_host_ ? "host" : "account", "acc_" + slug_,
                           ledger::parse_rfc3339("2015-01-01T00:00:00Z").value());
    if (!by_host_) store::put_member(database, source.source, {"acc_" + slug_, false, true});
    for (const char* stream : {"transactions", "expenses"}) {
      store::record_window(database, {source.source, stream, ""},
                           {{source.start, moment}, 0, context.run, moment});
    }
    transaction.commit();
  }

  std::string slug_;
  bool by_host_ = false;
};

class ReportCase : public ReportTest, public testing::WithParamInterface<std::string> {};

TEST_P(ReportCase, SaysWhatABookkeeperWouldAddUp) {
  const fs::path directory = cases_directory() / GetParam();
  store_case(content_of(directory / "rows.toml"), "rows.toml");
  ASSERT_FALSE(asked_.empty());
  for (const Asked& asked : asked_) {
    const std::string text = said(asked.command);
    if (std::getenv("BURSAR_WRITE_GOLDEN") != nullptr) {
      std::ofstream(directory / asked.file, std::ios::binary) << text;
    }
    EXPECT_EQ(text, content_of(directory / asked.file)) << asked.command;
  }
}

INSTANTIATE_TEST_SUITE_P(Reports, ReportCase,
                         testing::Values("taxes", "taxes-handed-over", "open-items", "payees",
                                         "settlements"),
                         [](const auto& given) {
                           std::string name = given.param;
                           std::erase(name, '-');
                           return name;
                         });

class Reports : public ReportTest {
 protected:
  void SetUp() override {
    ReportTest::SetUp();
    store_case(content_of(cases_directory() / "taxes" / "rows.toml"), "rows.toml");
  }
};

TEST_F(Reports, RefuseWhatIsNoPeriodWithExamples) {
  for (const char* period : {"2026-Q5", "next-month", "2026-03..2026-01", "soon"}) {
    const Said said = report(std::string("tax --period ") + period);
    EXPECT_EQ(said.status, 64);
    EXPECT_EQ(said.out, "");
    EXPECT_THAT(said.err, HasSubstr(std::string("\"") + period + "\" is no period"));
    EXPECT_THAT(said.err, HasSubstr("2026-Q1"));
    EXPECT_THAT(said.err, HasSubstr("last-month"));
  }
}

TEST_F(Reports, RefuseADayThatIsStillToCome) {
  const Said said = report("open-items --as-at 2027-01-01");
  EXPECT_EQ(said.status, 64);
  EXPECT_THAT(said.err, HasSubstr("still to come"));
  EXPECT_EQ(report("open-items --as-at christmas").status, 64);
}

TEST_F(Reports, NeedAPeriodAndOneFormat) {
  EXPECT_EQ(report("tax").status, 64);
  EXPECT_EQ(report("payees --period 2026 --csv --json").status, 64);
  EXPECT_EQ(report("").status, 64);
}

TEST_F(Reports, WithoutAnythingToReportSaySoAndAreDone) {
  const Said table = report("tax --period 2010");
  EXPECT_EQ(table.status, 0);
  EXPECT_EQ(table.out, "");
  EXPECT_THAT(table.err, HasSubstr("books: there is nothing: tax, 2010-01-01 to 2010-12-31"));
  const Said csv = report("tax --period 2010 --csv");
  EXPECT_EQ(csv.status, 0);
  EXPECT_EQ(csv.out.find("source,host,currency"), 0U) << "the header says what would be there";
}

TEST_F(Reports, OfASourceThatIsNotConfiguredAreRefused) {
  const Said said = report("tax --period 2026 --source boks");
  EXPECT_EQ(said.status, 78);
  EXPECT_THAT(said.err, HasSubstr("books"));
}

TEST_F(Reports, InJsonAreOneEventALine) {
  const Said said = report("tax --period 2026-Q1 --json");
  ASSERT_EQ(said.status, 0) << said.err;
  std::istringstream lines(said.out);
  std::vector<nlohmann::json> events;
  for (std::string line; std::getline(lines, line);) events.push_back(nlohmann::json::parse(line));
  ASSERT_GE(events.size(), 3U);
  EXPECT_EQ(events.front().at("type"), "report");
  EXPECT_EQ(events.front().at("from"), "2026-01-01");
  EXPECT_EQ(events.front().at("to"), "2026-03-31");
  EXPECT_EQ(events.front().at("time_zone"), "Europe/Brussels");
  EXPECT_EQ(events[1].at("type"), "tax");
  EXPECT_EQ(events[1].at("direction"), "collected");
  EXPECT_TRUE(events[1].at("tax").is_string());
  EXPECT_TRUE(events[1].at("lines").is_number());
  EXPECT_TRUE(events[1].at("computed").is_boolean());
  EXPECT_EQ(events.back().at("type"), "tax_total");
}

}  // namespace
}  // namespace bursar::cli
