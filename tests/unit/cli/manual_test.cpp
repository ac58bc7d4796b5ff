// Holds the manual page, README.md and the examples to the parser: what they show must parse, and
// what the parser knows must be in them.
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_line.hpp"
#include "cli/completion.hpp"
#include "cli/manual_page.hpp"
#include "config/scalar_settings.hpp"
#include "error/error.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string source_file(const std::string& name) {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/" + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string manual() {
  const std::string page = manual_page(command_table(), source_file("deploy/bursar.1.in"));
  return std::regex_replace(page, std::regex(R"(\\-)"), "-");
}

std::set<std::string> words_like(const std::string& text, const char* pattern) {
  const std::regex word(pattern);
  return {std::sregex_token_iterator(text.begin(), text.end(), word), std::sregex_token_iterator()};
}

std::set<std::string> long_names() {
  const CommandEntry program = command_table();
  std::set<std::string> names;
  for (const CommandEntry* command : all_commands(program)) {
    for (const OptionEntry& option : command->options) {
      for (const std::string& name : option.names) {
        if (name.starts_with("--")) names.insert(name);
      }
    }
  }
  return names;
}

// Splits at blanks outside of double quotes; a trailing comment is left away.
std::vector<std::string> shell_words(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream in(line);
  for (std::string word; in >> word && word != "#";) {
    std::string more;
    while (word.starts_with('"') && (word.size() < 2 || !word.ends_with('"')) && in >> more) {
      word += " " + more;
    }
    words.push_back(word);
  }
  return words;
}

// The command lines of bursar that a text shows, each on a line of its own: "bursar sync && …". Two
// blanks end one: a remark follows.
std::vector<std::string> shown_command_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  const std::regex begin(R"(^(?:[0-9 *]+ )? *(?:sudo -u bursar )?(bursar .*)$)");
  const std::regex between(" (?:&&|\\|\\||>|;|\\|) ");
  for (std::string line; std::getline(in, line);) {
    std::smatch found;
    if (!std::regex_match(line, found, begin)) continue;
    const std::string commands = found[1].str().substr(0, found[1].str().find("  "));
    const std::sregex_token_iterator end;
    for (std::sregex_token_iterator part(commands.begin(), commands.end(), between, -1);
         part != end; ++part) {
      if (part->str().starts_with("bursar ")) lines.push_back(part->str());
    }
  }
  return lines;
}

void expect_parses(const std::string& line) {
  std::vector<std::string> words = shell_words(line);
  words.erase(words.begin());  // "bursar"
  try {
    EXPECT_TRUE(parse_command_line(words).action) << line;
  } catch (const Error& error) {
    ADD_FAILURE() << line << ": " << error.what();
  }
}

TEST(Manual, NamesNoOptionThatDoesNotExist) {
  EXPECT_EQ(words_like(manual(), "--[a-z][a-z-]*"), long_names());
  EXPECT_GT(long_names().size(), 12U);
}

TEST(Manual, HasEveryCommandWithItsSentence) {
  const std::string text = manual();
  const CommandEntry program = command_table();
  for (const CommandEntry* command : all_commands(program)) {
    if (command->path.empty() || !command->commands.empty()) continue;
    EXPECT_THAT(text, HasSubstr("\n.TP\n\\fB" + command->path + "\\fR"));
    EXPECT_THAT(text, HasSubstr("\n" + command->description));
  }
}

TEST(Manual, PutsAnOptionWithItsValueAndNoteUnderItsCommand) {
  CommandEntry sync{"sync", "Bring it up to date", "", {}, {}, {}};
  sync.arguments.push_back({{"SOURCE"}, "", {}, "Only these", false, true});
  sync.options.push_back({{"--page-size"}, "ROWS", {}, "Begin with so many", false, false});
  sync.options.push_back({{"-d", "--deep"}, "", {}, "Read all", false, false});
  CommandEntry program{"", "Keeps books", "", {}, {}, {sync}};
  program.options.push_back({{"--date"}, "BASIS", {"paid", "created"}, "Which date", false, false});
  EXPECT_EQ(manual_page(program,
                        ".SH COMMANDS\n"
                        ".\\\" bursar sync --deep\nIt takes long.\n"
                        ".\\\" bursar sync\nNot the rest.\n"
                        ".SH GLOBAL OPTIONS\nAnywhere.\n"
                        ".SH FILES\nNone.\n"),
            ".SH COMMANDS\n"
            ".TP\n\\fBsync\\fR [\\fISOURCE\\fR...]\nBring it up to date.\nNot the rest.\n"
            ".RS\n"
            ".TP\n\\fISOURCE\\fR\nOnly these.\n"
            ".TP\n\\fB\\-\\-page\\-size\\fR \\fIROWS\\fR\nBegin with so many.\n"
            ".TP\n\\fB\\-d\\fR, \\fB\\-\\-deep\\fR\nRead all.\nIt takes long.\n"
            ".RE\n"
            ".SH GLOBAL OPTIONS\nAnywhere.\n"
            ".TP\n\\fB\\-\\-date\\fR \\fIBASIS\\fR\nWhich date.\nOne of \\fBpaid\\fR, "
            "\\fBcreated\\fR.\n"
            ".SH FILES\nNone.\n");
}

TEST(Manual, SaysWhichVersionItDescribes) {
  EXPECT_THAT(manual(), testing::ContainsRegex("\n?.TH BURSAR 1 .*\"bursar [0-9]+\\.[0-9.]+\""));
}

TEST(Manual, IsRefusedWithANoteOnWhatDoesNotExist) {
  const CommandEntry program{"", "Keeps books", "", {}, {}, {}};
  EXPECT_THROW((void)manual_page(program, ".SH COMMANDS\n.\\\" bursar sync --deep\nLong.\n"),
               Error);
}

TEST(Manual, HasEverySettingAndItsVariable) {
  const std::string text = manual();
  for (const config::ScalarSetting& setting : config::scalar_settings()) {
    EXPECT_THAT(text, HasSubstr(std::string(setting.variable)));
    EXPECT_THAT(text, HasSubstr(std::string(setting.key)));
  }
}

TEST(Manual, HasEveryExitStatus) {
  const std::string text = manual();
  for (const int status : {0, 3, 4, 64, 65, 69, 70, 73, 74, 75, 77, 78}) {
    EXPECT_THAT(text, HasSubstr("\n.TP\n.B " + std::to_string(status) + "\n"));
  }
}

TEST(Readme, NamesEveryCommand) {
  const std::string text = source_file("README.md");
  const CommandEntry program = command_table();
  for (const CommandEntry& command : program.commands) {
    EXPECT_THAT(text, HasSubstr("`bursar " + command.name()));
    // "`bursar config show`, `check`"
    for (const CommandEntry& below : command.commands) {
      EXPECT_THAT(text, testing::AnyOf(HasSubstr("`" + below.name() + "`"),
                                       HasSubstr("`bursar " + below.path)));
    }
  }
}

TEST(Readme, NamesNoOptionThatDoesNotExist) {
  // Those of other programs stand in lines that begin with them.
  const std::string text = std::regex_replace(
      source_file("README.md"),
      std::regex("\n[^\n]*(?:deploy/[a-z-]+|cmake|systemctl|sqlite3) [^\n]*"), "\n");
  const std::set<std::string> known = long_names();
  for (const std::string& name : words_like(text, "--[a-z][a-z-]+")) {
    EXPECT_TRUE(known.contains(name)) << name;
  }
}

TEST(Examples, ParseWhereverTheyAreShown) {
  std::vector<std::string> lines;
  const CommandEntry program = command_table();
  for (const CommandEntry* command : all_commands(program)) {
    const auto shown = shown_command_lines(command->footer);
    lines.insert(lines.end(), shown.begin(), shown.end());
    // Whoever asks for help on a command is shown at least one.
    if (!command->path.empty() && command->commands.empty()) {
      EXPECT_THAT(shown, Not(testing::IsEmpty())) << command->path;
    }
  }
  const std::string page = manual();
  for (const std::string& text : {page.substr(page.find(".SH EXAMPLES")), source_file("README.md"),
                                  source_file("deploy/README.md")}) {
    const auto shown = shown_command_lines(text);
    EXPECT_FALSE(shown.empty());
    lines.insert(lines.end(), shown.begin(), shown.end());
  }
  for (const std::string& line : lines) expect_parses(line);
}

}  // namespace
}  // namespace bursar::cli
