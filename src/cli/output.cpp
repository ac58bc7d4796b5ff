#include "cli/output.hpp"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "document/problems.hpp"
#include "text/shown.hpp"

namespace bursar::cli {
namespace {

// Invalid UTF-8 (it may come from file names) must not end a program that reports something. JSON
// itself escapes no more than C0; what is shown is the same JSON.
std::string line_of(const nlohmann::json& event) {
  return text::shown(event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// The text with its priority in front of every line.
std::string marked(int priority, std::string_view text) {
  const std::string mark = fmt::format("<{}>", priority);
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.append(mark).append(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
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

void Output::put_out(std::string_view text) {
  if (json_) return;
  end_status_line();
  // The journal reads priorities on standard output as well; a name there must not give one.
  if (out_terminal_.is_journal) {
    out_ << marked(static_cast<int>(Priority::info), text);
  } else {
    out_ << text;
  }
}

void Output::result(std::string_view line) {
  put_out(text::shown(line) + "\n");
}

void Output::result(const Lines& lines) {
  put_out(lines.text());
}

void Output::document(const std::string& text) {
  put_out(text);
}

void Output::put(Priority priority, std::string_view line) {
  const std::string whole = text::shown(line) + "\n";
  err_ << (err_terminal_.is_journal ? marked(static_cast<int>(priority), whole) : whole)
       << std::flush;
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
  const auto* const several = dynamic_cast<const document::SeveralProblems*>(&error);
  message(Priority::error, several != nullptr ? several->heading() : error.what());
  if (several != nullptr) {
    for (const std::string& problem : several->problems()) put(Priority::error, "  " + problem);
  }
  if (!error.next_step().empty()) put(Priority::error, "  -> " + error.next_step());
}

void Output::say(std::string_view question) {
  err_ << text::shown(question) << std::flush;
}

void Output::say(const Lines& lines) {
  err_ << lines.text() << std::flush;
}

void Output::status_line(const std::string& line) {
  err_ << "\r" << text::shown(line) << "\x1b[K" << std::flush;
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
