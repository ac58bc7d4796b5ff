#pragma once

#include <chrono>

namespace bursar::os {

// Makes SIGINT and SIGTERM ask for an orderly stop instead of ending the process. To be called
// once, from the program's entry. SIGPIPE and SIGXFSZ are ignored from then on.
void install_stop_signals();

// Asks for such a stop by itself once this much time has passed.
void stop_after(std::chrono::milliseconds time);

// True once such a signal has come or that time has passed. Long work looks at this between steps
// that can stand alone.
[[nodiscard]] bool stop_requested() noexcept;

}  // namespace bursar::os
