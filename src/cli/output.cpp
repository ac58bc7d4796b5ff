#include "cli/output.hpp"

#include <cerrno>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bursar::cli {
namespace {

// Invalid UTF-8 (it may come from file names) must not end a program that reports something.
std::string line_of(const nlohmann::json& event) {
  return event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Output::Output(std::ostream& out, const Terminal& out_terminal, std::ostream& err,
               const Terminal& err_terminal)
    : out_(out), err_(err), out_terminal_(out_terminal), err_terminal_(err_terminal) {}

void Output::event(const nlohmann::json& event) {
  if (!json_) return;
  // Whoever follows a run wants the line now.
  out_ << line_of(event) << "\n" << std::flush;
}

void Output::result(const std::string& text) {
  if (json_) return;
  end_status_line();
  out_ << text;
}

void Output::put(Priority priority, const std::string& text) {
  const std::string mark =
      err_terminal_.is_journal ? fmt::format("<{}>", static_cast<int>(priority)) : std::string();
  std::string marked = mark + text;
  for (std::size_t at = marked.find('\n'); at != std::string::npos;
       at = marked.find('\n', at + 1)) {
    marked.insert(at + 1, mark);
  }
  err_ << marked << "\n" << std::flush;
}

void Output::message(Priority priority, const std::string& line) {
  end_status_line();
  put(priority, "bursar: " + line);
}

void Output::note(const std::string& line) {
  if (!json_ && verbosity_ >= Verbosity::verbose) message(Priority::info, line);
}

void Output::warning(const std::string& line) {
  if (json_) {
    event({{"type", "warning"}, {"message", line}});
  } else if (verbosity_ > Verbosity::quiet) {
    message(Priority::warning, line);
  } else if (withheld_.size() < most_withheld) {
    withheld_.push_back(line);
  }
}

void Output::error(const Error& error) {
  if (json_) {
    put(Priority::error, line_of({{"type", "error"},
                                  {"kind", kind_name(error.kind())},
                                  {"message", error.what()},
                                  {"next_step", error.next_step()},
                                  {"exit_status", error.exit_status()}}));
    return;
  }
  message(Priority::error, error.what());
  if (!error.next_step().empty()) put(Priority::error, "  -> " + error.next_step());
}

void Output::say(const std::string& text) {
  err_ << text << std::flush;
}

void Output::status_line(const std::string& line) {
  err_ << "\r" << line << "\x1b[K" << std::flush;
  status_line_shown_ = true;
}

void Output::end_status_line() {
  if (!status_line_shown_) return;
  err_ << "\r\x1b[K" << std::flush;
  status_line_shown_ = false;
}

void Output::finish(int exit_status) {
  end_status_line();
  if (exit_status != exit_done) {
    for (const std::string& line : withheld_) message(Priority::warning, line);
  }
  errno = 0;
  out_.flush();
  if (out_ || errno == EPIPE) return;
  throw Error(ErrorKind::io, "cannot write to standard output",
              "free some space where it leads to");
}

}  // namespace bursar::cli
