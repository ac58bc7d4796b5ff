#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace bursar::cli {

Terminal terminal_of(int descriptor, const config::Environment& environment) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(descriptor) == 1;
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
