#pragma once

#include <string>
#include <string_view>

namespace bursar::cli {

// Text for people, line by line. A line is all that add() was given, shown (text/shown.hpp): a line
// break in a name from outside is an escape to be read, never the end of a line.
class Lines {
 public:
  Lines& add(std::string_view line);
  Lines& add(const Lines& more);
  [[nodiscard]] bool empty() const { return text_.empty(); }
  // Each line with its end.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace bursar::cli
