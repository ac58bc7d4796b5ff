#include "process.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;

// Only what is safe between fork and exec.
void redirect(int descriptor, const char* file) {
  const int opened = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

Process::Process(const Start& start) {
  std::vector<std::string> command = start.command;
  std::vector<std::string> environment;
  for (const auto& [name, value] : start.environment) environment.push_back(name + "=" + value);
  const std::vector<char*> arguments = pointers(command);
  const std::vector<char*> variables = pointers(environment);
  const std::string output = start.output.empty() ? "/dev/null" : start.output.string();
  const std::string errors = start.errors.empty() ? "/dev/null" : start.errors.string();
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ > 0) return;
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0) _exit(126);
  redirect(STDOUT_FILENO, output.c_str());
  redirect(STDERR_FILENO, errors.c_str());
  execve(arguments[0], arguments.data(), variables.data());
  _exit(127);
}

Process::~Process() {
  if (ended_) return;
  kill(pid_, SIGKILL);
  reap(0);
}

void Process::signal(int number) const {
  if (!ended_) kill(pid_, number);
}

Ended Process::wait() {
  if (!ended_) reap(0);
  return ended_.value();
}

std::optional<Ended> Process::poll() {
  if (!ended_) reap(WNOHANG);
  return ended_;
}

std::optional<Ended> Process::reap(int options) {
  int status = 0;
  rusage usage{};
  if (wait4(pid_, &status, options, &usage) != pid_) return std::nullopt;
  Ended ended;
  if (WIFEXITED(status)) ended.exit_status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  ended.peak_kib = usage.ru_maxrss;
  ended.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  ended_ = ended;
  return ended_;
}

Finished run(const std::vector<std::string>& command,
             const std::map<std::string, std::string>& environment) {
  const TemporaryDirectory directory;
  const fs::path output = directory.path() / "output";
  const fs::path errors = directory.path() / "errors";
  Process process({command, environment, output, errors});
  Finished finished;
  finished.ended = process.wait();
  finished.output = read_file(output);
  finished.errors = read_file(errors);
  return finished;
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (fs::temp_directory_path() / "bursar-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace bursar::tests
