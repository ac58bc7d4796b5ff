#pragma once

#include <spawn.h>

namespace bursar::os {

// What posix_spawn is told of a program that this one starts. Signals that are ignored here, a pipe
// that was closed and a file that grew too large, are not ignored there: a pipe whose reader has
// gone away would run on.
class SpawnAttributes {
 public:
  SpawnAttributes();
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  ~SpawnAttributes();

  // The program leads a process group, so that it can be ended with all that it started.
  void lead_a_group();

  // Valid as long as this is.
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

}  // namespace bursar::os
