#pragma once

#include <string>

#include "cli/output.hpp"
#include "config/config.hpp"

namespace bursar::cli {

// Tells a service that expects this command to run (healthchecks.io or one like it) that it has
// begun and how it ended: URL/start, then URL/EXIT_STATUS, both with ?rid=UUID that pairs them.
// No data of any row is sent. A ping that fails is a warning and nothing else; the URL, which is a
// kind of password, is in no message. Silent where the command has no URL.
class Ping {
 public:
  // Sends the first one. `output` must outlive it.
  Ping(const config::Config& config, const std::string& command, Output& output);
  void end(int exit_status) const;

 private:
  void send(const std::string& what) const;

  std::string url_;
  std::string ca_file_;
  std::string run_;
  Output& output_;
};

}  // namespace bursar::cli
