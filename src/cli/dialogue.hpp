#pragma once

#include <functional>
#include <string>

#include "cli/output.hpp"
#include "os/secret.hpp"

namespace bursar::cli {

// What is wrong with an answer; empty: nothing.
using AnswerCheck = std::function<std::string(const std::string& answer)>;

// A conversation with a person at a terminal: questions on standard error, answers from a
// descriptor. When the answers end or a signal comes, Error(usage) or Error(try_later) is thrown.
class Dialogue {
 public:
  // `output` must outlive it.
  Dialogue(Output& output, int descriptor) : output_(output), descriptor_(descriptor) {}

  void tell(const Lines& lines) { output_.say(lines); }

  // A line without blanks around it; `proposal` where it is empty. Asked again while the check
  // finds something wrong.
  [[nodiscard]] std::string ask(const std::string& question, const std::string& proposal,
                                const AnswerCheck& check);

  // A line that the terminal does not show; empty where nothing was typed. Throws Error(config)
  // when it cannot be a token.
  [[nodiscard]] os::Secret ask_secret(const std::string& question);

 private:
  // Up to the end of a line, which is left out.
  void read_line(std::string& line);

  Output& output_;
  int descriptor_;
};

}  // namespace bursar::cli
