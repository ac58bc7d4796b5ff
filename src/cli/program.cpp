#include "cli/program.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <typeinfo>

#include <cxxabi.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command_line.hpp"
#include "cli/invocation.hpp"
#include "cli/output.hpp"
#include "error/error.hpp"
#include "os/clock.hpp"
#include "os/stop_request.hpp"

namespace bursar::cli {
namespace {

// An exception that no room has turned into an Error. Its text may quote anything, so it is shown
// only to those who ask for more.
Error unexpected(const std::exception& exception, Verbosity verbosity) {
  int status = 0;
  char* demangled = abi::__cxa_demangle(typeid(exception).name(), nullptr, nullptr, &status);
  const std::string type = status == 0 ? demangled : "unknown type";
  std::free(demangled);
  std::string what = fmt::format("unexpected failure ({})", type);
  if (verbosity >= Verbosity::verbose) what += fmt::format(": {}", exception.what());
  return {ErrorKind::bug, what, "this is a fault of bursar: please report it with what you did"};
}

// A configuration error has other flags than the user's as its cause; before the flags are known,
// the words themselves decide whether a machine is listening.
bool wants_json(const std::vector<std::string>& arguments) {
  return std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
}

int parse_and_run(const std::vector<std::string>& arguments, const Surroundings& around,
                  Output& output) {
  const ParsedCommandLine parsed = parse_command_line(arguments);
  if (!parsed.action) {
    around.out << parsed.printed;
    return 0;
  }
  const GlobalFlags& flags = parsed.flags;
  output.set_json(flags.json);
  output.set_verbosity(flags.quiet ? Verbosity::quiet
                                   : static_cast<Verbosity>(1 + std::min(flags.verbose, 2)));
  Invocation invocation{output, around.environment, flags.overrides, around.clock, around.asks};
  return parsed.action(invocation);
}

config::Environment environment_of_process() {
  config::Environment environment;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string::npos) {
      environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return environment;
}

// Questions go to standard error, answers come from standard input.
int answering_terminal() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1 ? STDIN_FILENO : -1;
}

// A core file would hold the token where it came by the environment, and people's bank details. A
// program that the system pipes core dumps to knows no limit; it gets none of what may not be
// dumped.
void leave_no_core_file() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

// What must be readable by others is given rights after it was made: metrics, files for a group.
void keep_files_private() {
  ::umask(S_IRWXG | S_IRWXO);
}

// Pages come and go by the megabyte, on two threads. Left to itself, the C library keeps most of
// that for later in heaps of each thread; memory would stay flat, but twice as high.
void give_memory_back_early() {
#ifdef __GLIBC__
  constexpr int half_a_mebibyte = 512 * 1024;
  ::mallopt(M_ARENA_MAX, 1);
  ::mallopt(M_MMAP_THRESHOLD, half_a_mebibyte);
  ::mallopt(M_TRIM_THRESHOLD, 2 * half_a_mebibyte);
#endif
}

int report(Output& output, const Error& error) {
  output.end_status_line();
  output.error(error);
  return error.exit_status();
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, const Surroundings& around) noexcept {
  constexpr int bug = 70;
  try {
    Output output(around.out, around.out_terminal, around.err, around.err_terminal);
    output.set_json(wants_json(arguments));
    try {
      const int status = parse_and_run(arguments, around, output);
      output.finish(status);
      return status;
    } catch (const Error& error) {
      return report(output, error);
    } catch (const std::bad_alloc&) {
      return report(output, {ErrorKind::bug, "out of memory", "give the process more memory"});
    } catch (const std::exception& exception) {
      return report(output, unexpected(exception, output.verbosity()));
    }
  } catch (...) {  // not even the message could be written
    return bug;
  }
}

int run_program(int argc, char** argv) noexcept {
  try {
    leave_no_core_file();
    keep_files_private();
    give_memory_back_early();
    os::install_stop_signals();
    os::SystemClock clock;
    config::Environment environment = environment_of_process();
    const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    const Surroundings around{std::cout,
                              terminal_of(STDOUT_FILENO, environment),
                              std::cerr,
                              terminal_of(STDERR_FILENO, environment),
                              std::move(environment),
                              clock,
                              answering_terminal()};
    return run_program(arguments, around);
  } catch (...) {
    return 70;
  }
}

}  // namespace bursar::cli
