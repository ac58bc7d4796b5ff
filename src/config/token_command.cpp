#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config/token.hpp"
#include "config/token_text.hpp"
#include "error/error.hpp"
#include "os/spawn_attributes.hpp"

namespace bursar::config {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::config, "token_command " + what,
              "run the command by hand as this user: it must print the token and nothing else");
}

// A shell that runs the command, killed with all it started when it outlives its use.
class Shell {
 public:
  explicit Shell(const std::string& command) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      refuse(std::string("failed: ") + std::strerror(errno));
    output_ = ends[0];
    posix_spawn_file_actions_t actions;
    os::SpawnAttributes attributes;
    attributes.lead_a_group();
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string name = "sh";
    std::string option = "-c";
    std::string text = command;
    const std::array<char*, 4> arguments{name.data(), option.data(), text.data(), nullptr};
    const int error = ::posix_spawn(&process_, "/bin/sh", &actions, attributes.get(),
                                    arguments.data(), ::environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (error != 0) {
      process_ = -1;
      ::close(std::exchange(output_, -1));
      refuse(std::string("failed: ") + std::strerror(error));
    }
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;
  ~Shell() {
    ::close(output_);
    if (process_ < 0) return;
    ::kill(-process_, SIGKILL);
    (void)end();
  }

  [[nodiscard]] int output() const { return output_; }
  // Waits for its end and returns the wait status.
  int end() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    return status;
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

}  // namespace

os::Secret run_token_command(const std::string& command, int patience_ms) {
  Shell shell(command);
  pollfd waiting{shell.output(), POLLIN, 0};
  // A program that prints a token prints it at once; only the wait for the first byte is bounded.
  int ready = ::poll(&waiting, 1, patience_ms);
  while (ready < 0 && errno == EINTR) ready = ::poll(&waiting, 1, patience_ms);
  if (ready == 0) refuse(fmt::format("printed nothing within {} s", patience_ms / 1000));
  os::Secret token;
  std::string problem;
  try {
    token = read_token(shell.output(), "the output of token_command");
  } catch (const Error& error) {
    problem = error.what();
  }
  const int status = shell.end();
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
    refuse(fmt::format("ended with exit status {}", WEXITSTATUS(status)));
  }
  if (WIFSIGNALED(status)) refuse(fmt::format("was ended by signal {}", WTERMSIG(status)));
  if (!problem.empty()) refuse("is of no use: " + problem);
  return token;
}

}  // namespace bursar::config
