#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace bursar::tests {

// How a child process ended.
struct Ended {
  int exit_status = -1;  // -1 when a signal ended it
  int signal = 0;
  long peak_kib = 0;  // largest resident set
  double cpu_seconds = 0;
};

// A child process whose output goes to files. Killed and reaped when it goes.
class Process {
 public:
  struct Start {
    std::vector<std::string> command;                // the program's path first
    std::map<std::string, std::string> environment;  // the child's whole environment
    std::filesystem::path output;                    // file for standard output; empty: discarded
    std::filesystem::path errors;                    // file for standard error; empty: discarded
  };

  explicit Process(const Start& start);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const;
  Ended wait();
  // How it ended, if it has.
  std::optional<Ended> poll();

 private:
  std::optional<Ended> reap(int options);
  pid_t pid_ = -1;
  std::optional<Ended> ended_;
};

// Runs to the end; what it wrote to both outputs is returned.
struct Finished {
  Ended ended;
  std::string output;
  std::string errors;
};
Finished run(const std::vector<std::string>& command,
             const std::map<std::string, std::string>& environment = {});

[[nodiscard]] std::string read_file(const std::filesystem::path& file);

// A directory of its own, removed when it goes.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace bursar::tests
