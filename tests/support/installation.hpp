#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "process.hpp"
#include "sandbox_process.hpp"

namespace bursar::tests {

// Bursar as a user has it: a configuration, a token file and a database of its own in a directory
// of its own, pointed at a sandbox.
class Installation {
 public:
  // `source_line` is what [source.books] holds: `host = "…"` or `account = "…"`. `more` is appended
  // to the configuration.
  Installation(const SandboxProcess& sandbox, const std::string& source_line,
               const std::string& more = {});

  // The command with this installation's configuration in front, ready to be started.
  [[nodiscard]] Process::Start command(const std::vector<std::string>& arguments) const;
  // Runs it to its end.
  [[nodiscard]] Finished run(const std::vector<std::string>& arguments) const;

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_.path(); }
  [[nodiscard]] std::filesystem::path database() const { return directory() / "bursar.db"; }

 private:
  TemporaryDirectory directory_;
};

}  // namespace bursar::tests
