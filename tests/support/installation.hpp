#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "process.hpp"
#include "sandbox_process.hpp"

namespace bursar::tests {

// Variables of a child process, all it has.
using Environment = std::map<std::string, std::string>;

// Bursar as a user has it: a configuration, a token file and a database of its own in a directory
// of its own, pointed at a sandbox.
class Installation {
 public:
  // `source_line` is what [source.books] holds: `host = "…"` or `account = "…"`. `more` is appended
  // to the configuration.
  Installation(const SandboxProcess& sandbox, const std::string& source_line,
               const std::string& more = {});

  // Writes a file of this installation anew ("token", "bursar.toml"), readable by its owner alone.
  void put(const std::string& name, const std::string& text) const;

  // The command with this installation's configuration in front, ready to be started.
  [[nodiscard]] Process::Start command(const std::vector<std::string>& arguments,
                                       const Environment& environment = {}) const;
  // Runs it to its end.
  [[nodiscard]] Finished run(const std::vector<std::string>& arguments,
                             const Environment& environment = {}) const;
  // The same behind a line of /bin/sh that prepares the process: "ulimit -f 100".
  [[nodiscard]] Finished run_after(const std::string& shell_line,
                                   const std::vector<std::string>& arguments) const;
  // Waits for a process that `command` describes.
  [[nodiscard]] Finished finish(Process& process) const;

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_.path(); }
  [[nodiscard]] std::filesystem::path database() const { return directory() / "bursar.db"; }

 private:
  TemporaryDirectory directory_;
};

}  // namespace bursar::tests
