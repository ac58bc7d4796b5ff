#include "os/spawn_attributes.hpp"

#include <csignal>

namespace bursar::os {

SpawnAttributes::SpawnAttributes() {
  ::posix_spawnattr_init(&attributes_);
  sigset_t ignored{};
  ::sigemptyset(&ignored);
  ::sigaddset(&ignored, SIGPIPE);
  ::sigaddset(&ignored, SIGXFSZ);
  ::posix_spawnattr_setsigdefault(&attributes_, &ignored);
  ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
}

SpawnAttributes::~SpawnAttributes() {
  ::posix_spawnattr_destroy(&attributes_);
}

void SpawnAttributes::lead_a_group() {
  ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  ::posix_spawnattr_setpgroup(&attributes_, 0);
}

}  // namespace bursar::os
