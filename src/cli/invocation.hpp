#pragma once

#include <optional>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "config/config.hpp"
#include "os/clock.hpp"

namespace bursar::cli {

// What a subcommand works with.
struct Invocation {
  Output& output;
  config::Environment environment;
  config::Overrides overrides;
  os::Clock& clock;
  int asks = -1;  // see Surroundings

  // Reads the configuration with flags and environment applied.
  [[nodiscard]] config::Config load_config() const { return config::load(overrides, environment); }
};

// Each of these adds one subcommand with its flags to the program.
void add_init(Command program);
void add_sync(Command program);
void add_backfill(Command program);
void add_export(Command program);
void add_lock(Command program);
void add_explain(Command program);
void add_reconcile(Command program);
void add_report(Command program);
void add_receipts(Command program);
void add_status(Command program);
void add_doctor(Command program);
void add_config(Command program);
void add_mapping(Command program);
void add_backup(Command program);
void add_restore(Command program);
void add_completion(Command program);

}  // namespace bursar::cli
