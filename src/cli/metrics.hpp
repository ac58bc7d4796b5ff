#pragma once

#include <string>

#include "config/config.hpp"
#include "ledger/instant.hpp"

namespace bursar::cli {

struct FinishedCommand {
  std::string command;
  ledger::Instant started_at;
  ledger::Instant ended_at;
  int exit_status = 0;
};

// Writes `metrics.file` anew, in the text format of Prometheus' node exporter (mode 0644, there
// whole or not at all): how the command went, what the store holds, and what the file said of other
// commands before. Throws Error.
void update_metrics(const config::Config& config, const FinishedCommand& finished);

}  // namespace bursar::cli
