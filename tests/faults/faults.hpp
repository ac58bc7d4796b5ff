#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>

#include "installation.hpp"

namespace bursar::tests {

// Hands over all rows into `inbox`.
inline constexpr const char* table_profile =
    "[profile.table]\nsource = \"books\"\nlayout = \"transactions\"\ndirectory = \"inbox\"\n"
    "start = \"beginning\"\n";

// How far apart the faults of one test are, in calls. The long form of README.md sets 1.
inline int fault_stride(int usual) {
  const char* text = std::getenv("BURSAR_FAULT_STRIDE");
  return text == nullptr ? usual : std::max(1, std::atoi(text));
}

// The environment in which the program meets `fault` ("kill", "stop", "full" or "full-once") at its
// call number `at` of those that change something on the disk (fault_shim.cpp).
inline Environment with_fault(const std::string& fault, int at) {
  return {{"LD_PRELOAD", BURSAR_FAULT_SHIM},
          {"BURSAR_FAULT", fault},
          {"BURSAR_FAULT_AT", std::to_string(at)}};
}

// Whether a call of the program failed for want of space.
inline bool was_starved(const Finished& finished) {
  return finished.errors.find("the disk is full\n") != std::string::npos;
}

// Whether it got the signal that asks it to stop.
inline bool was_told_to_stop(const Finished& finished) {
  return finished.errors.find("told to stop\n") != std::string::npos;
}

// The exit statuses of a program that could not write: cannot create, cannot write.
inline bool says_cannot_write(const Finished& finished) {
  return finished.ended.exit_status == 73 || finished.ended.exit_status == 74;
}

}  // namespace bursar::tests
