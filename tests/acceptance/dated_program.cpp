#include "dated_program.hpp"

#include <sstream>

#include "cli/program.hpp"
#include "ledger/instant.hpp"

namespace bursar::tests {

void DatedProgram::set_time(const std::string& moment) {
  clock_.set(ledger::parse_rfc3339(moment).value());
}

Finished DatedProgram::run(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"--config", (books_.directory() / "bursar.toml").string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::ostringstream out;
  std::ostringstream err;
  Finished finished;
  finished.ended.exit_status =
      cli::run_program(all, {out, {}, err, {}, {{"HOME", books_.directory().string()}}, clock_});
  finished.output = out.str();
  finished.errors = err.str();
  return finished;
}

}  // namespace bursar::tests
