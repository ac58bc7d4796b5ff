#include "cli/dialogue.hpp"

#include <cerrno>
#include <string_view>

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include "config/token_text.hpp"
#include "error/error.hpp"
#include "os/stop_request.hpp"

namespace bursar::cli {
namespace {

std::string trimmed(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(line.substr(first, line.find_last_not_of(blanks) - first + 1));
}

// Keeps a terminal from showing what is typed while this lives.
class NoEcho {
 public:
  explicit NoEcho(int descriptor) : descriptor_(descriptor) {
    if (::tcgetattr(descriptor, &before_) != 0) return;  // no terminal: nothing is shown anyway
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(descriptor, TCSAFLUSH, &silent) == 0;
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (changed_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
  }

 private:
  int descriptor_;
  termios before_{};
  bool changed_ = false;
};

// Wiped when it goes, whatever happens in between.
struct WipedLine {
  // Longer than any token, so that no shorter copy is left behind by growing.
  WipedLine() { text.reserve(16 * 1024); }
  WipedLine(const WipedLine&) = delete;
  WipedLine& operator=(const WipedLine&) = delete;
  ~WipedLine() { os::wipe(text); }
  std::string text;
};

}  // namespace

void Dialogue::read_line(std::string& line) {
  line.clear();
  for (char c = 0;;) {
    const ssize_t got = ::read(descriptor_, &c, 1);
    if (os::stop_requested()) {
      throw Error(ErrorKind::try_later, "stopped as asked; nothing was written",
                  "run the command again when you like");
    }
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      throw Error(ErrorKind::usage, "a question was not answered; nothing was written",
                  "answer at the terminal, or give the answers by flags and --yes");
    }
    if (c == '\n') return;
    line += c;
  }
}

std::string Dialogue::ask(const std::string& question, const std::string& proposal,
                          const AnswerCheck& check) {
  while (true) {
    output_.say(proposal.empty() ? fmt::format("{}: ", question)
                                 : fmt::format("{} [{}]: ", question, proposal));
    std::string line;
    read_line(line);
    std::string answer = trimmed(line);
    if (answer.empty()) answer = proposal;
    const std::string problem = check(answer);
    if (problem.empty()) return answer;
    output_.say(Lines().add("  " + problem));
  }
}

os::Secret Dialogue::ask_secret(const std::string& question) {
  WipedLine line;
  {
    const NoEcho silence(descriptor_);
    output_.say(question + ": ");
    read_line(line.text);
  }
  output_.say(Lines().add(""));
  if (line.text.find_first_not_of(" \t\r") == std::string::npos) return {};
  return config::token_from_text(line.text, "the terminal");
}

}  // namespace bursar::cli
