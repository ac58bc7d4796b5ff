#include "cli/lines.hpp"

#include "text/shown.hpp"

namespace bursar::cli {

Lines& Lines::add(std::string_view line) {
  text_ += text::shown(line);
  text_ += '\n';
  return *this;
}

Lines& Lines::add(const Lines& more) {
  text_ += more.text_;
  return *this;
}

}  // namespace bursar::cli
