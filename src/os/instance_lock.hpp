#pragma once

#include <filesystem>

namespace bursar::os {

// Holds an exclusive lock on a file as long as it lives. The lock belongs to the open descriptor,
// so a killed process leaves none behind; the file itself stays.
class InstanceLock {
 public:
  // Throws Error(try_later), naming the process that holds it, when another process has the lock;
  // Error(cannot_create) when the file cannot be made.
  explicit InstanceLock(const std::filesystem::path& file);
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;
  ~InstanceLock();

 private:
  int descriptor_ = -1;
};

}  // namespace bursar::os
