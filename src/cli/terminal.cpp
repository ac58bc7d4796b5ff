#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/locations.hpp"

namespace bursar::cli {
namespace {

// systemd names the stream that it gives a service, so that one which was redirected is none.
bool is_journal(int descriptor, const config::Environment& environment) {
  struct stat status {};
  const auto stream = config::variable(environment, "JOURNAL_STREAM");
  return stream && ::fstat(descriptor, &status) == 0 &&
         *stream == fmt::format("{}:{}", status.st_dev, status.st_ino);
}

}  // namespace

Terminal terminal_of(int descriptor, const config::Environment& environment) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(descriptor) == 1;
  terminal.is_journal = is_journal(descriptor, environment);
  const auto no_colour = environment.find("NO_COLOR");
  const auto kind = environment.find("TERM");
  terminal.colour = terminal.is_terminal &&
                    (no_colour == environment.end() || no_colour->second.empty()) &&
                    (kind == environment.end() || kind->second != "dumb");
  winsize size{};
  if (terminal.is_terminal && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) {
    terminal.width = size.ws_col;
  }
  return terminal;
}

}  // namespace bursar::cli
