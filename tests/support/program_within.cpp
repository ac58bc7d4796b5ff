#include "program_within.hpp"

#include <sstream>

#include "cli/program.hpp"

namespace bursar::tests {

Finished run_within(const Installation& books, os::Clock& clock,
                    const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"--config", (books.directory() / "bursar.toml").string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::ostringstream out;
  std::ostringstream err;
  Finished finished;
  finished.ended.exit_status =
      cli::run_program(all, {out, {}, err, {}, {{"HOME", books.directory().string()}}, clock});
  finished.output = out.str();
  finished.errors = err.str();
  return finished;
}

}  // namespace bursar::tests
