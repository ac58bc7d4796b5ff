#pragma once

#include <stdexcept>
#include <string>

namespace bursar {

// What went wrong, in the terms that decide what the caller of the program should do next.
// Each kind has one exit status (sysexits numbers; design.md section 10).
enum class ErrorKind {
  usage,          // 64: the command line is wrong
  data,           // 65: input that should have been well formed is not
  unavailable,    // 69: the service answers, but cannot do its work
  bug,            // 70: an invariant of ours does not hold
  cannot_create,  // 73: a file or database cannot be created
  io,             // 74: reading or writing failed (disk full, corrupt file)
  try_later,      // 75: locked, rate limited, network down: the next run may succeed
  refused,        // 77: the token was refused or lacks a scope
  config,         // 78: the configuration is wrong
};

// Outcomes that are no errors but that a scheduler may want to tell from plain success.
inline constexpr int exit_done = 0;
inline constexpr int exit_partly_done = 3;
inline constexpr int exit_differences = 4;

// The exit status of an error of this kind, 64..78.
[[nodiscard]] int exit_status(ErrorKind kind) noexcept;

// The stable word for a kind, used in JSON output ("try_later").
[[nodiscard]] const char* kind_name(ErrorKind kind) noexcept;

// The one exception type that crosses rooms. `what()` says what happened and to what (file:line,
// row id, window); `next_step()` says what the reader can do about it, and may be empty only where
// there is nothing to do. Neither ever holds a token, a response body or a stack trace.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& what, std::string next_step = {});

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& next_step() const noexcept { return next_step_; }
  [[nodiscard]] int exit_status() const noexcept { return bursar::exit_status(kind_); }

 private:
  ErrorKind kind_;
  std::string next_step_;
};

}  // namespace bursar
