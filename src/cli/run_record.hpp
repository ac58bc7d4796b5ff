#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/invocation.hpp"
#include "store/database.hpp"

namespace bursar::cli {

// Does the work of a command and notes it in the table of runs, which `bursar status` reads: when
// it began and ended, how, and why it failed. Pulls note themselves (sync/run.hpp). `database` is
// open for writing; `work` is told the number of the run. Returns what it returns, throws what it
// throws.
int recorded(Invocation& invocation, store::Database& database, const std::string& command,
             const std::function<int(std::int64_t run)>& work);

// Notes in the run's record what went wrong with a part of it, which did not stop the others.
// `source` may be empty.
void note_failure(store::Database& database, std::int64_t run, const std::string& command,
                  const std::string& source, const std::string& what);

}  // namespace bursar::cli
