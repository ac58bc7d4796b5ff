#pragma once

#include <functional>
#include <optional>

#include "cli/output.hpp"
#include "config/config.hpp"
#include "os/clock.hpp"

namespace CLI {
class App;
}  // namespace CLI

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

// Runs a subcommand; its result is the exit status. What is wrong is thrown as Error.
using Action = std::function<int(Invocation&)>;

// Each of these adds one subcommand with its flags to the parser. When it is chosen, `chosen` is
// set to what it does.
void add_init(CLI::App& program, Action& chosen);
void add_sync(CLI::App& program, Action& chosen);
void add_backfill(CLI::App& program, Action& chosen);
void add_export(CLI::App& program, Action& chosen);
void add_lock(CLI::App& program, Action& chosen);
void add_explain(CLI::App& program, Action& chosen);
void add_reconcile(CLI::App& program, Action& chosen);
void add_report(CLI::App& program, Action& chosen);
void add_receipts(CLI::App& program, Action& chosen);
void add_status(CLI::App& program, Action& chosen);
void add_doctor(CLI::App& program, Action& chosen);
void add_config(CLI::App& program, Action& chosen);
void add_mapping(CLI::App& program, Action& chosen);
void add_backup(CLI::App& program, Action& chosen);
void add_restore(CLI::App& program, Action& chosen);
void add_completion(CLI::App& program, Action& chosen);

}  // namespace bursar::cli
