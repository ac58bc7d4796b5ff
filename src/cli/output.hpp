#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/lines.hpp"
#include "cli/terminal.hpp"
#include "error/error.hpp"

namespace bursar::cli {

// How much is said besides results and errors.
enum class Verbosity { quiet, normal, verbose, very_verbose };

// Says things: results on standard output, messages on standard error. With `--json` results are
// events, one JSON object a line with the member "type" (documented in bursar(1)), and there is no
// other text on standard output. All but documents is shown (text/shown.hpp): what a text from
// outside holds can neither steer a terminal nor forge a line or a priority of the journal.
class Output {
 public:
  // The streams must outlive it.
  Output(std::ostream& out, const Terminal& out_terminal, std::ostream& err,
         const Terminal& err_terminal);

  void set_json(bool json) { json_ = json; }
  void set_verbosity(Verbosity verbosity) { verbosity_ = verbosity; }
  [[nodiscard]] bool json() const { return json_; }
  [[nodiscard]] Verbosity verbosity() const { return verbosity_; }
  [[nodiscard]] const Terminal& out_terminal() const { return out_terminal_; }
  [[nodiscard]] const Terminal& err_terminal() const { return err_terminal_; }

  // One line of JSON on standard output; nothing without --json.
  void event(const nlohmann::json& event);
  // A line, or several, on standard output; nothing with --json.
  void result(std::string_view line);
  void result(const Lines& lines);
  // What a format's own writer made (CSV, HTML, TOML, a script), as it is, on standard output;
  // nothing with --json.
  void document(const std::string& text);
  // A line on standard error with -v; nothing with --json.
  void note(const std::string& line);
  // A line on standard error; with --json an event of type "warning". With -q it is kept until the
  // end, and said only where the exit status is not 0: then it may be the reason.
  void warning(const std::string& line);
  // What went wrong and what to do next, on standard error whatever the verbosity; with --json as
  // an event of type "error".
  void error(const Error& error);
  // Part of a conversation on standard error: a question that awaits its answer on the same line;
  // lines; the end of a line.
  void say(std::string_view question);
  void say(const Lines& lines);
  // Writes over the present line of the terminal behind standard error.
  void status_line(const std::string& line);
  void end_status_line();

  // Says what was kept back for this exit status, and makes sure that everything has gone out.
  // Throws Error(io) when standard output could not be written (a full disk behind a redirection);
  // a reader that has gone away is no error.
  void finish(int exit_status);

 private:
  // Priorities of syslog(3); they are told to the journal and shown to nobody else.
  enum class Priority { error = 3, warning = 4, info = 6 };
  void put(Priority priority, std::string_view line);
  void message(Priority priority, const std::string& line);
  void put_out(std::string_view text);

  static constexpr std::size_t most_withheld = 20;

  std::ostream& out_;
  std::ostream& err_;
  Terminal out_terminal_;
  Terminal err_terminal_;
  bool json_ = false;
  Verbosity verbosity_ = Verbosity::normal;
  std::vector<std::string> withheld_;  // warnings
  bool status_line_shown_ = false;
};

}  // namespace bursar::cli
