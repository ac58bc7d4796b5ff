// Asks the shells themselves what they would offer, with the scripts that the program prints.
#include <array>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program_fixture.hpp"

namespace bursar::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

class CompletionTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    // Stands for the installed program, which the scripts ask for the configured names.
    const std::string program =
        file("bin/bursar",
             "#!/bin/sh\n"
             "echo '{\"from\":\"bursar.toml:3\",\"name\":\"band\",\"type\":\"source\"}'\n"
             "echo "
             "'{\"from\":\"bursar.toml:9\",\"name\":\"bank\",\"source\":\"band\",\"type\":"
             "\"profile\"}'\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    for (const char* shell : {"bash", "zsh", "fish"}) {
      const Said said = bursar({"completion", shell});
      ASSERT_EQ(said.status, 0) << said.err;
      file(std::string("completion.") + shell, said.out);
    }
  }

  static bool has(const std::string& shell) {
    return std::system(("command -v " + shell + " > /dev/null").c_str()) == 0;
  }

  // The words that a script of this shell prints, run in the directory.
  std::set<std::string> offered(const std::string& shell, const std::string& script) {
    file("script", script);
    const std::string command =
        "cd " + home_.string() + " && HOME=$PWD PATH=$PWD/bin:$PATH " + shell + " script 2> errors";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer{};
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
      text.append(buffer.data(), size);
    }
    ::pclose(pipe);
    std::set<std::string> words;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) words.insert(line.substr(0, line.find('\t')));
    return words;
  }

  // What each offers behind "bursar …", whose last word is begun.
  std::set<std::string> bash_offers(const std::string& line) {
    return offered("bash",
                   "source ./completion.bash\ncompopt() { :; }\n"
                   "COMP_WORDS=(bursar " +
                       line +
                       ")\n"
                       "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_bursar\n"
                       "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
  }
  std::set<std::string> fish_offers(const std::string& line) {
    return offered("fish", "source completion.fish\ncomplete -C 'bursar " + line + "'\n");
  }
};

TEST_F(CompletionTest, BashOffersCommandsAndThoseBelow) {
  EXPECT_THAT(bash_offers("s"), ElementsAre("status", "sync"));
  EXPECT_THAT(bash_offers("--config x.toml mapping ''"),
              ElementsAre("check", "list", "needs", "preview", "show"));
}

TEST_F(CompletionTest, BashOffersTheCommandsOwnOptionsAndThoseOfTheProgram) {
  EXPECT_THAT(bash_offers("-v sync --d"), ElementsAre("--database", "--deep"));
  EXPECT_THAT(bash_offers("status --d"), ElementsAre("--database"));
}

TEST_F(CompletionTest, BashOffersValues) {
  file("own.toml", "");
  EXPECT_THAT(bash_offers("export --date ''"), ElementsAre("created", "effective", "paid"));
  EXPECT_THAT(bash_offers("export --layout o"), IsSupersetOf({"ofx", "own.toml"}));
  EXPECT_THAT(bash_offers("--config o"), ElementsAre("own.toml"));
  EXPECT_THAT(bash_offers("export --directory b"), ElementsAre("bin"));
  EXPECT_THAT(bash_offers("backfill --from ''"), ElementsAre(""));
}

TEST_F(CompletionTest, BashOffersConfiguredNames) {
  EXPECT_THAT(bash_offers("export ''"), ElementsAre("bank"));
  EXPECT_THAT(bash_offers("lock ''"), ElementsAre("band"));
  EXPECT_THAT(bash_offers("export --source ''"), ElementsAre("band"));
}

TEST_F(CompletionTest, FishOffersTheSame) {
  if (!has("fish")) GTEST_SKIP() << "fish is not installed";
  EXPECT_THAT(fish_offers("s"), ElementsAre("status", "sync"));
  EXPECT_THAT(fish_offers("mapping "), ElementsAre("check", "list", "needs", "preview", "show"));
  EXPECT_THAT(fish_offers("sync --d"), ElementsAre("--database", "--deep"));
  EXPECT_THAT(fish_offers("status --d"), ElementsAre("--database"));
  EXPECT_THAT(fish_offers("export --date "), ElementsAre("created", "effective", "paid"));
  EXPECT_THAT(fish_offers("export --layout of"), Contains("ofx"));
  EXPECT_THAT(fish_offers("export "), Contains("bank"));
  EXPECT_THAT(fish_offers("config show "), Not(Contains("ofx")));
}

// The completion system of zsh works only for a person's shell, so it is given a terminal; what it
// offers passes through compadd.
TEST_F(CompletionTest, ZshOffersTheSame) {
  if (!has("zsh")) GTEST_SKIP() << "zsh is not installed";
  const std::set<std::string> words = offered("zsh -f", R"(
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; source ./completion.zsh'
zpty -w shell 'compadd() {
  local -a found
  builtin compadd -O found "$@"
  (( $#found )) && print -lr -- "$line_number "${^found} >> offered
  builtin compadd "$@"
}'
zpty -w shell 'finish() { BUFFER=; (( ++line_number )); print "<finished>" }; zle -N finish'
zpty -w shell 'integer line_number=1; bindkey "^X" finish; bindkey "^I" complete-word'
for line in sy 'mapping n' 'sync --d' 'export --date p' 'export --layout ofx-' 'export b'; do
  zpty -w -n shell "bursar $line"$'\t\C-x'
  zpty -r shell answer $'*<finished>\r*'
done
zpty -d shell
cat offered
)");
  EXPECT_THAT(words, ElementsAre("1 sync", "2 needs", "3 --database", "3 --deep", "4 paid",
                                 "5 ofx-xml", "6 bank"));
}

}  // namespace
}  // namespace bursar::cli
