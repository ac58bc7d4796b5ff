#pragma once

#include <chrono>
#include <filesystem>

namespace bursar::os {

// Holds an exclusive lock on a file as long as it lives. The lock belongs to the open descriptor,
// so a killed process leaves none behind; the file itself stays.
class InstanceLock {
 public:
  // Where another process has the lock, waits for up to `patience`, less where a stop is asked for;
  // then throws Error(try_later), naming that process. Error(cannot_create) when the file cannot be
  // made, or is not one that this user has made: a link, a second name of another file.
  explicit InstanceLock(const std::filesystem::path& file,
                        std::chrono::milliseconds patience = std::chrono::milliseconds::zero());
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;
  ~InstanceLock();

 private:
  int descriptor_ = -1;
};

}  // namespace bursar::os
