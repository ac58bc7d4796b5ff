#include "cli/run_record.hpp"

#include "error/error.hpp"
#include "store/runs.hpp"

namespace bursar::cli {
namespace {

// Of what failed because the disk does: the note may fail with it, the failure itself matters.
void note_end(Invocation& invocation, store::Database& database, std::int64_t run,
              const std::string& command, const Error& failure) {
  try {
    note_failure(database, run, command, "", failure.what());
    store::end_run(database, run, failure.exit_status(), invocation.clock.now());
  } catch (const Error&) {
    return;
  }
}

}  // namespace

int recorded(Invocation& invocation, store::Database& database, const std::string& command,
             const std::function<int(std::int64_t run)>& work) {
  const std::int64_t run =
      store::begin_run(database, command, BURSAR_VERSION, invocation.clock.now());
  try {
    const int status = work(run);
    store::end_run(database, run, status, invocation.clock.now());
    return status;
  } catch (const Error& error) {
    note_end(invocation, database, run, command, error);
    throw;
  }
}

void note_failure(store::Database& database, std::int64_t run, const std::string& command,
                  const std::string& source, const std::string& what) {
  store::SourceOutcome outcome;
  outcome.source = source;
  outcome.stream = command;
  outcome.error = what;
  store::record_outcome(database, run, outcome);
}

}  // namespace bursar::cli
