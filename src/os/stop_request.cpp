#include "os/stop_request.hpp"

#include <atomic>
#include <csignal>

namespace bursar::os {
namespace {

// A signal handler can reach nothing but a variable of static storage; it stays in this file.
std::atomic<bool> stop_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// On the steady clock, in its own ticks; 0: no end is set.
std::atomic<std::chrono::steady_clock::rep> end_of_time{0};

extern "C" void ask_for_stop(int) {
  stop_flag.store(true);
}

}  // namespace

void install_stop_signals() {
  struct sigaction action {};
  action.sa_handler = ask_for_stop;
  sigemptyset(&action.sa_mask);
  // A second signal ends the process at once, for whoever cannot wait: every state is resumable.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
  // A file that reaches the limit on sizes (ulimit -f) is then a failed write like a full disk.
  sigaction(SIGXFSZ, &ignore, nullptr);
}

void stop_after(std::chrono::milliseconds time) {
  end_of_time.store((std::chrono::steady_clock::now() + time).time_since_epoch().count());
}

bool stop_requested() noexcept {
  if (stop_flag.load()) return true;
  const auto end = end_of_time.load();
  return end != 0 && std::chrono::steady_clock::now().time_since_epoch().count() >= end;
}

}  // namespace bursar::os
