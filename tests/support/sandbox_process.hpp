#pragma once

#include <memory>
#include <string>
#include <vector>

#include "process.hpp"

namespace bursar::tests {

// Where the built programs are.
[[nodiscard]] std::string bursar_program();
[[nodiscard]] std::string sandbox_program();

// A token with every scope, of an admin of `sandbox_host` (tests/sandbox/README.md).
inline constexpr const char* sandbox_token = "ad31000000000000000000000000000000000001";
inline constexpr const char* sandbox_host = "demo-host";
inline constexpr const char* sandbox_collective = "demo-collective";

// A sandbox server of its own process, on a free port; ended when this goes.
class SandboxProcess {
 public:
  // `arguments` as documented in tests/sandbox/README.md, without --port. Throws when the server
  // does not come up within 60 seconds.
  explicit SandboxProcess(const std::vector<std::string>& arguments);

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] std::string graphql_url() const { return url_ + "/graphql/v2"; }
  // A control request of the sandbox; returns the body. Throws unless it answers 200.
  [[nodiscard]] std::string get(const std::string& path) const;
  std::string post(const std::string& path, const std::string& json) const;
  [[nodiscard]] pid_t pid() const { return process_->pid(); }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<Process> process_;
  std::string url_;
};

}  // namespace bursar::tests
