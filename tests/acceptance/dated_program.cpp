#include "dated_program.hpp"

#include "ledger/instant.hpp"
#include "program_within.hpp"

namespace bursar::tests {

void DatedProgram::set_time(const std::string& moment) {
  clock_.set(ledger::parse_rfc3339(moment).value());
}

Finished DatedProgram::run(const std::vector<std::string>& arguments) {
  return run_within(books_, clock_, arguments);
}

}  // namespace bursar::tests
