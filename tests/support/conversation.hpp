#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "process.hpp"

namespace bursar::tests {

// A program on a terminal of its own, with somebody who reads and types.
class Conversation {
 public:
  Conversation(const std::vector<std::string>& command,
               const std::map<std::string, std::string>& environment);
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation();

  // Waits until the terminal shows `question` after what was shown at the last answer, then types
  // the answer and Enter. Fails the running test when the program ends before, or after a minute.
  void answer(const std::string& question, const std::string& answer);
  // Waits for its end.
  Ended wait();
  // All that the terminal has shown, line ends as "\n".
  [[nodiscard]] const std::string& shown() const { return shown_; }

 private:
  // Reads what there is; false at the end.
  bool read_more();

  int terminal_ = -1;
  pid_t pid_ = -1;
  std::string shown_;
  std::size_t answered_ = 0;  // how much of it was shown at the last answer
};

}  // namespace bursar::tests
