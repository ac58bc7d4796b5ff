// Our OFX files, as the golden tests pin them down, read by the parsers of real importers: libofx
// (GnuCash, KMyMoney, HomeBank, Skrooge), ofxparse (Odoo, ledger-autosync), and an SGML validator
// with the standard's DTD. Skipped with a message where a tool is missing, unless
// BURSAR_REQUIRE_IMPORTERS is set.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Outcome {
  int status = -1;
  std::string output;
};

// Runs a shell command; standard error is discarded.
Outcome shell(const std::string& command) {
  Outcome outcome;
  FILE* pipe = ::popen(("LC_ALL=C.UTF-8 " + command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> block{};
  while (const std::size_t size = std::fread(block.data(), 1, block.size(), pipe)) {
    outcome.output.append(block.data(), size);
  }
  const int status = ::pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "'";
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> ofx_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(BURSAR_GOLDEN_DIR)) {
    if (entry.path().extension() == ".ofx") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What the file says about itself, read without any parser.
struct Facts {
  std::string account;
  std::string balance;
  std::size_t lines = 0;
};

std::vector<std::string> elements(const std::string& text, const std::string& tag) {
  std::vector<std::string> found;
  const std::string open = "<" + tag + ">";
  const std::string close = "</" + tag + ">";
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const auto begin = at + open.size();
    found.push_back(text.substr(begin, text.find(close, begin) - begin));
  }
  return found;
}

Facts facts_of(const fs::path& file) {
  const std::string text = content_of(file);
  return {elements(text, "ACCTID").at(0), elements(text, "BALAMT").at(0),
          elements(text, "STMTTRN").size()};
}

// "-18.50" in hundredths; yen have none.
std::int64_t hundredths(std::string decimal) {
  const auto dot = decimal.find('.');
  if (dot == std::string::npos) return std::stoll(decimal) * 100;
  decimal.erase(dot, 1);
  return std::stoll(decimal + std::string(2 - (decimal.size() - dot), '0'));
}

class Importers : public testing::Test {
 protected:
  // Skips the test, or fails it where tools are required.
  static bool missing(const std::string& probe, const std::string& package) {
    if (shell(probe).status == 0) return false;
    const char* required = std::getenv("BURSAR_REQUIRE_IMPORTERS");
    if (required != nullptr && *required != '\0') {
      ADD_FAILURE() << "the Debian package " << package << " is missing";
    } else {
      std::cerr << "SKIPPED: install the Debian package " << package << " to run this test\n";
    }
    return true;
  }
};

// The Python that knows ofxparse: the distribution's own where another one comes first on the path.
std::string python() {
  for (const char* name : {"python3", "/usr/bin/python3"}) {
    if (shell(std::string(name) + " -c 'import ofxparse'").status == 0) return name;
  }
  return "python3";
}

TEST_F(Importers, ThereAreFilesToRead) {
  EXPECT_GE(ofx_files().size(), 8U);
}

TEST_F(Importers, EveryBalanceIsTheSumOfTheLines) {
  for (const fs::path& file : ofx_files()) {
    std::int64_t sum = 0;
    for (const std::string& amount : elements(content_of(file), "TRNAMT")) {
      sum += hundredths(amount);
    }
    EXPECT_EQ(sum, hundredths(facts_of(file).balance)) << file;
  }
}

TEST_F(Importers, LibofxReadsEveryLineAndBalance) {
  if (missing("command -v ofxdump", "ofx")) GTEST_SKIP();
  for (const fs::path& file : ofx_files()) {
    const Facts facts = facts_of(file);
    const Outcome dump = shell("ofxdump " + quoted(file));
    EXPECT_EQ(dump.status, 0) << file << ": libofx logged an error";
    std::istringstream lines(dump.output);
    std::string line;
    std::size_t transactions = 0;
    std::int64_t sum = 0;
    while (std::getline(lines, line)) {
      const auto at = line.find("Total money amount: ");
      if (at == std::string::npos) continue;
      ++transactions;
      sum += hundredths(line.substr(at + 20));
    }
    EXPECT_EQ(transactions, facts.lines) << file;
    EXPECT_EQ(sum, hundredths(facts.balance)) << file;
    EXPECT_THAT(dump.output, HasSubstr(facts.account)) << file << ": the account id was cut";
  }
}

TEST_F(Importers, LibofxKeepsEveryScript) {
  if (missing("command -v ofxdump", "ofx")) GTEST_SKIP();
  const fs::path file = fs::path(BURSAR_GOLDEN_DIR) /
                        "difficult-texts/books-the-longest-slug-of-all-collectives-EUR.ofx";
  const Outcome dump = shell("ofxdump " + quoted(file));
  EXPECT_THAT(dump.output, HasSubstr("Zoë \"Łucja\" <Müller> & Söhne 東京"));
  EXPECT_THAT(dump.output, HasSubstr("a < b && b > c]]> &#235; second line"));
}

TEST_F(Importers, OfxparseReadsEveryLineAndBalance) {
  const std::string interpreter = python();
  if (missing(interpreter + " -c 'import ofxparse'", "python3-ofxparse")) GTEST_SKIP();
  for (const fs::path& file : ofx_files()) {
    const Facts facts = facts_of(file);
    const Outcome read =
        shell(interpreter + " " + quoted(fs::path(BURSAR_ACCEPTANCE_DIR) / "read_ofx.py") + " " +
              quoted(file));
    ASSERT_EQ(read.status, 0) << file;
    std::vector<std::string> cells;
    std::istringstream first(read.output.substr(0, read.output.find('\n')));
    std::string cell;
    while (std::getline(first, cell, '|')) cells.push_back(cell);
    ASSERT_EQ(cells.size(), 8U) << read.output;
    EXPECT_EQ(cells[0], facts.account);
    EXPECT_EQ(cells[2], std::to_string(facts.lines)) << file;
    EXPECT_EQ(hundredths(cells[3]), hundredths(facts.balance)) << file;
    EXPECT_EQ(hundredths(cells[4]), hundredths(facts.balance)) << file;
    EXPECT_NE(cells[6], "0") << "a line without a name";
    EXPECT_EQ(cells[7], cells[2]) << "ids are not distinct";
    for (const std::string& amount : elements(content_of(file), "TRNAMT")) {
      EXPECT_THAT(read.output, HasSubstr("|" + amount + "|")) << file;
    }
  }
}

TEST_F(Importers, TheStructureIsThatOfTheStandard) {
  const fs::path dtd = "/usr/share/libofx7/libofx/dtd";
  if (missing("command -v onsgmls", "opensp")) GTEST_SKIP();
  if (missing("test -f " + (dtd / "ofx160.dtd").string(), "ofx")) GTEST_SKIP();
  for (const fs::path& file : ofx_files()) {
    // The DTD's character set has no more than ASCII: other bytes are masked.
    std::string body = content_of(file);
    body.erase(0, body.find("<OFX>"));
    std::erase(body, '\r');
    for (char& c : body) c = static_cast<unsigned char>(c) < 128 ? c : '?';
    const fs::path masked = fs::temp_directory_path() / "bursar-acceptance.sgml";
    std::ofstream(masked, std::ios::binary) << body;
    const Outcome valid =
        shell("SP_CHARSET_FIXED=1 SP_ENCODING=ms-dos onsgmls -s " + quoted(dtd / "opensp.dcl") +
              " " + quoted(dtd / "ofx160.dtd") + " " + quoted(masked) + " 2>&1");
    fs::remove(masked);
    EXPECT_EQ(valid.status, 0) << file << "\n" << valid.output;
  }
}

}  // namespace
