#pragma once

#include <vector>

#include "world/stage.hpp"

namespace bursar::sandbox {

/// One remarkable event that every generated world contains, at its place in time.
struct Scene {
  Micros at = 0;
  void (*play)(Stage&, Micros at) = nullptr;
};

/// In order of time.
std::vector<Scene> all_scenes();

}  // namespace bursar::sandbox
