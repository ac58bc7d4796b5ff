#include "conversation.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bursar::tests {

Conversation::Conversation(const std::vector<std::string>& command,
                           const std::map<std::string, std::string>& environment) {
  std::vector<std::string> words = command;
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<char*> environ_of_child;
  for (std::string& variable : variables) environ_of_child.push_back(variable.data());
  environ_of_child.push_back(nullptr);
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
  if (pid_ < 0) throw std::runtime_error("forkpty failed");
  if (pid_ > 0) return;
  ::execve(arguments[0], arguments.data(), environ_of_child.data());
  ::_exit(127);
}

Conversation::~Conversation() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
}

bool Conversation::read_more() {
  constexpr int a_minute = 60'000;
  pollfd waiting{terminal_, POLLIN, 0};
  if (::poll(&waiting, 1, a_minute) <= 0) return false;
  std::array<char, 4096> buffer{};
  const ssize_t got = ::read(terminal_, buffer.data(), buffer.size());
  if (got <= 0) return false;  // EIO: the program has closed its terminal
  for (const char c : std::string(buffer.data(), static_cast<std::size_t>(got))) {
    if (c != '\r') shown_ += c;
  }
  return true;
}

void Conversation::answer(const std::string& question, const std::string& answer) {
  while (shown_.find(question, answered_) == std::string::npos) {
    if (read_more()) continue;
    FAIL() << "\"" << question << "\" was not asked; shown:\n" << shown_.substr(answered_);
  }
  answered_ = shown_.size();
  const std::string line = answer + "\n";
  ASSERT_EQ(::write(terminal_, line.data(), line.size()), static_cast<ssize_t>(line.size()));
}

Ended Conversation::wait() {
  while (read_more()) {
  }
  int status = 0;
  Ended ended;
  if (::waitpid(pid_, &status, 0) == pid_ && WIFEXITED(status)) {
    ended.exit_status = WEXITSTATUS(status);
  }
  pid_ = -1;
  return ended;
}

}  // namespace bursar::tests
