#pragma once

namespace bursar::os {

// Makes SIGINT and SIGTERM ask for an orderly stop instead of ending the process. To be called
// once, from the program's entry. SIGPIPE and SIGXFSZ are ignored from then on.
void install_stop_signals();

// True once such a signal has come. Long work looks at this between steps that can stand alone.
[[nodiscard]] bool stop_requested() noexcept;

}  // namespace bursar::os
