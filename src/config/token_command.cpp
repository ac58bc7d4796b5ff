#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
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
#include "os/stop_request.hpp"

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
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  [[nodiscard]] int output() const { return output_; }
  // Its wait status once it has ended, or nothing.
  std::optional<int> ended() {
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) != process_) return std::nullopt;
    process_ = -1;
    return status;
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

// How long a command may take, from now on, and whether the program is still wanted.
class Patience {
 public:
  explicit Patience(int ms) : ms_(ms), end_(Clock::now() + std::chrono::milliseconds(ms)) {}
  // Throws where it is at an end; `what` is what did not happen.
  void check(const char* what) const {
    if (os::stop_requested()) {
      throw Error(ErrorKind::try_later, "stopped on request while token_command ran",
                  "run the same command again");
    }
    if (Clock::now() >= end_) refuse(fmt::format("{} within {} s", what, ms_ / 1000));
  }

 private:
  using Clock = std::chrono::steady_clock;
  int ms_;
  Clock::time_point end_;
};

// So long a stop that is asked for may go unnoticed.
constexpr int step_ms = 50;

// Until there is something to read, or the end of it.
void wait_for_output(int descriptor, const Patience& patience, const char* what) {
  pollfd waiting{descriptor, POLLIN, 0};
  while (::poll(&waiting, 1, step_ms) <= 0) patience.check(what);
}

int wait_for_end(Shell& shell, const Patience& patience) {
  for (;;) {
    if (const auto status = shell.ended()) return *status;
    patience.check("did not end");
    ::poll(nullptr, 0, 1);
  }
}

}  // namespace

os::Secret run_token_command(const std::string& command, int patience_ms) {
  constexpr const char* endless_output = "did not end its output";
  Shell shell(command);
  const Patience patience(patience_ms);
  wait_for_output(shell.output(), patience, "printed nothing");
  os::Secret token;
  std::string problem;
  try {
    token = read_token(shell.output(), "the output of token_command",
                       [&] { wait_for_output(shell.output(), patience, endless_output); });
  } catch (const Error& error) {
    patience.check(endless_output);  // that is worse than what was read of it
    problem = error.what();
  }
  const int status = wait_for_end(shell, patience);
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
    refuse(fmt::format("ended with exit status {}", WEXITSTATUS(status)));
  }
  if (WIFSIGNALED(status)) refuse(fmt::format("was ended by signal {}", WTERMSIG(status)));
  if (!problem.empty()) refuse("is of no use: " + problem);
  return token;
}

}  // namespace bursar::config
