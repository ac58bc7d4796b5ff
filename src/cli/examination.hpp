#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "error/error.hpp"

namespace bursar::cli {

enum class Grade : std::uint8_t { good, notice, bad };

// One line of what `bursar doctor` found.
struct Finding {
  std::string what;
  Grade grade = Grade::good;
  std::string result;
  std::string advice;  // empty where there is nothing to do
};

// Looks at one thing after the other; what throws is a finding, and the first that is bad decides
// the exit status.
class Examination {
 public:
  // `output` must outlive it.
  explicit Examination(Output& output) : output_(output) {}

  void add(Finding finding);
  // The same of something bad, which the program ends with unless something was bad before.
  void add_bad(ErrorKind kind, const std::string& what, const std::string& result,
               const std::string& advice);
  // Runs a check; an Error becomes a bad finding. False when it did.
  bool check(const std::string& what, const std::function<void()>& look);

  // Writes the table; the exit status.
  int finish();

 private:
  Output& output_;
  std::vector<Finding> findings_;
  int worst_ = exit_done;
};

}  // namespace bursar::cli
